/// How strongly a normative statement binds (BCP 14).
enum RequirementLevel: String, CaseIterable {
    case must = "MUST"
    case should = "SHOULD"
    case may = "MAY"

    /// The key words of a text without markup, in their order, as levels. A word in quotation marks or in code
    /// is spoken about and binds nobody.
    static func keywords(in text: String) -> [RequirementLevel] {
        text.split(separator: " ").compactMap { word in
            switch word.drop(while: { $0 == "(" }).prefix(while: { $0.isASCII && $0.isLetter }) {
            case "MUST", "SHALL", "REQUIRED": .must
            case "SHOULD", "RECOMMENDED": .should
            case "MAY", "OPTIONAL": .may
            default: nil
            }
        }
    }

    /// The strongest of a text's; nil where nothing binds.
    init?(of text: String) {
        let levels = Self.keywords(in: text)
        guard let strongest = Self.allCases.first(where: levels.contains) else { return nil }
        self = strongest
    }
}
