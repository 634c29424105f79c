import Encoding
import Foundation
import TestSupport
import Testing

@Suite("Level L3 on the command line")
struct CLILevelTests {
    @Test(
        "an audit and verify show what is anchored at L3, with the service, and the rest at L2 with the reason"
    )
    func receipts() throws {
        let scene = try AnchoringScene()
        let audit = ["audit", "tokens.txt", "--trust", "trust.json", "--ledger", "ledger.db"]
        let before = try scene.tool.run(audit + ["--json"]).json
        #expect(before["entries"]?.elements.map { $0["level"]?.text } == Array(repeating: "L2", count: 6))
        let tokens = try scene.tool.read("tokens.txt").split(separator: "\n")
        try scene.tool.write(tokens[..<4].joined(separator: "\n"), to: "first.txt")
        #expect(try scene.anchor("--batch", tokens: "first.txt").status == 0)
        scene.service.stop()
        #expect(try scene.anchor("--no-wait").status == 2)

        let run = try scene.tool.run(audit)
        #expect(run.status == 0)
        #expect(run.output.contains("for 4 records"))
        #expect(run.output.contains("not at L3: 2 records, whose anchoring is pending: no connection"))
        let entries = try #require(try scene.tool.run(audit + ["--json"]).json["entries"]?.elements)
        #expect(entries.map { $0["level"]?.text } == ["L3", "L3", "L3", "L3", "L2", "L2"])
        #expect(entries[0]["evidence"]?["receipts"]?.elements.count == 1)
        #expect(entries[5]["evidence"]?["anchoring"]?.text == "pending")

        let strict = try scene.tool.run(audit + ["--minimum-level", "L3"])
        #expect(strict.status == 1)
        #expect(strict.output.contains("tokens: 6 (4 unproven, 2 refused)"))
        #expect(strict.output.contains("ECT#req-ect-minimum-level"))

        // What follows from records at L3 only is at L3 as a whole; 5 and 6 are not, and all others precede them.
        let effective = try scene.tool.run(audit + ["--minimum-effective-level", "L3"])
        #expect(effective.output.contains("tokens: 6 (4 unproven, 2 refused)"))
        #expect(effective.output.contains("the record's effective level is L2, and at least L3 is demanded"))
        try scene.tool.run("bundle", "make", "e.bundle", "--ledger", "ledger.db")
        let bundle = try scene.tool.run(
            "bundle", "verify", "e.bundle", "--trust", "trust.json", "--minimum-effective-level", "L3")
        #expect(bundle.status == 1)
        #expect(bundle.output.contains("tokens: 6, 4 anchored, 2 refused"))

        let verify = ["verify", "tokens.txt", "--trust", "trust.json", "--outbox", "ledger.db.outbox"]
        let verified = try scene.tool.run(verify)
        #expect(verified.status == 0)
        #expect(verified.output.contains("1: ect L3"))
        #expect(verified.output.contains("6: ect L2"))
        #expect(
            try scene.tool.run(verify + ["--json"]).jsonLines.map { $0["level"]?.text }
                == ["L3", "L3", "L3", "L3", "L2", "L2"])
        #expect(try scene.tool.run(verify + ["--minimum-level", "L3"]).status == 1)
        #expect(
            try scene.tool.run("verify", "tokens.txt", "--trust", "trust.json", "--minimum-level", "L3")
                .status
                == 1)
    }

    @Test("receipts of a service that is not pinned any more are no evidence")
    func unpinned() throws {
        let scene = try AnchoringScene()
        try scene.anchor()
        let name = try #require(
            try JSONDocument(parsing: Array(scene.tool.read("service/service-trust.json").utf8))
                .root.value["services"]?.names.first)
        #expect(
            try scene.tool.run("trust", "remove-service", "--trust", "trust.json", "--id", name).status == 0)
        let run = try scene.tool.run(
            "audit", "tokens.txt", "--trust", "trust.json", "--ledger", "ledger.db")
        #expect(run.output.contains("not at L3: 6 records, whose anchoring is refused: the service"))
        let bundle = ["--trust", "trust.json"]
        try scene.tool.run("bundle", "make", "e.bundle", "--ledger", "ledger.db")
        let verified = try scene.tool.run(["bundle", "verify", "e.bundle"] + bundle)
        #expect(verified.output.contains("0 anchored, 0 refused; records: 6 at L2"))
        #expect(verified.output.contains("[ECT#req-ect-receipt-key]"))
    }

    @Test(
        "a signed checkpoint of the ledger is evidence for what it covers, and for nothing else",
        .verifies("ECT#req-ect-l3-evidence"))
    func checkpoint() throws {
        let tool = try SampleWorkflow().tool
        let tokens = try tool.read("tokens.txt").split(separator: "\n")
        try tool.write(tokens[..<4].joined(separator: "\n"), to: "first.txt")
        try tool.run("ledger", "append", "ledger.db", "first.txt", "--trust", "trust.json")
        try tool.run("key", "new", "--alg", "EdDSA", "--out", "log.jwk")
        let note = try tool.run(
            "ledger", "checkpoint", "ledger.db", "--key", "log.jwk", "--origin", "example.org/ledger",
            "--out",
            "kept.note")
        let key = String(note.errors.dropFirst("verifier key: ".count)).trimmingCharacters(in: .newlines)
        let audit = [
            "audit", "tokens.txt", "--trust", "trust.json", "--checkpoint", "kept.note", "--checkpoint-key",
            key,
        ]
        let run = try tool.run(audit + ["--ledger", "ledger.db", "--json"])
        #expect(run.status == 0, "\(run.errors)")
        let entries = try #require(try run.json["entries"]?.elements)
        #expect(entries.map { $0["level"]?.text } == ["L3", "L3", "L3", "L3", "L2", "L2"])
        #expect(entries[3]["evidence"]?["checkpoint"]?["size"]?.number == 4)
        #expect(entries[4]["evidence"] == nil)
        let text = try tool.run(audit + ["--ledger", "ledger.db"])
        #expect(
            text.output.contains(
                "evidence: the checkpoint of example.org/ledger over 4 entries, for 4 records"))
        // The same records in another order are another ledger.
        try tool.write(tokens[..<4].reversed().joined(separator: "\n"), to: "turned.txt")
        try tool.run("ledger", "append", "other.db", "turned.txt", "--trust", "trust.json")
        let other = try tool.run(audit + ["--ledger", "other.db"])
        #expect(other.status == 65)
        #expect(other.errors.contains("do not have the root of the checkpoint"))
        #expect(try tool.run(audit).status == 64)
    }

    @Test("a service that only this machine reaches starts without a word about whom it registers")
    func bareService() throws {
        let tool = try SampleWorkflow().tool
        let service = try AnchoringService(tool, "--data", "service")
        try tool.run("trust", "add-service", "--trust", "trust.json", "--from", "service/service-trust.json")
        let run = try tool.run(
            "anchor", "tokens.txt", "--service", service.url, "--trust", "trust.json", "--ledger", "ledger.db"
        )
        #expect(run.status == 0)
        #expect(
            try tool.run("serve", "--data", "other", "--host", "0.0.0.0", "--port", "0").status == 64)
    }
}
