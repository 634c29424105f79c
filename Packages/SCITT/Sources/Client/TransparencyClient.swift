public import COSE
import CBOR
import Encoding
public import HTTPTransport
import HTTPTypes
public import Merkle
import Signing

/// Speaks to one transparency service: registers statements and asks for receipts (SCRAPI).
///
/// Nothing that it brings home is verified: receipts become worth something by a `TransparencyPolicy`, and keys
/// by an operator who compares them by another way.
public struct TransparencyClient: Sendable {
    /// The service.
    public let address: TransparencyServiceAddress
    private let transport: any HTTPTransport
    private let now: @Sendable () -> Int64

    /// A client of a service.
    ///
    /// - Parameter now: the present in seconds since 1970-01-01T00:00:00Z, for dates in `Retry-After`.
    public init(
        _ address: TransparencyServiceAddress, transport: any HTTPTransport,
        now: @escaping @Sendable () -> Int64
    ) {
        self.address = address
        self.transport = transport
        self.now = now
    }

    // MARK: - Registration

    /// Registers a statement. A service gives the same statement the same place, so that repeating the call
    /// after a failure does no harm.
    public func register(
        _ statement: SignedStatement
    ) async throws(TransparencyClientError) -> RegistrationStatus {
        let fields: HTTPFields = [.contentType: "application/cose", .accept: Self.receiptTypes]
        var url = try below("entries")
        for _ in 0..<Self.redirects {
            let reply = try await send(.post, url, fields, content: statement.octets)
            let answer = answer(reply, url, registering: statement.digest)
            // The only redirects that keep the method: a node names the one that takes writes.
            guard [307, 308].contains(reply.response.status.code) else { return try answer.status() }
            guard let next = try answer.location() else { throw .locationMissing }
            url = next
        }
        throw .tooManyRedirects
    }

    /// Asks how far a registration is.
    ///
    /// - Parameter place: what `register` or an earlier call answered.
    public func status(at place: HTTPURL) async throws(TransparencyClientError) -> RegistrationStatus {
        guard address.allows(place.origin) else { throw .locationElsewhere(place.origin) }
        let url: HTTPURL
        do { url = try versioned(place) } catch { throw .transport(error) }
        let reply = try await send(.get, url, [.accept: Self.receiptTypes])
        return try answer(reply, url).status()
    }

    // MARK: - What else a service offers

    /// The service's keys, for an operator to look at and to compare: by themselves they prove nothing.
    public func keys() async throws(TransparencyClientError) -> COSEKeySet {
        let reply = try await offered(try below(".well-known/scitt-keys"), accept: "application/cbor")
        // Each key costs an import, so a set has no more octets than some hundreds of keys take.
        let limits = CBORLimits(octets: 64 << 10, depth: 8, items: 1 << 14)
        guard let keys = try? COSEKeySet(decoding: reply.content, limits: limits) else {
            throw .contentMalformed
        }
        return keys
    }

    /// The proof that the service's tree of `second` leaves extends that of `first`:
    /// `GET /consistency/{first}/{second}`, answered with the CBOR of a consistency proof (RFC 9942).
    ///
    /// Throws `notOffered` where the service has no such resource. SCRAPI defines none.
    public func consistency(
        from first: UInt64, to second: UInt64
    ) async throws(TransparencyClientError) -> ConsistencyProof {
        let url = try below("consistency/\(first)/\(second)")
        let reply = try await offered(url, accept: "application/cbor")
        let limits = CBORLimits(octets: 4096, depth: 4, items: 128)
        guard let value = try? CBORValue(decoding: reply.content, limits: limits),
            let parts = value.elements, parts.count == 3, parts[0] == .unsigned(first),
            parts[1] == .unsigned(second), let nodes = parts[2].elements
        else { throw .contentMalformed }
        let path = nodes.compactMap { $0.bytes.flatMap { Digest32($0) } }
        guard path.count == nodes.count else { throw .contentMalformed }
        return ConsistencyProof(first: first, second: second, path: path)
    }

    // MARK: - Requests

    private static let redirects = 4

    /// Services answer with the general type or with the receipt's own.
    private static let receiptTypes =
        "application/scitt-receipt+cose, application/cose, application/cbor, application/json;q=0.5"

    private func offered(
        _ url: HTTPURL, accept: String
    ) async throws(TransparencyClientError) -> HTTPReply {
        let reply = try await send(.get, url, [.accept: accept])
        switch reply.response.status.code {
        case 200: return reply
        case 404, 405, 501: throw .notOffered
        case let status:
            let value = reply.response.headerFields[.retryAfter]
            throw .status(
                status, ProblemDetails(parsing: reply.content),
                retryAfter: value.flatMap { RetryAfter.seconds($0, now: now()) })
        }
    }

    private func answer(_ reply: HTTPReply, _ url: HTTPURL, registering: Digest32? = nil) -> SCRAPIAnswer {
        SCRAPIAnswer(reply: reply, url: url, registering: registering, address: address, now: now())
    }

    private func below(_ path: String) throws(TransparencyClientError) -> HTTPURL {
        do throws(HTTPTransportError) {
            return try versioned(try address.url.appending(path))
        } catch {
            throw .transport(error)
        }
    }

    /// The URL with the version that the service asks for, unless it has a query already.
    private func versioned(_ url: HTTPURL) throws(HTTPTransportError) -> HTTPURL {
        guard let version = address.version, !url.path.contains("?") else { return url }
        return try HTTPURL(parsing: "\(url)?api-version=\(version)")
    }

    private func send(
        _ method: HTTPRequest.Method, _ url: HTTPURL, _ fields: HTTPFields, content: [UInt8] = []
    ) async throws(TransparencyClientError) -> HTTPReply {
        var fields = fields
        if let token = address.bearerToken, url.origin == address.url.origin {
            fields[.authorization] = "Bearer \(token.value)"
        }
        let request = HTTPRequest(method: method, url: url, headerFields: fields)
        do {
            return try await transport.send(request, content: content)
        } catch {
            throw .transport(error)
        }
    }
}
