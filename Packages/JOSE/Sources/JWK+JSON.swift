public import Encoding
import Signing

extension JWK {
    /// Reads a JWK. Members that are not defined for the key are ignored, a private value among them.
    public init(parsing node: JSONNode) throws(JWKError) {
        try self.init(parsing: node, operation: "verify")
    }

    /// Reads the JSON text of a JWK.
    public init(parsing octets: [UInt8]) throws(JWKError) {
        let document: JSONDocument
        do { document = try JSONDocument(parsing: octets) } catch { throw .json(error) }
        try self.init(parsing: document.root)
    }

    init(parsing node: JSONNode, operation: ExactString) throws(JWKError) {
        guard node.kind == .object else { throw .notAnObject }
        try Self.checkUse(node, operation: operation)
        let publicKey = try Self.publicKey(node)
        let keyID = try Self.optionalString(node, "kid")
        let name = try Self.optionalString(node, "alg")
        var algorithm: JWSAlgorithm?
        if let name {
            guard let known = JWSAlgorithm(rawValue: name.string) else { throw .algorithmNotForKey(name) }
            algorithm = known
        }
        try self.init(publicKey, keyID: keyID, algorithm: algorithm)
    }

    /// The key's members: what RFC 7638 hashes first, then `kid`, `alg` and `use`.
    public func encode() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writeMembers(to: &writer)
        writer.endObject()
        return writer.octets
    }

    /// The key as a JSON value.
    public var value: JSONValue {
        .object(
            requiredMembers.map { JSONMember(ExactString($0.0), .string(ExactString($0.1))) }
                + [
                    keyID.map { JSONMember("kid", .string($0)) },
                    algorithm.map { JSONMember("alg", .string(ExactString($0.rawValue))) },
                ].compactMap { $0 })
    }

    func writeMembers(to writer: inout JSONWriter) {
        for (name, text) in requiredMembers { writer.member(name, text) }
        if let keyID { writer.member("kid", keyID) }
        if let algorithm { writer.member("alg", algorithm.rawValue) }
    }

    /// The members that define the key, in the order of their names (RFC 7638 §3.2, RFC 8037 §2).
    var requiredMembers: [(String, String)] {
        switch publicKey.components {
        case .ellipticCurve(let curve, let x, let y):
            [
                ("crv", curve.rawValue), ("kty", "EC"), ("x", Base64URL.encode(x)),
                ("y", Base64URL.encode(y)),
            ]
        case .ed25519(let x):
            [("crv", "Ed25519"), ("kty", "OKP"), ("x", Base64URL.encode(x))]
        case .rsa(let n, let e):
            [("e", Base64URL.encode(e)), ("kty", "RSA"), ("n", Base64URL.encode(n))]
        }
    }

    private static func publicKey(_ node: JSONNode) throws(JWKError) -> PublicKey {
        let components = try components(node)
        do { return try PublicKey(components) } catch { throw .key(error) }
    }

    private static func components(_ node: JSONNode) throws(JWKError) -> PublicKeyComponents {
        let type = try string(node, "kty")
        // ExactString: to a String, "OKP" with a Kelvin sign is the same.
        switch type {
        case "EC":
            let name = try string(node, "crv")
            guard let curve = EllipticCurve(rawValue: name.string) else { throw .curveUnsupported(name) }
            return .ellipticCurve(curve, x: try octets(node, "x"), y: try octets(node, "y"))
        case "OKP":
            let name = try string(node, "crv")
            guard name == ExactString("Ed25519") else { throw .curveUnsupported(name) }
            return .ed25519(try octets(node, "x"))
        case "RSA":
            return .rsa(n: try octets(node, "n"), e: try octets(node, "e"))
        default:
            throw .keyTypeUnsupported(type)
        }
    }

    //= ACT#req-act-trust-key-use
    //# The 'use', 'key_ops' and 'alg' members of a JWK MUST be honoured: a key that they reserve for
    //# something else is skipped.
    //= ECT#req-ect-jwks-use
    //# A verifier MUST NOT take a key into the trusted set that has a 'use' other than 'sig', or 'key_ops'
    //# without 'verify'.
    /// RFC 7517 §4.2 and §4.3: a key for encryption, or for other operations, verifies nothing.
    private static func checkUse(_ node: JSONNode, operation: ExactString) throws(JWKError) {
        if let use = try optionalString(node, "use"), use != "sig" { throw .useForbidsSignatures }
        guard let list = node["key_ops"] else { return }
        guard list.kind == .array else { throw .memberInvalid("key_ops") }
        var operations: Set<ExactString> = []
        for element in list.elements {
            guard let name = element.string, operations.insert(name).inserted else {
                throw .memberInvalid("key_ops")
            }
        }
        guard operations.contains(operation) else { throw .useForbidsSignatures }
    }

    static func octets(_ node: JSONNode, _ name: String) throws(JWKError) -> [UInt8] {
        let text = try string(node, name)
        do { return try Base64URL.decode(text.string) } catch { throw .encoding(name, error) }
    }

    private static func string(_ node: JSONNode, _ name: String) throws(JWKError) -> ExactString {
        guard let text = try optionalString(node, name) else { throw .memberMissing(name) }
        return text
    }

    private static func optionalString(_ node: JSONNode, _ name: String) throws(JWKError) -> ExactString? {
        guard let member = node[name] else { return nil }
        guard let text = member.string else { throw .memberInvalid(name) }
        return text
    }
}
