import Encoding
import HTTPTypes

/// Which fields go from one side to the other.
enum ForwardedFields {
    /// Fields of one connection (RFC 9110 §7.6.1), and those that the other side's transport writes itself.
    private static let ofConnection: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te",
        "trailer", "transfer-encoding", "upgrade", "expect", "host", "content-length",
    ]

    /// Fields that are for the gateway: it has verified them, and the server must not take unverified ones for it.
    private static let ofGateway: Set<String> = [
        "act-mandate", "act-record", "execution-context", "workload-identity-token", "signature",
        "signature-input",
        // The answer's octets are hashed and looked into as the server makes them.
        "accept-encoding",
    ]

    /// Fields of the server's that stay here: records are the gateway's to give, and the client is not led past it.
    private static let ofServer: Set<String> = [
        "act-record", "execution-context", "location", "refresh", "alt-svc",
    ]

    /// The fields of a request for the server.
    static func request(_ fields: HTTPFields) -> HTTPFields {
        // Servers that make variables of fields take an underscore for a hyphen.
        var kept = passed(fields) { !ofGateway.contains($0) && !$0.utf8.contains(UInt8(ascii: "_")) }
        // A proof token was made for the gateway; any other authorization is the server's business.
        kept[values: .authorization] = kept[values: .authorization].filter {
            ExactString(String(decoding: $0.utf8.prefix(4), as: UTF8.self)).lowercasedASCII != "wpt "
        }
        // What the content was read as, even if a client calls this a field of the connection.
        if let type = fields[.contentType] { kept[.contentType] = type }
        return kept
    }

    /// The fields of a response for the client.
    static func response(_ fields: HTTPFields) -> HTTPFields {
        passed(fields) { !ofServer.contains($0) }
    }

    private static func passed(_ fields: HTTPFields, _ isPassed: (String) -> Bool) -> HTTPFields {
        let named = Set(
            fields[values: .connection].flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }.map {
                ExactString(String(decoding: $0.withoutOptionalWhiteSpace, as: UTF8.self)).lowercasedASCII
            })
        var kept = HTTPFields()
        for field in fields {
            let name = field.name.canonicalName
            guard !ofConnection.contains(name), !named.contains(ExactString(name)), isPassed(name) else {
                continue
            }
            kept.append(field)
        }
        return kept
    }
}
