import Encoding
import Foundation
import TestSupport
import Testing

@Suite("actect dag")
struct CLIGraphTests {
    @Test("verify judges the graph of what verifies, and says when nothing was verified")
    func verify() throws {
        let sample = try SampleWorkflow()
        let trusted = try sample.tool.run("dag", "verify", "tokens.txt", "--trust", "trust.json")
        #expect(trusted.status == 0)
        #expect(trusted.output == "graph: complete, 6 records\n")
        let unverified = try sample.tool.run("dag", "verify", "tokens.txt", "--unverified")
        #expect(unverified.status == 0)
        #expect(unverified.output == "graph: complete, 6 records, UNVERIFIED\n")
        #expect(unverified.errors.contains("UNVERIFIED: no signature was checked"))
        #expect(try sample.tool.run("dag", "verify", "tokens.txt").status == 64)
        #expect(
            try sample.tool.run("dag", "verify", "tokens.txt", "--unverified", "--trust", "trust.json").status
                == 64)
    }

    @Test("a token that does not verify is left out, named, and spoils the verdict")
    func leftOut() throws {
        let sample = try SampleWorkflow()
        let tokens = sample.tokens.dropLast() + [SampleWorkflow.forged(sample.tokens[5])]
        let input = tokens.joined(separator: "\n")
        let run = try sample.tool.run("dag", "verify", "-", "--trust", "trust.json", "--json", input: input)
        #expect(run.status == 1)
        #expect(run.errors.contains("line 6 left out: ect-signature"))
        #expect(try run.json["left_out"]?.number == 1)
        #expect(try run.json["records"]?.number == 5)
        #expect(try sample.tool.run("dag", "verify", "-", "--unverified", input: input).status == 0)
        #expect(try sample.tool.run("dag", "verify", "-", "--unverified", input: "a.b.c").status == 1)
    }

    @Test("a missing predecessor is named with who named it")
    func missing() throws {
        let sample = try SampleWorkflow()
        let run = try sample.tool.run(
            "dag", "verify", "-", "--trust", "trust.json", input: sample.tokens[4...].joined(separator: "\n"))
        #expect(run.status == 2)
        #expect(
            run.output
                == "missing: \(SampleWorkflow.jti(4)), named by \(SampleWorkflow.jti(5))\ngraph: incomplete, 2 records\n"
        )
    }

    @Test("the tree shows fork and join, each record once")
    func tree() throws {
        let sample = try SampleWorkflow()
        let run = try sample.tool.run("dag", "show", "tokens.txt", "--trust", "trust.json")
        #expect(run.status == 0)
        #expect(
            run.output == """
                [1] plan · https://alice.example · L2
                ├─ [2] search.web · https://bob.example · L2
                │  ↓ [4] summarise · https://bob.example · L2 · after [2] [3]
                │  ↓ [5] review · https://alice.example · L2
                │  ↓ [6] publish · https://bob.example · L2
                └─ [3] search.db · https://alice.example · L2
                   ↓ see [4]
                graph: complete, 6 records

                """)
    }

    @Test("a cycle is drawn and ends")
    func cycle() throws {
        let sample = try SampleWorkflow()
        let tokens = try [
            SampleWorkflow.token(sample.tool, 7, by: "alice", "egg", after: [8]),
            SampleWorkflow.token(sample.tool, 8, by: "bob", "hen", after: [7]),
        ].joined(separator: "\n")
        let run = try sample.tool.run("dag", "show", "-", "--trust", "trust.json", input: tokens)
        #expect(
            run.output == """
                [1] egg · https://alice.example · L2 · FAILS acyclic against [2]
                ↓ [2] hen · https://bob.example · L2 · FAILS acyclic against [1]
                ↓ see [1]
                graph: invalid, 2 records

                """)
    }

    @Test("a hostile action name stays within the quotes of dot and Mermaid, and off the terminal")
    func hostileNames() throws {
        let sample = try SampleWorkflow()
        let action = "a\"];\\ x -> y;\u{1B}[2J&lt;%%{`<b>\nend"
        let token = try SampleWorkflow.token(sample.tool, 7, by: "alice", action)
        let dot = try sample.tool.run(
            "dag", "show", "-", "--trust", "trust.json", "--format", "dot", input: token)
        #expect(
            dot.output.contains(#"  n0 [label="a\"];\\ x -> y;\\u{1b}[2J&amp;lt;%%{`<b>\\u{a}end\nhttps"#))
        let mermaid = try sample.tool.run(
            "dag", "show", "-", "--trust", "trust.json", "--format", "mermaid", input: token)
        let node = try #require(mermaid.output.split(separator: "\n").first { $0.hasPrefix("  n0[") })
        #expect(node.count { $0 == "\"" } == 2)
        for mark in ["`", "%%", "<b>", "&", "\\"] { #expect(!node.contains(mark)) }
        let tree = try sample.tool.run("dag", "show", "-", "--trust", "trust.json", input: token)
        #expect(!tree.output.contains("\u{1B}"))
        #expect(tree.output.split(separator: "\n").count == 2)
    }

    @Test("the drawing for machines has nodes with their edges")
    func json() throws {
        let sample = try SampleWorkflow()
        let drawing = try sample.tool.run("dag", "show", "tokens.txt", "--trust", "trust.json", "--json").json
        let nodes = try #require(drawing["nodes"]?.elements)
        #expect(nodes.count == 6)
        #expect(
            nodes[3].names
                == ["jti", "wid", "action", "signer", "level", "time", "pred", "missing", "check"])
        #expect(nodes[3]["pred"]?.elements.map(\.text) == [SampleWorkflow.jti(2), SampleWorkflow.jti(3)])
    }

    @Test(
        "taint follows a refused record downstream: where tokens are verified, and where they are only read",
        .verifies("ACT#req-act-dag-taint"),
        arguments: [["--trust", "trust.json"], ["--unverified"]])
    func taintOfRefused(trust: [String]) throws {
        let sample = try SampleWorkflow()
        let tokens = try [
            SampleWorkflow.token(sample.tool, 7, by: "alice", "egg", after: [8]),
            SampleWorkflow.token(sample.tool, 8, by: "bob", "hen", after: [7]),
            SampleWorkflow.token(sample.tool, 9, by: "bob", "soup", after: [7]),
        ].joined(separator: "\n")
        let run = try sample.tool.run(["dag", "taint", "-", "--json"] + trust, input: tokens)
        #expect(run.status == 1)
        let tainted = try #require(try run.json["tainted"]?.elements)
        #expect(tainted.map { $0["jti"]?.text } == [7, 8, 9].map(SampleWorkflow.jti))
        #expect(tainted.map { $0["reason"]?.text } == ["refused", "refused", "predecessor"])
        let tree = try sample.tool.run(["dag", "show", "-"] + trust, input: tokens)
        #expect(tree.output.split(separator: "\n").count { $0.hasSuffix(" · TAINTED") } == 1)
    }

    @Test("taint follows a revoked record downstream, and only there")
    func taint() throws {
        let sample = try SampleWorkflow()
        let run = try sample.tool.run(
            "dag", "taint", "tokens.txt", "--trust", "trust.json", "--json", "--revoked",
            SampleWorkflow.jti(3))
        #expect(run.status == 1)
        let tainted = try #require(try run.json["tainted"]?.elements)
        #expect(tainted.map { $0["jti"]?.text } == [3, 4, 5, 6].map(SampleWorkflow.jti))
        #expect(
            tainted.map { $0["reason"]?.text } == ["revoked", "predecessor", "predecessor", "predecessor"])
        #expect(tainted[1]["of"]?.text == SampleWorkflow.jti(3))
        let none = try sample.tool.run("dag", "taint", "tokens.txt", "--trust", "trust.json")
        #expect(none.status == 0)
        #expect(none.output == "tainted: 0 of 6 records\n")
    }
}
