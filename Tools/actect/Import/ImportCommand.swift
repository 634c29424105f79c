import ArgumentParser
import Claims
import Encoding
import Glibc
import Import
import JOSE

/// `actect import`: executions that already exist become signed records.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Turn an execution that already exists into signed ECTs.",
        discussion: """
            Each task becomes one ECT of level 2, signed with a key of its agent. Keys are made in the folder \
            where none is there, and the trust file is made or extended to match, so that 'actect audit' can \
            follow at once:

              actect import otlp trace.json --out tokens.txt --keys keys --trust trust.json
              actect audit tokens.txt --trust trust.json --ledger ledger.db

            Identifiers are made from those of the source: the same file gives the same ones again. \
            A malformed file is refused with its line, column and what was expected, and nothing is written.
            """,
        subcommands: [OTLP.self, WfFormat.self, Messages.self])

    /// `actect import otlp`
    struct OTLP: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "otlp",
            abstract: "Import OpenTelemetry traces in OTLP/JSON.",
            discussion: """
                One object with 'resourceSpans', or one such object a line. A span's ECT is dated by the end of the \
                span and names the spans that ended before it and that it is connected with as parent, child or by \
                a link. A parent or link that the file does not have is named all the same: the graph is then \
                incomplete, and says so.
                """)
        @OptionGroup var files: ImportFiles

        func run() async throws { try await files.run(.otlp) }
    }

    /// `actect import wfformat`
    struct WfFormat: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "wfformat",
            abstract: "Import a workflow execution in WfFormat 1.5.",
            discussion: """
                Agents are the machines that tasks ran on. Parents become predecessors; input and output hashes are \
                over the tasks' file entries.
                """)
        @OptionGroup var files: ImportFiles

        func run() async throws { try await files.run(.wfformat) }
    }

    /// `actect import messages`
    struct Messages: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "messages",
            abstract: "Import a log of messages between agents.",
            discussion: """
                A list of objects with 'role' and 'content', bare or as 'history' or 'messages' of an object. Each \
                message follows from the one before; answers to tool calls follow from the calls, and what comes \
                next from all answers. The last message is dated --now, each one before it a second earlier.
                """)
        @OptionGroup var files: ImportFiles

        func run() async throws { try await files.run(.messages) }
    }
}

/// The files and options that all forms share.
struct ImportFiles: ParsableArguments {
    @Argument(help: "The file to import; - is standard input.", completion: .file())
    var file: String

    @Option(help: ArgumentHelp("Where the ECTs go, one a line.", valueName: "tokens"), completion: .file())
    var out: String

    @Option(
        help: ArgumentHelp(
            "The folder of the agents' private keys, one JWK each, mode 0600.", valueName: "folder"),
        completion: .directory)
    var keys: String

    @Option(
        help: ArgumentHelp("The trust file to make or extend.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var trust: String

    @Option(help: "What keys that are made sign with: ES256, ES384 or EdDSA.")
    var alg = SigningAlgorithm.es256

    @Option(
        help: "An identifier of who is to verify; may be given several times (default: urn:act-ect:audit).")
    var audience: [String] = []

    @Option(
        help: ArgumentHelp(
            "Name agents spiffe://<domain>/agent/<name> and not urn:agent:<name>.", valueName: "domain"))
    var trustDomain: String?

    @OptionGroup var time: TimeOptions
    @OptionGroup var output: OutputOptions

    enum SigningAlgorithm: String, ExpressibleByArgument, CaseIterable {
        case es256 = "ES256"
        case es384 = "ES384"
        case edDSA = "EdDSA"
    }

    func run(_ format: SourceFormat) async throws {
        guard out != "-" else { throw CommandFailure(.usage, "--out must be a file, not standard output") }
        try Files.refuse(out, "--out", toReplace: [file, trust])
        try Files.refuse(trust, "--trust", toReplace: [file])
        let run = ImportRun(tokens: out, keys: keys, trust: trust, options: try options())
        var progress = ProgressLine("signed", isQuiet: output.json)
        do throws(ImportError) {
            let summary = try await run.run(ImportSource(path: file), as: format) { done, _ in
                progress.show(done)
            }
            progress.end()
            if output.json { Console.print(summary.value) } else { Console.print(summary.text) }
        } catch {
            progress.end()
            if output.json { Console.print(error.value) }
            throw CommandFailure(error.status, error.isAboutSource ? "\(file): \(error)" : "\(error)")
        }
    }

    private func options() throws(CommandFailure) -> ImportOptions {
        let parties = audience.isEmpty ? [ImportOptions.defaultAudience] : audience
        var options = ImportOptions(
            now: try time.present(), audience: try Value.audience(parties, "--audience"))
        if let trustDomain {
            do { options.naming = try AgentNaming(trustDomain: trustDomain) } catch {
                throw CommandFailure(.usage, "--trust-domain: \(error)")
            }
        }
        options.algorithm =
            switch alg {
            case .es256: .es256
            case .es384: .es384
            case .edDSA: .edDSA
            }
        options.workers = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        return options
    }
}

extension ImportSummary {
    fileprivate var text: String {
        var text = "records \(records), agents \(agents), workflows \(workflows), keys made \(keysMade)"
        if joins > 0 { text += "\nof them gather predecessors that are too many for one ECT: \(joins)" }
        if missing > 0 { text += "\npredecessors that the file does not have: \(missing) (incomplete)" }
        return text
    }

    fileprivate var value: JSONValue {
        [
            "records": .integer(Int64(records)), "joins": .integer(Int64(joins)),
            "workflows": .integer(Int64(workflows)), "agents": .integer(Int64(agents)),
            "keys_made": .integer(Int64(keysMade)), "references": .integer(Int64(references)),
            "missing": .integer(Int64(missing)),
        ]
    }
}

extension ImportError {
    fileprivate var status: ExitStatus {
        switch self {
        case .json, .expected, .empty, .tooLarge, .record, .key, .trust: .malformedData
        case .unreadable: .noInput
        case .unwritable: .cantCreate
        case .trustDomain: .usage
        }
    }

    /// Whether it is about what the imported file says; other errors name their file themselves.
    fileprivate var isAboutSource: Bool {
        switch self {
        case .json, .expected, .empty, .tooLarge, .record: true
        case .unreadable, .unwritable, .key, .trust, .trustDomain: false
        }
    }

    fileprivate var value: JSONValue {
        var members = [
            JSONMember("error", .string(ExactString(code))),
            JSONMember("detail", .string(ExactString(description))),
        ]
        if let place {
            members += [
                JSONMember("offset", .integer(Int64(place.offset))),
                JSONMember("line", .integer(Int64(place.line))),
                JSONMember("column", .integer(Int64(place.column))),
            ]
            if let pointer = place.pointer {
                members.append(JSONMember("pointer", .string(ExactString(pointer))))
            }
        }
        return .object(members)
    }
}
