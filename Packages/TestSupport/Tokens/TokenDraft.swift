public import Encoding
import JOSE
import Signing

/// A token before it is signed, as plain JSON: what an honest issuer writes, and whatever a test makes of it.
public struct TokenDraft: Sendable {
    /// The header.
    public var header: JSONValue
    /// The claims.
    public var payload: JSONValue
    /// The header's octets, where they are not those of `header`.
    public var headerOctets: [UInt8]?
    /// The payload's octets, where they are not those of `payload`.
    public var payloadOctets: [UInt8]?
    /// Whose key signs.
    public var signer: Party

    /// A draft with the header that an honest signer writes.
    public init(type: ExactString, payload: JSONValue, signer: Party) {
        header = [
            "alg": .string(ExactString(signer.key.publicJWK.onlyAlgorithm?.rawValue ?? "")),
            "typ": .string(type), "kid": .string(signer.key.publicJWK.effectiveKeyID),
        ]
        self.payload = payload
        self.signer = signer
    }

    /// A claim.
    public subscript(claim: String) -> JSONValue? {
        get { payload[member: claim] }
        set { payload[member: claim] = newValue }
    }

    /// The compact form, signed over exactly what the draft has.
    public func compact() throws -> [UInt8] {
        var token = Array(Base64URL.encode(headerOctets ?? header.encode()).utf8) + [UInt8(ascii: ".")]
        token += Array(Base64URL.encode(payloadOctets ?? payload.encode()).utf8)
        let algorithm = signer.key.publicJWK.onlyAlgorithm?.signatureAlgorithm ?? .es256
        let signature = try signer.key.privateKey.sign(token.span, algorithm: algorithm)
        return token + [UInt8(ascii: ".")] + Array(Base64URL.encode(signature).utf8)
    }
}

extension JSONValue {
    /// A member of an object, to be changed; nil removes it.
    public subscript(member name: String) -> JSONValue? {
        get { self[name] }
        set {
            guard case .object(var members) = self else { return }
            let at = members.firstIndex { $0.name == ExactString(name) }
            switch (at, newValue) {
            case (let at?, let value?): members[at].value = value
            case (let at?, nil): members.remove(at: at)
            case (nil, let value?): members.append(JSONMember(ExactString(name), value))
            case (nil, nil): break
            }
            self = .object(members)
        }
    }

    /// An element of an array, to be changed.
    public subscript(element index: Int) -> JSONValue {
        get {
            guard case .array(let elements) = self else { return .null }
            return elements[index]
        }
        set {
            guard case .array(var elements) = self else { return }
            elements[index] = newValue
            self = .array(elements)
        }
    }
}
