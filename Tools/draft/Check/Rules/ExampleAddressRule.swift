/// Addresses in examples.
enum ExampleAddressRule: DraftRule {
    static let name = "example-address"
    static let about =
        "Addresses are of RFC 5737, RFC 3849 or RFC 9637 (idnits INVALID_IPV4_ADDRESS, INVALID_IPV6_ADDRESS)."

    private static let documentation4 = [[192, 0, 2], [198, 51, 100], [203, 0, 113]]

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        draft.lines.filter { [.prose, .code, .table].contains($0.kind) }.flatMap { line in
            words(in: line.text).filter { isForeign4($0) || isForeign6($0) }.map {
                finding(draft, line.number, "\($0) may belong to somebody: use 192.0.2.1 or 2001:db8::1.")
            }
        }
    }

    private static func words(in text: String) -> [Substring] {
        guard text.contains(where: \.isNumber) else { return [] }
        return text.split { !($0.isHexDigit || $0 == "." || $0 == ":") }.map {
            $0.hasSuffix(".") || ($0.hasSuffix(":") && !$0.hasSuffix("::")) ? $0.dropLast() : $0
        }
    }

    private static func isForeign4(_ word: Substring) -> Bool {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 4, parts.allSatisfy({ $0.map((0...255).contains) == true }) else { return false }
        let octets = parts.compactMap(\.self)
        return !documentation4.contains(Array(octets.prefix(3))) && octets[0] != 127
    }

    private static func isForeign6(_ word: Substring) -> Bool {
        let groups = word.split(separator: ":", omittingEmptySubsequences: false)
        let isCompressed = word.contains("::")
        guard isCompressed ? (3...8).contains(groups.count) : groups.count == 8,
            groups.allSatisfy({ $0.count <= 4 && $0.allSatisfy(\.isHexDigit) }),
            groups.contains(where: { !$0.isEmpty })
        else { return false }
        let text = word.lowercased()
        return !text.hasPrefix("2001:db8:") && !text.hasPrefix("3fff:") && text != "::1"
    }
}
