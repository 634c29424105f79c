import JOSE
import ArgumentParser
import COSE
import Encoding
import Glibc
import HTTPTransport
import SCITT
import Trust

/// How transparency services are reached.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with the bearer token that the service knows this client by.", valueName: "file"))
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "Certificates in PEM that are trusted for TLS instead of the system's.", valueName: "file"))
    var caFile: String?

    @Option(
        help: ArgumentHelp(
            "The api-version that services on CCF ask for, such as \(TransparencyServiceAddress.ccfVersion).",
            valueName: "version"))
    var apiVersion: String?

    /// A transport for all clients of a run: connections are shared.
    func transport(limits: HTTPLimits = .standard) throws(CommandFailure) -> CurlTransport {
        do {
            return try CurlTransport(CurlSettings(limits: limits, certificateAuthorities: caFile))
        } catch {
            throw CommandFailure(.internal, "\(error)")
        }
    }

    func client(
        _ url: HTTPURL, over transport: any HTTPTransport
    ) throws(CommandFailure) -> TransparencyClient {
        var address = TransparencyServiceAddress(url: url, version: apiVersion)
        if let tokenFile {
            let text = String(decoding: try Files.line(tokenFile), as: UTF8.self)
            guard let token = BearerToken(text) else {
                throw CommandFailure(.malformedData, "\(tokenFile) has no bearer token (RFC 6750)")
            }
            address.bearerToken = token
        }
        return TransparencyClient(address, transport: transport) { Int64(time(nil)) }
    }
}

/// The transparency services of a command.
struct ServiceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The URL of a transparency service that the trust file pins; may be given several times. NAME=URL \
            where it is not plain which of several pinned services is there.
            """, valueName: "url"))
    var service: [String] = []

    @Option(
        help: ArgumentHelp(
            "With several services: the receipts of all, or of any one, make a record anchored.",
            valueName: "all|any"), transform: ReceiptDemand.parse)
    var receipts = TransparencyPolicy.Demand.all

    @OptionGroup var connection: ConnectionOptions

    /// A service with its name in the trust file.
    struct Endpoint: Sendable {
        let name: ExactString
        let client: TransparencyClient
    }

    /// The services, each by the name that the trust file pins it under.
    func endpoints(trust: TrustFile, at path: String) async throws(CommandFailure) -> [Endpoint] {
        guard !service.isEmpty else {
            throw CommandFailure(.usage, "--service: the URL of a transparency service is needed")
        }
        let transport = try connection.transport()
        var endpoints: [Endpoint] = []
        for text in service {
            let (name, address) = Self.split(text)
            let url: HTTPURL
            do { url = try HTTPURL(parsing: address) } catch {
                throw CommandFailure(.usage, "--service \(ExactString(address).quoted): \(error)")
            }
            let client = try connection.client(url, over: transport)
            let known = try await self.name(name, url, client, trust, path)
            guard !endpoints.contains(where: { $0.name == known }) else {
                throw CommandFailure(.usage, "--service: \(known.quoted) is named twice")
            }
            endpoints.append(Endpoint(name: known, client: client))
        }
        return endpoints
    }

    /// `NAME=URL` or `URL`. Names have colons and slashes too: the URL begins behind the last `=http`.
    private static func split(_ text: String) -> (name: ExactString?, url: String) {
        for scheme in ["=https://", "=http://"] {
            let octets = Array(text.utf8)
            let mark = Array(scheme.utf8)
            guard octets.count > mark.count else { continue }
            for at in stride(from: octets.count - mark.count, to: 0, by: -1)
            where octets[at...].starts(with: mark) {
                return (
                    ExactString(String(decoding: octets[..<at], as: UTF8.self)),
                    String(decoding: octets[(at + 1)...], as: UTF8.self)
                )
            }
        }
        return (nil, text)
    }

    private func name(
        _ given: ExactString?, _ url: HTTPURL, _ client: TransparencyClient, _ trust: TrustFile,
        _ path: String
    ) async throws(CommandFailure) -> ExactString {
        if let given {
            guard trust.services[given] != nil else {
                throw CommandFailure(
                    .invalid,
                    "\(path) does not pin the service \(given.quoted): \(PinAdvice.sentence(path, url))")
            }
            return given
        }
        let names = trust.services.keys.sorted()
        guard let first = names.first else {
            throw CommandFailure(
                .invalid, "\(path) pins no transparency service: \(PinAdvice.sentence(path, url))")
        }
        if names.count == 1 { return first }
        let own = names.filter { $0 == ExactString("\(url)") || $0 == ExactString("\(url.origin)") }
        if let only = own.first, own.count == 1 { return only }
        // Its keys say which of the pinned services it is; nothing is trusted because of them.
        let keys = (try? await client.keys())?.keys.map(\.publicKey) ?? []
        let matching = names.filter { name in
            trust.services[name]?.keys.contains { keys.contains($0.publicKey) } ?? false
        }
        guard let only = matching.first, matching.count == 1 else {
            throw CommandFailure(
                .usage,
                "\(path) pins \(names.count) services; say which one is at \(url): --service NAME=\(url)")
        }
        return only
    }
}

/// What to do where a service is not pinned.
enum PinAdvice {
    static func sentence(_ trust: String, _ url: HTTPURL) -> String {
        """
        pin it with "actect trust add-service --trust \(trust) --url \(url) --fingerprint HEX", where HEX comes \
        from whoever runs the service, or with "--from service-trust.json", the file that the service writes
        """
    }
}

/// How many services must have given a good receipt, as an option.
enum ReceiptDemand {
    static func parse(_ text: String) throws -> TransparencyPolicy.Demand {
        guard let demand = TransparencyPolicy.Demand(rawValue: text) else {
            throw ValidationError("any or all")
        }
        return demand
    }
}
