import ArgumentParser
import Audit
import Claims
import Encoding
import SCITT
import Trust

/// `actect receipt`
struct ReceiptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Take a record's statement and receipts out of the outbox, and verify them offline.",
        discussion: """
            A file has a signed statement with its receipts inside (a Transparent Statement of RFC 9942), as \
            "receipt get" and transparency services write it, or a statement and, given with --receipt, \
            receipts in files of their own.
            """,
        subcommands: [ReceiptVerify.self, ReceiptExplain.self, ReceiptGet.self])
}

/// A statement, its receipts, and what they are judged by.
struct ReceiptOptions: ParsableArguments {
    @Argument(help: "A signed statement (COSE), with or without receipts inside; - is standard input.")
    var statement: String

    @Option(help: ArgumentHelp("A file with a receipt; may be given several times.", valueName: "file"))
    var receipt: [String] = []

    @Option(
        help: ArgumentHelp("The token that the statement must be about: a file with one.", valueName: "file"))
    var token: String?

    @OptionGroup var trust: TrustOptions
    @OptionGroup var time: TimeOptions

    @Option(
        help: ArgumentHelp(
            "any: one pinned service's receipt is enough; all: every pinned service must have given one.",
            valueName: "any|all"), transform: ReceiptDemand.parse)
    var receipts = TransparencyPolicy.Demand.any

    @Option(help: ArgumentHelp("The greatest age of a receipt.", valueName: "seconds"))
    var maxAge: Int64?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let maxAge, maxAge < 0 { throw ValidationError("--max-age must be 0 or more seconds") }
    }

    /// Verifies step by step.
    func examine() throws(CommandFailure) -> ReceiptExamination {
        let now = try time.present()
        let file = try trust.file()
        var policy = TransparencyPolicy(services: file.services, now: now)
        policy.demand = receipts
        policy.maximumAge = maxAge
        var files: [[UInt8]] = []
        for path in receipt { files.append(try Files.read(path)) }
        return ReceiptExamination(
            statement: try Files.read(statement), receipts: files,
            token: try token.map { path throws(CommandFailure) in try Files.token(path) },
            verifier: AnchorVerifier(
                statements: StatementVerifier(trust: TrustStore(file), time: now), policy: policy))
    }
}

/// `actect receipt verify`
struct ReceiptVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a statement and its receipts with a trust file, and nothing else.",
        discussion: """
            --json prints {"verdict": "verified" or "invalid", "statement": {"ok", "iss", "sub", "about"}, \
            "receipts": [{"ok", "service", "index", "size", "issued_at", "code", "reason", "requirement", \
            "detail"}], "code", "reason", "requirement", "detail"}.

            Exit status: 0 verified, 1 not.
            """)

    @OptionGroup var options: ReceiptOptions

    func run() throws {
        let found = try options.examine()
        if options.output.json {
            Console.print(found.json)
        } else {
            for line in found.summary { Console.print(line) }
        }
        if found.failure != nil { throw ExitCode(ExitStatus.invalid.rawValue) }
    }
}

/// `actect receipt explain`
struct ReceiptExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say every step of the verification in words, and which one fails.",
        discussion: """
            --json prints {"verdict", "steps": [{"about", "step", "outcome": "ok", "failed" or "not reached", \
            "detail"}]}.

            Exit status: 0 verified, 1 not.
            """)

    @OptionGroup var options: ReceiptOptions

    func run() throws {
        let found = try options.examine()
        if options.output.json {
            Console.print(found.stepsJSON)
        } else {
            for line in found.explanation { Console.print(line) }
        }
        if found.failure != nil { throw ExitCode(ExitStatus.invalid.rawValue) }
    }
}

/// `actect receipt get`
struct ReceiptGet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Write a record's statement, with its receipts inside, to a file.",
        discussion: """
            A record of a batch shares its statement with the others; what shows its place among them is in a \
            bundle: "actect bundle make --wid …" or "actect bundle extract".

            Exit status: 0 written, 1 no statement about the record has a receipt.
            """)

    @Argument(help: "A file with the token; - is standard input.")
    var token: String

    @OptionGroup var files: OutboxOptions

    @Option(help: ArgumentHelp("The file to write.", valueName: "file"))
    var out: String

    func run() throws {
        try Files.refuse(out, "--out", toReplace: [token, files.ledger, files.path])
        let outbox = try files.existing()
        var records = RecordIndex()
        records.insert(RecordIndex.Hashes(of: try Files.token(token)))
        // Of several the one that was put in last: the key of an earlier one may not be trusted any more.
        var found: (queuedAt: Int64, octets: [UInt8])?
        do {
            try outbox.forEachStatement(about: records) { (statement, _) throws(OutboxError) in
                let queuedAt = statement.entries.map(\.queuedAt).max() ?? 0
                guard !statement.receipts.isEmpty, found.map({ $0.queuedAt < queuedAt }) ?? true,
                    let octets = try? statement.statement.transparent(with: statement.receipts)
                else { return }
                found = (queuedAt, octets)
            }
        } catch {
            throw error.failure(of: files.path)
        }
        guard let found else {
            throw CommandFailure(
                .invalid,
                "\(files.path) has no receipt for this token (actect anchor status tells how far it is)")
        }
        try Files.write(found.octets, to: out)
    }
}
