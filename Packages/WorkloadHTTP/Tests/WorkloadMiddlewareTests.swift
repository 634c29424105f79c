import JOSE
import ECT
import Audit
import Claims
import Encoding
import HTTPTransport
import HTTPTypes
import Ledger
import Testing
import WIMSE
import WorkloadHTTP

@Suite("A workload's server and client over HTTP")
struct WorkloadMiddlewareTests {
    private let domain: TestDomain
    private let order = [UInt8](#"{"parts":3}"#.utf8)

    init() throws { domain = try TestDomain() }

    @Test(
        "an execution is recorded, kept, returned in a signed response, and follows from what was presented")
    func executionIsRecorded() async throws {
        let server = try await TestServer(domain)
        let client = try domain.client("client", over: CurlTransport())
        let mine = try await domain.execution("client")
        let reply = try await client.send(
            server.request(.post, "/orders?urgent=1"), content: order,
            tokens: ExecutionTokens(executionContext: [mine.token]), to: domain.workload("server"),
            audience: TestServer.name)
        #expect(reply.content == Array("took \(order.count)".utf8))
        let execution = try #require(reply.verified?.tokens.presented.first)
        #expect(execution.claims.action == "order.place")
        #expect(execution.claims.predecessors.identifiers == [mine.identifier])
        #expect(execution.claims.audience?.contains("spiffe://example.com/client") == true)
        #expect(execution.claims.inputHash == ContentHash(of: order))
        #expect(execution.claims.outputHash == ContentHash(of: reply.content))
        #expect(try server.ledger.entry(at: 0).token == execution.compact)
    }

    @Test("a handler that reports no execution leaves no record, and its response is signed all the same")
    func nothingIsRecordedUnasked() async throws {
        let server = try await TestServer(domain)
        let client = try domain.client("client", over: CurlTransport())
        let reply = try await client.send(server.request(.get, "/status"), audience: TestServer.name)
        #expect(reply.verified?.tokens.presented.isEmpty == true)
        #expect(try server.ledger.size() == 0)
    }

    @Test("a handler's error is signed, and what it claimed to have done is not recorded")
    func errorIsSigned() async throws {
        let server = try await TestServer(domain)
        let client = try domain.client("client", over: CurlTransport())
        await #expect {
            try await client.send(server.request(.get, "/forbidden"), audience: TestServer.name)
        } throws: { error in
            if case WorkloadError.refused(let problem) = error { problem.status == 403 } else { false }
        }
        #expect(try server.ledger.size() == 0)
    }

    @Test(
        "a request that was changed on its way never reaches the handler",
        arguments: [
            ("method", 400), ("path", 400), ("query", 400), ("content", 400), ("added content", 400),
            ("token", 403), ("identity", 400), ("no signature", 400), ("no identity", 400), ("field", 431),
            ("long content", 413),
        ])
    func changedRequestIsRefused(change: String, status: Int) async throws {
        let server = try await TestServer(domain)
        let other = try domain.identityToken("client", key: TestDomain.key("mallory"))
        let token = try await domain.execution("client").token
        var transport = TamperingTransport(transport: try CurlTransport())
        transport.request = { request, content in
            switch change {
            case "method": request.method = .put
            case "path": request.path = "/orders/2"
            case "query": request.path = "/orders?urgent=1"
            case "content": content[1] ^= 1
            case "added content":
                content = Array("{}".utf8)
                request.headerFields[.contentDigest] = nil
            case "token": request.headerFields[.executionContext] = token
            case "identity": request.headerFields[.workloadIdentityToken] = other
            case "no signature": request.headerFields[.signature] = nil
            case "no identity": request.headerFields[.workloadIdentityToken] = nil
            case "field": request.headerFields[.executionContext] = String(repeating: "a", count: 9000)
            default: content = [UInt8](repeating: 0x20, count: 40_000)
            }
        }
        let client = try domain.client("client", over: transport)
        let content = change == "added content" ? [] : order
        await #expect {
            try await client.send(
                server.request(.post, "/orders"), content: content, audience: TestServer.name)
        } throws: { error in
            if case WorkloadError.refused(let problem) = error { problem.status == status } else { false }
        }
        #expect(server.handledCount == 0)
        #expect(try server.ledger.size() == 0)
    }

    @Test("a request that is sent a second time is refused")
    func replayedRequestIsRefused() async throws {
        let server = try await TestServer(domain)
        let transport = try CurlTransport()
        var request = server.request(.post, "/orders")
        _ = try domain.credential("client").requests.sign(
            &request, content: MessageContent(order), audience: TestServer.name, at: TestDomain.now)
        #expect(try await transport.send(request, content: order).response.status.code == 200)
        let again = try await transport.send(request, content: order)
        #expect(again.response.status.code == 400)
        #expect(String(decoding: again.content, as: UTF8.self).contains("replay"))
        #expect(server.handledCount == 1)
    }

    @Test("where every response is signed, a request with a proof token is refused before it is handled")
    func unsignableIsRefused() async throws {
        let server = try await TestServer(domain) { $0.signsEveryResponse = true }
        var request = server.request(.post, "/orders")
        _ = try domain.credential("client").requests.prove(
            &request, content: MessageContent(order), audience: TestServer.name, at: TestDomain.now)
        let reply = try await CurlTransport().send(request, content: order)
        #expect(reply.response.status.code == 501)
        #expect(server.handledCount == 0)
    }

    @Test("a proof token authenticates too; another audience's is answered with 401 and a challenge")
    func proofTokenIsVerified() async throws {
        let server = try await TestServer(domain)
        let transport = try CurlTransport()
        let client = try domain.client("client", over: transport, proof: .proofToken)
        let reply = try await client.send(
            server.request(.post, "/orders"), content: order, audience: TestServer.name)
        #expect(reply.response.status.code == 200)
        #expect(reply.verified == nil)
        var request = server.request(.post, "/orders")
        _ = try domain.credential("client").requests.prove(
            &request, content: MessageContent(order), audience: "https://other.example", at: TestDomain.now)
        let refused = try await transport.send(request, content: order)
        #expect(refused.response.status.code == 401)
        #expect(refused.response.headerFields[.wwwAuthenticate] == "WPT")
    }

    @Test("a policy that demands an ECT refuses a request without one with 403")
    func missingExecutionContextIsRefused() async throws {
        let server = try await TestServer(domain) { $0.requiresExecutionContext = true }
        let client = try domain.client("client", over: CurlTransport())
        await #expect {
            try await client.send(server.request(.get, "/status"), audience: TestServer.name)
        } throws: { error in
            if case WorkloadError.refused(let problem) = error { problem.status == 403 } else { false }
        }
        #expect(server.handledCount == 0)
    }

    @Test("a stream can't be signed: asked to, the server answers 501; not asked to, it passes the stream on")
    func streamIsNotSigned() async throws {
        let server = try await TestServer(domain)
        let strict = try domain.client("client", over: CurlTransport())
        await #expect {
            try await strict.send(server.request(.get, "/stream"), audience: TestServer.name)
        } throws: { error in
            if case WorkloadError.refused(let problem) = error { problem.status == 501 } else { false }
        }
        let lenient = try domain.client("client", over: CurlTransport(), proof: .signatureOnly)
        let reply = try await lenient.send(server.request(.get, "/stream"), audience: TestServer.name)
        #expect(reply.content == Array("piece".utf8))
        #expect(reply.verified == nil)
    }

    @Test("an execution that can't be kept is not reported as a success")
    func unkeptExecutionIsAnError() async throws {
        let server = try await TestServer(domain, ledgerFails: true)
        let client = try domain.client("client", over: CurlTransport())
        await #expect {
            try await client.send(
                server.request(.post, "/orders"), content: order, audience: TestServer.name)
        } throws: { error in
            guard case WorkloadError.refused(let problem) = error else { return false }
            return problem.status == 500 && problem.code == "execution-unrecorded"
        }
    }

    @Test("an unsigned response, a changed one, one of another server and one to another request are refused")
    func forgedResponsesAreRefused() async throws {
        let server = try await TestServer(domain)
        var transport = TamperingTransport(transport: try CurlTransport())
        transport.response = { reply in
            var response = reply.response
            response.headerFields[.signature] = nil
            response.headerFields[.signatureInput] = nil
            return HTTPReply(response, content: reply.content)
        }
        func send(
            _ transport: any HTTPTransport, to name: String = "server"
        ) async throws -> WorkloadReply {
            try await domain.client("client", over: transport).send(
                server.request(.post, "/orders"), content: order, to: domain.workload(name),
                audience: TestServer.name)
        }
        await #expect(throws: WorkloadError.unsigned(status: 200)) { try await send(transport) }
        transport.response = { HTTPReply($0.response, content: $0.content + [0x21]) }
        await #expect(throws: WorkloadError.self) { try await send(transport) }
        transport.response = { reply in
            var response = reply.response
            response.status = .created
            return HTTPReply(response, content: reply.content)
        }
        await #expect(throws: WorkloadError.message(.signature(.invalid))) { try await send(transport) }
        await #expect(throws: WorkloadError.message(.response(.fromAnotherWorkload))) {
            try await send(CurlTransport(), to: "approver")
        }
        let replaying = ReplayingTransport(try CurlTransport())
        _ = try await send(replaying)
        await #expect(throws: WorkloadError.message(.response(.forAnotherRequest))) {
            try await send(replaying)
        }
    }

    @Test("tokens that have no room in the fields travel in the content, and count the same")
    func manyTokensTravelInContent() async throws {
        let server = try await TestServer(domain) { $0.requiresExecutionContext = true }
        let client = try domain.client("client", over: CurlTransport())
        var tokens: [String] = []
        for _ in 0..<30 { tokens.append(try await domain.execution("client").token) }
        var request = server.request(.post, "/orders")
        request.headerFields[.contentType] = "application/json"
        let reply = try await client.send(
            request, content: order, tokens: ExecutionTokens(executionContext: tokens),
            audience: TestServer.name)
        #expect(reply.verified?.tokens.presented.first?.claims.predecessors.identifiers.count == 30)
        // Without a type that is JSON there is no place for them.
        await #expect(throws: WorkloadError.message(.binding(.malformed, .content))) {
            try await client.send(
                server.request(.post, "/orders"), content: [0x21],
                tokens: ExecutionTokens(executionContext: tokens), audience: TestServer.name)
        }
    }

    @Test("a renewed identity is taken up, and another workload's is not")
    func credentialIsRenewed() async throws {
        let credential = try domain.credential("client")
        let key = try TestDomain.key("client-2")
        try credential.renew(identityToken: domain.identityToken("client", key: key), key: key)
        #expect(credential.requests.key.publicJWK.publicKey == key.publicJWK.publicKey)
        #expect(throws: WIMSEError.self) {
            try credential.renew(identityToken: domain.identityToken("server", key: key), key: key)
        }
        #expect(credential.workload == (try domain.workload("client")))
    }
}
