import Encoding
import JOSE
import Signing

extension TrustFile {
    /// The file as JSON without white space: the one form of all files that mean the same. Members are in the
    /// order of their names, identifiers, keys, algorithms and anchors ascend, what says nothing is left out,
    /// Ed25519 is written `EdDSA`, and of a key only what verifies is kept.
    public func encode() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        if allowsDIDKey { writer.member("did_key", true) }
        if !issuers.isEmpty { write("issuers", issuers, to: &writer, Self.members) }
        if !services.isEmpty { write("services", services, to: &writer, Self.members) }
        if !anchors.isEmpty {
            let texts = anchors.map { JSONValue.string(ExactString($0.pem)) }
            writer.member("x509", .object([JSONMember("anchors", .array(texts))]))
        }
        writer.endObject()
        return writer.octets
    }

    private func write<Value>(
        _ name: String, _ values: [ExactString: Value], to writer: inout JSONWriter,
        _ members: (Value) -> [JSONMember]
    ) {
        writer.name(name)
        writer.beginObject()
        for (identifier, value) in values.sorted(by: { $0.key < $1.key }) {
            writer.member(identifier.string, .object(members(value)))
        }
        writer.endObject()
    }

    private static func members(_ issuer: TrustedIssuer) -> [JSONMember] {
        var members: [JSONMember] = []
        if let algorithms = issuer.algorithms {
            let names = algorithms.map { ExactString(JWSAlgorithm(writing: $0).rawValue) }.sorted()
            members.append(JSONMember("algs", .array(names.map { .string($0) })))
        }
        members.append(JSONMember("jwks", .object([keys(issuer.keys)])))
        return members
    }

    private static func members(_ service: TrustedService) -> [JSONMember] {
        [keys(service.keys), JSONMember("profile", .string(ExactString(service.profile.rawValue)))]
    }

    private static func keys(_ keys: [JWK]) -> JSONMember {
        JSONMember("keys", .array(keys.map(\.value)))
    }
}
