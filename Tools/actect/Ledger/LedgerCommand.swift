import ArgumentParser
import Audit
import Claims
import Encoding
import Glibc
import Ledger

/// `actect ledger`
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Keep tokens in an append-only, tamper-evident log, and prove that it is intact.",
        discussion: """
            A ledger is one file. Entries are numbered from 0, and their tokens are the leaves of a Merkle tree \
            (RFC 9162). A signed checkpoint that is kept elsewhere lets "verify" find even a ledger that was \
            replaced as a whole. SQLite keeps files beside it, even to read: one on a medium that can't be \
            written is copied first.

            Exit status: 0 good, 1 something is invalid or not there, 65 not a ledger or damaged, 66 no such \
            file, 73 it can't be written, 74 locked, or the disk is full.
            """,
        subcommands: [
            LedgerAppend.self, LedgerList.self, LedgerGet.self, LedgerVerify.self, LedgerCheckpoint.self,
            LedgerExportCommand.self,
        ])
}

/// `actect ledger append`
struct LedgerAppend: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append",
        abstract: "Verify tokens one by one, and keep those that verify.",
        discussion: """
            The graph is not looked at: use audit for that. A token that is there already keeps its place; \
            another token with the name of one that is there is refused. --json prints one object a token: \
            {"line", "jti", "seq", "new"} or {"line", "code", "requirement", "detail"}.

            Exit status: 0 all are in the ledger, 1 some token was refused.
            """)

    @OptionGroup var ledger: LedgerOptions

    @Argument(help: "A token set: one compact token a line; - is standard input.")
    var tokens: String

    @OptionGroup var trust: TrustOptions
    @OptionGroup var demands: AuditOptions
    @OptionGroup var time: TimeOptions
    @OptionGroup var output: OutputOptions

    private static let batch = 1024

    func run() throws {
        let policy = try demands.policy(at: time)
        let auditor = Auditor(trust: try trust.store(), policy: policy)
        var counts = (appended: 0, present: 0, refused: 0)
        do {
            // Before the ledger, so that a mistyped name makes no empty one.
            var lines = try TokenLines(path: tokens)
            let log = try ledger.open(.create)
            let (verifier, total) = try auditor.verifier(for: &lines)
            var progress = ProgressLine("verified")
            var done = 0
            while true {
                let piece = try lines.next(Self.batch)
                if piece.isEmpty { break }
                var verified: [(line: Int, entry: NewEntry)] = []
                for line in piece {
                    do throws(TokenError) {
                        let token = try verifier.verify(line.token)
                        verified.append(
                            (
                                line.number,
                                NewEntry(name: token.name, token: token.compact, recorded: policy.now.seconds)
                            ))
                    } catch {
                        counts.refused += 1
                        showRefused(line.number, error.code, error.requirement, error.description)
                    }
                    done += 1
                    progress.show(done, of: total)
                }
                let outcomes = try log.append(contentsOf: verified.map(\.entry))
                for ((line, entry), outcome) in zip(verified, outcomes) {
                    switch outcome {
                    case .appended(let sequence):
                        counts.appended += 1
                        show(line, entry, sequence, isNew: true)
                    case .present(let sequence):
                        counts.present += 1
                        show(line, entry, sequence, isNew: false)
                    case .refused(let error):
                        counts.refused += 1
                        showRefused(line, error.code, nil, error.description)
                    }
                }
            }
            progress.end()
        } catch let error as AuditError {
            throw error.failure
        } catch let error as LedgerError {
            throw error.failure(of: ledger.db)
        }
        if !output.json {
            Console.print(
                "appended: \(counts.appended), there already: \(counts.present), refused: \(counts.refused)")
        }
        if counts.refused > 0 { throw ExitCode(ExitStatus.invalid.rawValue) }
    }

    private func show(_ line: Int, _ entry: NewEntry, _ sequence: UInt64, isNew: Bool) {
        guard output.json else { return }
        Console.print(
            [
                "line": .integer(Int64(line)), "jti": .string(entry.name.jti),
                "seq": .integer(Int64(clamping: sequence)), "new": .boolean(isNew),
            ])
    }

    private func showRefused(_ line: Int, _ code: String, _ requirement: String?, _ detail: String) {
        if output.json {
            Console.print(
                [
                    "line": .integer(Int64(line)), "code": .string(ExactString(code)),
                    "requirement": requirement.map { .string(ExactString($0)) } ?? .null,
                    "detail": .string(ExactString(detail)),
                ])
        } else {
            let rule = requirement.map { " [\($0)]" } ?? ""
            Console.print("line \(line)  REFUSED \(code)\(rule): \(Console.safe(ExactString(detail)))")
        }
    }
}

/// `actect ledger export`
struct LedgerExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write all entries to standard output, in order.",
        discussion: """
            As tokens, the output is a token set for every other command. As JSON (--json), one object a line: \
            {"seq", "kind", "wid", "jti", "iss", "recorded", "token"}.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("Only the entries of this workflow.", valueName: "id"))
    var wid: String?

    private static let piece = 1 << 16

    func run() throws {
        let log = try ledger.open()
        var waiting: [UInt8] = []
        func flush() {
            Console.write(String(decoding: waiting, as: UTF8.self), to: STDOUT_FILENO)
            waiting.removeAll(keepingCapacity: true)
        }
        do {
            try log.export(output.json ? .json : .tokens, wid: wid.map { .some(ExactString($0)) } ?? .none) {
                waiting += $0
                if waiting.count > Self.piece { flush() }
            }
        } catch let error as LedgerError {
            throw error.failure(of: ledger.db)
        }
        flush()
    }
}
