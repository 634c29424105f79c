import Foundation

/// A draft in kramdown, read once: its front matter and its blocks, each with the number of its line.
struct DraftSource {
    let file: DraftFile
    let lines: [DraftLine]
    let frontMatter: FrontMatter
    let sections: [Section]
    /// Blocks between `~~~`.
    let codeBlocks: [CodeBlock]
    let tables: [DraftTable]
    /// Paragraphs, items of lists and definitions.
    let paragraphs: [Paragraph]

    /// Reads a draft's file, from the top of the checkout or of a folder that is like it.
    init(_ file: DraftFile, in root: String = ".") throws {
        try self.init(file, text: String(contentsOfFile: "\(root)/\(file.path)", encoding: .utf8))
    }

    init(_ file: DraftFile, text: String) throws {
        self.file = file
        lines = DraftLine.all(in: text)
        do { frontMatter = try FrontMatter(lines: lines.filter { $0.kind == .frontMatter }) } catch {
            throw UnreadableDraft(file: file, error: error)
        }
        sections = Section.all(in: lines)
        codeBlocks = CodeBlock.all(in: lines)
        tables = DraftTable.all(in: lines)
        paragraphs = Paragraph.all(in: lines)
    }

    /// The normative statements, in their order: paragraphs with an anchor `req-…`.
    var requirements: [Requirement] {
        paragraphs.compactMap(Requirement.init)
    }

    /// What `{{…}}` and the boilerplate cite, in their order, anchors within the draft included.
    var citations: [Citation] { Citation.all(in: lines) }

    /// Files that `{::include path}` takes in, from the folder of the draft.
    var includes: [(line: Int, path: String)] {
        lines.filter { $0.kind == .directive || $0.kind == .code }.compactMap {
            guard $0.text.hasPrefix("{::include "), $0.text.hasSuffix("}") else { return nil }
            return ($0.number, $0.text.dropFirst("{::include ".count).dropLast().trimming())
        }
    }

    /// Every anchor that the draft gives: of sections, figures, tables and requirements.
    var anchors: Set<String> {
        Set(
            sections.compactMap(\.anchor) + codeBlocks.compactMap(\.anchor) + tables.compactMap(\.anchor)
                + paragraphs.compactMap(\.anchor))
    }

    /// The section that a line belongs to.
    func section(at line: Int) -> Section? { sections.last { $0.line <= line } }
}

/// A draft whose front matter can't be read.
struct UnreadableDraft: Error, CustomStringConvertible {
    let file: DraftFile
    let error: YAMLError

    var finding: Finding {
        Finding(
            file: file.path, line: error.line, rule: "front-matter", sentence: "the line \(error.problem).")
    }

    var description: String { finding.description }
}
