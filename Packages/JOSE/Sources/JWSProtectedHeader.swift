public import Encoding

/// The header of a JWS (RFC 7515 §4), as far as it may steer a verifier.
public struct JWSProtectedHeader: Sendable, Hashable {
    /// `alg` as it is written, empty where there is none; whether it is allowed is decided after `typ`.
    public let algorithmName: ExactString
    /// `typ`, compared exactly, case included.
    public let type: ExactString?
    /// `kid`, unchecked.
    public let keyID: ExactString?
    /// `x5c`: DER certificates, the leaf first; at most 8.
    public let certificates: [[UInt8]]

    /// What `alg` names; nil for a name that is not known.
    private let algorithm: JWSAlgorithm?
    /// The first parameter found that is never accepted.
    let forbiddenParameter: String?
    /// What is wrong with a parameter, told when it is asked for: the order of checks is the profile's.
    private let faults: [String: JWSError]

    /// Parameters that would let the token choose its own key or its own processing.
    public static let forbidden = ["crit", "b64", "jwk", "jku", "x5u"]
    static let certificateLimit = 8

    init(parsing octets: [UInt8]) throws(JWSError) {
        let document: JSONDocument
        do { document = try JSONDocument(parsing: octets) } catch { throw .headerJSON(error) }
        let root = document.root
        guard root.kind == .object else { throw .headerNotAnObject }
        forbiddenParameter = Self.forbidden.first { root[$0] != nil }
        var faults: [String: JWSError] = [:]
        let name = Self.string(root, "alg", &faults)
        if name == nil, faults.isEmpty { faults["alg"] = .algorithmMissing }
        algorithmName = name ?? ""
        // Names are compared as octets: what `String ==` finds is checked once more.
        let found = JWSAlgorithm(rawValue: algorithmName.string)
        algorithm = found.map { ExactString($0.rawValue) } == name ? found : nil
        type = Self.string(root, "typ", &faults)
        keyID = Self.string(root, "kid", &faults)
        let certificates = Self.certificates(root)
        if certificates == nil { faults["x5c"] = .headerParameterInvalid("x5c") }
        self.certificates = certificates ?? []
        self.faults = faults
    }

    /// A string parameter; nil where it is not there, or is something else, which is a fault.
    private static func string(
        _ root: JSONNode, _ name: String, _ faults: inout [String: JWSError]
    ) -> ExactString? {
        guard let member = root[name] else { return nil }
        guard let text = member.string else {
            faults[name] = .headerParameterInvalid(name)
            return nil
        }
        return text
    }

    /// The algorithm that `alg` names.
    public func requireAlgorithm() throws(JWSError) -> JWSAlgorithm {
        try refuseFault("alg")
        guard let algorithm else { throw .algorithmNotAllowed(algorithmName) }
        return algorithm
    }

    /// Refuses `crit`, `b64`, `jwk`, `jku` and `x5u`, and an `x5c` that is no list of certificates. `verify` does
    /// so in any case; a profile calls it where its order of checks has it.
    public func refuseForbiddenParameters() throws(JWSError) {
        if let forbiddenParameter { throw .headerParameterRefused(forbiddenParameter) }
        try refuseFault("x5c")
    }

    /// The `kid`, which must be there and obey the rule for key identifiers.
    public func requireKeyID() throws(JWSError) -> ExactString {
        try refuseFault("kid")
        guard let keyID else { throw .keyIDMissing }
        guard KeyID.isValid(keyID) else { throw .headerParameterInvalid("kid") }
        return keyID
    }

    /// Refuses a `typ` that is none of `types`.
    public func requireType(_ types: [ExactString]) throws(JWSError) {
        try refuseFault("typ")
        guard let type, types.contains(type) else { throw .typeMismatch(found: type) }
    }

    /// Refuses every parameter here that has not its defined form, whether it is used or not.
    func refuseMalformedParameters() throws(JWSError) {
        for name in ["typ", "alg", "kid", "x5c"] { try refuseFault(name) }
    }

    private func refuseFault(_ name: String) throws(JWSError) {
        if let fault = faults[name] { throw fault }
    }

    /// The certificates of `x5c`, none where it is absent; nil where it is malformed.
    private static func certificates(_ node: JSONNode) -> [[UInt8]]? {
        guard let list = node["x5c"] else { return [] }
        guard list.kind == .array, (1...certificateLimit).contains(list.count) else { return nil }
        var certificates: [[UInt8]] = []
        for element in list.elements {
            guard let text = element.string, let der = try? Base64.decode(text.string), !der.isEmpty else {
                return nil
            }
            certificates.append(der)
        }
        return certificates
    }
}
