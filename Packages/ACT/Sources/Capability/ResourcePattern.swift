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

    /// Whether a resource is in a form that a prefix can be compared with. It is not where a server might resolve it to
    /// somewhere else: `.` and `..` between slashes, as they are, percent-encoded, or so that readers of URLs find them
    /// when they leave out a control character, white space at the end, parameters, query or fragment, encoded or
    /// not. What follows a `?` or `#` is looked at too: in the name of a file, they are letters.
    public static func isComparable(_ resource: ExactString) -> Bool {
        let octets = Array(resource.lowercasedASCII.utf8)
        guard octets.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return false }
        for encoded in ["\\", "%2e", "%2f", "%5c"] where octets.containsSequence(Array(encoded.utf8)) {
            return false
        }
        return !octets.split(separator: UInt8(ascii: "/")).contains { part in
            let name = part.prefix { $0 > 0x20 && $0 < 0x80 && !";?#%".utf8.contains($0) }
            return name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8)
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
