import Encoding
import Foundation
import TestSupport
import Testing

/// The vectors, run through the conformance interface.
@Suite("Conformance vectors", .serialized)
struct VectorTests {
    @Test("every case is answered as it must be", .verifies(), arguments: ConformanceVectors.files)
    func vectors(file: String) throws {
        let vectors = try ConformanceVectors(file: file)
        #expect(!vectors.cases.isEmpty)
        let testee = try TesteeProcess()
        for vector in vectors.cases {
            for requirement in vector.requirements {
                Verifies.record(requirement, in: "Interop/vectors/\(file): \(vector.name)")
            }
            var answer: JSONNode?
            for step in vector.steps {
                let line = try testee.ask(vectors.line(of: step.request, after: answer))
                let found = try JSONDocument(parsing: line, limits: .document).root
                if let wrong = difference(step.expect, found) {
                    Issue.record("\(vectors.suite): \(vector.name): \(wrong) (\(vector.comment))")
                    break
                }
                answer = found
            }
        }
        let end = try testee.finish()
        #expect(end.status == 0)
        #expect(end.rest.isEmpty)
    }

    @Test("there are vectors, and every refusal names its requirement or rule")
    func refusalsNameTheirRule() throws {
        var count = 0
        let names = try requirements()
        let documentation = try String(contentsOf: Repository.file("Interop/README.md"), encoding: .utf8)
        for file in ConformanceVectors.files {
            let vectors = try ConformanceVectors(file: file)
            count += vectors.cases.count
            #expect(Set(vectors.cases.map(\.name)).count == vectors.cases.count, "\(file) repeats a name")
            for vector in vectors.cases {
                #expect(names.isSuperset(of: vector.requirements), "\(vector.name)")
                for expect in vector.steps.map(\.expect) where expect["ok"]?.boolean == false {
                    let code = try #require(expect["code"]?.string?.string, "\(vector.name)")
                    if let requirement = expect["requirement"]?.string {
                        #expect(names.contains(requirement.string), "\(vector.name)")
                    } else {
                        #expect(expect["rule"]?.string != nil, "\(vector.name)")
                        #expect(documentation.contains("`\(code)`"), "\(code) is not documented")
                    }
                }
            }
        }
        #expect(count >= 1000)
    }

    @Test(
        "the committed files are what the generator writes",
        .enabled(if: Peer.arePresent, Comment(rawValue: Peer.absence)))
    func generated() throws {
        let check = Process()
        check.executableURL = Peer.interpreter
        check.arguments = [Repository.file("Interop/generate-vectors").path, "--check"]
        try check.run()
        check.waitUntilExit()
        #expect(check.terminationStatus == 0)
    }

    @Test(
        "the runner drives a foreign implementation",
        .enabled(if: Peer.arePresent, Comment(rawValue: Peer.absence)))
    func foreignTestee() throws {
        let testee = "\(Peer.interpreter.path) \(Repository.file("Interop/peers/testee.py").path) joserfc"
        let run = Process()
        run.executableURL = Peer.interpreter
        run.arguments = [Repository.file("Interop/run-vectors").path, "--verdicts", "--testee", testee]
        let output = Pipe()
        run.standardOutput = output
        try run.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        run.waitUntilExit()
        // 0 or 1: it was driven to the end. What it gets wrong is its own affair.
        #expect([0, 1].contains(run.terminationStatus))
        #expect(text.contains("not supported: "))
        #expect(text.contains(" passed"))
    }

    /// What an answer lacks of the expected one; nil where it is as it must be.
    private func difference(_ expect: JSONNode, _ answer: JSONNode) -> String? {
        let isAccepted = answer["ok"]?.boolean
        guard isAccepted == expect["ok"]?.boolean else {
            let code = answer["error"]?["code"]?.string?.string ?? "accepted"
            return "answered \(code), expected \(expect["code"]?.string?.string ?? "ok")"
        }
        let found = isAccepted == true ? answer : answer["error"]
        for (name, value) in expect.members where !["ok", "rule"].contains(name.string) {
            guard let member = found?[name.string], member.isEquivalent(to: value) else {
                let text = found?[name.string].map { String(decoding: $0.text, as: UTF8.self) } ?? "absent"
                return "\(name) is \(text), expected \(String(decoding: value.text, as: UTF8.self))"
            }
        }
        return nil
    }

    /// The anchors of both drafts, as refusals name them.
    private func requirements() throws -> Set<String> {
        var names: Set<String> = []
        for (prefix, file) in [("ACT", "draft-nennemann-act"), ("ECT", "draft-nennemann-wimse-ect")] {
            let text = try String(contentsOf: Repository.file("Drafts/\(file).md"), encoding: .utf8)
            for match in text.matches(of: /\{: #(req-[a-z0-9-]+)\}/) {
                names.insert("\(prefix)#\(match.output.1)")
            }
        }
        return names
    }
}
