public import Encoding
public import HTTPTransport
public import JOSE
public import Signing

/// A statement on its way to one service.
public struct OutboxEntry: Hashable, Sendable {
    /// The service that shall anchor it, by the `iss` of its receipts.
    public let service: ExactString
    /// The statement.
    public let statement: SignedStatement
    /// How far it is.
    public let state: State
    /// How often something was tried since it was last put into its state, or put off.
    public let attempts: Int
    /// When to go on, in milliseconds since 1970-01-01T00:00:00Z.
    public let due: Int64
    /// What failed last, as a sentence; nil where nothing did.
    public let lastFailure: String?
    /// When it was put in, in milliseconds since 1970-01-01T00:00:00Z.
    public let queuedAt: Int64

    /// SHA-256 of the statement: with the service, the name of the entry.
    public var digest: Digest32 { statement.digest }

    /// How far an entry is. It only moves down this list, except that a service may forget a registration: then
    /// it is sent again.
    public enum State: Hashable, Sendable {
        /// To be sent. It may have been sent already by a process that ended before it could note the answer:
        /// sending it again makes no second registration.
        case queued
        /// The service is at work; the receipt will be there.
        case sent(at: HTTPURL)
        /// There is a receipt, and it was verified with that key.
        case anchored(receipt: [UInt8], key: JWK)
        /// The service refuses the statement for good.
        case refused(reason: String)

        /// A word for people and machines.
        public var name: String {
            switch self {
            case .queued: "queued"
            case .sent: "sent"
            case .anchored: "anchored"
            case .refused: "refused"
            }
        }

        /// Whether nothing more will happen by itself.
        public var isFinal: Bool {
            switch self {
            case .queued, .sent: false
            case .anchored, .refused: true
            }
        }
    }
}

/// How many entries are in each state.
public struct OutboxSummary: Hashable, Sendable {
    /// To be sent.
    public var queued = 0
    /// Sent, without receipt yet.
    public var sent = 0
    /// With a verified receipt.
    public var anchored = 0
    /// Refused by the service.
    public var refused = 0

    /// A summary.
    public init(queued: Int = 0, sent: Int = 0, anchored: Int = 0, refused: Int = 0) {
        self.queued = queued
        self.sent = sent
        self.anchored = anchored
        self.refused = refused
    }

    /// Entries that something is still to be done for.
    public var open: Int { queued + sent }
}
