import Claims
import ECT
import Encoding
import JOSE
import Signing
import Trust

/// Imports a file: signed ECTs, a key for each agent, and a trust file with those keys.
///
/// Nothing is written before the whole source was read and all keys are at hand; tokens take their name last,
/// so that whoever finds them finds keys and trust file too.
public struct ImportRun: Sendable {
    /// Where the ECTs go, one a line.
    public let tokens: String
    /// The folder of the agents' private keys.
    public let keys: String
    /// The trust file, which is made or extended.
    public let trust: String
    /// How they are made.
    public let options: ImportOptions

    /// Tasks that are signed in one go.
    private static let batch = 512

    /// An import into these files.
    public init(tokens: String, keys: String, trust: String, options: ImportOptions) {
        self.tokens = tokens
        self.keys = keys
        self.trust = trust
        self.options = options
    }

    /// Imports `source`. `progress` is told how many records of how many are signed.
    public func run(
        _ source: consuming ImportSource, as format: SourceFormat, progress: (Int, Int) -> Void = { _, _ in }
    ) async throws(ImportError) -> ImportSummary {
        let execution = try ImportedExecution(reading: source, as: format, now: options.now)
        var folder = KeyFolder(path: keys, newKeys: Self.keyType(options.algorithm))
        var trusted = try readTrust()
        let known = trusted
        var agents: [ExactString: RecordSigner.Agent] = [:]
        for task in execution.tasks where agents[task.agent] == nil {
            agents[task.agent] = try agent(task.agent, &folder, &trusted)
        }
        let signer = RecordSigner(format: format, audience: options.audience, agents: agents)
        var file = try DurableFile(path: tokens, mode: 0o666)
        try await sign(execution.tasks, signer, into: &file, progress)
        try folder.save()
        if trusted != known { try save(trusted) }
        try file.commit()
        return execution.summary(agents: agents.count, keysMade: folder.madeCount)
    }

    private static func keyType(_ algorithm: JWSAlgorithm) -> KeyType {
        switch algorithm {
        case .edDSA, .ed25519: .ed25519
        case .es384: .p384
        default: .p256
        }
    }

    private func agent(
        _ name: ExactString, _ folder: inout KeyFolder, _ trusted: inout TrustFile
    ) throws(ImportError) -> RecordSigner.Agent {
        let identifier = options.naming.identifier(of: name)
        let key = try folder.key(of: name)
        let issuer: ECTIssuer
        do { issuer = try ECTIssuer(key: key) } catch { throw .record(error) }
        do { _ = try trusted.add(key.publicJWK, for: identifier) } catch { throw .trust(trust, error) }
        return RecordSigner.Agent(identifier: identifier, issuer: issuer)
    }

    // MARK: Files

    private func readTrust() throws(ImportError) -> TrustFile {
        guard let octets = try DurableFile.read(trust, limit: TrustFile.limits.octets) else {
            return TrustFile()
        }
        do throws(TrustError) { return try TrustFile(parsing: octets) } catch { throw .trust(trust, error) }
    }

    private func save(_ trusted: TrustFile) throws(ImportError) {
        var file = try DurableFile(path: trust, mode: 0o666)
        try file.write(trusted.encode() + [UInt8(ascii: "\n")])
        try file.commit()
    }

    /// Signs batches concurrently and writes them in their order.
    private func sign(
        _ tasks: [ImportedTask], _ signer: RecordSigner, into file: inout DurableFile,
        _ progress: (Int, Int) -> Void
    ) async throws(ImportError) {
        var pending: [(end: Int, lines: Task<Result<[UInt8], ImportError>, Never>)] = []
        defer { for batch in pending { batch.lines.cancel() } }
        var next = 0
        while next < tasks.count || !pending.isEmpty {
            // One batch more than there are workers, so that none waits while results are written.
            while next < tasks.count, pending.count <= max(1, options.workers) {
                let range = next..<min(next + Self.batch, tasks.count)
                let lines = Task {
                    Result { () throws(ImportError) in try signer.lines(tasks[range]) }
                }
                pending.append((range.upperBound, lines))
                next = range.upperBound
            }
            let batch = pending.removeFirst()
            try file.write(await batch.lines.value.get())
            progress(batch.end, tasks.count)
        }
    }
}

extension ImportedExecution {
    func summary(agents: Int, keysMade: Int) -> ImportSummary {
        let identifiers = Set(tasks.map(\.identifier))
        var missing: Set<UUIDText> = []
        for task in tasks {
            for predecessor in task.predecessors where !identifiers.contains(predecessor) {
                missing.insert(predecessor)
            }
        }
        return ImportSummary(
            records: tasks.count, joins: joins, workflows: Set(tasks.map(\.workflow)).count, agents: agents,
            keysMade: keysMade, references: tasks.reduce(0) { $0 + $1.predecessors.count },
            missing: missing.count)
    }
}
