public import Encoding

/// The header of a JWS (RFC 7515 §4), as far as it may steer a verifier.
public struct JWSProtectedHeader: Sendable, Hashable {
    /// `alg` as it is written; whether it is allowed is decided after `typ`.
    public let algorithmName: ExactString
    /// `typ`, compared exactly, case included.
    public let type: ExactString?
    /// `kid`, unchecked.
    public let keyID: ExactString?
    /// `x5c`: DER certificates, the leaf first; at most 8.
    public let certificates: [[UInt8]]

    /// The first parameter found that is never accepted.
    let forbiddenParameter: String?

    /// Parameters that would let the token choose its own key or its own processing.
    static let forbidden = ["crit", "b64", "jwk", "jku", "x5u"]
    static let certificateLimit = 8

    init(parsing octets: [UInt8]) throws(JWSError) {
        let document: JSONDocument
        do { document = try JSONDocument(parsing: octets) } catch { throw .headerJSON(error) }
        let root = document.root
        guard root.kind == .object else { throw .headerNotAnObject }
        forbiddenParameter = Self.forbidden.first { root[$0] != nil }
        guard let algorithm = try Self.string(root, "alg") else { throw .algorithmMissing }
        algorithmName = algorithm
        type = try Self.string(root, "typ")
        keyID = try Self.string(root, "kid")
        certificates = try Self.certificates(root)
    }

    /// The algorithm that `alg` names.
    public func requireAlgorithm() throws(JWSError) -> JWSAlgorithm {
        guard let algorithm = JWSAlgorithm(rawValue: algorithmName.string),
            algorithmName.utf8.elementsEqual(algorithm.rawValue.utf8)
        else { throw .algorithmNotAllowed(algorithmName) }
        return algorithm
    }

    /// Refuses `crit`, `b64`, `jwk`, `jku` and `x5u`. `verify` does so in any case; a profile calls it where its
    /// order of checks has it.
    public func refuseForbiddenParameters() throws(JWSError) {
        if let forbiddenParameter { throw .headerParameterRefused(forbiddenParameter) }
    }

    /// The `kid`, which must be there and obey the rule for key identifiers.
    public func requireKeyID() throws(JWSError) -> ExactString {
        guard let keyID else { throw .keyIDMissing }
        guard KeyID.isValid(keyID) else { throw .headerParameterInvalid("kid") }
        return keyID
    }

    /// Refuses a `typ` that is none of `types`.
    public func requireType(_ types: [ExactString]) throws(JWSError) {
        guard let type, types.contains(type) else { throw .typeMismatch(found: type) }
    }

    private static func string(_ node: JSONNode, _ name: String) throws(JWSError) -> ExactString? {
        guard let member = node[name] else { return nil }
        guard let text = member.string else { throw .headerParameterInvalid(name) }
        return text
    }

    private static func certificates(_ node: JSONNode) throws(JWSError) -> [[UInt8]] {
        guard let list = node["x5c"] else { return [] }
        guard list.kind == .array, (1...certificateLimit).contains(list.count) else {
            throw .headerParameterInvalid("x5c")
        }
        var certificates: [[UInt8]] = []
        for element in list.elements {
            guard let text = element.string, let der = try? Base64.decode(text.string), !der.isEmpty else {
                throw .headerParameterInvalid("x5c")
            }
            certificates.append(der)
        }
        return certificates
    }
}
