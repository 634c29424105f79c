import Encoding
import Foundation
import Testing

@Suite("actect import and actect demo")
struct CLIImportTests {
    @Test("a log of messages becomes tokens that verify, with keys of mode 0600 and a trust file")
    func messages() throws {
        let tool = try CommandLineTool()
        try tool.write(#"[{"role":"a","content":"x"},{"role":"b","content":"y"}]"#, to: "log.json")
        let run = try tool.run(
            "import", "messages", "log.json", "--out", "tokens.txt", "--keys", "keys", "--trust",
            "trust.json",
            "--json")
        #expect(run.status == 0, "\(run.errors)")
        let summary = try run.json
        #expect(
            summary.names == [
                "records", "joins", "workflows", "agents", "keys_made", "references", "missing",
            ])
        #expect(summary["records"]?.number == 2)
        #expect(summary["references"]?.number == 1)
        let attributes = try FileManager.default.attributesOfItem(
            atPath: tool.folder.appendingPathComponent("keys/a.jwk").path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try tool.run("verify", "tokens.txt", "--trust", "trust.json").status == 0)
    }

    @Test("a malformed file ends with status 65, its place and what was expected, and leaves nothing")
    func malformed() throws {
        let tool = try CommandLineTool()
        try tool.write("[{\"role\":\"a\",\"content\":\"x\"},\n {\"role\":1}]", to: "log.json")
        let run = try tool.run(
            "import", "messages", "log.json", "--out", "tokens.txt", "--keys", "keys", "--trust",
            "trust.json",
            "--json")
        #expect(run.status == 65)
        #expect(
            run.errors == """
                actect: log.json: line 2, column 10 (octet 38, "/1/role"): expected a string that is not empty

                """)
        #expect(try run.json["pointer"]?.text == "/1/role")
        #expect(try FileManager.default.contentsOfDirectory(atPath: tool.folder.path) == ["log.json"])
    }

    @Test("the input may come from standard input")
    func standardInput() throws {
        let tool = try CommandLineTool()
        let run = try tool.run(
            "import", "messages", "-", "--out", "t", "--keys", "k", "--trust", "f", "--alg", "EdDSA",
            "--trust-domain", "example.org", "--audience", "urn:x", "--now", "1700000000",
            input: #"[{"role":"a","content":"x"}]"#)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output == "records 1, agents 1, workflows 1, keys made 1\n")
        #expect(try tool.read("f").contains("spiffe://example.org/agent/a"))
        let verified = try tool.run("verify", "t", "--trust", "f", "--audience", "urn:x")
        #expect(verified.status == 0)
    }

    @Test(
        "options that are wrong end with status 64, a file that is not there with 66",
        arguments: [
            (["--trust-domain", "A"], 64), (["--alg", "HS256"], 64), (["--now", "-1"], 64),
            (["--audience", ""], 64), ([], 66),
        ])
    func usage(options: [String], status: Int) throws {
        let tool = try CommandLineTool()
        let arguments = ["import", "otlp", "none.json", "--out", "t", "--keys", "k", "--trust", "f"]
        #expect(try Int(tool.run(arguments + options).status) == status)
        #expect(try FileManager.default.contentsOfDirectory(atPath: tool.folder.path) == [])
    }

    @Test("the demo finds everything as it must be, and leaves what it made")
    func demo() throws {
        let tool = try CommandLineTool()
        let run = try tool.run("demo", "d")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.hasSuffix("Everything was found as it must be.\n"))
        let description = try JSONDocument(parsing: Array(tool.read("d/workflow.json").utf8)).root.value
        #expect(description["tokens"]?.elements.count == 10)
        let attacks = try #require(description["attacks"]?.elements)
        #expect(
            attacks.compactMap { $0["verdict"]?.text } == ["invalid", "incomplete", "invalid", "invalid"])
        for attack in attacks {
            let file = try #require(attack["file"]?.text)
            let verified = try tool.run("verify", "d/\(file)", "--trust", "d/trust.json")
            #expect(verified.status == (attack["verdict"]?.text == "invalid" ? 1 : 0))
        }
        #expect(try tool.run("demo", "d", "--json").jsonLines.last?["as_expected"] == true)
    }
}
