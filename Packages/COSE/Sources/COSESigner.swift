import CBOR
public import Signing

/// Makes COSE_Sign1 messages with one key and one algorithm.
public struct COSESigner: Sendable {
    /// The key.
    public let key: PrivateKey
    /// The algorithm that its messages state.
    public let algorithm: COSEAlgorithm

    /// A signer.
    ///
    /// - Parameter algorithm: by default ES256, ES384, ES512 or EdDSA, as the key is.
    /// - Throws: `algorithmNotForKey`.
    public init(key: PrivateKey, algorithm: COSEAlgorithm? = nil) throws(COSEError) {
        let algorithm = algorithm ?? COSEAlgorithm(usualFor: key.type)
        guard algorithm.allows(key.type) else { throw .algorithmNotForKey(algorithm, key.type) }
        self.key = key
        self.algorithm = algorithm
    }

    /// Signs a payload (RFC 9052 §4.4).
    ///
    /// - Parameters:
    ///   - protected: the parameters to be covered; `alg` is added to them.
    ///   - unprotected: parameters that are not covered.
    ///   - detached: whether the message leaves the payload out.
    ///   - externalAAD: octets that the verifier knows and the signature covers.
    /// - Throws: the errors of header parameters, and `signingFailed`.
    public func sign(
        _ payload: [UInt8], protected: HeaderMap = [:], unprotected: HeaderMap = [:], detached: Bool = false,
        externalAAD: [UInt8] = []
    ) throws(COSEError) -> COSESign1 {
        var parameters = protected
        parameters[.algorithm] = .integer(algorithm.rawValue)
        let header = try ProtectedHeader(parameters)
        let signed = SigStructure(protected: header, externalAAD: externalAAD, payload: payload).encode()
        let signature: [UInt8]
        do {
            signature = try key.sign(signed.span, algorithm: algorithm.signature)
        } catch {
            throw .signingFailed(error)
        }
        return try COSESign1(
            protected: header, unprotected: UnprotectedHeader(unprotected), payload: detached ? nil : payload,
            signature: signature, isTagged: true)
    }
}
