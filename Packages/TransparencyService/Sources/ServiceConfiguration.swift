public import HTTPServer

/// How a service is reached, and what it takes from whoever reaches it.
public struct ServiceConfiguration: Sendable {
    /// Where it listens, and what it takes of connections and requests.
    public var listener = ListenerConfiguration()
    /// What a client must bring to register and to read entries and metrics, as `Authorization: Bearer …`; nil
    /// for nothing.
    public var bearerToken: String?
    /// The most requests to `/entries` that one address may make a second, and as many again saved up; 0 for no
    /// limit.
    public var requestsPerSecond = 10_000
    /// The most registrations that may wait for the disk; further ones are answered 503.
    public var waitingRegistrations = 8192
    /// The settings that fit most.
    public init() {}

    func check() throws(ServiceError) {
        do { try listener.check() } catch { throw .listener(error) }
        guard requestsPerSecond >= 0 else { throw .settingInvalid("the rate can't be negative") }
        guard waitingRegistrations > 0 else {
            throw .settingInvalid("the limit for waiting registrations must be positive")
        }
        if let bearerToken, bearerToken.utf8.count < 16 {
            throw .settingInvalid("a bearer token must have 16 characters or more")
        }
    }
}
