public import Signing

/// A COSE_Sign1 message whose signature has been verified. There is no other way to get one than `verify`.
public struct VerifiedCOSESign1: Hashable, Sendable {
    /// The message. Of its parts, the unprotected header is still only what somebody said.
    public let message: COSESign1
    /// The payload that the signature covers, attached or detached.
    public let payload: [UInt8]
    /// The algorithm that verified it.
    public let algorithm: COSEAlgorithm
    /// The key that verified it.
    public let key: PublicKey

    /// The protected header, which the signature covers.
    public var protected: ProtectedHeader { message.protected }

    fileprivate init(message: COSESign1, payload: [UInt8], algorithm: COSEAlgorithm, key: PublicKey) {
        self.message = message
        self.payload = payload
        self.algorithm = algorithm
        self.key = key
    }
}

extension COSESign1 {
    /// The labels that `crit` may name unless a caller processes more: those that this module checks, or
    /// hands out together with the payload. Not those of RFC 9995 and RFC 9942, which give the payload
    /// another meaning: who processes hash envelopes or receipts says so.
    public static let understoodLabels: Set<COSELabel> = [
        .algorithm, .critical, .contentType, .keyID, .claims, .type,
    ]

    /// Verifies the signature (RFC 9052 §4.4).
    ///
    /// - Parameters:
    ///   - key: the key that has to have signed.
    ///   - algorithms: those that are allowed; the key's type and curve decide besides.
    ///   - detached: the payload of a message that does not carry it.
    ///   - externalAAD: octets that both sides know and the signature covers.
    ///   - understood: the labels that the caller processes if `crit` names them.
    /// - Throws: `criticalNotUnderstood`, `algorithmMissing`, `algorithmUnsupported`, `algorithmNotAllowed`,
    ///   `algorithmNotForKey`, `payloadMissing`, `payloadAttached` and `signatureInvalid`.
    public func verify(
        with key: PublicKey, algorithms: Set<COSEAlgorithm>, detached: [UInt8]? = nil,
        externalAAD: [UInt8] = [], understood: Set<COSELabel> = understoodLabels
    ) throws(COSEError) -> VerifiedCOSESign1 {
        for label in protected.critical where !understood.contains(label) {
            throw .criticalNotUnderstood(label)
        }
        let algorithm = try algorithm(among: algorithms)
        guard algorithm.allows(key.type) else { throw .algorithmNotForKey(algorithm, key.type) }
        let payload = try payload(detached: detached)
        try verifySignature(by: key, algorithm, over: payload, externalAAD: externalAAD)
        return VerifiedCOSESign1(message: self, payload: payload, algorithm: algorithm, key: key)
    }

    /// The last step of `verify` alone, for callers that have taken the others in their own order: `crit`, the
    /// algorithm, whether it is one for the key, and where the payload comes from.
    ///
    /// Throws `signatureInvalid`.
    package func verifySignature(
        by key: PublicKey, _ algorithm: COSEAlgorithm, over payload: [UInt8], externalAAD: [UInt8] = []
    ) throws(COSEError) {
        let signed = sigStructure(payload: payload, externalAAD: externalAAD)
        do {
            try key.verify(signature.span, over: signed.span, algorithm: algorithm.signature)
        } catch {
            throw .signatureInvalid
        }
    }

    /// Verifies the signature with a COSE_Key, which may restrict its own use (RFC 9052 §7.1).
    ///
    /// - Throws: besides what the key itself does, `keyAlgorithm` and `keyOperation`.
    public func verify(
        with key: COSEKey, algorithms: Set<COSEAlgorithm>, detached: [UInt8]? = nil,
        externalAAD: [UInt8] = [], understood: Set<COSELabel> = understoodLabels
    ) throws(COSEError) -> VerifiedCOSESign1 {
        guard key.operations?.contains(.verify) != false else { throw .keyOperation }
        if let bound = key.algorithm, bound.signature != (try algorithm(among: algorithms)).signature {
            throw .keyAlgorithm(.integer(bound.rawValue))
        }
        return try verify(
            with: key.publicKey, algorithms: algorithms, detached: detached, externalAAD: externalAAD,
            understood: understood)
    }

    /// The octets that the signature is over.
    package func sigStructure(payload: [UInt8], externalAAD: [UInt8]) -> [UInt8] {
        SigStructure(protected: protected, externalAAD: externalAAD, payload: payload).encode()
    }

    private func algorithm(among allowed: Set<COSEAlgorithm>) throws(COSEError) -> COSEAlgorithm {
        guard let identifier = protected.algorithm else { throw .algorithmMissing }
        guard let algorithm = COSEAlgorithm(identifier) else { throw .algorithmUnsupported(identifier) }
        guard allowed.contains(algorithm) else { throw .algorithmNotAllowed(algorithm) }
        return algorithm
    }

    private func payload(detached: [UInt8]?) throws(COSEError) -> [UInt8] {
        switch (unverifiedPayload, detached) {
        case (let attached?, nil): return attached
        case (nil, let detached?): return detached
        case (nil, nil): throw .payloadMissing
        case (_?, _?): throw .payloadAttached
        }
    }
}
