import Encoding

/// A JSON text that a draft shows: a block of JSON, or of text that is JSON once it is unfolded.
struct ShownJSON {
    /// The line that opens the block.
    let line: Int
    let text: String

    static func all(in draft: DraftSource) -> [ShownJSON] {
        draft.codeBlocks.compactMap { block in
            let unfolded = Folding(block.code)?.text
            guard block.language == "json" || unfolded?.hasPrefix("{") == true else { return nil }
            return ShownJSON(line: block.line, text: unfolded ?? block.text)
        }
    }

    /// The object that it is; nil where it is none.
    var object: JSONNode? {
        guard let root = try? JSONDocument(parsing: text, limits: .document).root, root.kind == .object else {
            return nil
        }
        return root
    }
}
