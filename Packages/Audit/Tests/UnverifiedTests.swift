import Audit
import Claims
import DAG
import ECT
import Encoding
import JOSE
import Ledger
import TestSupport
import TestTokens
import Testing

/// What is read of tokens without verifying them.
@Suite("Unverified tokens")
struct UnverifiedTests {
    private static func unsigned() throws -> [UInt8] {
        Array(
            try ECTIssuer.unsigned(
                ExecutionClaims(
                    issuer: nil, audience: nil, issuedAt: Workflow.date(5), expiration: Workflow.date(600),
                    identifier: Workflow.identifier(9), workflow: Workflow.workflow, action: "work",
                    predecessors: Predecessors([Workflow.identifier(1)], of: Workflow.identifier(9)))
            ).utf8)
    }

    @Test("a record is read as what it says it is, signed or not; a mandate is none")
    func records() throws {
        let workflow = try Workflow()
        let record = try #require(UnverifiedRecord(parsing: Array(workflow.record.utf8)))
        #expect(record.kind == .actRecord && record.action == "write.report")
        #expect(record.signer == "https://bob.example")
        #expect(try record.node.key.id == Workflow.identifier(100).text && record.node.level?.rawValue == 2)
        let call = try #require(UnverifiedRecord(parsing: Array(workflow.left.utf8)))
        #expect(call.kind == .ect && call.signer == "https://bob.example")
        let unsigned = try #require(UnverifiedRecord(parsing: Self.unsigned()))
        #expect(unsigned.kind == .ect && unsigned.signer == nil && unsigned.node.level?.rawValue == 1)
        #expect(try unsigned.node.predecessors == [Workflow.identifier(1).text])
        #expect(unsigned.node.time == Workflow.date(5).seconds)
        #expect(UnverifiedRecord(parsing: Array(workflow.mandate.utf8)) == nil)
    }

    @Test("the name of a token is read, of an unsigned one without its issuer")
    func names() throws {
        let workflow = try Workflow()
        #expect(TokenName(parsing: Array(workflow.mandate.utf8))?.kind == .actMandate)
        let name = try #require(TokenName(parsing: Self.unsigned()))
        #expect(try name.kind == .ect && name.iss == "" && name.jti == Workflow.identifier(9).text)
        #expect(name.wid == Workflow.workflow?.text)
    }

    @Test("header and payload are shown as they are; an unsigned token has no header")
    func content() throws {
        let signed = try #require(UnverifiedContent(of: Array(Workflow().left.utf8)))
        #expect(signed.header["typ"] == "exec+jwt" && signed.payload["exec_act"] == "read.data")
        let unsigned = try #require(UnverifiedContent(of: Self.unsigned()))
        #expect(unsigned.header == .null && unsigned.payload["exec_act"] == "work")
    }

    @Test(
        "what can't be read is none",
        arguments: [
            "", ".", "..", "a.b", "a.b.c.d", "!!", "e30", "e30.e30.", "W10.W10.e30", "bnVsbA", "e30.W10.e30",
            "eyJ0eXAiOiJleGVjK2p3dCJ9.e30.", "eyJ0eXAiOiJKV1QifQ.e30.e30",
        ])
    func unreadable(text: String) {
        #expect(UnverifiedRecord(parsing: Array(text.utf8)) == nil)
        #expect(TokenName(parsing: Array(text.utf8)) == nil)
        let isObject = UnverifiedContent(of: Array(text.utf8)).map { $0.payload["exec_act"] == nil }
        #expect(isObject != false)
    }

    @Test("a text over the limit of a token is not decoded")
    func overlong() throws {
        let claims = ",\"pad\":\"" + String(repeating: "a", count: JWS.defaultLimit) + "\"}"
        let payload = try #require(UnverifiedContent(of: Self.unsigned())).payload.encode().dropLast()
        let text = Base64URL.characters(of: (Array(payload) + Array(claims.utf8)).span)
        #expect(UnverifiedRecord(parsing: text) == nil && TokenName(parsing: text) == nil)
        #expect(UnverifiedContent(of: text) == nil)
    }

    @Test(
        "an ACT record that breaks a rule of the graph is refused by ACT's name of the rule",
        .verifies("ACT#req-act-dag-time"))
    func ruleOfACT() async throws {
        let workflow = try Workflow()
        let hash = ContentHash(of: Array(workflow.mandate.utf8))
        let late = try Workflow.call(2, .bob, at: 500, after: [1], under: hash)
        let report = try await Workflow.audit([
            workflow.record, late, workflow.root, workflow.right, workflow.mandate,
        ])
        #expect(report.refusals == [1: "ACT#req-act-dag-time"])
        #expect(report.entries.filter(\.isTainted).map(\.line) == [1])
    }
}
