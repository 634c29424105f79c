import Foundation
import Testing

@Suite("actect: failures")
struct CLIFailureTests {
    private let tool: CommandLineTool

    /// A key that is trusted, an empty file, one with two lines, and a folder.
    init() throws {
        tool = try CommandLineTool()
        try tool.run("key", "new", "--kid", "a", "--out", "a.jwk")
        try tool.run("trust", "add", "--trust", "trust.json", "--id", "https://a.example", "--key", "a.jwk")
        try tool.write("", to: "empty")
        try tool.write("a.b.c\nd.e.f\n", to: "two")
        try FileManager.default.createDirectory(
            at: tool.folder.appendingPathComponent("folder"), withIntermediateDirectories: false)
    }

    @Test("changes that are made to one trust file at the same time are all kept")
    func trustAtOnce() throws {
        let tool = tool
        DispatchQueue.concurrentPerform(iterations: 8) { number in
            _ = try? tool.run(
                "trust", "add", "--trust", "trust.json", "--id", "urn:x:\(number)", "--key", "a.jwk")
        }
        let text = try String(contentsOf: tool.folder.appendingPathComponent("trust.json"), encoding: .utf8)
        for number in 0..<8 { #expect(text.contains("\"urn:x:\(number)\"")) }
    }

    @Test(
        "a failure is one sentence that names the file or the option, with the status of its kind",
        arguments: [
            ("import otlp none --out t --keys k --trust t.json", 66, "none can't be read: No such file"),
            ("import otlp folder --out t --keys k --trust t.json", 66, "folder can't be read: Is a"),
            ("audit folder --trust trust.json", 66, "folder can't be read: Is a directory"),
            ("inspect folder", 66, "folder can't be read: Is a directory"),
            ("ledger list folder", 65, "folder: the file is not a ledger"),
            ("audit two --trust trust.json --ledger two", 65, "two: the file is not a ledger"),
            ("verify two --trust trust.json --mode live --audience a --replay two", 65, "two is there"),
            ("record --key a.jwk --trust trust.json --mandate two --action a", 65, "two has several lines"),
            ("record --key a.jwk --trust trust.json --mandate empty --action a", 65, "empty has no token"),
            ("ect --action a --key a.jwk --iss a --aud a --mandate two", 65, "two has several lines"),
            ("inspect empty", 65, "empty has no tokens"),
            (
                "anchor empty --service http://127.0.0.1:1 --trust trust.json --ledger l", 65,
                "empty has no tokens"
            ),
            ("verify two --trust trust.json --outbox empty", 65, "empty is not an outbox"),
            (
                #"mandate issue --key a.jwk --iss a --sub a --aud a --purpose a --cap {"action":"a","constraints":{"b":1}}"#,
                64, "--cap: a constraint must be"
            ),
            ("trust remove --trust none --id a", 66, "none can't be read"),
            ("trust remove --trust trust.json --id a", 65, "trust.json has no key of \"a\""),
            ("key new --kid \(String(repeating: "k", count: 257)) --out b", 64, "--kid must be"),
            ("mandate issue --key a.jwk --iss a --sub a --aud a --purpose a --ttl 0", 64, "--ttl must be"),
            ("http verify --file empty --trust trust.json --audience a", 65, "empty is no request: "),
            ("serve --fsck folder", 66, "folder has no log of a service"),
            ("serve --data d --tls-certificate none --tls-key a.jwk", 66, "none can't be read: No such"),
            ("serve --data d --tls-certificate two --tls-key two", 66, "two has no certificate in PEM"),
            (
                "gateway --upstream http://127.0.0.1:1/m --data d --trust none --id a --key a.jwk --root a",
                66, "none can't be read: No such file or directory"
            ),
        ])
    func failure(command: String, status: Int, sentence: String) throws {
        let run = try tool.run(command.split(separator: " ").map(String.init))
        #expect(Int(run.status) == status, "\(run.errors)")
        let last = try #require(run.errors.split(separator: "\n").last)
        #expect(last.hasPrefix("actect: ") && last.contains(sentence), "\(run.errors)")
    }
}
