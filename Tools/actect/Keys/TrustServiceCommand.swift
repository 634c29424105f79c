import ArgumentParser
import COSE
import Claims
import Encoding
import Glibc
import HTTPTransport
import HTTPTypes
import JOSE
import SCITT
import Signing
import Trust

extension TrustCommand {
    /// `actect trust add-service`
    struct AddService: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add-service",
            abstract: "Pin a transparency service: accept receipts that are signed with its keys.",
            discussion: """
                The keys come from one of three places:

                  --from FILE   a trust file of the service (DIR/service-trust.json)
                  --key FILE    a JWK, JWK Set, COSE_Key or COSE_KeySet; with --id
                  --url URL     the service itself (/.well-known/scitt-keys)

                What a URL answers proves nothing, so it needs --fingerprint with what the operator of the \
                service says by another way (actect serve prints it): only the keys of those fingerprints are \
                pinned. --trust-on-first-use pins whatever is there today instead, and says so.

                A fingerprint is the SHA-256 COSE Key Thumbprint (RFC 9679) in hexadecimal.
                """)

        @OptionGroup var trust: TrustOptions

        @Option(
            help: ArgumentHelp(
                "The service's name, iss of its receipts; with --url by default what the service says.",
                valueName: "name"))
        var id: String?

        @Option(help: ArgumentHelp("A trust file with services.", valueName: "file"))
        var from: String?

        @Option(help: ArgumentHelp("The service's public key or keys.", valueName: "file"))
        var key: String?

        @Option(help: ArgumentHelp("The URL of the service.", valueName: "url"))
        var url: String?

        @Option(
            help: ArgumentHelp(
                "The fingerprint of a key that may be pinned; may be given several times.", valueName: "hex"))
        var fingerprint: [String] = []

        @Flag(help: "Pin the keys that the URL answers today, without comparing them with anything.")
        var trustOnFirstUse = false

        @Option(
            help: ArgumentHelp(
                "What the leaves of the service's tree are: statement, statement-hash, payload-hash or ccf.",
                valueName: "profile"), transform: Self.profile)
        var profile = ReceiptProfile.statement

        @Flag(help: "Replace the keys of a service that is pinned already.")
        var replace = false

        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            guard [from, key, url].compactMap(\.self).count == 1 else {
                throw ValidationError("give one of --from, --key and --url")
            }
            if key != nil, id == nil { throw ValidationError("--key needs --id, the name of the service") }
            if url != nil, fingerprint.isEmpty, !trustOnFirstUse {
                throw ValidationError(
                    "--url needs --fingerprint, or --trust-on-first-use if you accept whoever answers there today"
                )
            }
            if trustOnFirstUse, !fingerprint.isEmpty || url == nil {
                throw ValidationError("--trust-on-first-use is for --url without --fingerprint")
            }
        }

        func run() async throws {
            if let from { return try pin(TrustOptions.file(from).services, from) }
            if let key { return try pin(keys: ServiceKeyFile.read(key), key) }
            if let url { try await pin(url: url) }
        }

        private static func profile(_ text: String) throws -> ReceiptProfile {
            guard let profile = ReceiptProfile(rawValue: text) else {
                throw ValidationError("statement, statement-hash, payload-hash or ccf")
            }
            return profile
        }

        // MARK: Where keys come from

        private func pin(_ services: [ExactString: TrustedService], _ path: String) throws {
            let wanted = try id.map { text throws(CommandFailure) in try Value.identifier(text, "--id") }
            let found = services.filter { wanted == nil || $0.key == wanted }
            guard !found.isEmpty else {
                throw CommandFailure(.malformedData, "\(path) has no such transparency service")
            }
            for (name, service) in found.sorted(by: { $0.key < $1.key }) {
                try pin(name, allowed(service.keys, path), service.profile)
            }
        }

        private func pin(keys: [JWK], _ path: String) throws {
            guard let id else { return }
            try pin(Value.identifier(id, "--id"), allowed(keys, path), profile)
        }

        private func pin(url text: String) async throws {
            let url: HTTPURL
            do { url = try HTTPURL(parsing: text) } catch {
                throw CommandFailure(.usage, "--url \(ExactString(text).quoted): \(error)")
            }
            let transport = try connection.transport()
            let client = try connection.client(url, over: transport)
            let keys: [JWK]
            do throws(TransparencyClientError) {
                keys = try await client.keys().keys.compactMap { try? JWK($0.publicKey) }
            } catch {
                throw CommandFailure(.inputOutput, "\(url): \(error)")
            }
            let name: ExactString
            if let id {
                name = try Value.identifier(id, "--id")
            } else {
                let said = await ServiceName.asked(of: url, over: transport)
                guard let said, StringOrURI.isValid(said) else {
                    throw CommandFailure(.usage, "--id: \(url) does not say the service's name; give it")
                }
                name = said
            }
            if trustOnFirstUse {
                Console.error(
                    "actect: TRUST ON FIRST USE: nothing shows that the keys at \(url) are those of \(name.quoted); "
                        + "compare the fingerprints below with the operator of the service")
            }
            try pin(name, allowed(keys, "\(url)"), profile)
        }

        /// The keys whose fingerprints were given; all where none was.
        private func allowed(_ keys: [JWK], _ source: String) throws(CommandFailure) -> [JWK] {
            guard !fingerprint.isEmpty else { return keys }
            let wanted = Set(fingerprint.map { $0.lowercased().filter { $0 != ":" } })
            let found = keys.filter { $0.fingerprint.map(wanted.contains) ?? false }
            guard found.isEmpty else { return found }
            let there = keys.compactMap(\.fingerprint).joined(separator: ", ")
            throw CommandFailure(
                .invalid,
                "nothing is pinned: no key of \(source) has that fingerprint; there is \(there.isEmpty ? "none" : there)"
            )
        }

        // MARK: Pinning

        private func pin(_ name: ExactString, _ keys: [JWK], _ profile: ReceiptProfile) throws(CommandFailure)
        {
            guard !keys.isEmpty else {
                throw CommandFailure(.malformedData, "\(name.quoted) has no key that can verify receipts")
            }
            var isKnown = false
            let service: TrustedService
            do { service = TrustedService(try JWKSet(keys), profile: profile) } catch {
                throw CommandFailure(.malformedData, "\(name.quoted): \(error)")
            }
            try Edit.change(trust) { file throws(TrustError) in
                if let known = file.services[name], known != service, !replace {
                    isKnown = true
                    return
                }
                try file.setService(service, for: name)
            }
            guard !isKnown else {
                throw CommandFailure(
                    .invalid,
                    "\(trust.trust) pins other keys for \(name.quoted); if they have changed for a good reason: --replace"
                )
            }
            Console.print("pinned: \(Console.safe(name)), profile \(profile.rawValue)")
            for key in keys { Console.print("  \(key.publicKey.type)  \(key.fingerprint ?? "-")") }
        }
    }

    /// `actect trust remove-service`
    struct RemoveService: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove-service", abstract: "Accept no receipts of a service any more.")

        @OptionGroup var trust: TrustOptions

        @Option(help: ArgumentHelp("The service's name.", valueName: "name"))
        var id: String

        func run() throws {
            var isFound = false
            try Edit.change(trust) { file throws(TrustError) in
                isFound = file.removeService(ExactString(id))
            }
            if !isFound { throw CommandFailure(.malformedData, "\(trust.trust) pins no such service") }
        }
    }
}

extension JWK {
    /// The SHA-256 COSE Key Thumbprint (RFC 9679) in hexadecimal; nil for keys that COSE has no form of here.
    var fingerprint: String? {
        (try? COSEKey(publicKey)).map { Hexadecimal.encode($0.thumbprint.octets) }
    }
}

/// Key files of services.
private enum ServiceKeyFile {
    /// The keys of a JWK, JWK Set, COSE_Key or COSE_KeySet.
    static func read(_ path: String) throws(CommandFailure) -> [JWK] {
        let octets = try Files.read(path)
        if octets.first == UInt8(ascii: "{") || (try? JSONDocument(parsing: octets)) != nil {
            return try KeyFile.publicKeys(path)
        }
        let keys = (try? COSEKeySet(decoding: octets).keys) ?? (try? COSEKey(decoding: octets)).map { [$0] }
        guard let keys else {
            throw CommandFailure(
                .malformedData, "\(path) is neither a JWK, a JWK Set, a COSE_Key nor a COSE_KeySet")
        }
        return keys.compactMap { try? JWK($0.publicKey) }
    }
}

/// What a service calls itself.
private enum ServiceName {
    /// The origin line of its checkpoint; nil where it has none. Nothing of it is verified: a receipt's `iss` must
    /// be that name.
    static func asked(of url: HTTPURL, over transport: any HTTPTransport) async -> ExactString? {
        guard let checkpoint = try? url.appending("checkpoint"),
            let reply = try? await transport.send(HTTPRequest(method: .get, url: checkpoint)),
            reply.response.status.code == 200,
            let text = String(validating: reply.content.prefix(4096), as: UTF8.self),
            let line = text.split(separator: "\n", omittingEmptySubsequences: false).first
        else { return nil }
        return ExactString(String(line))
    }
}
