/// Who answers for a URL: its scheme, host and port (RFC 6454 §4).
public struct HTTPOrigin: Hashable, Sendable {
    /// `https` or `http`.
    public let scheme: String
    /// A name or an address in lower case, an IPv6 address in brackets.
    public let host: String
    /// The port.
    public let port: Int

    /// Whether what is sent there can be read on the way by nobody: it is encrypted, or stays here.
    public var isConfidential: Bool { scheme == "https" || isLoopback }

    /// Whether the host is this one: `localhost`, 127.0.0.0/8 or ::1.
    public var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    /// The host, and the port where it is not the scheme's own.
    public var authority: String {
        port == (scheme == "https" ? 443 : 80) ? host : "\(host):\(port)"
    }
}

extension HTTPOrigin: CustomStringConvertible {
    /// The origin as a URL without path.
    public var description: String { "\(scheme)://\(authority)" }
}
