import Encoding
import Foundation
import Testing

@Suite("actect http")
struct CLIHTTPTests {
    private let tool: CommandLineTool
    private static let url = "https://b.example/review?depth=2"
    private static let audience = "https://b.example/review"

    /// A trust domain, a workload of it with its WIT, and an ECT of the workload.
    init() throws {
        tool = try CommandLineTool()
        for name in ["domain", "a", "other"] {
            try tool.run("key", "new", "--alg", "ES256", "--kid", name, "--out", "\(name).jwk")
        }
        try tool.run(
            "trust", "add", "--trust", "trust.json", "--id", "spiffe://example.com", "--key", "domain.jwk")
        let identity = try tool.run(
            "http", "identity", "--key", "domain.jwk", "--subject", "spiffe://example.com/a", "--public",
            "a.jwk")
        #expect(identity.status == 0, "\(identity.errors)")
        try tool.write(identity.output, to: "a.wit")
    }

    private func sign(_ more: String...) throws -> CommandLineTool.Outcome {
        try tool.run(
            ["http", "sign", Self.url, "-H", "Content-Type: application/json", "-d", "{\"a\":1}"]
                + ["--wit", "a.wit", "--key", "a.jwk"] + more)
    }

    private func verify(_ request: String, _ more: String...) throws -> CommandLineTool.Outcome {
        try tool.run(
            ["http", "verify", "--file", "-", "--trust", "trust.json", "--audience", Self.audience] + more,
            input: request)
    }

    @Test("what is signed is explained and verifies, by a signature or a proof token")
    func roundTrip() throws {
        for proof in ["signature", "wpt"] {
            let signed = try sign("--proof", proof)
            #expect(signed.status == 0, "\(signed.errors)")
            #expect(signed.output.hasPrefix("POST /review?depth=2 HTTP/1.1\r\nHost: b.example\r\n"))
            #expect(signed.output.contains("\r\nContent-Length: 7\r\n"))
            for text in [signed.output, signed.output.replacingOccurrences(of: "\r\n", with: "\n")] {
                let verified = try verify(text)
                #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
                #expect(verified.output.hasPrefix("verified: from spiffe://example.com/a"))
            }
            let json = try verify(signed.output, "--json").json
            #expect(json["ok"] == true && json["workload"] == "spiffe://example.com/a")
        }
        let explained = try tool.run("http", "explain", "--file", "-", input: try sign().output)
        #expect(explained.status == 0)
        for line in ["\"@method\": POST", "\"@path\": /review", "\"@query\": ?depth=2"] {
            #expect(explained.output.contains("\n    \(line)\n"))
        }
        #expect(explained.output.contains("\n    \"@signature-params\": (\"@method\" \"@path\" "))
        #expect(explained.output.contains("Content-Digest is that of the content"))
    }

    @Test("the fields alone are what another client needs to send the same request")
    func fields() throws {
        let fields = try sign("--fields").output
        #expect(!fields.contains("\r") && !fields.contains("Host:") && !fields.contains("Content-Length:"))
        let verified = try verify("POST /review?depth=2 HTTP/1.1\nHost: b.example\n\(fields)\n{\"a\":1}")
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
        let other = try tool.run("http", "sign", Self.url, "--wit", "a.wit", "--key", "other.jwk")
        #expect(other.status == 65 && other.errors == "actect: other.jwk is not the key that a.wit attests\n")
    }

    @Test("a request that was changed or is for another is refused, with status, code and rule")
    func refused() throws {
        let signed = try sign().output
        for (request, options, word) in [
            (signed.replacing("POST /review", with: "PUT /review"), [], "400 signature-invalid"),
            (signed.replacing("\"a\":1", with: "\"a\":2"), [], "400 content-digest-mismatch"),
            (signed, ["--require-execution-context"], "403 ect-http-missing"),
            (try sign("--audience", "https://other.example").output, [], "400 signature-audience"),
        ] {
            let outcome = try tool.run(
                ["http", "verify", "--file", "-", "--trust", "trust.json", "--audience", Self.audience]
                    + options, input: request)
            #expect(outcome.status == 1)
            #expect(outcome.output.hasPrefix("refused: \(word)"), "\(outcome.output)")
            #expect(outcome.output.contains("\n  rule: "))
        }
        let json = try verify(signed.replacing("POST /review", with: "POST /reviews"), "--json")
        #expect(try json.status == 1 && json.json["code"] == "signature-invalid")
    }

    @Test("a part of the path that was signed can't stand in Host")
    func host() throws {
        let signed = try tool.run(
            "http", "sign", "https://b.example/a/review", "--audience", Self.audience, "--wit", "a.wit",
            "--key",
            "a.jwk"
        ).output
        #expect(try verify(signed).status == 0)
        let moved = signed.replacing("GET /a/review", with: "GET /review")
            .replacing("Host: b.example", with: "Host: b.example/a")
        #expect(try verify(moved).status == 65)
    }

    @Test("what can't be signed, read or explained is said, and nothing is printed for it")
    func wrong() throws {
        let cases: [([String], String, Int32)] = [
            (["sign", Self.url, "--wit", "a.wit", "--key", "other.jwk"], "", 65),
            (["sign", "ftp://b.example/", "--wit", "a.wit", "--key", "a.jwk"], "", 64),
            (["sign", Self.url, "--file", "-", "--wit", "a.wit", "--key", "a.jwk"], "", 64),
            (["sign", Self.url, "-H", "no field", "--wit", "a.wit", "--key", "a.jwk"], "", 64),
            (["explain"], "", 64), (["explain", "--file", "-"], "", 65),
            (["explain", "--file", "-"], "GET / HTTP/1.1\nHost: a\n", 65),
            (["explain", "--file", "-"], "GET / HTTP/1.1\nHost: a\nHost: b\n\n", 65),
            (["explain", "--file", "-"], "GET / HTTP/1.1\nHost: a\nA: b\n c: d\n\n", 65),
            (["explain", "--file", "-"], "GET x HTTP/1.1\nHost: a\n\n", 65),
            (["explain", "--file", "-"], "GET / HTTP/1.1\nHost: a\n\n", 65),
            (["identity", "--key", "domain.jwk", "--subject", "https://a", "--public", "a.jwk"], "", 64),
        ]
        for (arguments, input, status) in cases {
            let outcome = try tool.run(["http"] + arguments, input: input)
            #expect(outcome.status == status, "\(arguments) \(input) \(outcome.errors)")
            #expect(outcome.output.isEmpty && !outcome.errors.isEmpty)
        }
    }
}
