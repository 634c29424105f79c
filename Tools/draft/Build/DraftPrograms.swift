import ArgumentParser
import Foundation

/// The two programs that make documents from a draft's source, and what they need.
struct DraftPrograms {
    let kramdown: Program
    let xml2rfc: Program
    /// xml2rfc with what it needs for PDF, where that was asked for.
    let pdf: Program?

    static let installKramdown =
        "apt-get install -y --no-install-recommends ruby-kramdown-rfc2629 python3-venv"
    static let installXML2RFC =
        "python3 -m venv .build/xml2rfc && .build/xml2rfc/bin/pip install -r Drafts/requirements.txt"
    static let installPDF = """
        apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
        fonts-noto-core fonts-noto-mono
        python3 -m venv .build/xml2rfc-pdf && .build/xml2rfc-pdf/bin/pip install -r Drafts/requirements-pdf.txt
        """

    /// Finds them in `PATH` and in the virtual environments of `Tools/setup`.
    static func find(pdf: Bool = false) throws(MissingPrograms) -> DraftPrograms {
        let kramdown = Program.find("kramdown-rfc")
        let xml2rfc = environment("xml2rfc") ?? Program.find("xml2rfc")
        let printer = pdf ? environment("xml2rfc-pdf") : nil
        var missing: [(name: String, install: String)] = []
        if kramdown == nil { missing.append(("kramdown-rfc", installKramdown)) }
        if xml2rfc == nil { missing.append(("xml2rfc", installXML2RFC)) }
        if pdf, printer == nil { missing.append(("xml2rfc with WeasyPrint (for PDF)", installPDF)) }
        guard let kramdown, let xml2rfc, missing.isEmpty else { throw MissingPrograms(missing: missing) }
        return DraftPrograms(kramdown: kramdown, xml2rfc: xml2rfc, pdf: printer)
    }

    /// A program of a virtual environment under `.build`.
    static func environment(_ name: String, program: String = "xml2rfc") -> Program? {
        let path = FileManager.default.currentDirectoryPath + "/.build/\(name)/bin/\(program)"
        return Program(path: path).exists ? Program(path: path) : nil
    }

    /// What the programs say of themselves, in the order in which they run.
    func versions() throws -> [(program: String, version: String)] {
        var programs = [("kramdown-rfc", kramdown), ("xml2rfc", xml2rfc)]
        if let pdf { programs.append(("xml2rfc for PDF", pdf)) }
        if let ruby = Program.find("ruby") { programs.append(("ruby", ruby)) }
        let python = Program(
            path: URL(fileURLWithPath: xml2rfc.path).deletingLastPathComponent().path + "/python3")
        if python.exists { programs.append(("python", python)) }
        return try programs.map { name, program in
            let said = String(decoding: try program.run(["--version"]).output, as: UTF8.self)
            let number = said.split(whereSeparator: \.isWhitespace).first { $0.first?.isNumber == true }
            return (name, number.map(String.init) ?? said.trimming())
        }
    }
}

/// Programs that aren't there, and the lines that install them.
struct MissingPrograms: Error, CustomStringConvertible {
    let missing: [(name: String, install: String)]

    /// `EX_UNAVAILABLE`
    static let exitCode = ExitCode(69)

    var description: String {
        """
        \(missing.map(\.name).joined(separator: " and ")) not found; to install:

        \(missing.map(\.install).joined(separator: "\n"))

        or all at once: Tools/setup --drafts\(missing.contains { $0.name.hasSuffix("(for PDF)") } ? " --pdf" : "")
        """
    }
}
