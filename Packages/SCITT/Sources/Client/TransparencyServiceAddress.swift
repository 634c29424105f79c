public import HTTPTransport

/// Where a transparency service is and how it is spoken to.
public struct TransparencyServiceAddress: Hashable, Sendable {
    /// The URL below which the API is.
    public let url: HTTPURL
    /// `api-version` of the query, which services on CCF ask for; nil for none.
    public var version: String?
    /// Where else than at the service's own origin a registration may be looked up.
    public var otherOrigins: Set<HTTPOrigin>
    /// What the service knows the client by; nil for none.
    public var bearerToken: BearerToken?

    /// An address.
    public init(
        url: HTTPURL, version: String? = nil, otherOrigins: Set<HTTPOrigin> = [],
        bearerToken: BearerToken? = nil
    ) {
        self.url = url
        self.version = version
        self.otherOrigins = otherOrigins
        self.bearerToken = bearerToken
    }

    /// The `api-version` that the tools of services on CCF send today.
    public static let ccfVersion = "2026-03-26"

    /// Whether requests may go to a place that the service named. A token never leaves the service's origin.
    func allows(_ origin: HTTPOrigin) -> Bool {
        origin == url.origin || (otherOrigins.contains(origin) && origin.isConfidential)
    }
}

/// A secret of RFC 6750 that no description shows.
public struct BearerToken: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    let value: String

    /// A token; nil where it has other octets than RFC 6750 §2.1 allows.
    public init?(_ value: String) {
        let isToken = value.utf8.allSatisfy { octet in
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._~+/=".utf8.contains(octet)
            }
        }
        guard isToken, (1...4096).contains(value.utf8.count) else { return nil }
        self.value = value
    }

    /// Not the secret.
    public var description: String { "bearer token" }

    /// Not the secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
