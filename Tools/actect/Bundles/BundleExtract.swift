import ArgumentParser
import Audit
import Encoding
import Glibc
import Ledger
import SCITT

/// `actect bundle extract`
struct BundleExtract: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Write the part of a bundle about some records: to a bundle, or as tokens.",
        discussion: """
            The mandates that the records name come with them, and the statements and receipts; of a batch only \
            the paths of those records, so that the others stay out. With --as-json, the whole bundle is shown \
            as JSON for people, which is not verified. Nothing is verified here.

            Exit status: 0 written, 1 the bundle has no such record.
            """)

    @Argument(help: "A bundle.")
    var bundle: String

    @Option(help: ArgumentHelp("The jti of a record; may be given several times.", valueName: "id"))
    var jti: [String] = []

    @Option(help: ArgumentHelp("The records of a workflow.", valueName: "id"))
    var wid: String?

    @Option(help: ArgumentHelp("The bundle to write.", valueName: "file"))
    var out: String?

    @Flag(help: "Print the tokens instead, one a line.")
    var asTokens = false

    @Flag(help: "Print the whole bundle as JSON instead.")
    var asJson = false

    func validate() throws {
        guard [out != nil, asTokens, asJson].count(where: { $0 }) == 1 else {
            throw ValidationError("give one of --out, --as-tokens and --as-json")
        }
        if asJson, !jti.isEmpty || wid != nil { throw ValidationError("--as-json shows the whole bundle") }
        if out != nil, jti.isEmpty, wid == nil { throw ValidationError("--out needs --jti or --wid") }
    }

    func run() throws {
        if let out { try Files.refuse(out, "--out", toReplace: [bundle]) }
        let opened = try BundleFile.open(bundle)
        let part: BundleWriter
        do throws(SCITTError) {
            if asJson { return try opened.writeJSON { Console.write($0, to: STDOUT_FILENO) } }
            let wanted = try indices(opened)
            if wanted.isEmpty { throw .bundleIndex(0) }
            if asTokens {
                for index in wanted.sorted() {
                    let token = try opened.token(at: index)
                    // One line each, and nothing that a terminal acts on.
                    guard token.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                        throw .bundleToken(index: index)
                    }
                    Console.print(String(decoding: token, as: UTF8.self))
                }
                return
            }
            part = try opened.extract(tokens: wanted)
        } catch .bundleIndex {
            throw CommandFailure(.invalid, "\(bundle) has no such record")
        } catch {
            throw CommandFailure(.invalid, "\(bundle)\(error.rule): \(error.shown)")
        }
        guard let out else { return }
        try BundleFile.write(part, to: out) { (_) throws(SCITTError) in
            throw .unavailable(.bundle, "a token is not at hand")
        }
        Console.print("\(out): \(part.tokenCount) tokens")
    }

    /// The tokens that were asked for, by what they say of themselves.
    private func indices(_ bundle: EvidenceBundle) throws(SCITTError) -> Set<Int> {
        var found: Set<Int> = []
        let names = Set(jti.map { ExactString($0) })
        let isAll = names.isEmpty && wid == nil
        for index in 0..<bundle.tokenCount {
            if isAll {
                found.insert(index)
            } else if let name = TokenName(parsing: try bundle.token(at: index)),
                names.contains(name.jti) || (wid != nil && name.wid == wid.map { ExactString($0) })
            {
                found.insert(index)
            }
        }
        return found
    }
}
