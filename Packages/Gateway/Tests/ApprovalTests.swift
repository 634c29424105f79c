import ACT
import Claims
import ECT
import Encoding
import Foundation
import HTTPTransport
import HTTPTypes
import JOSE
import TestSupport
import TestTokens
import Testing

@Suite("Calls that need approval")
struct ApprovalTests {
    let world: GatewayWorld
    let server: ToolServer

    init() throws {
        world = try GatewayWorld()
        server = try ToolServer()
    }

    /// A mandate whose issuer had the approval at hand, open from and until so many seconds from now.
    private func mandate(
        for action: String = "echo", open: ClosedRange<Int64>, by approver: Party? = nil
    ) throws -> String {
        let approver = approver ?? world.organization
        let action = try #require(Action(ExactString(action)))
        return try world.mandate { claims in
            claims.issuedAt = GatewayWorld.now.advanced(by: -5000)
            let approval = try ACTIssuer(key: approver.key).approve(
                ApprovalClaims(
                    identifier: claims.identifier, action: action,
                    issuedAt: GatewayWorld.now.advanced(by: open.lowerBound),
                    expiration: GatewayWorld.now.advanced(by: open.upperBound)))
            claims.oversight = try Oversight(
                requiresApprovalFor: [action, #require(Action("fail"))],
                approver: world.organization.identifier, approval: ExactString(approval))
        }
    }

    @Test(
        "an approved call is admitted, and its record is authorized",
        .verifies("ACT#req-act-approval-missing", "ACT#req-act-call-end"))
    func approved() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let reply = try await gateway.call("echo", under: mandate(open: -60...60))
        #expect(reply.response.status == 200)
        #expect(try world.calls().map(\.action) == ["echo"])
    }

    @Test(
        "an approval that is not open yet, or no longer, refuses the call",
        .verifies("ACT#req-act-approval-window"),
        arguments: [-4000 ... -100, 400...500] as [ClosedRange<Int64>])
    func closed(_ open: ClosedRange<Int64>) async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let reply = try await gateway.call("echo", under: mandate(open: open))
        #expect(reply.response.status == 403 && reply.refusal == "ACT#req-act-approval-window")
        #expect(server.seen.count == 0)
        #expect(try world.refusals() == ["ACT#req-act-approval-window"])
    }

    @Test("an approval of one action is none of another")
    func otherAction() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let reply = try await gateway.call("fail", under: mandate(open: -60...60))
        #expect(reply.refusal == "ACT#req-act-approval-missing" && server.seen.count == 0)
    }

    @Test("an approval by somebody else than the approver refuses the mandate")
    func otherApprover() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let reply = try await gateway.call("echo", under: mandate(open: -60...60, by: world.stranger))
        #expect(reply.refusal == "ACT#req-act-approval-key" && server.seen.count == 0)
    }
}
