import Claims
import DAG
import ECT
import Encoding
import Foundation
import Import
import JOSE
import Trust

/// A folder that goes with the test, and imports into it.
final class TemporaryFolder: Sendable {
    let path: String
    /// Some time in 2030.
    static let now = NumericDate(clamping: 1_900_000_000)

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "import-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var tokens: String { path + "/tokens.txt" }
    var keys: String { path + "/keys" }
    var trust: String { path + "/trust.json" }

    /// Everything in the folder, by names.
    var names: [String] {
        (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).sorted()
    }

    static func options(_ algorithm: JWSAlgorithm = .es256) throws -> ImportOptions {
        let audience = Audience([ExactString(ImportOptions.defaultAudience)])
        var options = ImportOptions(now: now, audience: try require(audience))
        options.algorithm = algorithm
        return options
    }

    func run(_ options: ImportOptions? = nil) throws -> ImportRun {
        ImportRun(
            tokens: tokens, keys: keys, trust: trust, options: try options ?? Self.options())
    }

    func importing(
        _ text: String, as format: SourceFormat, _ options: ImportOptions? = nil
    ) async throws -> Outcome {
        try await outcome(run(options).run(ImportSource(octets: Array(text.utf8)), as: format))
    }

    func importing(path: String, as format: SourceFormat) async throws -> Outcome {
        try await outcome(run().run(ImportSource(path: path), as: format))
    }

    /// What an import left behind, verified as an auditor does.
    struct Outcome {
        let summary: ImportSummary
        let verified: [VerifiedECT]
        let graph: GraphVerdict
    }

    private func outcome(_ summary: ImportSummary) throws -> Outcome {
        let store = try TrustStore(TrustFile(parsing: Array(Data(contentsOf: URL(fileURLWithPath: trust)))))
        var policy = ECTPolicy(
            mode: .audit, now: Self.now, audience: [], minimumLevel: .level2, firstUse: nil)
        policy.audience = [ExactString(ImportOptions.defaultAudience)]
        let verifier = ECTVerifier(trust: store, policy: policy)
        let text = try String(contentsOfFile: tokens, encoding: .utf8)
        let verified = try text.split(separator: "\n").map { try verifier.verify(Array($0.utf8)) }
        var builder = GraphBuilder()
        for token in verified {
            try builder.append(
                GraphNode(
                    id: token.claims.identifier.text, scope: token.claims.workflow?.text,
                    predecessors: token.claims.predecessors.identifiers.map(\.text),
                    time: token.claims.issuedAt.seconds))
        }
        return Outcome(
            summary: summary, verified: verified, graph: builder.graph().verdict(GraphPolicy()))
    }
}

struct Missing: Error {}

func require<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
}
