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
        let sections = sibling.numbers
        return draft.citations.compactMap {
            guard names.contains($0.target), let number = $0.section, !sections.contains(number) else {
                return nil
            }
            return finding(draft, $0.line, "\(sibling.file.name) has no section \(number).")
        }
    }
}

extension DraftSource {
    /// The numbers that its sections get: 1, 1.1, …, and A, A.1, … behind the references.
    fileprivate var numbers: Set<String> {
        var numbers: Set<String> = []
        var path: [Int] = []
        var part = DraftLine.Part.middle
        for section in sections where section.part == .middle || section.part == .back {
            if section.part != part { path = [] }
            part = section.part
            while path.count > section.level { path.removeLast() }
            while path.count < section.level { path.append(0) }
            path[section.level - 1] += 1
            let isAppendix = part == .back && (1...26).contains(path[0])
            let first = isAppendix ? String(UnicodeScalar(UInt8(64 + path[0]))) : String(path[0])
            numbers.insert(([first] + path.dropFirst().map(String.init)).joined(separator: "."))
        }
        return numbers
    }
}
