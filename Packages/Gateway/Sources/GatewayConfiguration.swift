public import Encoding
public import HTTPServer
public import HTTPTransport
public import JOSE

/// Who a gateway is, what stands behind it, and what it takes.
public struct GatewayConfiguration: Sendable {
    /// Where the MCP server listens; the gateway serves the same path.
    public var upstream: HTTPURL
    /// The identifier of the server and its gateway: `iss` of the records, and an audience of mandates.
    public var identity: ExactString
    /// Signs the records.
    public var key: PrivateJWK
    /// Who may issue root mandates; at least one.
    public var rootIssuers: Set<ExactString>
    /// How the gateway is reached.
    public var listener = ListenerConfiguration()
    /// Further names of the server that mandates may have as audience.
    public var audience: Set<ExactString> = []
    /// Who verifies the records besides the parties of the mandate: `aud` of ECTs.
    public var auditors: [ExactString] = []
    /// Which action each tool is.
    public var tools = ToolMap()
    /// Methods that are passed on besides those of the protocol that execute no tool.
    public var passedMethods: Set<ExactString> = []
    /// Values of `Origin` that are taken; a request without the field is no browser's.
    public var origins: Set<String> = []
    /// Whether mandates count that nothing binds to the request: whoever holds a mandate may then use it. For
    /// trying out on the own machine; refused where others reach the gateway.
    public var allowsUnbound = false
    /// Whether a call needs a presented record of its own, an ECT or an ACT record of its caller.
    public var requiresPresentedRecord = false

    /// The most octets of a request's content.
    public var requestOctets = 4 << 20
    /// The most octets of requests' contents that are held at once; who comes with more is put off.
    public var heldOctets = 64 << 20
    /// The most octets of an answer, or of one event of it, that are kept to be looked into; what is larger is
    /// passed through.
    public var inspectedOctets = 1 << 20
    /// The most octets of an answer.
    public var answerOctets = 1 << 30
    /// The most octets of the fields that carry tokens.
    public var tokenOctets = 8192
    /// How long a call may take, in seconds.
    public var callSeconds: Int64 = 600
    /// How long the server may take to begin a server stream (GET), in seconds.
    public var streamSeconds: Int64 = 30
    /// The most calls at once.
    public var calls = 256
    /// The most server streams (GET) at once.
    public var streams = 256
    /// The most requests a second from one address, and as many again saved up; 0 for no limit.
    public var requestsPerSecond = 1000
    /// The most refusals a second that are recorded for one address; further ones are counted and logged only.
    public var refusalsPerSecond = 20

    /// A configuration with the defaults that fit most.
    public init(upstream: HTTPURL, identity: ExactString, key: PrivateJWK, rootIssuers: Set<ExactString>) {
        self.upstream = upstream
        self.identity = identity
        self.key = key
        self.rootIssuers = rootIssuers
    }

    /// Every name that a mandate's `aud` may have for this server.
    var audiences: Set<ExactString> { audience.union([identity]) }

    /// The path that is served: the upstream's, without its query.
    var path: String {
        String(upstream.path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)[0])
    }

    func check() throws(GatewayError) {
        do { try listener.check() } catch { throw .listener(error) }
        guard !rootIssuers.isEmpty else { throw .settingInvalid("name at least one issuer of root mandates") }
        guard upstream.origin.isConfidential else {
            throw .upstream(.notEncrypted(host: upstream.origin.host))
        }
        guard !GatewayPath.own.contains(path) else {
            throw .settingInvalid("the upstream's path must not be /health or /metrics")
        }
        guard !allowsUnbound || listener.isLoopback else {
            throw .settingInvalid("unbound mandates are for this machine only: listen on 127.0.0.1")
        }
        guard (1...64 << 20).contains(requestOctets), heldOctets >= requestOctets,
            (1024...64 << 20).contains(inspectedOctets),
            answerOctets >= inspectedOctets, (8192...listener.fieldOctets).contains(tokenOctets)
        else {
            throw .settingInvalid("a limit of octets is out of its range")
        }
        guard (1...86_400).contains(callSeconds), (1...86_400).contains(streamSeconds) else {
            throw .settingInvalid("a call, and the beginning of a stream, may take 1 to 86400 seconds")
        }
        guard (1...1024).contains(calls), (1...1024).contains(streams) else {
            throw .settingInvalid("1 to 1024 calls and streams can be taken at once")
        }
        guard requestsPerSecond >= 0, refusalsPerSecond >= 0 else {
            throw .settingInvalid("a rate can't be negative")
        }
    }
}

/// The gateway's own resources.
enum GatewayPath {
    static let health = "/health"
    static let metrics = "/metrics"
    static let own: Set<String> = [health, metrics]
}
