import ArgumentParser
import Foundation

/// `draft build`
struct BuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Make text, HTML and XML of the drafts.",
        discussion: """
            Offline, from committed references, with kramdown-rfc and xml2rfc; each draft's reference to the other \
            is made from the other's front matter. The same sources and versions make the same files, byte for \
            byte. Whatever the programs print is a failure, and nothing is written then.

            Exit status: 0 built, 1 something is wrong with a draft, 69 a program is missing (and how to get it).
            """)

    @Flag(help: "Also make PDF, which needs more programs.")
    var pdf = false

    @Option(help: "Where the documents go, with manifest.json.")
    var out = ".build/drafts"

    @Argument(help: "The drafts; all where none is named.")
    var drafts: [DraftFile] = []

    func run() throws {
        let programs = try DraftPrograms.orExit(pdf: pdf)
        let build = DraftBuild(programs: programs)
        let results = try (drafts.isEmpty ? DraftFile.all : drafts).map(build.document)
        let findings = results.flatMap(\.findings)
        for finding in findings { print(finding.description) }
        if !findings.isEmpty { throw ExitCode(1) }
        try Self.write(results.map(\.document), versions: programs.versions(), to: out)
    }

    static func write(
        _ documents: [Document], versions: [(program: String, version: String)], to folder: String
    ) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for document in documents {
            for file in document.files {
                try file.content.write(
                    to: URL(fileURLWithPath: "\(folder)/\(document.draft.name).\(file.ending)"),
                    options: .atomic)
            }
            let pages =
                String(decoding: document["txt"] ?? Data(), as: UTF8.self)
                .split(separator: "[Page ").last?.prefix { $0.isNumber } ?? ""
            print(
                "\(folder)/\(document.draft.name).{\(document.files.map(\.ending).joined(separator: ","))}"
                    + (pages.isEmpty ? "" : "  \(pages) pages"))
        }
        let manifest = Manifest(documents: documents, versions: versions)
        try Data(manifest.json.utf8).write(
            to: URL(fileURLWithPath: "\(folder)/manifest.json"), options: .atomic)
        print("\(folder)/manifest.json")
    }
}

extension DraftPrograms {
    /// The programs, or how to install them on standard error, and status 69.
    static func orExit(pdf: Bool = false) throws -> DraftPrograms {
        do {
            return try find(pdf: pdf)
        } catch {
            FileHandle.standardError.write(Data("draft: \(error)\n".utf8))
            throw MissingPrograms.exitCode
        }
    }
}
