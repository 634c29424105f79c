/// The reference entry of one draft, for the other: made from its own front matter, so that title and date are
/// never those of an earlier text.
struct SiblingReference {
    let draft: DraftSource
    /// Its name with revision, `draft-…-03` or `draft-…-latest`.
    let documentName: String

    /// `reference.I-D.nennemann-act.xml`
    var cacheName: String { Reference.cacheName(of: anchor) }

    private var anchor: String { "I-D." + draft.file.name.dropFirst("draft-".count) }

    var xml: String {
        let isNumbered = !documentName.hasSuffix("-latest")
        let target = "https://datatracker.ietf.org/doc/html/\(isNumbered ? documentName : draft.file.name)"
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <reference anchor="\(anchor)" target="\(target)">
              <front>
                <title>\(Self.escaped(draft.frontMatter["title"] ?? ""))</title>
            \(authors)
                \(date)
              </front>
              <seriesInfo name="Internet-Draft" value="\(documentName)"/>
            </reference>

            """
    }

    private var authors: String {
        let authors = draft.frontMatter.root["author"]?.elements ?? []
        return authors.map { author in
            let name = author["fullname"]?.scalar ?? ""
            let words = name.split(separator: " ")
            let initials = words.dropLast().compactMap(\.first).map { "\($0)." }.joined(separator: " ")
            return """
                    <author fullname="\(Self.escaped(name))" initials="\(initials)" \
                surname="\(Self.escaped(String(words.last ?? "")))">
                      <organization>\(Self.escaped(author["organization"]?.scalar ?? ""))</organization>
                    </author>
                """
        }.joined(separator: "\n")
    }

    /// `date: 2026-11-21`
    private var date: String {
        let parts = (draft.frontMatter["date"] ?? "").split(separator: "-")
        guard parts.count == 3, let month = Int(parts[1]), let day = Int(parts[2]),
            Self.months.indices.contains(month - 1)
        else { return "<date/>" }
        return "<date day=\"\(day)\" month=\"\(Self.months[month - 1])\" year=\"\(parts[0])\"/>"
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
