import Encoding
import Foundation
import SCITT
import Testing

@Suite("actect bundle")
struct CLIBundleTests {
    /// The octets of a file of the scene.
    private func octets(_ scene: AnchoringScene, _ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: scene.tool.folder.appendingPathComponent(name)))
    }

    @Test(
        "a bundle of anchored records verifies offline, each at L3", arguments: [[], ["--batch"], ["--full"]])
    func whole(options: [String]) throws {
        let scene = try AnchoringScene()
        let anchored = try scene.tool.run(
            [
                "anchor", "tokens.txt", "--service", scene.service.url, "--trust", "trust.json", "--ledger",
                "ledger.db",
            ] + options)
        #expect(anchored.status == 0, "\(anchored.output)\(anchored.errors)")
        scene.service.stop()
        let made = try scene.tool.run(
            "bundle", "make", "e.bundle", "--ledger", "ledger.db", "--trust", "trust.json")
        #expect(made.status == 0, "\(made.errors)")
        #expect(made.output == "e.bundle: 6 tokens, 6 of them with receipts\n")
        let run = try scene.tool.run("bundle", "verify", "e.bundle", "--trust", "trust.json")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(run.output.contains("tokens: 6, 6 anchored, 0 refused; records: 6 at L3"))
        #expect(run.output.hasSuffix("verdict: complete\n"))
        let lines = try scene.tool.run("bundle", "verify", "e.bundle", "--trust", "trust.json", "--json")
            .jsonLines
        #expect(lines.dropLast().map { $0["level"]?.text } == Array(repeating: "L3", count: 6))
        #expect(lines.last?["same_policy"] == true)
        #expect(
            try scene.tool.run(
                "bundle", "verify", "e.bundle", "--trust", "trust.json", "--minimum-level", "L3",
                "--require-anchors"
            ).status == 0)
        let words = try scene.tool.run("bundle", "explain", "e.bundle", "--trust", "trust.json")
        #expect(words.status == 0)
        #expect(words.output.contains("Of 6 tokens, 6 are anchored and 0 are refused."))
    }

    @Test("no octet of a bundle can be changed")
    func flipped() throws {
        let scene = try AnchoringScene()
        try scene.anchor("--batch")
        try scene.tool.run("bundle", "make", "e.bundle", "--ledger", "ledger.db", "--trust", "trust.json")
        let whole = try octets(scene, "e.bundle")
        var accepted: [Int] = []
        for at in stride(from: 0, to: whole.count, by: 61) {
            var flipped = whole
            flipped[at] ^= 0x10
            try Data(flipped).write(to: scene.tool.folder.appendingPathComponent("flipped"))
            let run = try scene.tool.run("bundle", "verify", "flipped", "--trust", "trust.json")
            if run.status != 1 { accepted.append(at) }
        }
        #expect(accepted == [])
        try Data(whole.dropLast()).write(to: scene.tool.folder.appendingPathComponent("cut"))
        let cut = try scene.tool.run("bundle", "verify", "cut", "--trust", "trust.json")
        #expect(cut.status == 1)
        #expect(cut.errors.contains("[ACT#req-act-bundle-cbor]"))
    }

    @Test("a record whose append is pending is at L2, and is said to be")
    func pending() throws {
        let scene = try AnchoringScene()
        let tokens = try scene.tool.read("tokens.txt").split(separator: "\n")
        try scene.tool.write(tokens[..<4].joined(separator: "\n"), to: "first.txt")
        #expect(try scene.anchor(tokens: "first.txt").status == 0)
        scene.service.stop()
        #expect(try scene.anchor("--no-wait").status == 2)
        let made = try scene.tool.run("bundle", "make", "e.bundle", "--ledger", "ledger.db")
        #expect(made.status == 2)
        #expect(made.output.contains("6 tokens, 4 of them with receipts"))
        let run = try scene.tool.run("bundle", "verify", "e.bundle", "--trust", "trust.json")
        #expect(run.status == 0)
        #expect(run.output.contains("records: 4 at L3, 2 at L2"))
        let strict = try scene.tool.run(
            "bundle", "verify", "e.bundle", "--trust", "trust.json", "--minimum-level", "L3")
        #expect(strict.status == 1)
        #expect(strict.output.contains("ECT#req-ect-minimum-level"))
        #expect(
            try scene.tool.run("bundle", "verify", "e.bundle", "--trust", "trust.json", "--require-anchors")
                .status == 1)
    }

    @Test("an extract has one record with its path, and nothing of the others")
    func extract() throws {
        let scene = try AnchoringScene()
        try scene.anchor("--batch")
        try scene.tool.run("bundle", "make", "e.bundle", "--ledger", "ledger.db")
        let jti = SampleWorkflow.jti(1)
        let run = try scene.tool.run("bundle", "extract", "e.bundle", "--jti", jti, "--out", "one.bundle")
        #expect(run.status == 0, "\(run.errors)")
        let verified = try scene.tool.run("bundle", "verify", "one.bundle", "--trust", "trust.json")
        #expect(verified.status == 0, "\(verified.output)")
        #expect(verified.output.contains("tokens: 1, 1 anchored, 0 refused; records: 1 at L3"))
        let tokens = try scene.tool.run("bundle", "extract", "one.bundle", "--as-tokens").output
        #expect(tokens == (try scene.tool.read("tokens.txt").prefix { $0 != "\n" }) + "\n")
        let json = try scene.tool.run("bundle", "extract", "e.bundle", "--as-json")
        #expect(try json.json["tokens"]?.elements.count == 6)
        let last = try scene.tool.run(
            "bundle", "extract", "e.bundle", "--jti", SampleWorkflow.jti(6), "--out", "last.bundle")
        #expect(last.status == 0)
        #expect(try scene.tool.run("bundle", "verify", "last.bundle", "--trust", "trust.json").status == 2)
        #expect(
            try scene.tool.run("bundle", "extract", "e.bundle", "--jti", "absent", "--out", "x").status == 1)
    }

    @Test("a token that is more than a line, or that a terminal would act on, is not printed")
    func printedTokens() throws {
        let tool = try CommandLineTool()
        for text in ["\n", "\u{1B}[2J", "\u{9B}2J"] {
            var writer = BundleWriter()
            try writer.add(Array((String(repeating: "A", count: 64) + text).utf8))
            try Data(writer.encode()).write(to: tool.folder.appendingPathComponent("e.bundle"))
            let run = try tool.run("bundle", "extract", "e.bundle", "--as-tokens")
            #expect(run.status == 1)
            #expect(run.output.isEmpty)
        }
    }

    @Test("a bundle can be made of a token set, and of one workflow of a ledger")
    func sources() throws {
        let scene = try AnchoringScene()
        try scene.anchor()
        let ofSet = try scene.tool.run(
            "bundle", "make", "set.bundle", "--tokens", "tokens.txt", "--outbox", "ledger.db.outbox")
        #expect(ofSet.status == 0, "\(ofSet.errors)")
        try scene.tool.run(
            "bundle", "make", "wid.bundle", "--ledger", "ledger.db", "--wid", SampleWorkflow.wid)
        #expect(try octets(scene, "set.bundle") == octets(scene, "wid.bundle"))
        #expect(
            try scene.tool.run("bundle", "make", "no.bundle", "--ledger", "ledger.db", "--wid", "absent")
                .status == 65)
    }

    @Test("a batch of several thousand records is one statement, and each keeps its path")
    func thousands() throws {
        let scene = try AnchoringScene()
        let messages = (0..<3000).map { "{\"role\":\"a\",\"content\":\"\($0)\"}" }.joined(separator: ",")
        try scene.tool.write("[\(messages)]", to: "log.json")
        try scene.tool.run(
            "import", "messages", "log.json", "--out", "many.txt", "--keys", "keys", "--trust", "trust.json")
        let run = try scene.anchor("--batch", tokens: "many.txt")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(run.output.hasSuffix("anchored: 3000 of 3000 records\n"))
        #expect(try scene.registered() == 1)
        try scene.tool.run("bundle", "make", "e.bundle", "--ledger", "ledger.db")
        let verified = try scene.tool.run("bundle", "verify", "e.bundle", "--trust", "trust.json")
        #expect(verified.status == 0)
        #expect(verified.output.contains("tokens: 3000, 3000 anchored, 0 refused; records: 3000 at L3"))
        // One more: what is anchored stays as it is, and the new one is a batch of its own.
        let tokens = try scene.tool.read("tokens.txt").prefix { $0 != "\n" }
        try scene.tool.write(try scene.tool.read("many.txt") + tokens, to: "more.txt")
        #expect(try scene.anchor("--batch", tokens: "more.txt").output.contains("statements: 1 new"))
        #expect(try scene.registered() == 2)
    }
}
