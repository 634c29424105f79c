import ArgumentParser
import Encoding
import Glibc
import JOSE
import Signing
import Trust

/// `actect trust`
struct TrustCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Say whose keys may speak for whom.",
        discussion: """
            The trust file is JSON: {"issuers": {"<identifier>": {"jwks": {"keys": […]}, "algs": […]}}, \
            "x509": {"anchors": [PEM…]}, "did_key": true|false, "services": {…}}. A key speaks for the \
            identifiers that it is listed under, and for no other.
            """,
        subcommands: [
            Add.self, Remove.self, Anchor.self, DIDKey.self, AddService.self, RemoveService.self, Show.self,
        ])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Trust keys for an identifier; makes the file where there is none.")

        @OptionGroup var trust: TrustOptions

        @Option(help: "The identifier: iss, sub or approver of tokens.")
        var id: String

        @Option(
            help: ArgumentHelp(
                "A JWK or JWK Set file; of a private key only the public part is taken.", valueName: "file"))
        var key: String

        func run() throws {
            let identifier = try Value.identifier(id, "--id")
            let keys = try KeyFile.publicKeys(key)
            try Edit.change(trust) { file throws(TrustError) in
                for key in keys { _ = try file.add(key, for: identifier) }
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop trusting a key of an identifier, or the identifier.")

        @OptionGroup var trust: TrustOptions

        @Option(help: "The identifier.")
        var id: String

        @Option(help: "The key's kid; all of the identifier's keys where it is not given.")
        var kid: String?

        func run() throws {
            _ = try trust.file()
            var isFound = false
            try Edit.change(trust) { file throws(TrustError) in
                isFound =
                    kid.map { file.removeKey(ExactString($0), of: ExactString(id)) }
                    ?? file.removeIssuer(ExactString(id))
            }
            if !isFound {
                let key = kid.map { "no key \(ExactString($0).quoted)" } ?? "no key"
                throw CommandFailure(
                    .malformedData, "\(trust.trust) has \(key) of \(ExactString(id).quoted)")
            }
        }
    }

    struct Anchor: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Trust an X.509 authority: its certificates speak for the URIs that they name.")

        @OptionGroup var trust: TrustOptions

        @Argument(help: "A PEM file with one certificate.")
        var pem: String

        func run() throws {
            let text = String(decoding: try Files.read(pem), as: UTF8.self)
            let anchor: TrustAnchor
            do { anchor = try TrustAnchor(pem: text) } catch {
                throw CommandFailure(.malformedData, "\(pem): \(error)")
            }
            try Edit.change(trust) { file throws(TrustError) in _ = file.add(anchor) }
        }
    }

    struct DIDKey: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "did-key",
            abstract: "Accept identifiers of the method did:key, which anyone can make, or stop doing so.")

        @OptionGroup var trust: TrustOptions

        @Argument(help: "on or off")
        var setting: Setting

        enum Setting: String, ExpressibleByArgument, CaseIterable { case on, off }

        func run() throws {
            try Edit.change(trust) { file throws(TrustError) in file.allowsDIDKey = setting == .on }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show who is trusted, and the file's policy hash.")

        @OptionGroup var trust: TrustOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let file = try trust.file()
            if output.json {
                Console.print(
                    [
                        "policy_hash": .string(ExactString(Hexadecimal.encode(file.policyHash.octets))),
                        "trust": (try? JSONDocument(parsing: file.encode(), limits: .document).root.value)
                            ?? .null,
                    ])
                return
            }
            for (identifier, issuer) in file.issuers.sorted(by: { $0.key < $1.key }) {
                Console.print(Console.safe(identifier))
                for key in issuer.keys {
                    Console.print(
                        "  \(Console.safe(key.effectiveKeyID))  \(key.publicKey.type)  \(key.thumbprint)")
                }
            }
            for (name, service) in file.services.sorted(by: { $0.key < $1.key }) {
                Console.print(
                    "transparency service \(Console.safe(name)), profile \(service.profile.rawValue)")
                for key in service.keys {
                    Console.print("  \(key.publicKey.type)  fingerprint \(key.fingerprint ?? "-")")
                }
            }
            Console.print("X.509 anchors: \(file.anchors.count)")
            Console.print("did:key: \(file.allowsDIDKey ? "accepted" : "refused")")
            Console.print("policy hash (SHA-256): \(Hexadecimal.encode(file.policyHash.octets))")
        }
    }

    /// Reads, changes and writes a trust file.
    enum Edit {
        /// One at a time: of two that had read the same file, the later would undo what the other has changed.
        static func change(
            _ options: TrustOptions, _ change: (inout TrustFile) throws(TrustError) -> Void
        ) throws(CommandFailure) {
            let lock = try Files.lockFolder(of: options.trust)
            defer { close(lock) }
            var file = access(options.trust, F_OK) == 0 ? try options.file() : TrustFile()
            do { try change(&file) } catch { throw CommandFailure(.malformedData, "\(error)") }
            try Files.write(file.encode() + [0x0A], to: options.trust)
        }
    }
}
