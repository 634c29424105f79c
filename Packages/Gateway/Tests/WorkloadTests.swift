import ACT
import Claims
import ECT
import Encoding
import Foundation
import Gateway
import HTTPTransport
import HTTPTypes
import JOSE
import TestSupport
import TestTokens
import Testing
import Trust
import WIMSE

/// Callers with workload identities, which bind their tokens to their requests.
@Suite("Callers that prove who they are")
struct WorkloadTests {
    let world: GatewayWorld
    let server: ToolServer
    let agent = Party("spiffe://example.com/agent/a", key: Party.bob.key)
    let domain = Party("spiffe://example.com", key: Party.dave.key)

    init() throws {
        world = try GatewayWorld(domain: Party("spiffe://example.com", key: Party.dave.key))
        server = try ToolServer()
    }

    private func token(of party: Party) throws -> String {
        try WorkloadIdentityIssuer(key: domain.key).issue(
            for: #require(WorkloadIdentifier(party.identifier)), confirming: party.key.publicJWK,
            issuedAt: GatewayWorld.now, expiration: GatewayWorld.now.advanced(by: 600))
    }

    private enum Proof { case signature, proofToken }

    private func call(
        _ gateway: RunningGateway, _ tokens: ExecutionTokens, by party: Party, _ proof: Proof = .signature,
        signResponse: Bool = false, message: String = RunningGateway.message("echo"),
        change: (inout HTTPRequest) -> Void = { _ in }, content other: String? = nil
    ) async throws -> HTTPReply {
        var request = try gateway.request(.post)
        let content = MessageContent(Array(message.utf8))
        let signer = try RequestSigner(identityToken: token(of: party), key: party.key)
        switch proof {
        case .signature:
            _ = try signer.sign(
                &request, content: content, audience: world.tools.identifier, tokens: tokens,
                signResponse: signResponse, at: GatewayWorld.now)
        case .proofToken:
            _ = try signer.prove(
                &request, content: content, audience: world.tools.identifier, tokens: tokens,
                at: GatewayWorld.now)
        }
        change(&request)
        return try await CurlTransport(.patient).send(request, content: Array((other ?? message).utf8))
    }

    private func gateway() async throws -> RunningGateway {
        try await RunningGateway(world, before: server.url) { $0.allowsUnbound = false }
    }

    @Test(
        "a signature or a proof token of the mandate's agent admits the call, once",
        .verifies("ACT#req-act-possession", "ACT#req-act-http-signature", "ACT#req-act-http-wpt"))
    func bound() async throws {
        let gateway = try await gateway()
        let mandate = try world.mandate(subject: agent)
        let own = try world.execution(by: agent)
        let tokens = ExecutionTokens(executionContext: [own.token], mandate: mandate)
        let reply = try await call(gateway, tokens, by: agent)
        #expect(reply.response.status == 200)
        let proven = try await call(gateway, ExecutionTokens(mandate: mandate), by: agent, .proofToken)
        #expect(proven.response.status == 200)
        let calls = try world.calls()
        #expect(calls.map(\.predecessors.identifiers) == [[own.identifier], []])
        let seen = try #require(server.seen.all.last)
        for field in ["authorization", "signature", "workload-identity-token", "act-mandate"] {
            #expect(seen.fields[field] == nil)
        }
    }

    @Test("the same request a second time is refused")
    func replayed() async throws {
        let gateway = try await gateway()
        var kept: HTTPRequest?
        let message = RunningGateway.message("echo")
        _ = try await call(gateway, ExecutionTokens(mandate: world.mandate(subject: agent)), by: agent) {
            kept = $0
        }
        let again = try await CurlTransport(.patient).send(#require(kept), content: Array(message.utf8))
        #expect(again.response.status == 400 && server.seen.count == 1)
    }

    @Test(
        "a mandate is worth nothing without its agent's key", .verifies("ACT#req-act-http-unbound"))
    func stolen() async throws {
        let gateway = try await gateway()
        let mandate = try world.mandate(subject: agent)
        let unbound = try await gateway.call("echo", under: mandate)
        #expect(unbound.response.status == 400 && unbound.refusal == "wit-missing")
        let thief = Party("spiffe://example.com/agent/b", key: Party.mallory.key)
        let stolen = try await call(gateway, ExecutionTokens(mandate: mandate), by: thief)
        #expect(stolen.response.status == 403 && stolen.refusal == "ACT#req-act-possession")
        #expect(server.seen.count == 0)
        #expect(try world.refusals().count == 2)
    }

    @Test(
        "what was changed or added on the way is refused", .verifies("ACT#req-act-http-unbound"),
        arguments: 0...4)
    func changed(what: Int) async throws {
        let gateway = try await gateway()
        let tokens = ExecutionTokens(mandate: try world.mandate(subject: agent))
        let other = try world.mandate(subject: agent)
        let name = try #require(HTTPField.Name("ACT-Mandate"))
        let reply =
            switch what {
            case 0:
                try await call(gateway, tokens, by: agent, content: RunningGateway.message("fail"))
            case 1: try await call(gateway, tokens, by: agent, change: { $0.headerFields[name] = other })
            case 2:
                try await call(
                    gateway, ExecutionTokens(), by: agent, change: { $0.headerFields[name] = other })
            case 3:
                try await call(
                    gateway, ExecutionTokens(), by: agent, .proofToken,
                    change: { $0.headerFields[name] = other })
            default:
                try await call(
                    gateway, tokens, by: agent, .proofToken, change: { $0.headerFields[name] = other })
            }
        #expect((400...403).contains(reply.response.status.code) && server.seen.count == 0)
    }

    @Test("a mandate for the server comes from its issuer; a signed response can't be had")
    func tasks() async throws {
        let gateway = try await gateway()
        let issuer = Party("spiffe://example.com/org", key: world.organization.key)
        let mandate = try world.mandate(subject: world.tools, issuer: issuer)
        let taken = try await call(gateway, ExecutionTokens(mandate: mandate), by: agent)
        #expect(taken.refusal == "ACT#req-act-possession")
        let unsigned = try await call(
            gateway, ExecutionTokens(mandate: mandate), by: issuer, signResponse: true)
        #expect(unsigned.response.status == 501)
        #expect(try await call(gateway, ExecutionTokens(mandate: mandate), by: issuer).response.status == 200)
        #expect(server.seen.count == 1)
    }
}
