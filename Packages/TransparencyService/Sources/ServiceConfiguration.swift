import Encoding
import Signing

/// How a service is reached, and what it takes from whoever reaches it.
public struct ServiceConfiguration: Sendable {
    /// The address to listen on. The service speaks plain HTTP: beyond the own machine, a proxy in front of it
    /// has to do TLS.
    public var host = "127.0.0.1"
    /// The port; 0 for a free one.
    public var port = 0
    /// What a client must bring to register and to read entries and metrics, as `Authorization: Bearer …`; nil
    /// for nothing.
    public var bearerToken: String?
    /// The most requests to `/entries` that one address may make a second, and as many again saved up; 0 for no
    /// limit.
    public var requestsPerSecond = 10_000
    /// The most connections at once; further ones wait.
    public var connections = 1024
    /// The most registrations that may wait for the disk; further ones are answered 503.
    public var waitingRegistrations = 8192
    /// How long a connection may be silent, and how long a request's head may take, in seconds.
    public var idleSeconds: Int64 = 30
    /// How long a request's body may take, in seconds.
    public var bodySeconds: Int64 = 10
    /// How long requests in flight may take to end when the service stops, in seconds.
    public var stopSeconds: Int64 = 10

    /// The settings that fit most.
    public init() {}

    /// Whether only this machine reaches the service.
    public var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

    func check() throws(ServiceError) {
        guard (0...65_535).contains(port) else { throw .settingInvalid("the port must be 0 to 65535") }
        guard requestsPerSecond >= 0 else { throw .settingInvalid("the rate can't be negative") }
        guard connections > 0, waitingRegistrations > 0 else {
            throw .settingInvalid("the limits for connections and waiting registrations must be positive")
        }
        for seconds in [idleSeconds, bodySeconds, stopSeconds] where !(1...3600).contains(seconds) {
            throw .settingInvalid("time limits must be 1 to 3600 seconds")
        }
        if let bearerToken, bearerToken.utf8.count < 16 {
            throw .settingInvalid("a bearer token must have 16 characters or more")
        }
    }
}

/// A bearer token, known by its hash, so that comparing takes the same time wherever two differ.
struct BearerToken: Sendable {
    private let digest: Digest32

    init(_ token: String) { digest = SHA256.digest(Array(token.utf8)) }

    /// Whether the value of an `Authorization` field brings it.
    func matches(_ field: String?) -> Bool {
        guard let field else { return false }
        let parts = field.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, ExactString(parts[0].lowercased()) == "bearer" else { return false }
        return SHA256.digest(Array(parts[1].utf8)) == digest
    }
}
