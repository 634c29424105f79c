/// Sections of the other draft that are cited by number.
enum SiblingSectionRule: DraftRule {
    static let name = "sibling-section"
    static let about = "A section of the other draft that is cited by its number exists."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        guard let sibling = drafts.sibling(of: draft) else { return [] }
        let entry = "I-D." + sibling.file.name.dropFirst("draft-".count)
        let names = Set(
            draft.frontMatter.references.filter { $0.anchor == entry || $0.value.scalar == entry }.map(
                \.anchor))
        let numbers = SectionNumbers(of: sibling)
        let sections = Set(sibling.sections.map(numbers.number))
        return draft.citations.compactMap {
            guard names.contains($0.target), let number = $0.section, !sections.contains(number) else {
                return nil
            }
            return finding(draft, $0.line, "\(sibling.file.name) has no section \(number).")
        }
    }
}
