/// The numbers that the sections of a draft have in its text.
struct SectionNumbers {
    private var numbers: [Int: String] = [:]

    /// The numbers of the sections of `source`.
    init(of source: DraftSource) {
        var counters: [Int] = []
        var part = DraftLine.Part.middle
        for section in source.sections where section.attributes["unnumbered"] == nil {
            if section.part != part {
                part = section.part
                counters = []
            }
            if counters.count >= section.level {
                counters.removeSubrange(section.level...)
                counters[section.level - 1] += 1
            } else {
                counters.append(1)
            }
            let first = part == .back ? Self.letter(counters[0]) : String(counters[0])
            numbers[section.line] = ([first] + counters.dropFirst().map(String.init)).joined(separator: ".")
        }
    }

    /// Such as `4.1`, or `B` for an appendix.
    func number(of section: Section) -> String { numbers[section.line] ?? "" }

    private static func letter(_ number: Int) -> String {
        Unicode.Scalar(UInt32(UInt8(ascii: "A")) + UInt32(number) - 1).map { String($0) } ?? ""
    }
}
