public import Encoding
import Signing

/// How an agent's name in the source becomes its identifier, which is the `iss` of its ECTs.
///
/// Both ways are one to one: two names never share an identifier, nor a key.
public enum AgentNaming: Hashable, Sendable {
    /// `urn:agent:<name>`, percent-encoded (RFC 3986 §2.1).
    case urn
    /// `spiffe://<trust domain>/agent/<name>`. SPIFFE has no percent-encoding, so that what its paths don't allow
    /// is written `_` and two hexadecimal digits.
    case spiffe(trustDomain: String)

    /// Names within a SPIFFE trust domain; refused where `trustDomain` is none.
    public init(trustDomain: String) throws(ImportError) {
        let isDomain = trustDomain.utf8.allSatisfy { octet in
            AgentName.isPlain(octet) && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(octet)
                || octet == UInt8(ascii: "_")
        }
        guard (1...255).contains(trustDomain.utf8.count), isDomain else { throw .trustDomain }
        self = .spiffe(trustDomain: trustDomain)
    }

    /// The identifier of the agent called `name`.
    public func identifier(of name: ExactString) -> ExactString {
        switch self {
        case .urn: ExactString("urn:agent:" + AgentName.encoded(name, escape: "%"))
        case .spiffe(let domain):
            ExactString("spiffe://\(domain)/agent/" + AgentName.encoded(name, escape: "_"))
        }
    }
}

/// Encodes agents' names for identifiers and for the names of key files.
enum AgentName {
    /// An encoded name is at most this long; beyond it, a hash value takes the place of the rest.
    static let limit = 200

    /// The name of the file with the agent's private key.
    static func keyFile(_ name: ExactString) -> String { encoded(name, escape: "_") + ".jwk" }

    /// `name` with everything but letters, digits, `.` and `-` escaped, also a `.` that comes first.
    static func encoded(_ name: ExactString, escape: String) -> String {
        var text = ""
        for octet in name.utf8 {
            if isPlain(octet), !(text.isEmpty && octet == UInt8(ascii: ".")) {
                text.unicodeScalars.append(Unicode.Scalar(octet))
            } else {
                text += escape + Hexadecimal.encode([octet])
            }
        }
        guard text.utf8.count > limit || text.isEmpty else { return text }
        // No other name is encoded with these marks: `_` is always escaped, and an escape has digits.
        let digest = Hexadecimal.encode(SHA256.hash(Array(name.utf8)))
        return text.prefix(99) + (escape == "%" ? "_" : "__") + digest
    }

    static func isPlain(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
