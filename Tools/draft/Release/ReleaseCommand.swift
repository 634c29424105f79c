import ArgumentParser
import Foundation

/// `draft release`
struct ReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Put together everything for the next revision of a draft.",
        discussion: """
            The revision is the one after the last tag; the other draft is referred to by its last tag, or by its \
            next revision where it changed since. The folder gets the documents, the differences, the vectors, the \
            trace and a manifest with the SHA-256 of all of them. Nothing is tagged and nothing is uploaded: the \
            commands for both are printed.

            Exit status: 0 made, 1 something is wrong with the drafts or the checkout, 69 a program is missing.
            """)

    @Option(help: "The results of a test run, as 'draft trace' takes them.", completion: .file())
    var results: String?

    @Option(help: "Where the folder of the revision is made.", completion: .directory)
    var out = ".build/release"

    @Argument(help: "The draft.")
    var draft: DraftFile

    func run() throws {
        let programs = try DraftPrograms.orExit()
        do {
            try release(programs)
        } catch let refusal as Release.Refusal {
            FileHandle.standardError.write(Data("draft: \(refusal)\n".utf8))
            throw ExitCode(1)
        }
    }

    private func release(_ programs: DraftPrograms) throws {
        guard try Git.isClean() else {
            throw Release.Refusal("files are changed and not committed: a revision is that of a commit")
        }
        let release = try Release(of: draft)
        let findings = try CheckRules.findings(programs: programs)
        for finding in findings { print(finding.description) }
        if !findings.isEmpty { throw ExitCode(1) }

        // PDF where its programs are there; the documents that count don't need it.
        let printing = try? DraftPrograms.find(pdf: true)
        if printing == nil { note("no PDF: \(DraftPrograms.installPDF)") }
        if results == nil {
            note("no trace: make results as 'draft trace --help' says, and name them with --results")
        }
        if release.previous == nil { note("no differences: there is no tag of an earlier revision") }
        var build = DraftBuild(programs: printing ?? programs)
        build.documentNames = [
            release.draft: release.documentName, release.sibling.draft: release.sibling.documentName,
        ]
        let (document, problems) = try build.document(draft)
        for problem in problems { print(problem.description) }
        if !problems.isEmpty { throw ExitCode(1) }

        let bundle = ReleaseBundle(
            release: release, document: document, versions: try build.programs.versions(), results: results)
        try write(try bundle.files(), of: release)
    }

    private func write(_ files: [(name: String, content: Data)], of release: Release) throws {
        let folder = "\(out)/\(release.documentName)"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for file in files {
            try file.content.write(to: URL(fileURLWithPath: "\(folder)/\(file.name)"), options: .atomic)
            print("\(folder)/\(file.name)")
        }
        let email =
            try DraftSource(draft).frontMatter.root["author"]?.elements.first?["email"]?.scalar ?? "you"
        let name = release.documentName
        print(
            """

            \(name) refers to \(release.sibling.documentName)\(release.sibling.isUnreleased
                ? ", which is not submitted yet: release it too." : ".")
            To tag and to submit it:

              git tag -a \(name) -m "\(name)" && git push origin \(name)
              curl -F "user=\(email)" -F "xml=@\(folder)/\(name).xml" https://datatracker.ietf.org/api/submission
            """)
    }

    private func note(_ text: String) { FileHandle.standardError.write(Data("draft: \(text)\n".utf8)) }
}
