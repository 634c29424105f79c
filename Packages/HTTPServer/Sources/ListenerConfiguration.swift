/// The files that a server of TLS (1.2 or newer) takes at its start.
public struct TLSFiles: Hashable, Sendable {
    /// The path of the certificate and those that lead to its anchor, in PEM.
    public let certificates: String
    /// The path of the certificate's private key, in PEM, not encrypted.
    public let key: String

    /// The files at these paths.
    public init(certificates: String, key: String) {
        self.certificates = certificates
        self.key = key
    }
}

/// Where a server listens, and what it takes of connections and requests.
public struct ListenerConfiguration: Hashable, Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// Certificate and key for TLS; nil for plain HTTP, which is for the own machine or behind a proxy.
    public var tls: TLSFiles?
    /// The port; 0 for a free one.
    public var port = 0
    /// The most connections at once; further ones wait.
    public var connections = 1024
    /// The most octets of a request's fields together, and twice as many as one field may have.
    public var fieldOctets = 32_768
    /// How long a connection may be silent, and how long a request's head may take, in seconds.
    public var idleSeconds: Int64 = 30
    /// How long a request's body may take, in seconds.
    public var bodySeconds: Int64 = 10
    /// How long a request may take to arrive, whether or not anybody reads it, and a client to take what was
    /// written to it, in seconds.
    public var transferSeconds: Int64 = 60
    /// How long requests in flight may take to end when the server stops, in seconds.
    public var stopSeconds: Int64 = 10

    /// The settings that fit most.
    public init() {}

    /// Whether only this machine reaches the server.
    public var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

    /// Throws `settingInvalid` where a setting is out of its range.
    public func check() throws(HTTPServerError) {
        guard (0...65_535).contains(port) else { throw .settingInvalid("the port must be 0 to 65535") }
        guard connections > 0 else { throw .settingInvalid("the limit for connections must be positive") }
        guard (16_384...1 << 20).contains(fieldOctets) else {
            throw .settingInvalid("the limit for fields must be 16384 to 1048576 octets")
        }
        for seconds in [idleSeconds, bodySeconds, transferSeconds, stopSeconds]
        where !(1...3600).contains(seconds) {
            throw .settingInvalid("time limits must be 1 to 3600 seconds")
        }
    }
}

/// Why a server could not listen.
public enum HTTPServerError: Error, Hashable, Sendable {
    /// A setting is out of its range.
    case settingInvalid(String)
    /// Certificate or key can't be used for TLS, for this reason.
    case tls(String)
    /// The address could not be listened on, for this reason of the system.
    case address(String)

    /// The stable name of this error.
    public var code: String {
        switch self {
        case .settingInvalid: "server-setting-invalid"
        case .tls: "server-tls"
        case .address: "server-address"
        }
    }
}

extension HTTPServerError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .settingInvalid(let what): what
        case .tls(let reason): "certificate or key can't be used for TLS: \(reason)"
        case .address(let reason): "the address can't be listened on: \(reason)"
        }
    }
}
