import Foundation
import Testing

@testable import draft

/// Both drafts build, to the same octets each time. Needs the programs that `Tools/setup --drafts` installs.
@Suite(
    "draft build",
    .enabled(
        if: Program.find("kramdown-rfc")?.exists == true
            && FileManager.default.fileExists(atPath: Repository.file(".build/xml2rfc/bin/xml2rfc").path),
        "kramdown-rfc or xml2rfc is missing: the drafts were NOT built; run Tools/setup --drafts"))
struct DraftBuildTests {
    @Test("both drafts build without a word from the programs, twice to the same octets")
    func drafts() throws {
        let outcome = try DraftFolder.run(["check"], in: Repository.root)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == "")
    }

    @Test("a build writes what the manifest lists, with its digests")
    func manifest() throws {
        let folder = try DraftFolder()
        let outcome = try folder.run("build", "ect")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        let content = try Data(contentsOf: folder.file(".build/drafts/manifest.json"))
        let manifest = try #require(JSONSerialization.jsonObject(with: content) as? [String: Any])
        let outputs = try #require(manifest["outputs"] as? [String: String])
        #expect(
            Set(outputs.keys)
                == Set(["xml", "v2v3.xml", "txt", "html"].map { "\(DraftFile.ect.name).\($0)" }))
        for (name, digest) in outputs {
            #expect(try Manifest.digest(Data(contentsOf: folder.file(".build/drafts/\(name)"))) == digest)
        }
        let inputs = try #require(manifest["inputs"] as? [String: String])
        #expect(inputs[DraftFile.ect.path] != nil)
        #expect(inputs["Drafts/refcache/reference.I-D.nennemann-act.xml"] != nil)
        #expect((manifest["programs"] as? [String: String])?["xml2rfc"] != nil)
    }

    @Test(
        "what the programs complain about is a finding, and nothing is written",
        arguments: [
            ("a broken reference", "{{!RFC9999}}", "reference.RFC.9999.xml"),
            ("an element that the schema doesn't know", "<blink>now</blink>", "blink"),
        ])
    func complaint(name: String, words: String, says: String) throws {
        let folder = try DraftFolder()
        let fault = PlantedFault(
            name, .insert("\(words)\n\n", behind: "{#problem}\n\n"), in: DraftFile.act.path, is: "build-log")
        try fault.plant(in: folder)
        let outcome = try folder.run("build", "act")
        #expect(outcome.status == 1)
        #expect(
            outcome.findings.contains { $0.rule == "build-log" && $0.sentence.contains(says) },
            "\(outcome.output)")
        #expect(!FileManager.default.fileExists(atPath: folder.file(".build/drafts").path))
    }

    @Test("a line that is too wide in the text is a finding")
    func wide() throws {
        let folder = try DraftFolder()
        let line = "~~~ text\n\(String(repeating: "x", count: 71))\n~~~\n\n"
        try PlantedFault("", .insert(line, behind: "{#problem}\n\n"), in: DraftFile.act.path, is: "").plant(
            in: folder)
        let outcome = try folder.run("build", "act")
        #expect(outcome.status == 1)
        #expect(
            outcome.output.contains("72") || outcome.output.contains("Too long line"), "\(outcome.output)")
    }
}

/// What there is to say without the programs.
@Suite("draft build without the programs")
struct MissingProgramTests {
    @Test("a missing program ends with 69 and the lines that install it", arguments: ["build", "check"])
    func missing(command: String) throws {
        let folder = try DraftFolder()
        try? FileManager.default.removeItem(at: folder.file(".build"))
        let outcome = try folder.run(command, environment: ["PATH": "/nonexistent"])
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("apt-get install -y --no-install-recommends ruby-kramdown-rfc2629"))
        #expect(outcome.errors.contains("pip install -r Drafts/requirements.txt"))
    }
}
