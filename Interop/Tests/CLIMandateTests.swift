import Encoding
import Foundation
import Testing

@Suite("actect mandate, record, verify, audit")
struct CLIMandateTests {
    private let tool: CommandLineTool

    /// Organization, planner and approver with their keys; a mandate whose action needs approval.
    init() throws {
        tool = try CommandLineTool()
        for (name, algorithm) in [("org", "ES256"), ("planner", "EdDSA"), ("approver", "ES256")] {
            try tool.run("key", "new", "--alg", algorithm, "--kid", name, "--out", "\(name).jwk")
            try tool.run(
                "trust", "add", "--trust", "trust.json", "--id", "https://\(name).example", "--key",
                "\(name).jwk")
        }
        try tool.write(try grant(by: "org").output, to: "mandate.act")
    }

    private func grant(by key: String) throws -> CommandLineTool.Outcome {
        try tool.run(
            "mandate", "issue", "--key", "\(key).jwk", "--iss", "https://org.example", "--sub",
            "https://planner.example", "--aud", "https://tools.example", "--purpose", "test", "--allow",
            "order.place", "--approve", "order.place", "--approver", "https://approver.example",
            "--max-depth", "1")
    }

    private func approval(by key: String) throws -> CommandLineTool.Outcome {
        try tool.run(
            "mandate", "approve", "--key", "\(key).jwk", "--mandate", "mandate.act", "--trust", "trust.json",
            "--action", "order.place")
    }

    @Test(
        "a record of an approved action is authorized for verify, from a file and from a pipe, and for audit")
    func approved() throws {
        try tool.write(try approval(by: "approver").output, to: "approval.act")
        let record = try tool.run(
            "record", "--key", "planner.jwk", "--mandate", "mandate.act", "--trust", "trust.json", "--action",
            "order.place", "--approval", "approval.act")
        #expect(record.status == 0, "\(record.errors)")
        let set =
            try String(contentsOf: tool.folder.appendingPathComponent("mandate.act"), encoding: .utf8)
            + record.output
        try tool.write(set, to: "tokens.txt")
        let options = ["--trust", "trust.json", "--approvals", "approval.act"]
        for source in ["tokens.txt", "-"] {
            let verified = try tool.run(["verify", source] + options, input: source == "-" ? set : "")
            #expect(verified.status == 0, "\(verified.output)")
            #expect(verified.output.contains("order.place: authorized"))
        }
        let audited = try tool.run(["audit", "tokens.txt"] + options)
        #expect(audited.status == 0, "\(audited.output)")
        let unapproved = try tool.run("audit", "tokens.txt", "--trust", "trust.json")
        #expect(unapproved.status == 1)
        #expect(unapproved.output.contains("ACT#req-act-approval-missing"))
    }

    @Test("an approval by another than the approver is not made")
    func wrongApprover() throws {
        let outcome = try approval(by: "planner")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("ACT#req-act-approval-key"))
        #expect(outcome.output.isEmpty)
    }

    @Test("a delegation by another than the mandate's agent is not made")
    func wrongDelegator() throws {
        func delegation(by key: String) throws -> CommandLineTool.Outcome {
            try tool.run(
                "mandate", "delegate", "--key", "\(key).jwk", "--parent", "mandate.act", "--trust",
                "trust.json", "--sub", "https://org.example", "--aud", "https://tools.example", "--purpose",
                "test", "--allow", "order.place", "--approve", "order.place", "--approver",
                "https://approver.example")
        }
        #expect(try delegation(by: "planner").status == 0)
        let outcome = try delegation(by: "approver")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("ACT#req-act-trust-kid"))
        #expect(outcome.output.isEmpty)
    }
}
