import Foundation

/// Where tests name requirements: as `"ECT#req-…"`, whether they ran or not.
struct TestScan {
    /// `file:line`, by the requirement's name.
    private(set) var places: [String: [String]] = [:]

    /// The Swift files of all tests, from the top of the checkout.
    static func files() -> [String] {
        ["Packages", "Interop/Tests"].flatMap { folder in
            (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []).map {
                "\(folder)/\($0)"
            }
        }.filter { $0.hasSuffix(".swift") && $0.contains("/Tests/") }.sorted()
    }

    /// Reads a file.
    mutating func read(_ text: String, path: String) {
        guard text.contains("#req-") else { return }
        for (at, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard line.contains("#req-") else { continue }
            for word in line.split(whereSeparator: {
                !($0.isASCII && ($0.isLetter || $0.isNumber) || "#-".contains($0))
            })
            where word.contains("#req-") {
                places[String(word), default: []].append("\(path):\(at + 1)")
            }
        }
    }
}
