/// The markup within a line.
enum Kramdown {
    /// Text without markup: references to documents by name, those to sections in brackets, one space between
    /// words.
    static func plain(_ text: String) -> String {
        var plain = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            guard let end = rest[open.upperBound...].firstRange(of: "}}") else { break }
            plain += rest[..<open.lowerBound]
            let inner = rest[open.upperBound..<end.lowerBound]
            plain += inner.first?.isUppercase == true ? inner : "[\(inner)]"
            rest = rest[end.upperBound...]
        }
        plain += rest
        return plain.replacing("`", with: "'").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
