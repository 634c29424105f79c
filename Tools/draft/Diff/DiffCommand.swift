import ArgumentParser
import Foundation

/// `draft diff`
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Tell what changed in the drafts since a revision, and which code and tests that concerns.",
        discussion: """
            Requirements that came, went or have other words; claims of the tables; test vectors; each with the \
            places in code and tests that name it. Texts are compared with --html, by iddiff.

            Exit status: 0 told, 64 there is no such revision, 69 a program for --html is missing.
            """)

    @Option(help: "The older version: a tag or a commit. The last tag of each draft where none is named.")
    var from: String?

    @Flag(help: "Report as JSON.")
    var json = false

    @Option(
        help: "Write a page for each draft into this folder, both texts side by side.", completion: .directory
    )
    var html: String?

    @Argument(help: "The drafts; all where none is named.")
    var drafts: [DraftFile] = []

    func run() throws {
        let pairs = try (drafts.isEmpty ? DraftFile.all : drafts).map { file in
            do {
                let older = try DraftVersion(file, at: revision(of: file))
                return try DraftDifferences(from: older, to: DraftVersion(working: file))
            } catch let error as NoVersion {
                throw ValidationError("\(error)")
            }
        }
        let report = DifferenceReport(all: pairs)
        print(json ? report.json : report.text)
        if let html { try writePages(pairs, to: html) }
    }

    private func revision(of file: DraftFile) throws -> String {
        if let from { return from }
        guard let last = try Git.numbers(of: file).last else {
            throw ValidationError("no tag \(file.name)-NN exists: name a revision, --from HEAD~10")
        }
        return file.numbered(last)
    }

    private func writePages(_ pairs: [DraftDifferences], to folder: String) throws {
        let programs = try DraftPrograms.orExit()
        guard SideBySide.program != nil else {
            FileHandle.standardError.write(
                Data("draft: iddiff not found; to install: \(DraftPrograms.installXML2RFC)\n".utf8))
            throw MissingPrograms.exitCode
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for pair in pairs {
            let file = pair.newer.source.file
            let older = try SideBySide.text(of: file, at: pair.older.name, programs: programs)
            let newer = try DraftBuild(programs: programs).document(file).document["txt"] ?? Data()
            let page = try SideBySide.html(from: older, "\(file.name)-from", to: newer, "\(file.name)-to")
            let path = "\(folder)/\(file.name).diff.html"
            try page?.write(to: URL(fileURLWithPath: path), options: .atomic)
            if !json { print(path) }
        }
    }
}
