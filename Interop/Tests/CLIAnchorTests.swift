import Audit
import Claims
import Encoding
import Foundation
import JOSE
import Ledger
import SCITT
import TestSupport
import Testing

/// Tokens, a service that registers anybody's statements, and a trust file that pins it.
struct AnchoringScene {
    let tool: CommandLineTool
    let service: AnchoringService

    init() throws {
        tool = try SampleWorkflow().tool
        service = try AnchoringService(tool, "--data", "service", "--accept-any")
        try pin()
    }

    func pin() throws {
        let pinned = try tool.run(
            "trust", "add-service", "--trust", "trust.json", "--from", "service/service-trust.json")
        #expect(pinned.status == 0, "\(pinned.errors)")
    }

    /// `actect anchor tokens.txt` with what it needs.
    @discardableResult
    func anchor(_ more: String..., tokens: String = "tokens.txt") throws -> CommandLineTool.Outcome {
        try tool.run(
            ["anchor", tokens, "--service", service.url, "--trust", "trust.json", "--ledger", "ledger.db"]
                + more)
    }

    /// How many statements the service has registered, besides its own two.
    func registered(_ folder: String = "service") throws -> Int64 {
        let report = try tool.run("serve", "--fsck", folder, "--json").json
        #expect(report["intact"] == true)
        return (report["entries"]?.number ?? 0) - 2
    }
}

@Suite("actect anchor")
struct CLIAnchorTests {
    @Test("what was stated with a key that is not trusted any more is stated anew with the next one")
    func nextKey() throws {
        let scene = try AnchoringScene()
        #expect(try scene.anchor().status == 0)
        let file = scene.tool.folder.appendingPathComponent("ledger.db.anchor.jwk")
        let key = try PrivateJWK(parsing: Array(Data(contentsOf: file)))
        try FileManager.default.removeItem(at: file)
        let name = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:\(key.publicJWK.thumbprint)"
        #expect(try scene.tool.run("trust", "remove", "--trust", "trust.json", "--id", name).status == 0)
        let again = try scene.anchor()
        #expect(again.status == 0, "\(again.output)\(again.errors)")
        #expect(again.output.contains("statements: 6 new"))
        #expect(again.output.hasSuffix("anchored: 6 of 6 records\n"))
        let audited = try scene.tool.run(
            "audit", "tokens.txt", "--trust", "trust.json", "--ledger", "ledger.db", "--minimum-level", "L3")
        #expect(audited.status == 0, "\(audited.output)")
        try scene.tool.write(String(try scene.tool.read("tokens.txt").prefix { $0 != "\n" }), to: "one.txt")
        try scene.tool.run("receipt", "get", "one.txt", "--ledger", "ledger.db", "--out", "one.cose")
        #expect(try scene.tool.run("receipt", "verify", "one.cose", "--trust", "trust.json").status == 0)
        #expect(try scene.registered() == 12)
    }

    @Test("records are anchored once, and their receipts verify offline, step by step")
    func submit() throws {
        let scene = try AnchoringScene()
        let first = try scene.anchor()
        #expect(first.status == 0, "\(first.output)\(first.errors)")
        #expect(first.output.contains("ledger: 6 appended, 0 there already"))
        #expect(first.output.hasSuffix("anchored: 6 of 6 records\n"))
        let again = try scene.anchor("--json")
        #expect(again.status == 0)
        let lines = try again.jsonLines
        #expect(lines.dropLast().map { $0["state"]?.text } == Array(repeating: "anchored", count: 6))
        #expect(lines.dropLast().map { $0["seq"]?.number } == [0, 1, 2, 3, 4, 5])
        #expect(lines.last?["statements"]?.number == 0)
        #expect(try scene.registered() == 6)
        let status = try scene.tool.run("anchor", "status", "--ledger", "ledger.db", "--json")
        #expect(status.status == 0)
        #expect(try status.json["services"]?.elements.map { $0["anchored"]?.number } == [6])
        #expect(try status.json["open"]?.elements == [])

        try scene.tool.write(String(try scene.tool.read("tokens.txt").prefix { $0 != "\n" }), to: "one.txt")
        #expect(
            try scene.tool.run("receipt", "get", "one.txt", "--ledger", "ledger.db", "--out", "one.cose")
                .status == 0)
        let printed = try scene.tool.run("receipt", "get", "one.txt", "--ledger", "ledger.db", "--out", "-")
        let file = scene.tool.folder.appendingPathComponent("one.cose")
        #expect(printed.octets == Array(try Data(contentsOf: file)))
        scene.service.stop()
        let verify = ["one.cose", "--trust", "trust.json", "--token", "one.txt"]
        let verified = try scene.tool.run(["receipt", "verify"] + verify)
        #expect(verified.status == 0, "\(verified.output)")
        #expect(verified.output.hasSuffix("verdict: verified\n"))
        let explained = try scene.tool.run(["receipt", "explain"] + verify + ["--json"])
        #expect(try explained.json["steps"]?.elements.allSatisfy { $0["outcome"]?.text == "ok" } == true)
        #expect(try explained.json["steps"]?.elements.count == 15)
    }

    @Test("a statement that says of a token what the token does not say is not one about it")
    func mislabelled() throws {
        let scene = try AnchoringScene()
        try scene.anchor()
        let line = String(try scene.tool.read("tokens.txt").prefix { $0 != "\n" })
        try scene.tool.write(line, to: "one.txt")
        let token = Array(line.utf8)
        let name = try #require(TokenName(parsing: token))
        let key = try PrivateJWK(parsing: Array(scene.tool.read("ledger.db.anchor.jwk").utf8))
        let issuer = try StatementIssuer(
            ExactString("urn:ietf:params:oauth:jwk-thumbprint:sha-256:\(key.publicJWK.thumbprint)"), key: key)
        let identifier = try #require(UUIDText(name.jti))
        let right = RecordSubject(identifier: identifier, workflow: name.wid.flatMap { UUIDText($0) })
        let other = RecordSubject(try #require(UUIDText(named: token)))
        let type: RecordType = name.kind == .ect ? .ect : .act
        func outcome(_ type: RecordType, _ subject: RecordSubject) throws -> [String?] {
            let statement = try issuer.statement(about: token, type: type, subject: subject)
            try Data(statement.octets).write(to: scene.tool.folder.appendingPathComponent("s.cose"))
            let run = try scene.tool.run(
                "receipt", "explain", "s.cose", "--trust", "trust.json", "--token", "one.txt", "--json")
            #expect(run.status == 1)
            return try run.json["steps"]?.elements.map { $0["outcome"]?.text } ?? []
        }
        let good = Array(repeating: "ok", count: 4)
        #expect(try outcome(type, right) == good + ["ok"])
        #expect(try outcome(type == .ect ? .act : .ect, right) == good + ["failed"])
        #expect(try outcome(type, other) == good + ["failed"])
    }

    @Test("no octet of a statement or of its receipt can be changed", arguments: [7])
    func flippedReceipt(step: Int) throws {
        let scene = try AnchoringScene()
        try scene.anchor()
        try scene.tool.write(String(try scene.tool.read("tokens.txt").prefix { $0 != "\n" }), to: "one.txt")
        try scene.tool.run("receipt", "get", "one.txt", "--ledger", "ledger.db", "--out", "one.cose")
        let file = scene.tool.folder.appendingPathComponent("one.cose")
        let octets = Array(try Data(contentsOf: file))
        var accepted: [Int] = []
        for at in stride(from: 0, to: octets.count, by: step) {
            var flipped = octets
            flipped[at] ^= 1
            try Data(flipped).write(to: file)
            let run = try scene.tool.run(
                "receipt", "verify", "one.cose", "--trust", "trust.json", "--token", "one.txt", "--json")
            if run.status != 1 { accepted.append(at) }
            #expect(try run.json["verdict"]?.text == "invalid", "octet \(at)")
        }
        #expect(accepted == [])
    }

    @Test("tokens that do not verify are named and not anchored, the others are")
    func refusedTokens() throws {
        let scene = try AnchoringScene()
        var tokens = try SampleWorkflow().tokens
        tokens = try scene.tool.read("tokens.txt").split(separator: "\n").map(String.init)
        tokens[1] = SampleWorkflow.forged(tokens[1])
        try scene.tool.write(tokens.joined(separator: "\n"), to: "mixed.txt")
        let run = try scene.anchor(tokens: "mixed.txt")
        #expect(run.status == 1)
        #expect(run.output.contains("line 2  REFUSED ect-signature [ECT#req-ect-signature]"))
        #expect(run.output.hasSuffix("anchored: 5 of 5 records\n"))
        #expect(try scene.registered() == 5)
    }

    @Test("a receipt with another key than the pinned one is refused, and nothing counts as anchored")
    func wrongKey() throws {
        let scene = try AnchoringScene()
        let name = try #require(
            try JSONDocument(parsing: Array(scene.tool.read("service/service-trust.json").utf8))
                .root.value["services"]?.names.first)
        try scene.tool.run("key", "new", "--out", "other.jwk")
        let other = [
            "trust", "add-service", "--trust", "trust.json", "--id", name, "--key", "other.jwk",
        ]
        let kept = try scene.tool.run(other)
        #expect(kept.status == 1)
        #expect(kept.errors.contains("pins other keys"))
        #expect(try scene.tool.run(other + ["--replace"]).status == 0)
        let run = try scene.anchor()
        #expect(run.status == 1)
        #expect(run.output.contains("a receipt is REFUSED [ECT#req-ect-receipt-key]"))
        #expect(run.output.contains("anchored: 0 of 6 records"))
        // With the right key, what was sent is taken up.
        try scene.tool.run(
            "trust", "add-service", "--trust", "trust.json", "--from", "service/service-trust.json",
            "--replace")
        let wait = try scene.tool.run(
            "anchor", "wait", "--service", scene.service.url, "--trust", "trust.json", "--ledger", "ledger.db"
        )
        #expect(wait.status == 0, "\(wait.output)\(wait.errors)")
        #expect(try scene.registered() == 6)
    }

    @Test("while the service is down, records wait in the outbox; afterwards they are anchored")
    func serviceDown() throws {
        let scene = try AnchoringScene()
        scene.service.stop()
        let run = try scene.anchor("--wait", "1")
        #expect(run.status == 2)
        #expect(run.errors.contains("no connection"))
        #expect(run.output.contains("anchored: 0 of 6 records"))
        #expect(run.output.contains("To go on: actect anchor wait --service"))
        #expect(try scene.tool.run("anchor", "status", "--ledger", "ledger.db").status == 2)
        let service = try AnchoringService(scene.tool, "--data", "service", "--accept-any")
        let wait = try scene.tool.run(
            "anchor", "wait", "--service", service.url, "--trust", "trust.json", "--ledger", "ledger.db")
        #expect(wait.status == 0, "\(wait.output)\(wait.errors)")
        #expect(try scene.tool.run("anchor", "status", "--ledger", "ledger.db").status == 0)
    }

    @Test("what a service declines is said with its reason, and sent again with retry")
    func declined() throws {
        let tool = try SampleWorkflow().tool
        var service = try AnchoringService(tool, "--data", "service", "--trust", "trust.json")
        try tool.run(
            "trust", "add-service", "--trust", "trust.json", "--from", "service/service-trust.json")
        let run = try tool.run(
            "anchor", "tokens.txt", "--service", service.url, "--trust", "trust.json", "--ledger",
            "ledger.db")
        #expect(run.status == 1)
        #expect(run.output.contains("declined: 6, by the service: Rejected"))
        #expect(run.output.contains("actect anchor retry"))
        // The trust file has the anchoring party's key by now.
        service.stop()
        service = try AnchoringService(tool, "--data", "service", "--trust", "trust.json")
        let more = ["--service", service.url, "--trust", "trust.json", "--ledger", "ledger.db"]
        #expect(try tool.run(["anchor", "wait"] + more).status == 1)
        #expect(try tool.run(["anchor", "retry"] + more).status == 0)
    }

    @Test("kill -9 at any moment: run again, everything is anchored, and nothing twice")
    func killed() throws {
        let scene = try AnchoringScene()
        var random = SeededGenerator(seed: SeededGenerator.runSeed)
        let messages = (0..<60).map { "{\"role\":\"a\",\"content\":\"\($0)\"}" }.joined(separator: ",")
        try scene.tool.write("[\(messages)]", to: "log.json")
        try scene.tool.run(
            "import", "messages", "log.json", "--out", "many.txt", "--keys", "keys", "--trust", "trust.json")
        for _ in 0..<12 {
            try scene.tool.kill(
                [
                    "anchor", "many.txt", "--service", scene.service.url, "--trust", "trust.json", "--ledger",
                    "ledger.db",
                ], after: UInt32(random.integer(in: 20_000...700_000)))
        }
        let run = try scene.anchor(tokens: "many.txt")
        #expect(run.status == 0, "seed \(random.seed): \(run.output)\(run.errors)")
        #expect(run.output.hasSuffix("anchored: 60 of 60 records\n"))
        #expect(try scene.registered() == 60, "seed \(random.seed)")
    }

    @Test("several services: all of them, or any one")
    func several() throws {
        let scene = try AnchoringScene()
        let second = try AnchoringService(scene.tool, "--data", "second", "--accept-any")
        try scene.tool.run(
            "trust", "add-service", "--trust", "trust.json", "--from", "second/service-trust.json")
        #expect(try scene.anchor().status == 0, "which of the two it is, its keys say")
        second.stop()
        let name = try #require(
            try JSONDocument(parsing: Array(scene.tool.read("second/service-trust.json").utf8))
                .root.value["services"]?.names.first)
        let both = ["--service", "\(name)=\(second.url)", "--wait", "1"]
        let all = try scene.tool.run(
            [
                "anchor", "tokens.txt", "--service", scene.service.url, "--trust", "trust.json", "--ledger",
                "ledger.db",
            ] + both)
        #expect(all.status == 2)
        #expect(all.output.contains("anchored: 0 of 6 records"))
        let any = try scene.anchor("--receipts", "any", "--service", "\(name)=\(second.url)")
        #expect(any.status == 0, "\(any.output)\(any.errors)")
        let started = try AnchoringService(scene.tool, "--data", "second", "--accept-any")
        let later = try scene.anchor("--service", started.url)
        #expect(later.status == 0, "\(later.output)\(later.errors)")
        #expect(try scene.registered() == 6)
        #expect(try scene.registered("second") == 6)
    }

    @Test("a URL's keys are pinned by their fingerprint, or on first use where that is asked for")
    func pinning() throws {
        let tool = try SampleWorkflow().tool
        let service = try AnchoringService(tool, "--data", "service", "--accept-any")
        let add = ["trust", "add-service", "--trust", "trust.json", "--url", service.url]
        #expect(try tool.run(add).status == 64)
        let wrong = try tool.run(add + ["--fingerprint", String(repeating: "0", count: 64)])
        #expect(wrong.status == 1)
        #expect(!(try tool.read("trust.json").contains("services")))
        let first = try tool.run(add + ["--trust-on-first-use"])
        #expect(first.status == 0)
        #expect(first.errors.contains("TRUST ON FIRST USE"))
        let fingerprint = try #require(first.output.split(separator: " ").last).dropLast()
        try tool.run("trust", "remove-service", "--trust", "trust.json", "--id", "urn:x")
        #expect(try tool.run(add + ["--fingerprint", String(fingerprint)]).status == 0)
        let shown = try tool.run("trust", "show", "--trust", "trust.json")
        #expect(shown.output.contains(fingerprint))
    }

    @Test("what can't be carried out has a status of its own, and says what to do")
    func failures() throws {
        let tool = try SampleWorkflow().tool
        let anchor = ["anchor", "tokens.txt", "--trust", "trust.json", "--ledger", "ledger.db"]
        #expect(try tool.run(anchor).status == 64)
        let unpinned = try tool.run(anchor + ["--service", "http://127.0.0.1:1"])
        #expect(unpinned.status == 1)
        #expect(unpinned.errors.contains("actect trust add-service --trust trust.json"))
        #expect(try tool.run(anchor + ["--service", "ftp://x"]).status == 64)
        #expect(try tool.run(anchor + ["--service", "http://127.0.0.1:1", "--batch", "--full"]).status == 64)
        #expect(try tool.run("anchor", "status", "--ledger", "absent.db").status == 66)
        #expect(try tool.run("bundle", "verify", "absent", "--trust", "trust.json").status == 66)
        #expect(try tool.run("bundle", "verify", "trust.json", "--trust", "trust.json").status == 1)
        #expect(try tool.run("receipt", "verify", "trust.json", "--trust", "trust.json").status == 1)
    }

    @Test("a service that signs a second history is stopped, until somebody acknowledges it")
    func secondHistory() throws {
        let scene = try AnchoringScene()
        scene.service.stop()
        let files = FileManager.default
        let (data, kept) = (
            scene.tool.folder.appendingPathComponent("service"),
            scene.tool.folder.appendingPathComponent("kept")
        )
        try files.copyItem(at: data, to: kept)
        let tokens = try scene.tool.read("tokens.txt").split(separator: "\n")
        func anchor(_ token: Int) throws -> CommandLineTool.Outcome {
            try scene.tool.write(String(tokens[token]), to: "one.txt")
            let service = try AnchoringService(scene.tool, "--data", "service", "--accept-any")
            return try scene.tool.run(
                "anchor", "one.txt", "--service", service.url, "--trust", "trust.json", "--ledger",
                "ledger.db")
        }
        #expect(try anchor(0).status == 0)
        // The folder goes back to what it was: the next statement gets the place of the first.
        try files.removeItem(at: data)
        try files.moveItem(at: kept, to: data)
        let second = try anchor(1)
        #expect(second.status == 1)
        #expect(second.errors.contains("has signed two trees that exclude each other"))
        let status = try scene.tool.run("anchor", "status", "--ledger", "ledger.db")
        #expect(status.status == 1)
        #expect(status.output.contains("ALARM: "))
        let alarm = try #require(
            try scene.tool.run("anchor", "status", "--ledger", "ledger.db", "--json").json["alarms"]?.elements
                .first)
        #expect(alarm["trees"]?.elements.map { $0["size"]?.number } == [3, 3])
        let name = try #require(alarm["service"]?.text)
        let acknowledge = ["anchor", "acknowledge", name, "--ledger", "ledger.db"]
        #expect(try scene.tool.run(acknowledge).status == 0)
        #expect(try scene.tool.run(acknowledge).status == 1)
        let after = try scene.tool.run("anchor", "status", "--ledger", "ledger.db")
        #expect(after.status == 2)
        #expect(after.output.contains("acknowledged: "))
    }
}
