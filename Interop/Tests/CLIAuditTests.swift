import Encoding
import Foundation
import Testing

@Suite("actect audit")
struct CLIAuditTests {
    @Test("a complete workflow ends with status 0 and says so")
    func complete() throws {
        let sample = try SampleWorkflow()
        let run = try sample.tool.run("audit", "tokens.txt", "--trust", "trust.json", "--ledger", "ledger.db")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.isEmpty, "no progress where there is no terminal")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.last == "verdict: complete")
        #expect(lines.contains("tokens: 6 (6 unproven)"))
        #expect(lines.contains("graph: complete, 6 records"))
        #expect(lines.contains { $0.hasPrefix("ledger: 6 entries, root ") })
        #expect(lines[1].hasPrefix("line 2  ect  \(SampleWorkflow.jti(2))"))
    }

    @Test("the JSON report has everything, under the names that are documented")
    func json() throws {
        let sample = try SampleWorkflow()
        let run = try sample.tool.run(
            "audit", "tokens.txt", "--trust", "trust.json", "--ledger", "ledger.db", "--json")
        let report = try run.json
        #expect(report.names == ["verdict", "tokens", "counts", "tainted", "graph", "ledger", "entries"])
        #expect(report["verdict"]?.text == "complete")
        #expect(report["counts"]?["unproven"]?.number == 6)
        #expect(report["graph"]?.names == ["verdict", "records", "from_ledger", "invalid", "missing"])
        #expect(report["ledger"]?["size"]?.number == 6)
        let entry = try #require(report["entries"]?.elements.first)
        #expect(
            entry.names == [
                "line", "kind", "jti", "wid", "signer", "action", "level", "time", "finding", "seq",
            ])
        #expect(entry["signer"]?.text == "https://alice.example")
        #expect(entry["level"]?.text == "L2")
        #expect(entry["seq"]?.number == 0)
    }

    @Test("a forged token is refused with its line, requirement and sentence, and what it was for is missing")
    func forged() throws {
        let sample = try SampleWorkflow()
        var tokens = sample.tokens
        tokens[1] = SampleWorkflow.forged(tokens[1])
        try sample.tool.write(tokens.joined(separator: "\n"), to: "forged.txt")
        let run = try sample.tool.run("audit", "forged.txt", "--trust", "trust.json")
        #expect(run.status == 1)
        #expect(
            run.output.contains(
                "REFUSED ect-signature [ECT#req-ect-signature]: the signature does not verify"))
        #expect(run.output.contains("missing: \(SampleWorkflow.jti(2)), named by \(SampleWorkflow.jti(4))"))
        #expect(run.output.hasSuffix("verdict: invalid\n"))
    }

    @Test("standard input, from a file or a pipe, gives the same report as the file")
    func standardInput() throws {
        let sample = try SampleWorkflow()
        let file = try sample.tool.run("audit", "tokens.txt", "--trust", "trust.json", "--json")
        let redirected = try sample.tool.run(
            "audit", "-", "--trust", "trust.json", "--json", input: sample.tool.read("tokens.txt"))
        #expect(redirected.status == 0)
        #expect(redirected.output == file.output)
    }

    @Test("parts of a workflow are incomplete until the ledger has the rest")
    func parts() throws {
        let sample = try SampleWorkflow()
        let audit = ["--trust", "trust.json", "--ledger", "ledger.db", "--json"]
        let last = try sample.tool.run(
            ["audit", "-"] + audit, input: sample.tokens[3...].joined(separator: "\n"))
        #expect(last.status == 2)
        #expect(
            try last.json["graph"]?["missing"]?.elements.map { $0["id"]?.text }
                == [SampleWorkflow.jti(2), SampleWorkflow.jti(3)])
        let first = try sample.tool.run(
            ["audit", "-"] + audit, input: sample.tokens[..<3].joined(separator: "\n"))
        #expect(first.status == 0)
        #expect(try first.json["graph"]?["from_ledger"]?.number == 3)
    }

    @Test("a larger set than is listed shows only what needs attention, and says so")
    func longSets() throws {
        let sample = try SampleWorkflow()
        try sample.tool.write(SampleWorkflow.jti(3) + "\n", to: "revoked.txt")
        let run = try sample.tool.run(
            "audit", "tokens.txt", "--trust", "trust.json", "--max-listed", "3", "--revoked", "revoked.txt")
        #expect(run.output.hasPrefix("6 tokens: only what needs attention is listed"))
        #expect(run.output.contains("… 1 more lines"))
        #expect(run.output.contains("tainted: 4"))
        #expect(!run.output.contains("search.web"))
    }

    @Test("an empty set proves nothing")
    func empty() throws {
        let sample = try SampleWorkflow()
        #expect(try sample.tool.run("audit", "-", "--trust", "trust.json").status == 2)
    }

    @Test("demands are enforced: authority, audience, level")
    func demands() throws {
        let sample = try SampleWorkflow()
        let audit = ["audit", "tokens.txt", "--trust", "trust.json"]
        #expect(try sample.tool.run(audit + ["--require", "authorized"]).status == 1)
        #expect(try sample.tool.run(audit + ["--audience", "https://other.example"]).status == 1)
        #expect(try sample.tool.run(audit + ["--audience", "https://auditor.example"]).status == 0)
        #expect(try sample.tool.run(audit + ["--minimum-level", "L3"]).status == 1)
        #expect(try sample.tool.run(audit + ["--minimum-level", "L4"]).status == 64)
    }

    @Test("what can't be carried out has a status of its own")
    func failures() throws {
        let sample = try SampleWorkflow()
        let absent = try sample.tool.run("audit", "absent.txt", "--trust", "trust.json")
        #expect(absent.status == 66)
        #expect(absent.errors.hasPrefix("actect: absent.txt can't be read"))
        #expect(try sample.tool.run("audit", "tokens.txt", "--trust", "absent.json").status == 66)
        #expect(try sample.tool.run("audit", "tokens.txt", "--trust", "tokens.txt").status == 65)
        #expect(
            try sample.tool.run("audit", "tokens.txt", "--trust", "trust.json", "--ledger", "trust.json")
                .status == 65)
        #expect(try sample.tool.run("audit", "tokens.txt").status == 64)
        #expect(
            try sample.tool.run(
                "audit", "tokens.txt", "--trust", "trust.json", "--report", "absent/page.html"
            ).status == 73)
    }

    @Test("the page is written as a whole, and says what the command says")
    func page() throws {
        let sample = try SampleWorkflow()
        try sample.tool.run("audit", "tokens.txt", "--trust", "trust.json", "--report", "page.html")
        let page = try sample.tool.read("page.html")
        #expect(page.hasPrefix("<!DOCTYPE html>"))
        #expect(page.hasSuffix("</html>\n"))
        #expect(page.contains("<strong>complete</strong>"))
        #expect(page.contains("search.web"))
    }
}
