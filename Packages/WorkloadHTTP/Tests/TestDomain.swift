import Claims
import Encoding
import HTTPTransport
import HTTPTypes
import JOSE
import Ledger
import Signing
import Testing
import Trust
import WIMSE
import WorkloadHTTP

/// The trust domain of the tests, with keys that are the same in every run.
struct TestDomain {
    static let now = NumericDate(clamping: 1_800_000_000)
    let trust: TrustStore
    private let issuer: WorkloadIdentityIssuer

    init() throws {
        issuer = WorkloadIdentityIssuer(key: try Self.key("domain"))
        var file = TrustFile()
        _ = try file.add(issuer.key.publicJWK, for: "spiffe://example.com")
        trust = TrustStore(file)
    }

    static func key(_ name: String) throws -> PrivateJWK {
        try PrivateJWK(
            PrivateKey(curve: .p256, d: SHA256.hash([UInt8](name.utf8))), keyID: ExactString("\(name)-key"))
    }

    func workload(_ name: String) throws -> WorkloadIdentifier {
        try #require(WorkloadIdentifier(ExactString("spiffe://example.com/\(name)")))
    }

    func identityToken(_ name: String, key: PrivateJWK) throws -> String {
        try issuer.issue(
            for: try workload(name), confirming: key.publicJWK, issuedAt: Self.now,
            expiration: Self.now.advanced(by: 3600))
    }

    func credential(_ name: String) throws -> WorkloadCredential {
        let key = try Self.key(name)
        return try WorkloadCredential(identityToken: identityToken(name, key: key), key: key)
    }

    func client(
        _ name: String, over transport: any HTTPTransport, proof: WorkloadClient.Proof = .signature
    ) throws -> WorkloadClient {
        let credential = try credential(name)
        var client = WorkloadClient(
            credential, transport: transport,
            verifier: ResponseVerifier(
                trust: trust, policy: WIMSEPolicy(audiences: [credential.workload.uri]),
                replay: MemoryReplayStore()),
            clock: { Self.now })
        client.proof = proof
        return client
    }

    /// An ECT of a workload's own, for the server.
    func execution(_ name: String, _ action: ExactString = "order.plan") async throws -> RecordedExecution {
        try await ExecutionRecorder(credential(name), ledger: .inMemory())
            .record(Execution(action), for: [TestServer.name], at: Self.now)
    }
}

/// Changes what goes over the wire, as somebody between client and server could.
struct TamperingTransport: HTTPTransport {
    let transport: any HTTPTransport
    var request: @Sendable (inout HTTPRequest, inout [UInt8]) -> Void = { _, _ in }
    var response: @Sendable (HTTPReply) -> HTTPReply = { $0 }

    func send(_ request: HTTPRequest, content: [UInt8]) async throws(HTTPTransportError) -> HTTPReply {
        var (request, content) = (request, content)
        self.request(&request, &content)
        return response(try await transport.send(request, content: content))
    }
}

/// Keeps the first exchange, and answers every other request with its response.
final class ReplayingTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let first = Replayed()

    private actor Replayed {
        var reply: HTTPReply?
        func keep(_ reply: HTTPReply) { self.reply = self.reply ?? reply }
    }

    init(_ transport: any HTTPTransport) { self.transport = transport }

    func send(_ request: HTTPRequest, content: [UInt8]) async throws(HTTPTransportError) -> HTTPReply {
        if let reply = await first.reply { return reply }
        let reply = try await transport.send(request, content: content)
        await first.keep(reply)
        return reply
    }
}
