import ArgumentParser
import Audit
import Encoding
import Glibc
import Ledger
import SCITT
import Signing
import Trust

/// `actect bundle make`
struct BundleMake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Write tokens with their statements and receipts to one file.",
        discussion: """
            The tokens are those of the ledger, of one workflow of it (--wid), or of a token set (--tokens); \
            statements, receipts and the paths of batches come from the outbox beside the ledger. The same \
            content gives the same file. Nothing is verified here: verify what was made.

            Exit status: 0 written; 2 written, and some of the tokens have no receipt yet.
            """)

    @Argument(help: "The bundle to write.")
    var bundle: String

    @Option(help: ArgumentHelp("The ledger: an SQLite file.", valueName: "db"))
    var ledger: String?

    @Option(
        help: ArgumentHelp(
            "The outbox; the ledger's name with .outbox behind it where it is not given.", valueName: "file"))
    var outbox: String?

    @Option(help: ArgumentHelp("Only the entries of this workflow.", valueName: "id"))
    var wid: String?

    @Option(
        help: ArgumentHelp(
            "The tokens of this set instead of the ledger's; - is standard input.", valueName: "file"))
    var tokens: String?

    @Option(help: ArgumentHelp("Approval tokens, one a line, that belong to the records.", valueName: "file"))
    var approvals: String?

    @Option(help: ArgumentHelp("The trust file that you judge by: its hash is noted.", valueName: "file"))
    var trust: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard ledger != nil || tokens != nil else { throw ValidationError("give --ledger or --tokens") }
        if wid != nil, tokens != nil { throw ValidationError("--wid is for the entries of a ledger") }
    }

    func run() throws {
        let others = [ledger, outbox, tokens, approvals, trust].compactMap(\.self)
        try Files.refuse(bundle, "BUNDLE", toReplace: others)
        let policyHash = try trust.map { try TrustOptions.file($0).policyHash }
        var writer = BundleWriter(policyHash: policyHash)
        var records = RecordIndex()
        let log = try tokens == nil ? ledger.map { path throws(CommandFailure) in try Self.open(path) } : nil
        var hashes: [Digest32] = []
        do {
            try forEachToken(log) { token, position in
                let own = RecordIndex.Hashes(of: token)
                guard records.number(of: own.record) == nil else { return }
                records.insert(own)
                hashes.append(own.record)
                if let position {
                    writer.add(tokenWith: own.record, at: position)
                } else {
                    try writer.add(token)
                }
            }
            for approval in try approvals.map(Mandates.tokens) ?? [] { try writer.add(approval) }
            guard writer.tokenCount > 0 else {
                throw CommandFailure(.malformedData, "there are no tokens for a bundle")
            }
            let anchored = try addAnchors(of: records, hashes, to: &writer)
            try BundleFile.write(writer, to: bundle) { (position) throws(SCITTError) in
                do {
                    guard let token = try log?.entry(at: position).token else { throw LedgerError.readOnly }
                    return token
                } catch {
                    throw .unavailable(.bundle, "\(error)")
                }
            }
            show(records.count, anchored)
            if anchored < records.count { throw ExitCode(ExitStatus.incomplete.rawValue) }
        } catch let error as LedgerError {
            throw error.failure(of: ledger ?? "")
        } catch let error as OutboxError {
            throw error.failure(of: outbox ?? "the outbox")
        } catch let error as AuditError {
            throw error.failure
        } catch let error as SCITTError {
            throw CommandFailure(.malformedData, "\(bundle) can't be made: \(error)")
        }
    }

    private static func open(_ path: String) throws(CommandFailure) -> Ledger {
        do { return try Ledger.open(path, access: .read) } catch { throw error.failure(of: path) }
    }

    /// The tokens, with their places in the ledger.
    private func forEachToken(
        _ log: Ledger?, _ body: ([UInt8], UInt64?) throws -> Void
    ) throws {
        if let tokens {
            var lines = try TokenLines(path: tokens)
            while true {
                let piece = try lines.next(1024)
                if piece.isEmpty { return }
                for line in piece { try body(line.token, nil) }
            }
        }
        guard let log else { return }
        var cursor = try wid.map { try log.entries(wid: ExactString($0)) } ?? log.entries()
        while let entry = try cursor.next() { try body(entry.token, entry.sequence) }
    }

    /// Adds statements and receipts; answers how many tokens they cover.
    private func addAnchors(
        of records: RecordIndex, _ hashes: [Digest32], to writer: inout BundleWriter
    ) throws -> Int {
        guard let path = try EvidenceOptions.path(outbox, besides: ledger) else { return 0 }
        let box = try OutboxOptions.open(path)
        for alarm in try box.openSplitViews() {
            Console.error("actect: \(alarm.sentence)")
        }
        var isAnchored = Array(repeating: false, count: hashes.count)
        var failure: SCITTError?
        try box.forEachStatement(about: records) { (statement, covers) throws(OutboxError) in
            guard !statement.receipts.isEmpty, failure == nil else { return }
            do throws(SCITTError) {
                try Self.add(statement, covers, hashes, to: &writer)
                for cover in covers.covers { isAnchored[cover.record] = true }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return isAnchored.count { $0 }
    }

    /// Most of a batch takes the leaf hashes of the whole; a few records take a path each.
    private static func add(
        _ statement: OutboxStatement, _ covers: OutboxCovers, _ hashes: [Digest32],
        to writer: inout BundleWriter
    ) throws(SCITTError) {
        guard let batch = covers.batch else {
            let whole = covers.covers.map { BundleWriter.Cover(token: hashes[$0.record], place: .alone) }
            return try writer.add(statement.statement, receipts: statement.receipts, covering: whole)
        }
        let isWhole = UInt64(covers.covers.count) * 20 >= batch.count
        let places = covers.covers.compactMap { cover -> BundleWriter.Cover? in
            guard let leaf = cover.leaf else { return nil }
            if isWhole { return BundleWriter.Cover(token: hashes[cover.record], place: .leaf(leaf)) }
            return batch.path(of: leaf).map {
                BundleWriter.Cover(token: hashes[cover.record], place: .path($0))
            }
        }
        try writer.add(
            statement.statement, receipts: statement.receipts, covering: places, of: isWhole ? batch : nil)
    }

    private func show(_ tokens: Int, _ anchored: Int) {
        if output.json {
            return Console.print([
                "tokens": .integer(Int64(tokens)), "anchored": .integer(Int64(anchored)),
            ])
        }
        Console.print("\(bundle): \(tokens) tokens, \(anchored) of them with receipts")
        if anchored < tokens {
            let database = ledger ?? "DB"
            Console.print("The others are at L2 at most: actect anchor status --ledger \(database)")
        }
    }
}
