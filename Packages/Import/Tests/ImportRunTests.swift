import Claims
import DAG
import ECT
import Encoding
import Foundation
import Import
import JOSE
import Signing
import Testing
import Trust

@Suite("Tokens, keys and trust file")
struct ImportRunTests {
    private static let talk = #"[{"role":"user","content":"2+2?"},{"role":"A/B é","content":"4"}]"#

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test("an import leaves tokens, a key for each agent, and the trust file that goes with them")
    func files() async throws {
        let folder = try TemporaryFolder()
        let outcome = try await folder.importing(Self.talk, as: .messages)
        #expect(
            folder.names == ["keys", "keys/A_2fB_20_c3_a9.jwk", "keys/user.jwk", "tokens.txt", "trust.json"])
        #expect(try mode(folder.keys + "/user.jwk") == 0o600)
        #expect(try mode(folder.keys) == 0o700)
        #expect(outcome.graph == .complete)
        #expect(outcome.summary.agents == 2 && outcome.summary.keysMade == 2)
        #expect(outcome.summary.references == 1 && outcome.summary.workflows == 1)
        let claims = outcome.verified[1].claims
        #expect(claims.issuer == "urn:agent:A%2fB%20%c3%a9")
        #expect(claims.expiration.seconds == claims.issuedAt.seconds + 600)
        #expect(outcome.verified.allSatisfy { $0.level == .level2 })
        let details = claims.extensions?["example.act-ect.import"]
        #expect(details?["format"] == "messages")
        #expect(details?["agent"] == "A/B é")
    }

    @Test("keys that are there are used, and the trust file is extended")
    func again() async throws {
        let folder = try TemporaryFolder()
        _ = try await folder.importing(Self.talk, as: .messages)
        let key = try Data(contentsOf: URL(fileURLWithPath: folder.keys + "/user.jwk"))
        let more = #"[{"role":"user","content":"5"},{"role":"third","content":"6"}]"#
        let outcome = try await folder.importing(more, as: .messages)
        #expect(outcome.summary.keysMade == 1)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.keys + "/user.jwk")) == key)
        let trust = try TrustFile(parsing: String(contentsOfFile: folder.trust, encoding: .utf8))
        #expect(trust.issuers.count == 3)
    }

    @Test("new keys are of the algorithm asked for", arguments: [JWSAlgorithm.es256, .es384, .edDSA])
    func algorithms(algorithm: JWSAlgorithm) async throws {
        let folder = try TemporaryFolder()
        let outcome = try await folder.importing(Self.talk, as: .messages, TemporaryFolder.options(algorithm))
        #expect(outcome.verified.allSatisfy { $0.key?.onlyAlgorithm == algorithm })
    }

    @Test("agents are named within a trust domain where one is given")
    func spiffe() async throws {
        let folder = try TemporaryFolder()
        var options = try TemporaryFolder.options()
        options.naming = try AgentNaming(trustDomain: "example.org")
        let outcome = try await folder.importing(Self.talk, as: .messages, options)
        #expect(
            outcome.verified.map { $0.claims.issuer?.string } == [
                "spiffe://example.org/agent/user", "spiffe://example.org/agent/A_2fB_20_c3_a9",
            ])
    }

    @Test(
        "texts that are no trust domain",
        arguments: ["", "Example.org", "a/b", "a:1", "é", String(repeating: "a", count: 256)])
    func noTrustDomain(text: String) {
        #expect(throws: ImportError.trustDomain) { try AgentNaming(trustDomain: text) }
    }

    @Test("names that differ have identifiers that differ, however long")
    func naming() {
        let long = String(repeating: "n", count: 400)
        var names = ["", ".", "..", "a", "A", "a_", "a%5f", "a_5f", "é", "e\u{301}", long, long + "n"]
        for naming in [AgentNaming.urn, .spiffe(trustDomain: "d")] {
            let identifiers = names.map { naming.identifier(of: ExactString($0)) }
            #expect(Set(identifiers).count == names.count)
            #expect(identifiers.allSatisfy { $0.utf8.count < 300 && StringOrURI.isValid($0) })
            // Nor does a name that is made to look like the short form of a long one.
            let made = identifiers[10].string.split(separator: naming == .urn ? ":" : "/").last.map(
                String.init)
            #expect(naming.identifier(of: ExactString(made ?? "")) != identifiers[10])
        }
        names = []
    }

    @Test("malformed input leaves nothing behind", arguments: SourceFormat.allCases)
    func nothing(format: SourceFormat) async throws {
        let folder = try TemporaryFolder()
        await #expect(throws: ImportError.self) { try await folder.importing("{\"x\":1", as: format) }
        #expect(folder.names == [])
    }

    @Test("tokens of an earlier import stay when a later one fails")
    func stays() async throws {
        let folder = try TemporaryFolder()
        _ = try await folder.importing(Self.talk, as: .messages)
        let tokens = try String(contentsOfFile: folder.tokens, encoding: .utf8)
        await #expect(throws: ImportError.self) { try await folder.importing("[3]", as: .messages) }
        #expect(try String(contentsOfFile: folder.tokens, encoding: .utf8) == tokens)
    }

    @Test("a key file without a private key stops the import before anything is written")
    func noKey() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.keys, withIntermediateDirectories: true)
        let file = folder.keys + "/user.jwk"
        try "{}".write(toFile: file, atomically: false, encoding: .utf8)
        await #expect(throws: ImportError.key(file, .memberMissing("kty"))) {
            try await folder.importing(Self.talk, as: .messages)
        }
        #expect(folder.names == ["keys", "keys/user.jwk"])
    }

    @Test("a key that ECTs are not signed with is refused")
    func wrongKey() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.keys, withIntermediateDirectories: true)
        let key = try PrivateJWK(PrivateKey.generate(.p521))
        try Data(key.encode()).write(to: URL(fileURLWithPath: folder.keys + "/user.jwk"))
        await #expect(throws: ImportError.record(.rule(.alg))) {
            try await folder.importing(Self.talk, as: .messages)
        }
    }

    @Test("a malformed trust file stops the import")
    func noTrust() async throws {
        let folder = try TemporaryFolder()
        try "[".write(toFile: folder.trust, atomically: false, encoding: .utf8)
        await #expect(
            throws: ImportError.trust(folder.trust, .json(.expected(.value, at: 1)))
        ) { try await folder.importing(Self.talk, as: .messages) }
        #expect(folder.names == ["trust.json"])
    }

    @Test("a file that is not there, a folder that is not there")
    func noFile() async throws {
        let folder = try TemporaryFolder()
        await #expect(throws: ImportError.unreadable(folder.path + "/x", errno: ENOENT)) {
            try await folder.importing(path: folder.path + "/x", as: .otlp)
        }
        await #expect(throws: ImportError.unreadable(folder.path, errno: EISDIR)) {
            try await folder.importing(path: folder.path, as: .otlp)
        }
        let options = try TemporaryFolder.options()
        let run = ImportRun(
            tokens: folder.path + "/no/tokens", keys: folder.keys, trust: folder.trust, options: options)
        await #expect(throws: ImportError.unwritable(folder.path + "/no/tokens", errno: ENOENT)) {
            try await run.run(ImportSource(octets: Array(Self.talk.utf8)), as: .messages)
        }
        let noKeys = ImportRun(
            tokens: folder.tokens, keys: folder.path + "/no/keys", trust: folder.trust, options: options)
        await #expect(throws: ImportError.unwritable(folder.path + "/no/keys", errno: ENOENT)) {
            try await noKeys.run(ImportSource(octets: Array(Self.talk.utf8)), as: .messages)
        }
        #expect(folder.names == [])
    }

    @Test("progress tells how many records are signed")
    func progress() async throws {
        let folder = try TemporaryFolder()
        let list = [String](repeating: #"{"role":"a","content":"x"}"#, count: 600).joined(separator: ",")
        var shown: [Int] = []
        _ = try await folder.run().run(ImportSource(octets: Array("[\(list)]".utf8)), as: .messages) {
            done, all in
            shown.append(done)
            #expect(all == 600)
        }
        #expect(shown == [512, 600])
    }

    @Test("a long file of lines is read piece by piece")
    func pieces() async throws {
        let folder = try TemporaryFolder()
        let padding = String(repeating: "p", count: 3000)
        let lines = (1...1500).map { id in
            OTLPText.request([
                OTLPText.span(id, parent: id / 2, start: id, end: 2000 - id, more: #","x":"\#(padding)""#)
            ])
        }
        let text = lines.joined(separator: "\n")
        let path = folder.path + "/trace.jsonl"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        let fromFile = try ImportedExecution(
            reading: ImportSource(path: path), as: .otlp, now: TemporaryFolder.now)
        #expect(fromFile == (try read(text, as: .otlp)))
        #expect(fromFile.holds)
        let broken = text + "\n{"
        try broken.write(toFile: path, atomically: false, encoding: .utf8)
        let place = SourcePlace(offset: broken.utf8.count, line: 1501, column: 2, pointer: nil)
        #expect(throws: ImportError.json(.expected(.name, at: 1), at: place)) {
            try ImportedExecution(reading: ImportSource(path: path), as: .otlp, now: TemporaryFolder.now)
        }
    }

    @Test("every error has a code and a sentence")
    func errors() {
        let place = SourcePlace(offset: 0, line: 1, column: 1, pointer: "")
        let errors: [ImportError] = [
            .json(.byteOrderMark, at: place), .expected(.object, at: place), .empty, .tooLarge(limit: 1),
            .unreadable("f", errno: 1), .unwritable("f", errno: 1), .key("f", nil), .key("f", .notPrivate),
            .trust("f", .keyIDMissing), .trustDomain, .record(.rule(.alg)),
        ]
        #expect(Set(errors.map(\.description)).count == errors.count)
        #expect(errors.allSatisfy { !$0.code.isEmpty && ($0.place == nil) == ($0.place != place) })
        #expect(
            errors[0].description
                == "line 1, column 1 (octet 0, the whole value): JSON text starts with a byte order mark")
    }
}
