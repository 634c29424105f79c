/// A part of a draft that is written from the code: what stands between its two comments.
struct GeneratedBlock: Equatable {
    let name: String
    /// The number of the line that names it.
    let line: Int
    /// The places of its lines, the comments not included.
    let content: Range<Int>

    /// The blocks of a draft, in their order.
    static func all(in lines: [Substring]) throws(GenerateError) -> [GeneratedBlock] {
        var blocks: [GeneratedBlock] = []
        var open: (name: String, at: Int)?
        for at in lines.indices {
            guard lines[at] == "{::comment}", at + 2 < lines.count, lines[at + 2] == "{:/comment}" else {
                continue
            }
            let words = lines[at + 1].split(separator: " ")
            guard words.count == 2, let name = words.last.map(String.init) else { continue }
            switch (words[0], open) {
            case ("generated:", nil):
                guard !blocks.contains(where: { $0.name == name }) else { throw .standsTwice(name) }
                open = (name, at + 3)
            case ("generated:", let open?): throw .isNotClosed(open.name)
            case ("end:", let begun?):
                guard begun.name == name else { throw .isNotClosed(begun.name) }
                blocks.append(GeneratedBlock(name: name, line: begun.at - 1, content: begun.at..<at))
                open = nil
            case ("end:", nil): throw .isNotOpen(name)
            default: break
            }
        }
        if let open { throw .isNotClosed(open.name) }
        return blocks
    }
}

/// Why a draft can't be generated.
enum GenerateError: Error, Hashable, CustomStringConvertible {
    /// A draft asks for a block that nothing writes.
    case isUnknown(String)
    /// A block that is written and that its draft does not ask for.
    case isMissing(String)
    case isNotClosed(String)
    case isNotOpen(String)
    case standsTwice(String)
    /// A claim of the code has no requirement of its own in the draft.
    case claimWithoutRequirement(String, draft: String)
    /// A line is longer than a draft's text may be.
    case isTooWide(String, line: String)
    /// A vector is not there, or is of another kind than those printed.
    case vector(String)
    /// A token of an example is refused.
    case example(String, reason: String)

    var description: String {
        switch self {
        case .isUnknown(let name): "no generator is called \(name)"
        case .isMissing(let name): "the draft has no block for the generator \(name)"
        case .isNotClosed(let name): "the block \(name) has no end"
        case .isNotOpen(let name): "the end of the block \(name) has no beginning"
        case .standsTwice(let name): "the block \(name) stands twice"
        case .claimWithoutRequirement(let claim, let draft):
            "\(draft) has no requirement for the claim \(claim)"
        case .isTooWide(let name, let line): "the block \(name) has a line that is too long: \(line)"
        case .vector(let name): "the vector \(name) is not there, or is not one that can be printed"
        case .example(let name, let reason): "the example \(name) is refused: \(reason)"
        }
    }
}
