import Foundation

/// Makes documents from drafts, offline and from a scrubbed environment, in a folder that is gone afterwards.
///
/// Exit statuses lie: kramdown-rfc ends with 0 when references are broken, xml2rfc on every warning. So every line
/// that they print is a finding, but those that tell of a file.
struct DraftBuild {
    let programs: DraftPrograms
    /// The drafts' names with revision. Without one it is that of the front matter.
    var documentNames: [DraftFile: String] = [:]
    /// The folder that `Drafts` is in.
    var root = "."

    static let rules = [
        (
            name: "build-log",
            about: "kramdown-rfc and xml2rfc have nothing to say, schema and references included"
        ),
        (name: "build-width", about: "no line of the text is longer than 72 columns"),
        (name: "build-again", about: "a second build makes the same files, byte for byte"),
    ]

    /// The document of a draft, or what is wrong with it.
    func document(_ file: DraftFile) throws -> (document: Document, findings: [Finding]) {
        try TemporaryFolder.with { folder in
            let cache = try referenceCache(in: folder)
            let style = try offlineStyle(in: folder)
            let environment = environment(home: folder, cache: cache)
            var log = BuildLog(draft: file)

            let source = try numberedSource(of: file)
            try Data(source.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(file.name).md"))
            // Includes resolve against the working directory.
            let first = try programs.kramdown.run(
                ["\(folder)/\(file.name).md"], in: "\(root)/Drafts", environment: environment)
            log.take(first.errors, status: first.status, of: "kramdown-rfc")
            let xml = "\(folder)/\(file.name).xml"
            try first.output.write(to: URL(fileURLWithPath: xml))
            if first.output.firstRange(of: Data("BROKEN REFERENCE".utf8)) != nil {
                log.add("kramdown-rfc wrote BROKEN REFERENCE")
            }

            let options = Self.options + ["--css", style, "-p", folder]
            let second = try programs.xml2rfc.run(
                options + ["--v2v3", "--text", "--html", xml], in: folder, environment: environment)
            log.take(second, of: "xml2rfc")
            if let pdf = programs.pdf {
                let third = try pdf.run(options + ["--pdf", xml], in: folder, environment: environment)
                log.take(third, of: "xml2rfc --pdf")
            }
            let document = Document(
                draft: file, files: try files(of: file, in: folder),
                inputs: try inputs(of: file, cache: cache))
            return (document, log.findings + Self.tooWide(document))
        }
    }

    private static let options = [
        "--skip-config-files", "--no-network", "--silence", "The document date", "--no-rfc-local",
        "--metadata-js-url=/dev/null", "--rfc-base-url", "https://www.rfc-editor.org/rfc/", "--id-base-url",
        "https://datatracker.ietf.org/doc/html/",
    ]

    /// `docname` in the source says `-latest`; a release has a number.
    private func numberedSource(of file: DraftFile) throws -> String {
        let source = try String(contentsOfFile: "\(root)/\(file.path)", encoding: .utf8)
        guard let name = documentNames[file] else { return source }
        return source.replacing(
            "docname: \(file.name)-latest\n", with: "docname: \(name)\n", maxReplacements: 1)
    }

    /// The committed entries, and one for each draft.
    private func referenceCache(in folder: String) throws -> String {
        let cache = "\(folder)/cache"
        try FileManager.default.copyItem(atPath: "\(root)/Drafts/refcache", toPath: cache)
        for file in DraftFile.all {
            let draft = try DraftSource(file, in: root)
            let name = documentNames[file] ?? draft.frontMatter["docname"] ?? file.name
            let entry = SiblingReference(draft: draft, documentName: name)
            try Data(entry.xml.utf8).write(to: URL(fileURLWithPath: "\(cache)/\(entry.cacheName)"))
        }
        return cache
    }

    /// xml2rfc's style without its fonts from the network.
    private func offlineStyle(in folder: String) throws -> String {
        let environment = URL(fileURLWithPath: programs.xml2rfc.path).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent()
        let found = FileManager.default.enumerator(at: environment, includingPropertiesForKeys: nil)?.first {
            ($0 as? URL)?.path.hasSuffix("/xml2rfc/data/xml2rfc.css") == true
        }
        let style = try (found as? URL).map { try String(contentsOf: $0, encoding: .utf8) } ?? ""
        let offline = style.split(separator: "\n", omittingEmptySubsequences: false).filter {
            !$0.hasPrefix("@import url")
        }
        let path = "\(folder)/offline.css"
        try Data(offline.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func environment(home: String, cache: String) -> [String: String] {
        [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": home,
            "LC_ALL": "C.UTF-8", "TZ": "UTC", "KRAMDOWN_OFFLINE": "1", "KRAMDOWN_REFCACHEDIR": cache,
            "KRAMDOWN_NO_SOURCE": "1", "KRAMDOWN_DONT_VERIFY_HTTPS": "1", "PYTHONHASHSEED": "0",
        ]
    }

    private func files(of file: DraftFile, in folder: String) throws -> [(ending: String, content: Data)] {
        try ["xml", "v2v3.xml", "txt", "html", "pdf"].compactMap { ending in
            let url = URL(fileURLWithPath: "\(folder)/\(file.name).\(ending)")
            guard FileManager.default.fileExists(atPath: url.path) else { return nil }
            let content = try Data(contentsOf: url)
            return (ending, ending == "html" ? Self.withoutGenerator(content) : content)
        }
    }

    /// The comment names every program on the machine that xml2rfc found.
    private static func withoutGenerator(_ html: Data) -> Data {
        guard let start = html.firstRange(of: Data("<!-- Generator version information:".utf8)),
            let end = html[start.upperBound...].firstRange(of: Data("-->\n".utf8))
        else { return html }
        return html[..<start.lowerBound] + html[end.upperBound...]
    }

    private func inputs(of file: DraftFile, cache: String) throws -> [(path: String, content: Data)] {
        var paths = DraftFile.all.map(\.path) + ["Drafts/requirements.txt"]
        paths += try DraftSource(file, in: root).includes.map { "Drafts/\($0.path)" }
        let committed = try paths.compactMap { path -> (path: String, content: Data)? in
            let url = URL(fileURLWithPath: "\(root)/\(path)")
            guard FileManager.default.fileExists(atPath: url.path) else { return nil }
            return (path, try Data(contentsOf: url))
        }
        let entries = try FileManager.default.contentsOfDirectory(atPath: cache).sorted().map {
            (
                path: "Drafts/refcache/\($0)",
                content: try Data(contentsOf: URL(fileURLWithPath: "\(cache)/\($0)"))
            )
        }
        return committed + entries
    }

    private static func tooWide(_ document: Document) -> [Finding] {
        let text = String(decoding: document["txt"] ?? Data(), as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
            at, line in
            guard line.utf8.count > 72, line.count > 72 else { return nil }
            return Finding(
                file: "\(document.draft.name).txt", line: at + 1, rule: "build-width",
                sentence: "the line has \(line.count) columns, 72 at most.")
        }
    }
}
