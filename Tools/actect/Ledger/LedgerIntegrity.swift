import ArgumentParser
import Audit
import Encoding
import Glibc
import JOSE
import Ledger
import Signing

/// `actect ledger verify`
struct LedgerVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Re-hash every stored octet, rebuild the tree, name every edit.",
        discussion: """
            Finds every edited, removed, added, moved or swapped entry. Someone who can write the file could \
            replace the whole of it by another ledger that is consistent in itself; a checkpoint that was kept \
            elsewhere finds that too. --json prints {"intact", "entries", "root", "checkpoints", "anchored", \
            "faults": [{"code", "detail"}], "faults_omitted"}.

            Exit status: 0 intact, 1 not.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("A signed checkpoint that was kept elsewhere.", valueName: "file"))
    var checkpoint: String?

    @Option(help: ArgumentHelp("Whose checkpoint it must be: name+hex+base64.", valueName: "verifier key"))
    var checkpointKey: String?

    func validate() throws {
        guard (checkpoint == nil) == (checkpointKey == nil) else {
            throw ValidationError("--checkpoint and --checkpoint-key belong together")
        }
    }

    func run() throws {
        let anchor = try anchor()
        let log = try ledger.open()
        var progress = ProgressLine("verified")
        let report: LedgerReport
        do throws(LedgerError) {
            let size = try? log.size()
            report = try log.verify(against: anchor, parse: { TokenName(parsing: $0) }) {
                progress.show(Int(clamping: $0), of: size.map { Int(clamping: $0) })
            }
        } catch {
            progress.end()
            throw error.failure(of: ledger.db)
        }
        progress.end()
        if output.json { Console.print(json(report)) } else { show(report) }
        if !report.isIntact { throw ExitCode(ExitStatus.invalid.rawValue) }
    }

    private func anchor() throws(CommandFailure) -> Checkpoint? {
        guard let checkpoint, let checkpointKey else { return nil }
        return try CheckpointFile.verified(checkpoint, key: checkpointKey)
    }

    private func show(_ report: LedgerReport) {
        for fault in report.faults {
            Console.print("FAULT \(fault.code): \(Console.safe(ExactString("\(fault)")))")
        }
        if report.faultsOmitted > 0 { Console.print("… \(report.faultsOmitted) more faults") }
        Console.print("entries: \(report.entries), checkpoints: \(report.checkpoints)")
        if let root = report.root { Console.print("root: \(Hexadecimal.encode(root.octets))") }
        let extent = report.anchored ? ", compared with the given checkpoint" : ""
        Console.print(report.isIntact ? "verdict: intact\(extent)" : "verdict: NOT INTACT\(extent)")
    }

    private func json(_ report: LedgerReport) -> JSONValue {
        [
            "intact": .boolean(report.isIntact),
            "entries": .integer(Int64(clamping: report.entries)),
            "root": report.root.map { .string(ExactString(Hexadecimal.encode($0.octets))) } ?? .null,
            "checkpoints": .integer(Int64(clamping: report.checkpoints)),
            "anchored": .boolean(report.anchored),
            "faults": .array(
                report.faults.map {
                    ["code": .string(ExactString($0.code)), "detail": .string(ExactString("\($0)"))]
                }),
            "faults_omitted": .integer(Int64(report.faultsOmitted)),
        ]
    }
}

/// `actect ledger checkpoint`
struct LedgerCheckpoint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Sign the size and the root of the ledger, to be kept elsewhere.",
        discussion: """
            Prints a C2SP signed note (tlog-checkpoint); its verifier key, which "ledger verify" asks for, goes \
            to standard error. The key must be an Ed25519 key. --json prints {"note", "verifier_key", "size", \
            "root"}.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The name of the log, such as example.com/ledger.", valueName: "name"))
    var origin: String

    @Flag(help: "Cover the times and names of the entries too, in an extension line.")
    var times = false

    @Option(help: ArgumentHelp("Write the note to a file.", valueName: "file"))
    var out: String?

    func run() throws {
        if let out { try Files.refuse(out, "--out", toReplace: [ledger.db, key.key]) }
        let signingKey = try key.privateKey()
        let log = try ledger.open()
        let checkpoint: Checkpoint
        let note: SignedNote
        let signer: NoteSigner
        do throws(LedgerError) {
            signer = try NoteSigner(name: origin, key: signingKey.privateKey)
            checkpoint = try log.checkpoint(origin: ExactString(origin), coveringTimes: times)
            note = try checkpoint.signed(by: [signer])
        } catch {
            throw error.failure(of: ledger.db)
        }
        let octets = note.encode()
        if let out { try Files.write(octets, to: out) }
        if output.json {
            Console.print(
                [
                    "note": .string(ExactString(String(decoding: octets, as: UTF8.self))),
                    "verifier_key": .string(ExactString(signer.verifier.text)),
                    "size": .integer(Int64(clamping: checkpoint.size)),
                    "root": .string(ExactString(Hexadecimal.encode(checkpoint.root.octets))),
                ])
            return
        }
        if out == nil { Console.write(String(decoding: octets, as: UTF8.self), to: STDOUT_FILENO) }
        Console.error("verifier key: \(signer.verifier.text)")
    }
}
