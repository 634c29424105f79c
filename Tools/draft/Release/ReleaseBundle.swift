import Encoding
import Foundation

/// Everything about one revision, in one folder.
struct ReleaseBundle {
    let release: Release
    let document: Document
    let versions: [(program: String, version: String)]
    /// The results of a test run, for the trace.
    let results: String?

    /// The files by their names, in the order in which they are told.
    func files() throws -> [(name: String, content: Data)] {
        let name = release.documentName
        var files = document.files.map { (name: "\(name).\($0.ending)", content: $0.content) }
        files += try differences()
        files.append(("vectors.json", try vectors()))
        files += try trace()
        files.append(("manifest.json", Data(try manifest(of: files).utf8)))
        return files
    }

    /// Against the revision before, if there is one.
    private func differences() throws -> [(name: String, content: Data)] {
        guard let previous = release.previous else { return [] }
        let older = try DraftVersion(release.draft, at: previous)
        let report = DifferenceReport(
            all: [try DraftDifferences(from: older, to: DraftVersion(working: release.draft))])
        var files = [(name: "\(release.documentName).changes.txt", content: Data((report.text + "\n").utf8))]
        let programs = try DraftPrograms.find()
        let before = try SideBySide.text(of: release.draft, at: previous, programs: programs)
        if let page = try SideBySide.html(
            from: before, previous, to: document["txt"] ?? Data(), release.documentName)
        {
            files.append(("\(release.documentName).diff.html", page))
        }
        return files
    }

    /// The draft's vectors: the files of Interop/vectors that are not the other draft's, as they are, by name.
    private func vectors() throws -> Data {
        let folder = "Interop/vectors"
        let other = release.sibling.draft.shortName
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter {
            $0.hasSuffix(".json") && !$0.hasPrefix(other)
        }
        let members = try names.map { name in
            let text = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
            return JSONMember(
                ExactString(name), try JSONDocument(parsing: Array(text), limits: .document).root.value)
        }
        return Data(JSONValue.object(members).encode() + [UInt8(ascii: "\n")])
    }

    /// The report and the page of `draft trace`.
    private func trace() throws -> [(name: String, content: Data)] {
        guard let results else { return [] }
        let trace = try RequirementTrace(results: results)
        let report = TraceReport(requirements: trace.requirements, findings: trace.findings)
        var files = [(name: "trace.json", content: Data((report.json + "\n").utf8))]
        for draft in trace.drafts where draft.file == release.draft {
            let page = try TracePage(draft: draft, requirements: trace.requirements, folder: ".").text
            files.append(("\(release.documentName).trace.html", Data(page.utf8)))
        }
        return files
    }

    private func manifest(of files: [(name: String, content: Data)]) throws -> String {
        let commit = try Git.run("rev-parse", "HEAD")?.trimming() ?? ""
        return Manifest(documents: [document], versions: versions).json(
            outputs: files.map { ($0.name, $0.content) }, commit: commit)
    }
}
