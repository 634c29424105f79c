import ArgumentParser
import Audit
import Claims
import DAG
import ECT
import Encoding
import Glibc
import Ledger
import Merkle
import SCITT
import Trust

/// Where evidence for L3 is looked for: receipts in an outbox, and a signed checkpoint of the ledger.
struct EvidenceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The outbox with receipts; that beside the ledger where it is not given.", valueName: "file"))
    var outbox: String?

    @Option(
        help: ArgumentHelp(
            "any: one pinned service's receipt is enough; all: every pinned service must have given one.",
            valueName: "any|all"), transform: ReceiptDemand.parse)
    var receipts = TransparencyPolicy.Demand.any

    @Option(
        help: ArgumentHelp(
            "A signed checkpoint of the ledger: what it covers is at L3 too.", valueName: "file"))
    var checkpoint: String?

    @Option(help: ArgumentHelp("Whose checkpoint it must be: name+hex+base64.", valueName: "verifier key"))
    var checkpointKey: String?

    func validate() throws {
        guard (checkpoint == nil) == (checkpointKey == nil) else {
            throw ValidationError("--checkpoint and --checkpoint-key belong together")
        }
    }

    /// The outbox's file, where there is one; given explicitly, it must be there.
    static func path(_ outbox: String?, besides ledger: String?) throws(CommandFailure) -> String? {
        if let outbox {
            var place = stat()
            guard stat(outbox, &place) == 0 else { throw CommandFailure(.noInput, "\(outbox) is not there") }
            // SQLite would make a database of an empty file.
            guard place.st_mode & S_IFMT == S_IFREG, place.st_size > 0 else {
                throw CommandFailure(.malformedData, "\(outbox) is not an outbox")
            }
            return outbox
        }
        guard let path = ledger.map(OutboxOptions.path(besides:)), access(path, F_OK) == 0 else { return nil }
        return path
    }

    /// The checkpoint, verified; nil where none was given.
    func verifiedCheckpoint() throws(CommandFailure) -> Checkpoint? {
        guard let checkpoint, let checkpointKey else { return nil }
        return try CheckpointFile.verified(checkpoint, key: checkpointKey)
    }
}

/// What shows that the tokens of a set are at L3, by their places in the set.
struct LevelEvidence {
    /// The checkpoint that covers entries; nil where there is none.
    let checkpoint: Checkpoint?
    private var isCovered: [Bool] = []

    private let index: RecordIndex
    private let anchors: AnchorStandings?

    /// Hashes the tokens of a set, which is left at its start, and verifies what the outbox has about them.
    init(
        for lines: inout some TokenSource & ~Copyable, outbox path: String?,
        demand: TransparencyPolicy.Demand,
        checkpoint: Checkpoint?, trust: TrustFile, now: NumericDate
    ) throws {
        self.checkpoint = checkpoint
        var index = RecordIndex()
        if checkpoint != nil || path != nil {
            try lines.keep()
            while true {
                let piece = try lines.next(1024)
                if piece.isEmpty { break }
                for line in piece { index.insert(RecordIndex.Hashes(of: line.token)) }
            }
            try lines.rewind()
        }
        self.index = index
        var policy = TransparencyPolicy(services: trust.services, now: now)
        policy.demand = demand
        let verifier = AnchorVerifier(
            statements: StatementVerifier(trust: TrustStore(trust), time: now), policy: policy)
        do {
            anchors = try path.map {
                try AnchorStandings(of: index, in: OutboxOptions.open($0), verifier: verifier)
            }
        } catch let error as OutboxError {
            throw error.failure(of: path ?? "the outbox")
        }
    }

    /// How a token is anchored, by its place in the set.
    func standing(of place: Int) -> AnchorStandings.Standing { anchors?[place] ?? .none }

    /// Whether the checkpoint covers a token, by its place in the set.
    func isCovered(_ place: Int) -> Bool { isCovered.indices.contains(place) && isCovered[place] }

    /// Rebuilds the ledger's tree up to the checkpoint, and notes which tokens are in it.
    mutating func compare(with ledger: Ledger, _ path: String) throws(CommandFailure) {
        guard let checkpoint else { return }
        var covered = Array(repeating: false, count: index.count)
        do throws(LedgerError) {
            guard checkpoint.size <= (try ledger.size()) else {
                throw .outOfRange(sequence: checkpoint.size, size: try ledger.size())
            }
            var tree = MerkleFrontier()
            var cursor = try ledger.entries()
            while tree.size < checkpoint.size, let entry = try cursor.next() {
                let leaf = MerkleHash.leaf(entry.token)
                tree.append(leaf)
                if let place = index.number(ofLeaf: leaf) { covered[place] = true }
            }
            guard tree.size == checkpoint.size, tree.root == checkpoint.root else {
                throw .damaged("its first \(checkpoint.size) entries do not have the root of the checkpoint")
            }
        } catch {
            throw error.failure(of: path)
        }
        isCovered = covered
    }

    /// Raises the levels of a report on the set, and then refuses ECTs below the minimum.
    func raise(_ report: inout AuditReport, minimum: AssuranceLevel) {
        for place in report.entries.indices where isCovered(place) { report.raise(place) }
        if let anchors { report.raise { anchors[$0] } }
        report.demand(minimum)
    }
}

extension LevelEvidence {
    /// What shows the level of an entry, for machines; nil where nothing does.
    func json(_ entry: AuditReport.Entry, _ place: Int) -> JSONValue? {
        let isCovered = isCovered(place)
        let standing = entry.checked(standing(of: place))
        var members: [JSONMember] = []
        switch standing {
        case .none: guard isCovered else { return nil }
        case .anchored(let anchor): members.append(JSONMember("receipts", .array(anchor.receiptsJSON)))
        case .pending, .refused:
            members.append(JSONMember("anchoring", .string(ExactString(standing.state))))
            if let detail = standing.detail {
                members.append(JSONMember("anchoring_detail", .string(ExactString(detail))))
            }
        }
        if isCovered, let checkpoint {
            members.append(
                JSONMember(
                    "checkpoint",
                    [
                        "origin": .string(checkpoint.origin),
                        "size": .integer(Int64(clamping: checkpoint.size)),
                    ]))
        }
        return .object(members)
    }

    /// What shows levels, in lines for people.
    func summary(_ report: AuditReport) -> [String] {
        var services: [ExactString: Int] = [:]
        var others: [String: (count: Int, detail: String?)] = [:]
        var covered = 0
        for (place, entry) in report.entries.enumerated() {
            guard entry.level != nil else { continue }
            if isCovered(place) { covered += 1 }
            switch entry.checked(standing(of: place)) {
            case .none: break
            case .anchored(let anchor):
                for receipt in anchor.transparency.verified { services[receipt.service, default: 0] += 1 }
            case let other:
                others[other.state, default: (0, other.detail)].count += 1
            }
        }
        var lines = services.sorted { $0.key < $1.key }.map {
            "evidence: receipts of \(Console.safe($0.key)) for \($0.value) records"
        }
        if let checkpoint {
            lines.append(
                "evidence: the checkpoint of \(Console.safe(checkpoint.origin)) over \(checkpoint.size) entries, "
                    + "for \(covered) records")
        }
        for (state, other) in others.sorted(by: { $0.key < $1.key }) {
            let detail = other.detail.map { ": \(Console.safe(ExactString($0)))" } ?? ""
            lines.append("not at L3: \(other.count) records, whose anchoring is \(state)\(detail)")
        }
        return lines
    }
}

extension VerifiedAnchor {
    /// The receipts that verified, for machines.
    var receiptsJSON: [JSONValue] {
        transparency.verified.map { receipt in
            [
                "service": .string(receipt.service),
                "index": receipt.inclusion.index.map { .integer(Int64(clamping: $0)) } ?? .null,
                "size": receipt.inclusion.size.map { .integer(Int64(clamping: $0)) } ?? .null,
                "issued_at": receipt.issuedAt.map { .integer($0.seconds) } ?? .null,
            ]
        }
    }
}
