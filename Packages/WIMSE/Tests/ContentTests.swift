import ACT
import Claims
import ECT
import Encoding
import HTTPTypes
import Testing
import TestSupport
import TestTokens
import WIMSE

@Suite("Tokens in the content")
struct ContentTests {
    private func tokens() -> [String] {
        let mandate = Scenario.mandate()
        return [
            Scenario.ect(), Scenario.ect(Scenario.agentC, identifier: "550e8400-e29b-41d4-a716-446655440003"),
            Scenario.record(of: mandate), mandate,
        ]
    }

    @Test(
        "a set, a member of a JSON object and params._meta of JSON-RPC carry tokens of all kinds",
        .verifies("ACT#req-act-body-digest"), arguments: 0..<4)
    func carried(_ form: Int) throws {
        var scenario = Scenario()
        scenario.policy.requiresExecutionContext = true
        switch form {
        case 0:
            scenario.fields = [("Content-Type", ExecutionContent.mediaType)]
            scenario.content = try ExecutionContent.set(tokens())
        case 1: scenario.content = try ExecutionContent.add(tokens(), to: Array("{\"a\":1}".utf8))
        case 2:
            scenario.fields = [("Content-Type", "application/vnd.x+json; charset=utf-8")]
            scenario.content = try ExecutionContent.add(
                tokens(), toRPC: Array("{\"jsonrpc\":\"2.0\",\"params\":{\"_meta\":{\"x\":1}}}".utf8))
        default:
            scenario.content = try ExecutionContent.add(tokens(), toRPC: Array("{\"jsonrpc\":\"2.0\"}".utf8))
            scenario.usesProof = true
        }
        let verified = try scenario.run().tokens
        #expect(verified.presented.count == 1 && verified.supporting.count == 1)
        #expect(verified.presentedRecords.count == 1 && verified.mandate == nil)
    }

    @Test(
        "tokens that nothing covers are counted and named, and not used",
        .verifies(
            "ECT#req-ect-http-unbound", "ECT#req-ect-http-body-bound", "ACT#req-act-http-unbound"))
    func unbound() throws {
        var scenario = Scenario()
        scenario.usesProof = true
        scenario.reprove = { $0["oth"] = nil }
        let token = Scenario.ect()
        scenario.content = try ExecutionContent.add([token], to: Array("{}".utf8))
        let verified = try scenario.run()
        #expect(verified.tokens.presented.isEmpty && verified.unbound.count == 1)
        #expect(verified.unbound.hashes == [ContentHash(of: Array(token.utf8))])
        #expect(verified.unbound.fields == [.content])
        #expect(verified.unbound.description.hasPrefix("1 unbound tokens: "))
    }

    @Test("the ancestors of a delegated mandate come in the content, and it too where a mandate is demanded")
    func ancestors() throws {
        let root = Scenario.mandate { draft in
            draft["sub"] = .string(Scenario.agentC.identifier)
            draft["del"] = ["depth": 0, "max_depth": 2, "chain": []]
        }
        let verifier = ACTVerifier(
            trust: Scenario.trust, policy: ACTPolicy(mode: .audit, now: Scenario.date(), audience: []))
        let parent = try verifier.mandate(Array(root.utf8))
        var child = parent.claims
        child.subject = Scenario.agentA.identifier
        child.identifier = try #require(UUIDText("6f9619ff-8b86-4d01-b42d-00cf4fc964aa"))
        let delegated = try ACTIssuer(key: Scenario.agentC.key).delegate(parent, to: child)
        var scenario = Scenario()
        scenario.policy.requiresProvenDelegation = true
        scenario.tokens.mandate = delegated
        #expect(refusal { _ = try scenario.run() }?.code == "act-del-demand")
        scenario.content = try ExecutionContent.add([root], to: Array("{}".utf8))
        #expect(try scenario.run().tokens.mandate?.delegation == .proven)
        scenario.tokens.mandate = nil
        scenario.content = try ExecutionContent.add([delegated, root], to: Array("{}".utf8))
        #expect(try scenario.run().tokens.mandate == nil)
        scenario.policy.requiresMandate = true
        #expect(try scenario.run().tokens.mandate?.claims.identifier == child.identifier)
        scenario.content = try ExecutionContent.add([root, Scenario.mandate()], to: Array("{}".utf8))
        #expect(refusal { _ = try scenario.run() }?.code == "act-http-mandate-single")
    }

    @Test("content of another type, or that can't be read, holds no tokens")
    func ignored() throws {
        for (type, content) in [
            ("text/plain", "{\"execution_context\":[\"?\"]}"), ("application/json", "{"),
            ("application/json", "[]"),
            ("application/json", "{\"execution_context\":[],\"execution_context\":[]}"),
        ] {
            var scenario = Scenario()
            scenario.fields = [("Content-Type", type)]
            scenario.content = Array(content.utf8)
            #expect(try scenario.run().tokens.presented.isEmpty)
        }
        var scenario = Scenario()
        scenario.fields = []
        scenario.content = Array("{\"execution_context\":[\"?\"]}".utf8)
        _ = try scenario.run()
    }

    @Test("what is no token, or no JSON object, is not written")
    func writing() throws {
        let malformed = WIMSEError.binding(.malformed, .content)
        #expect(refusal { _ = try ExecutionContent.set(["?"]) } == malformed)
        #expect(refusal { _ = try ExecutionContent.set(Array(repeating: "a", count: 1025)) } == malformed)
        for content in ["", "[]", "1"] {
            #expect(refusal { _ = try ExecutionContent.add([], to: Array(content.utf8)) } == malformed)
        }
        for content in ["[]", "{\"params\":[]}", "{\"params\":{\"_meta\":1}}"] {
            #expect(refusal { _ = try ExecutionContent.add([], toRPC: Array(content.utf8)) } == malformed)
        }
        var fields = HTTPFields()
        let large = ExecutionTokens(executionContext: [String(repeating: "a", count: 8193)])
        #expect(refusal { try large.write(to: &fields) } == .binding(.tooLarge, .executionContext))
        #expect(
            refusal { try ExecutionTokens(mandate: "a").write(to: &fields) }
                == .binding(.malformed, .actMandate))
        try ExecutionTokens(executionContext: ["a", "b.c.d"], mandate: "a.b.c", records: ["d.e.f"]).write(
            to: &fields)
        let tokens = try UnboundTokens(decoding: fields)
        #expect(tokens.count == 4 && tokens.fields == [.executionContext, .actMandate, .actRecord])
        #expect(fields[.executionContext] == "a, b.c.d")
    }

    @Test("a digest is written as it is read, and content without the algorithm of the field is not taken")
    func digest() throws {
        for algorithm in ContentDigest.Algorithm.allCases {
            let digest = ContentDigest(of: [1, 2], algorithm: algorithm)
            #expect(try ContentDigest(parsing: Array(digest.fieldValue.utf8)) == digest)
            try digest.check(MessageContent([1, 2]))
            #expect(refusal { try digest.check(MessageContent([1])) } == .content(.digestMismatch))
        }
        var other = ContentDigester(algorithms: [.sha512], keeping: 0)
        other.update([1])
        let streamed = other.finish()
        #expect(
            refusal { try ContentDigest(of: []).check(streamed) } == .content(.notDigested))
        var request = Scenario().unsigned
        var digester = ContentDigester(algorithms: [.sha512], keeping: 0)
        digester.update([1])
        let content = digester.finish()
        let signer = try RequestSigner(
            identityToken: Scenario.text(Scenario.identityToken(of: Scenario.agentA)),
            key: Scenario.agentA.key)
        #expect(
            refusal { _ = try signer.sign(&request, content: content, at: Scenario.date()) }
                == .content(.notDigested))
        for fault in ContentFault.allCases { #expect(!fault.description.isEmpty) }
        for fault in BindingFault.allCases {
            for field in TokenField.allCases {
                #expect(!WIMSEError.binding(fault, field).description.isEmpty)
            }
        }
    }
}
