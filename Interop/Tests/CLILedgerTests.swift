import Encoding
import Foundation
import Testing

@Suite("actect ledger")
struct CLILedgerTests {
    @Test("tokens are verified, appended once, and come out again as they were")
    func appendAndExport() throws {
        let sample = try SampleWorkflow()
        let append = ["ledger", "append", "l.db", "tokens.txt", "--trust", "trust.json"]
        let first = try sample.tool.run(append)
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output == "appended: 6, there already: 0, refused: 0\n")
        let again = try sample.tool.run(append + ["--json"]).jsonLines
        #expect(again.map { $0["seq"]?.number } == [0, 1, 2, 3, 4, 5])
        #expect(again.allSatisfy { $0["new"] == .boolean(false) })
        #expect(try sample.tool.run("ledger", "export", "l.db").output == sample.tool.read("tokens.txt"))
        let entries = try sample.tool.run("ledger", "export", "l.db", "--json").jsonLines
        #expect(entries.map { $0["token"]?.text } == sample.tokens)
        #expect(entries[0].names == ["seq", "kind", "wid", "jti", "iss", "recorded", "token"])
    }

    @Test("what does not verify, and a second token of one name, is refused with its line")
    func refusals() throws {
        let sample = try SampleWorkflow()
        let other = try SampleWorkflow.token(sample.tool, 1, by: "bob", "other")
        let run = try sample.tool.run(
            "ledger", "append", "l.db", "-", "--trust", "trust.json",
            input: [sample.tokens[0], SampleWorkflow.forged(sample.tokens[1]), other].joined(separator: "\n"))
        #expect(run.status == 1)
        #expect(run.output.contains("line 2  REFUSED ect-signature [ECT#req-ect-signature]"))
        #expect(run.output.contains("line 3  REFUSED ledger-duplicate"))
        #expect(run.output.hasSuffix("appended: 1, there already: 0, refused: 2\n"))
    }

    @Test("entries are listed and found by place, jti and workflow")
    func listAndGet() throws {
        let sample = try SampleWorkflow()
        try sample.tool.run("ledger", "append", "l.db", "tokens.txt", "--trust", "trust.json")
        let list = try sample.tool.run("ledger", "list", "l.db", "--json", "--from", "2", "--limit", "3")
            .jsonLines
        #expect(list.map { $0["seq"]?.number } == [2, 3, 4])
        #expect(list[0].names == ["seq", "kind", "wid", "jti", "iss", "recorded"])
        #expect(try sample.tool.run("ledger", "list", "l.db").output.split(separator: "\n").count == 6)
        let byName = try sample.tool.run("ledger", "list", "l.db", "--json", "--jti", SampleWorkflow.jti(5))
        #expect(try byName.jsonLines.map { $0["seq"]?.number } == [4])
        #expect(
            try sample.tool.run("ledger", "list", "l.db", "--wid", SampleWorkflow.wid).output
                .split(separator: "\n").count == 6)
        #expect(try sample.tool.run("ledger", "list", "l.db", "--wid", SampleWorkflow.jti(1)).output.isEmpty)
        #expect(try sample.tool.run("ledger", "get", "l.db", "3").output == sample.tokens[3] + "\n")
        #expect(
            try sample.tool.run("ledger", "get", "l.db", SampleWorkflow.jti(2)).output == sample.tokens[1]
                + "\n")
        for name in ["6", SampleWorkflow.jti(9), "nothing"] {
            let absent = try sample.tool.run("ledger", "get", "l.db", name)
            #expect(absent.status == 1)
            #expect(absent.output.isEmpty)
        }
    }

    @Test("an intact ledger verifies, an edited octet is named")
    func verify() throws {
        let sample = try SampleWorkflow()
        try sample.tool.run("ledger", "append", "l.db", "tokens.txt", "--trust", "trust.json")
        let intact = try sample.tool.run("ledger", "verify", "l.db", "--json")
        #expect(intact.status == 0)
        #expect(
            try intact.json.names
                == ["intact", "entries", "root", "checkpoints", "anchored", "faults", "faults_omitted"])
        #expect(try intact.json["entries"]?.number == 6)

        let path = sample.tool.folder.appendingPathComponent("l.db")
        var octets = try Data(contentsOf: path)
        let place = try #require(octets.range(of: Data(sample.tokens[2].utf8)))
        octets[place.upperBound - 10] ^= 1
        try octets.write(to: path)
        let edited = try sample.tool.run("ledger", "verify", "l.db")
        #expect(edited.status == 1)
        #expect(edited.output.contains("FAULT ledger-entry-edited: the token of entry 2 was edited"))
        #expect(edited.output.contains("verdict: NOT INTACT"))
    }

    @Test("a checkpoint that was kept elsewhere finds a ledger that was replaced")
    func checkpoint() throws {
        let sample = try SampleWorkflow()
        try sample.tool.run("ledger", "append", "l.db", "tokens.txt", "--trust", "trust.json")
        let signed = try sample.tool.run(
            "ledger", "checkpoint", "l.db", "--key", "bob.jwk", "--origin", "log.example/l", "--out", "cp",
            "--json")
        #expect(signed.status == 0, "\(signed.errors)")
        #expect(try signed.json["note"]?.text == sample.tool.read("cp"))
        #expect(try sample.tool.read("cp").hasPrefix("log.example/l\n6\n"))
        let key = try #require(try signed.json["verifier_key"]?.text)
        let check = ["--checkpoint", "cp", "--checkpoint-key", key]
        let kept = try sample.tool.run(["ledger", "verify", "l.db"] + check)
        #expect(kept.status == 0)
        #expect(kept.output.contains("compared with the given checkpoint"))

        try sample.tool.run(
            "ledger", "append", "other.db", "-", "--trust", "trust.json",
            input: sample.tokens.reversed().joined(separator: "\n"))
        let replaced = try sample.tool.run(["ledger", "verify", "other.db"] + check)
        #expect(replaced.status == 1)
        #expect(replaced.output.contains("ledger-anchor-mismatch"))

        try sample.tool.write(
            sample.tool.read("cp").replacingOccurrences(of: "\n6\n", with: "\n5\n"), to: "forged")
        #expect(
            try sample.tool.run(
                "ledger", "verify", "l.db", "--checkpoint", "forged", "--checkpoint-key", key
            ).status == 65)
        #expect(try sample.tool.run("ledger", "verify", "l.db", "--checkpoint", "cp").status == 64)
        #expect(
            try sample.tool.run(
                "ledger", "checkpoint", "l.db", "--key", "alice.jwk", "--origin", "log.example/l"
            )
            .status == 65)
    }

    @Test("a file that is not there, or is something else, has a status of its own and stays as it was")
    func otherFiles() throws {
        let sample = try SampleWorkflow()
        #expect(try sample.tool.run("ledger", "verify", "absent.db").status == 66)
        let before = try sample.tool.read("trust.json")
        #expect(try sample.tool.run("ledger", "list", "trust.json").status == 65)
        #expect(
            try sample.tool.run("ledger", "append", "trust.json", "tokens.txt", "--trust", "trust.json")
                .status
                == 65)
        #expect(try sample.tool.read("trust.json") == before)
    }
}
