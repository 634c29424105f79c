import Encoding
import Foundation
import JOSE
import Signing
import Testing

@testable import draft

/// The generated parts of the drafts are those that the code writes.
@Suite("The drafts' generated blocks")
struct GenerateTests {
    @Test("the committed drafts have what is generated, octet for octet")
    func committed() throws {
        let outcome = try Self.generate(in: Repository.root)
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test("a changed octet in a block is found, and that block is named")
    func changedOctet() throws {
        try Self.withCopy { folder in
            for (name, path) in try Self.blocks(in: folder) {
                let original = try String(contentsOf: path, encoding: .utf8)
                let mark = "generated: \(name)\n{:/comment}\n"
                let begin = try #require(original.range(of: mark)?.upperBound)
                let at = try #require(original[begin...].firstIndex { $0.isLetter })
                var changed = original
                changed.replaceSubrange(at...at, with: original[at] == "X" ? "Y" : "X")
                try changed.write(to: path, atomically: true, encoding: .utf8)
            }
            let outcome = try Self.generate(in: folder)
            #expect(outcome.status == 1)
            for (name, _) in try Self.blocks(in: folder) {
                #expect(outcome.output.contains(" \(name) is not what is generated"), "\(name)")
            }
        }
    }

    @Test("a block that is right is not named beside one that is wrong")
    func onlyTheWrongOne() throws {
        try Self.withCopy { folder in
            try Self.replace("Start of validity", by: "Begin of validity", in: DraftFile.act, of: folder)
            let lines = try Self.generate(in: folder).output.split(separator: "\n")
            #expect(lines.count == 2 && lines[0].contains("act-mandate-claims"), "\(lines)")
        }
    }

    @Test(
        "a block of an unknown name, without an end, twice or missing is an error that names it",
        arguments: [
            ("generated: act-hop", "generated: act-hops", "act-hops"),
            ("end: act-hop", "end: act-del", "act-hop"),
            ("generated: act-hop", "generated: act-del", "act-del"),
            ("{::comment}\ngenerated: act-hop\n{:/comment}", "", "act-hop"),
            ("generated: act-hop", "generated: ect-claims", "ect-claims"),
        ])
    func malformed(text: String, replacement: String, name: String) throws {
        try Self.withCopy { folder in
            try Self.replace(text, by: replacement, in: DraftFile.act, of: folder)
            let outcome = try Self.generate(in: folder)
            #expect(outcome.status != 0 && outcome.output.contains(name), "\(outcome.output)")
        }
    }

    @Test(
        "signatures of the examples are those of the generator of the vectors, an implementation of its own")
    func deterministicSignatures() throws {
        let file = Repository.file("Interop/vectors/ect.json")
        let root = try JSONDocument(parsing: Array(Data(contentsOf: file)), limits: .document).root
        var compared = 0
        for vector in try #require(root["cases"]).elements where vector["expect"]?["ok"]?.boolean == true {
            let token = try #require(vector["request"]?["token"]?.string?.string)
            guard let jws = try? JWS(parsing: Array(token.utf8)), jws.header.algorithmName == "ES256",
                jws.header.keyID == "bob-key"
            else { continue }
            let again = try DeterministicSignature.resign(token, with: DerivedValues.key("bob", .p256))
            #expect(again == token)
            compared += 1
        }
        #expect(compared > 10)
    }

    // MARK: Running the tool

    private static func generate(in folder: URL) throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = Repository.product("draft")
        process.arguments = ["generate", "--check"]
        process.currentDirectoryURL = folder
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    /// Runs `body` in a folder with copies of the drafts and the vectors.
    private static func withCopy(_ body: (URL) throws -> Void) throws {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent("generate-\(UUID().uuidString)")
        defer { try? files.removeItem(at: folder) }
        for name in ["Drafts", "Interop"] {
            try files.createDirectory(
                at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        for name in DraftFile.all.map(\.path) + ["Interop/vectors"] {
            try files.copyItem(at: Repository.file(name), to: folder.appendingPathComponent(name))
        }
        try body(folder)
    }

    private static func blocks(in folder: URL) throws -> [(name: String, path: URL)] {
        try DraftFile.all.flatMap { draft in
            let path = folder.appendingPathComponent(draft.path)
            let lines = try String(contentsOf: path, encoding: .utf8)
                .split(separator: "\n", omittingEmptySubsequences: false)
            return try GeneratedBlock.all(in: lines).map { ($0.name, path) }
        }
    }

    private static func replace(_ text: String, by other: String, in draft: DraftFile, of folder: URL) throws
    {
        let path = folder.appendingPathComponent(draft.path)
        let original = try String(contentsOf: path, encoding: .utf8)
        let range = try #require(original.range(of: text))
        try original.replacingCharacters(in: range, with: other)
            .write(to: path, atomically: true, encoding: .utf8)
    }
}
