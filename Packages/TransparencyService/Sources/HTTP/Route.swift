import Encoding
import Signing

/// What a path names.
enum Route: Hashable, Sendable {
    case entries
    case entry(Locator)
    /// The Transparent Statement: the statement with its receipt.
    case statement(Locator)
    case keys
    case key(String)
    case checkpoint
    case consistency(first: UInt64, second: UInt64)
    case health
    case metrics

    /// How an entry is named.
    enum Locator: Hashable, Sendable {
        /// By the SHA-256 of its statement: the name that this service gives.
        case digest(Digest32)
        /// By a transaction of the form that CCF ledgers have, `1.<index>`.
        case transaction(UInt64)

        init?(_ text: Substring) {
            if text.utf8.count == 2 * Digest32.count {
                guard let octets = try? Hexadecimal.decode(String(text)), let digest = Digest32(octets) else {
                    return nil
                }
                self = .digest(digest)
            } else {
                guard text.utf8.starts(with: "1.".utf8), let index = Route.number(text.dropFirst(2)) else {
                    return nil
                }
                self = .transaction(index)
            }
        }
    }

    /// The route of a path. Throws "Invalid locator" for an entry whose name can be none, and "Not Found" for
    /// what this service does not have.
    init(path: String) throws(Problem) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            ExactString(String($0))
        }
        switch (parts.first, parts.count) {
        case ("entries", 1): self = .entries
        case ("entries", 2): self = .entry(try Self.locator(parts[1]))
        case ("entries", 3) where parts[2] == "statement": self = .statement(try Self.locator(parts[1]))
        case (".well-known", 2) where parts[1] == "scitt-keys": self = .keys
        case (".well-known", 3) where parts[1] == "scitt-keys": self = .key(parts[2].string)
        case ("checkpoint", 1): self = .checkpoint
        case ("consistency", 3):
            guard let first = Self.number(parts[1].string[...]),
                let second = Self.number(parts[2].string[...])
            else { throw .notFound("a consistency proof is named by two sizes") }
            self = .consistency(first: first, second: second)
        case ("health", 1): self = .health
        case ("metrics", 1): self = .metrics
        default: throw .notFound("there is no such resource")
        }
    }

    private static func locator(_ text: ExactString) throws(Problem) -> Locator {
        guard let locator = Locator(text.string[...]) else { throw .invalidLocator }
        return locator
    }

    /// A decimal number in its one spelling.
    private static func number(_ text: Substring) -> UInt64? {
        guard let number = UInt64(text), String(number).utf8.elementsEqual(text.utf8) else { return nil }
        return number
    }

    /// The name in metrics and logs: one of a few, whatever clients ask for.
    var name: String {
        switch self {
        case .entries: "/entries"
        case .entry: "/entries/{id}"
        case .statement: "/entries/{id}/statement"
        case .keys: "/.well-known/scitt-keys"
        case .key: "/.well-known/scitt-keys/{kid}"
        case .checkpoint: "/checkpoint"
        case .consistency: "/consistency/{first}/{second}"
        case .health: "/health"
        case .metrics: "/metrics"
        }
    }

    /// Whether a bearer token guards it. What verifies receipts is for everybody.
    var isGuarded: Bool {
        switch self {
        case .entries, .entry, .statement, .metrics: true
        case .keys, .key, .checkpoint, .consistency, .health: false
        }
    }
}

/// Which interface a client of `POST /entries` speaks.
enum Dialect: Hashable, Sendable {
    /// SCRAPI -11: 201 and the receipt.
    case scrapi
    /// That of CCF ledgers, as pyscitt speaks it: 303, then the entry under `<view>.<index>`.
    case ccf
    /// The same, waiting for the receipt: 201, the receipt, and the transaction in a field.
    case ccfWaiting

    /// Told by the query parameters that pyscitt sends.
    init(query: String?) {
        let parameters = (query ?? "").utf8.split(separator: UInt8(ascii: "&"))
        guard parameters.contains(where: { $0.starts(with: "api-version=".utf8) }) else {
            self = .scrapi
            return
        }
        let waits = parameters.contains { $0.elementsEqual("waitForCommit=true".utf8) }
        self = waits ? .ccfWaiting : .ccf
    }
}
