import Encoding

/// Writes the generated blocks of the drafts.
struct Generator {
    let vectors: VectorFiles
    let examples: ExampleWorkflow

    /// The blocks that the drafts have; another name is an error, and so is one of these that is missing.
    enum Block: String, CaseIterable {
        case actMandateClaims = "act-mandate-claims"
        case actRecordClaims = "act-record-claims"
        case actDelegation = "act-del"
        case actHop = "act-hop"
        case actMediaTypes = "act-media-types"
        case actRegistrations = "act-iana-claims"
        case actStatus = "act-status"
        case actExamples = "act-examples"
        case actVectors = "act-vectors"
        case actIndex = "act-index"
        case ectClaims = "ect-claims"
        case ectConfiguration = "ect-configuration"
        case ectMediaTypes = "ect-media-types"
        case ectRegistrations = "ect-iana-claims"
        case ectStatus = "ect-status"
        case ectExamples = "ect-examples"
        case ectVectors = "ect-vectors"
        case ectIndex = "ect-index"

        var draft: DraftFile { rawValue.hasPrefix("act-") ? .act : .ect }
    }

    /// A generator over the files of the checkout that is the current folder.
    init() throws {
        vectors = try VectorFiles()
        examples = try ExampleWorkflow()
    }

    /// A draft with all its blocks written, and the blocks that were other before.
    func generate(
        _ file: DraftFile, text: String
    ) throws -> (text: String, changed: [GeneratedBlock]) {
        let source = try DraftSource(file, text: text)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let blocks = try GeneratedBlock.all(in: lines)
        let missing = Block.allCases.first { block in
            block.draft == file && !blocks.contains { $0.name == block.rawValue }
        }
        if let missing { throw GenerateError.isMissing(missing.rawValue) }
        var changed: [GeneratedBlock] = []
        for block in blocks.reversed() {
            guard let name = Block(rawValue: block.name), name.draft == file else {
                throw GenerateError.isUnknown(block.name)
            }
            let content = [""] + (try content(of: name, in: source)) + [""]
            if let wide = Self.tooWide(in: content) { throw GenerateError.isTooWide(block.name, line: wide) }
            guard lines[block.content] != content.map({ $0[...] })[...] else { continue }
            lines.replaceSubrange(block.content, with: content.map { $0[...] })
            changed.insert(block, at: 0)
        }
        return (lines.joined(separator: "\n"), changed)
    }

    /// A line of a figure that the text of a draft has no room for.
    private static func tooWide(in lines: [String]) -> String? {
        var isInFigure = false
        for line in lines {
            if line.hasPrefix("~~~") { isInFigure.toggle() }
            if isInFigure, line.count > 69 { return line }
        }
        return nil
    }

    private func content(of block: Block, in source: DraftSource) throws -> [String] {
        switch block {
        case .actMandateClaims: ClaimTables.mandate.lines
        case .actRecordClaims: ClaimTables.record.lines
        case .actDelegation: ClaimTables.delegation.lines
        case .actHop: ClaimTables.hop.lines
        case .actMediaTypes: MediaType.act.inParagraphs()
        case .actRegistrations: try ClaimTables.registrations(ClaimTables.actClaims, in: source)
        case .actStatus: ImplementationStatus(vectors: vectors, operation: "act.verify", of: source).lines
        case .actExamples: try examples.actLines
        case .actVectors: try vectors.lines(VectorSelection.act, of: source)
        case .actIndex: RequirementIndex(of: source).lines
        case .ectClaims: ClaimTables.execution.lines
        case .ectConfiguration: ConfigurationTable.lines
        case .ectMediaTypes: MediaType.ect.inParagraphs()
        case .ectRegistrations: try ClaimTables.registrations(ClaimTables.ectClaims, in: source)
        case .ectStatus: ImplementationStatus(vectors: vectors, operation: "ect.verify", of: source).lines
        case .ectExamples: try examples.ectLines
        case .ectVectors: try vectors.lines(VectorSelection.ect, of: source)
        case .ectIndex: RequirementIndex(of: source).lines
        }
    }
}

extension [[String]] {
    /// The parts with a blank line between them.
    func inParagraphs() -> [String] { [String](map { [""] + $0 }.joined().dropFirst()) }
}
