import CBOR
public import Encoding

/// The protected header: what the signature covers, in the octets that it covers (RFC 9052 §3).
///
/// ```cddl
/// empty_or_serialized_map = bstr .cbor header_map / bstr .size 0
/// ```
public struct ProtectedHeader: Hashable, Sendable {
    /// All parameters.
    public let parameters: HeaderMap
    /// The content of the byte string, as it was received or as it will be sent.
    public let octets: [UInt8]

    /// Makes a header in the deterministic encoding; one without parameters has no octets.
    ///
    /// Throws `parameterInvalid` and `parameterProtected`.
    public init(_ parameters: HeaderMap) throws(COSEError) {
        try self.init(parameters, octets: parameters.isEmpty ? [] : CBORValue.map(parameters.map).encode())
    }

    /// Reads the content of the byte string. Both forms of an empty header are taken, as RFC 9052 §3 asks:
    /// no octets, and an empty map.
    init(decoding octets: [UInt8], rules: CBORRules, limits: CBORLimits) throws(COSEError) {
        guard !octets.isEmpty else {
            try self.init(HeaderMap())
            return
        }
        let value: CBORValue
        do {
            value = try CBORValue(decoding: octets, rules: rules, limits: limits)
        } catch {
            throw .cbor(error, in: .protectedHeader)
        }
        guard let map = value.entries else { throw .malformed(.protectedHeader) }
        try self.init(HeaderMap(map), octets: octets)
    }

    private init(_ parameters: HeaderMap, octets: [UInt8]) throws(COSEError) {
        try parameters.check(in: .protected)
        for label in parameters[.critical].flatMap(CriticalLabels.read) ?? [] where parameters[label] == nil {
            throw .criticalAbsent(label)
        }
        self.parameters = parameters
        self.octets = octets
    }
}

extension ProtectedHeader {
    /// `alg`: the identifier, whether or not it is one of `COSEAlgorithm`.
    public var algorithm: COSELabel? { parameters[.algorithm].flatMap(COSELabel.init) }

    /// `crit`: the labels that a verifier must process; empty where there is none.
    public var critical: [COSELabel] { parameters[.critical].flatMap(CriticalLabels.read) ?? [] }

    /// `content type` of the payload.
    public var contentType: ContentType? { parameters[.contentType].flatMap(ContentType.init) }

    /// `kid`.
    public var keyID: [UInt8]? { parameters[.keyID]?.bytes }

    /// `CWT Claims`.
    public var claims: CWTClaims? { parameters[.claims].flatMap(CWTClaims.init) }

    /// `typ`: the type of the message.
    public var type: ContentType? { parameters[.type].flatMap(ContentType.init) }

    /// `x5chain`: certificates in DER, the end-entity's first; empty where there is none.
    public var certificateChain: [[UInt8]] { parameters[.certificateChain].flatMap(X509.chain) ?? [] }

    /// `x5t`.
    public var certificateHash: X509.Hash? { parameters[.certificateHash].flatMap(X509.Hash.init) }

    /// `payload-hash-alg`: the payload is a hash by this algorithm, -16 for SHA-256 (RFC 9995).
    public var payloadHashAlgorithm: Int64? { parameters[.payloadHashAlgorithm]?.integer }

    /// `preimage-content-type`: the type of what was hashed (RFC 9995).
    public var preimageContentType: ContentType? {
        parameters[.preimageContentType].flatMap(ContentType.init)
    }

    /// `payload-location`: where what was hashed can be had (RFC 9995).
    public var payloadLocation: ExactString? {
        parameters[.payloadLocation]?.text.map { ExactString($0.string) }
    }

    /// `vds`: which verifiable data structure a receipt is of, 1 for RFC9162_SHA256 (RFC 9942).
    public var verifiableDataStructure: Int64? { parameters[.verifiableDataStructure]?.integer }
}
