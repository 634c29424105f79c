/// Characters that texts don't have.
enum CharacterRule: DraftRule {
    static let name = "character"
    static let about =
        "Nothing but printable ASCII below the front matter, no tab, no space at an end (idnits NON_ASCII_UTF8, INVALID_CTRL_CODES)."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        draft.lines.flatMap { line in
            var findings: [Finding] = []
            if line.kind != .frontMatter, !line.text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
                let strangers = line.text.unicodeScalars.filter { !(0x20...0x7E).contains($0.value) }
                let names = strangers.prefix(3).map { "U+" + String($0.value, radix: 16, uppercase: true) }
                findings.append(finding(draft, line.number, "the line has \(names.joined(separator: ", "))."))
            }
            if line.text.utf8.last == UInt8(ascii: " ") {
                findings.append(finding(draft, line.number, "the line ends with a space."))
            }
            return findings
        }
    }
}
