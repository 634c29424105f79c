import CBOR
import Encoding

/// What a service says went wrong: a concise problem details object (RFC 9290), or the JSON object that the
/// API had before revision -03 (RFC 9457).
///
/// Who wrote it is not known, so its texts are for people and logs: without control characters, and cut.
public struct ProblemDetails: Hashable, Sendable {
    /// A short text; where a JSON object has none, the last part of its type.
    public let title: String?
    /// More about this occurrence.
    public let detail: String?
    /// A reference to the occurrence, as it was sent.
    public let instance: String?

    /// The most octets of an object.
    public static let limit = 64 << 10

    /// A problem.
    public init(title: String? = nil, detail: String? = nil, instance: String? = nil) {
        self.title = title.map(Self.shown)
        self.detail = detail.map(Self.shown)
        self.instance = instance
    }

    /// Reads the content of an error response; nil where it is no such object or says nothing.
    public init?(parsing content: [UInt8]) {
        guard content.count <= Self.limit else { return nil }
        if content.first == UInt8(ascii: "{") {
            self.init(json: content)
        } else {
            let limits = CBORLimits(octets: Self.limit, depth: 8, items: 256)
            guard let value = try? CBORValue(decoding: content, rules: .unordered, limits: limits) else {
                return nil
            }
            self.init(value)
        }
    }

    /// Reads an object that is part of another.
    init?(_ value: CBORValue) {
        guard let map = value.entries else { return nil }
        self.init(
            title: Self.text(map[-1]), detail: Self.text(map[-2]), instance: map[-3]?.text?.string)
        guard title != nil || detail != nil else { return nil }
    }

    private init?(json content: [UInt8]) {
        guard let root = try? JSONDocument(parsing: content).root else { return nil }
        self.init(root)
    }

    /// Reads a JSON object that may be part of another.
    init?(_ node: JSONNode) {
        let type = node["type"]?.string?.string
        let last = type.flatMap { $0.split(whereSeparator: { ":/#".contains($0) }).last.map(String.init) }
        self.init(
            title: (node["title"] ?? node["code"])?.string?.string ?? last,
            detail: (node["detail"] ?? node["message"])?.string?.string,
            instance: node["instance"]?.string?.string)
        guard title != nil || detail != nil else { return nil }
    }

    /// A text, or one with a language: #6.38([language, text, ? direction]).
    private static func text(_ value: CBORValue?) -> String? {
        guard case .tagged(38, let content) = value else { return value?.text?.string }
        guard let parts = content.elements, (2...3).contains(parts.count) else { return nil }
        return parts[1].text?.string
    }

    /// A text without what could forge lines of a log or turn the direction of a terminal.
    static func shown(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(500) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
                scalars.append("\u{FFFD}")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}

extension ProblemDetails: CustomStringConvertible {
    /// Title and detail.
    public var description: String { [title, detail].compactMap(\.self).joined(separator: ": ") }
}

extension ProblemDetails {
    /// Whether the title is one of these, in upper or lower case, with spaces or hyphens.
    func isTitled(_ titles: String...) -> Bool {
        func key(_ text: String) -> [UInt8] {
            ExactString(text).lowercasedASCII.utf8.filter { !" -_".utf8.contains($0) }
        }
        guard let title else { return false }
        return titles.contains { key($0) == key(title) }
    }
}
