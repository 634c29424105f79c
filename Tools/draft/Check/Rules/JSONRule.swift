import Encoding

/// Blocks of JSON.
enum JSONRule: DraftRule {
    static let name = "json"
    static let about = "Every block of JSON is one strict text: no name twice, no trailing comma."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        ShownJSON.all(in: draft).compactMap { shown -> Finding? in
            do throws(JSONError) {
                _ = try JSONDocument(parsing: shown.text, limits: .document)
                return nil
            } catch {
                let before = shown.text.utf8.prefix(error.offset ?? 0).count { $0 == UInt8(ascii: "\n") }
                return finding(draft, shown.line + 1 + before, "\(error).")
            }
        }
    }
}
