import Encoding

/// Blocks of JSON.
enum JSONRule: DraftRule {
    static let name = "json"
    static let about = "Every ~~~ json block is one strict JSON text: no name twice, no trailing comma."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        draft.codeBlocks.filter { $0.language == "json" }.compactMap { block -> Finding? in
            let text = Folding(block.code)?.text ?? block.text
            do throws(JSONError) {
                _ = try JSONDocument(parsing: text, limits: .document)
                return nil
            } catch {
                let before = text.utf8.prefix(error.offset ?? 0).count { $0 == UInt8(ascii: "\n") }
                return finding(draft, block.line + 1 + before, "\(error).")
            }
        }
    }
}
