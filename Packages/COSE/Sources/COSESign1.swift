public import CBOR

/// A COSE_Sign1 message that nobody has verified: its headers can be read to choose a key, its payload only
/// comes out of `verify`.
///
/// ```cddl
/// COSE_Sign1_Tagged = #6.18(COSE_Sign1)
/// COSE_Sign1 = [ Headers, payload: bstr / nil, signature: bstr ]
/// Headers = ( protected: empty_or_serialized_map, unprotected: header_map )
/// ```
public struct COSESign1: Hashable, Sendable {
    /// The protected header.
    public let protected: ProtectedHeader
    /// The unprotected header.
    public let unprotected: UnprotectedHeader
    /// The payload of a message that carries it; nil if it is detached. Nothing vouches for it yet.
    public let unverifiedPayload: [UInt8]?
    /// The signature.
    public let signature: [UInt8]
    /// Whether the message had the tag 18.
    public let isTagged: Bool

    init(
        protected: ProtectedHeader, unprotected: UnprotectedHeader, payload: [UInt8]?, signature: [UInt8],
        isTagged: Bool
    ) throws(COSEError) {
        try HeaderMap.check(protected.parameters, unprotected.parameters)
        self.protected = protected
        self.unprotected = unprotected
        unverifiedPayload = payload
        self.signature = signature
        self.isTagged = isTagged
    }
}

// MARK: - Decoding

extension COSESign1 {
    /// Whether a message needs the tag 18. Media types such as `application/cose` make it a must.
    public enum Tag: Hashable, Sendable {
        /// With or without it.
        case optional
        /// With it.
        case required
    }

    /// Reads one message that fills `octets`.
    ///
    /// - Parameters:
    ///   - octets: the message.
    ///   - tag: whether it needs the tag 18.
    ///   - rules: by default header keys may come in any order, since other implementations do not sort
    ///     them.
    ///   - limits: for the message and, again, for the protected header in it.
    /// - Throws: `cbor`, `malformed`, `wrongTag`, `tagMissing` and the errors of header parameters.
    public init(
        decoding octets: [UInt8], tag: Tag = .optional, rules: CBORRules = .unordered,
        limits: CBORLimits = .standard
    ) throws(COSEError) {
        var value: CBORValue
        do {
            value = try CBORValue(decoding: octets, rules: rules, limits: limits)
        } catch {
            throw .cbor(error, in: .message)
        }
        var isTagged = false
        if case .tagged(let number, let content) = value {
            guard number == 18 else { throw .wrongTag(number) }
            (value, isTagged) = (content, true)
        }
        guard let parts = value.elements, parts.count == 4 else { throw .malformed(.message) }
        guard isTagged || tag == .optional else { throw .tagMissing }
        guard let protected = parts[0].bytes else { throw .malformed(.protectedHeader) }
        guard let unprotected = parts[1].entries else { throw .malformed(.unprotectedHeader) }
        guard parts[2].isNull || parts[2].bytes != nil else { throw .malformed(.payload) }
        guard let signature = parts[3].bytes else { throw .malformed(.signature) }
        try self.init(
            protected: ProtectedHeader(decoding: protected, rules: rules, limits: limits),
            unprotected: UnprotectedHeader(HeaderMap(unprotected)), payload: parts[2].bytes,
            signature: signature, isTagged: isTagged)
    }
}

// MARK: - Encoding

extension COSESign1 {
    /// The message in the deterministic encoding; the protected header keeps the octets that were signed.
    public func encode(tagged: Bool = true) -> [UInt8] {
        var encoder = CBOREncoder()
        if tagged { encoder.tag(18) }
        encoder.array(count: 4)
        encoder.byteString(protected.octets)
        encoder.value(.map(unprotected.parameters.map))
        encoder.value(unverifiedPayload.map { .byteString($0) } ?? .null)
        encoder.byteString(signature)
        return encoder.octets
    }

    /// The same message with another unprotected header, which no signature covers.
    ///
    /// Throws `labelRepeated` and `parametersExclusive`.
    public func replacing(unprotected: UnprotectedHeader) throws(COSEError) -> COSESign1 {
        try COSESign1(
            protected: protected, unprotected: unprotected, payload: unverifiedPayload, signature: signature,
            isTagged: isTagged)
    }

    /// The same message without its payload, which then has to be given to `verify`.
    public func detached() throws(COSEError) -> COSESign1 {
        try COSESign1(
            protected: protected, unprotected: unprotected, payload: nil, signature: signature,
            isTagged: isTagged)
    }
}
