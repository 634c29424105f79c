/// The parameters of a signature (RFC 9421 §2.3 and draft-ietf-wimse-http-signature-07 §3).
public struct SignatureParameters: Hashable, Sendable {
    /// `created`, in seconds since 1970.
    public var created: Int64?
    /// `expires`, in seconds since 1970.
    public var expires: Int64?
    /// `nonce`
    public var nonce: String?
    /// `alg`; the WIMSE profile forbids it.
    public var algorithm: String?
    /// `keyid`; the WIMSE profile forbids it.
    public var keyID: String?
    /// `tag`
    public var tag: String?
    /// `wimse-aud`: whom a request is for.
    public var audience: String?
    /// `wimse-sign-response`: whether the response has to be signed.
    public var signResponse = false
    /// `wimse-req-nonce`: the nonce of the request that a response answers.
    public var requestNonce: String?

    /// No parameters.
    public init() {}

    /// Reads the parameters of an inner list. Ones that are not known are covered and passed over.
    init(_ parameters: [StructuredParameter]) throws(SignatureFault) {
        for parameter in parameters {
            let (name, value) = (parameter.name, parameter.value)
            switch name {
            case "created": created = try Self.seconds(value, name)
            case "expires": expires = try Self.seconds(value, name)
            case "nonce": nonce = try Self.text(value, name)
            case "alg": algorithm = try Self.text(value, name)
            case "keyid": keyID = try Self.text(value, name)
            case "tag": tag = try Self.text(value, name)
            case "wimse-aud": audience = try Self.text(value, name)
            case "wimse-req-nonce": requestNonce = try Self.text(value, name)
            case "wimse-sign-response":
                guard case .boolean(let flag) = value else { throw .parameterInvalid(name) }
                signResponse = flag
            default: break
            }
        }
    }

    private static func seconds(_ value: BareItem, _ name: String) throws(SignatureFault) -> Int64 {
        guard case .integer(let seconds) = value else { throw .parameterInvalid(name) }
        return seconds
    }

    private static func text(_ value: BareItem, _ name: String) throws(SignatureFault) -> String {
        guard case .string(let text) = value else { throw .parameterInvalid(name) }
        return text
    }

    /// The parameters as they are written after the inner list; throws for a text that is no string of RFC 9651.
    func serialized() throws(SignatureFault) -> String {
        var text = ""
        func append(_ name: String, _ value: String?) throws(SignatureFault) {
            guard let value else { return }
            guard value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { throw .parameterInvalid(name) }
            text += ";\(name)=\(CoveredComponent.quoted(value))"
        }
        if let created { text += ";created=\(created)" }
        if let expires { text += ";expires=\(expires)" }
        try append("nonce", nonce)
        try append("alg", algorithm)
        try append("keyid", keyID)
        try append("tag", tag)
        try append("wimse-aud", audience)
        if signResponse { text += ";wimse-sign-response" }
        try append("wimse-req-nonce", requestNonce)
        return text
    }
}
