public import Encoding

/// A pattern for resources: printable ASCII, and `*` at most once, as the last character, for any suffix.
public struct ResourcePattern: Hashable, Sendable {
    /// The pattern.
    public let text: ExactString

    /// Checks the form; nil where the text breaks it.
    public init?(_ text: ExactString) {
        let octets = text.utf8
        guard (1...2048).contains(octets.count), octets.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            !octets.dropLast().contains(UInt8(ascii: "*"))
        else { return nil }
        self.text = text
    }

    private var prefix: Substring.UTF8View? {
        text.utf8.last == UInt8(ascii: "*") ? text.utf8.dropLast() : nil
    }

    /// Whether every resource that this pattern matches is matched by `other`.
    public func isCovered(by other: ResourcePattern) -> Bool {
        guard let wide = other.prefix else { return text == other.text }
        return (prefix ?? text.utf8[...]).starts(with: wide)
    }

    /// Whether `resource` is matched.
    public func matches(_ resource: ExactString) -> Bool {
        guard let prefix else { return text == resource }
        return resource.utf8.starts(with: prefix)
    }

    /// Whether a resource is in a form that a prefix can be compared with: no `.` or `..` segment in its path,
    /// no `\`, no percent-encoded `.`, `/` or `\`, which a server might resolve to somewhere else.
    public static func isComparable(_ resource: ExactString) -> Bool {
        let octets = resource.utf8.map { ($0 >= 0x41 && $0 <= 0x5A) ? $0 | 0x20 : $0 }
        for encoded in ["\\", "%2e", "%2f", "%5c"] where octets.containsSequence(Array(encoded.utf8)) {
            return false
        }
        let path = octets.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        return !path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).contains {
            $0.elementsEqual([UInt8(ascii: ".")]) || $0.elementsEqual([UInt8(ascii: "."), UInt8(ascii: ".")])
        }
    }
}

extension [UInt8] {
    /// Whether `part` occurs in these octets.
    fileprivate func containsSequence(_ part: [UInt8]) -> Bool {
        guard count >= part.count else { return false }
        return (0...(count - part.count)).contains { self[$0..<$0 + part.count].elementsEqual(part) }
    }
}
