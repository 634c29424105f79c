public import Encoding

/// A workload identifier (draft-ietf-wimse-identifier): a `spiffe` or `wimse` URI, whose authority is the
/// trust domain and whose path names the workload.
public struct WorkloadIdentifier: Hashable, Sendable {
    /// The URI, compared by octets.
    public let uri: ExactString
    /// Scheme and authority, as in `spiffe://example.com`: what trust anchors are configured for.
    public let trustDomain: ExactString

    /// The longest identifier, in octets (SPIFFE-ID §2.3).
    public static let limit = 2048
    private static let schemes = ["spiffe://", "wimse://"]

    /// Reads an identifier; nil for what is none: another scheme, user information, a port, a query, a fragment,
    /// an upper-case trust domain, no path, or empty, `.` or `..` segments.
    public init?(_ uri: ExactString) {
        let octets = Array(uri.utf8)
        guard octets.count <= Self.limit,
            let scheme = Self.schemes.first(where: { octets.starts(with: $0.utf8) })
        else { return nil }
        let rest = octets[scheme.utf8.count...]
        guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let (domain, path) = (rest[..<slash], rest[slash...].dropFirst())
        guard (1...255).contains(domain.count), domain.allSatisfy(Self.isDomainCharacter) else { return nil }
        let segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for segment in segments {
            guard !segment.isEmpty, segment.allSatisfy(Self.isPathCharacter),
                !segment.elementsEqual(".".utf8), !segment.elementsEqual("..".utf8)
            else { return nil }
        }
        self.uri = uri
        trustDomain = ExactString(String(decoding: octets[..<slash], as: UTF8.self))
    }

    private static func isDomainCharacter(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isPathCharacter(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"),
            UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","),
            UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "@"):
            true
        default: false
        }
    }
}

extension WorkloadIdentifier: CustomStringConvertible {
    /// The URI.
    public var description: String { uri.string }
}
