import COSE
public import JOSE
import Signing
public import Trust

extension Receipt {
    /// The most proofs that are looked at: one is what a receipt needs.
    static let proofLimit = 16

    /// Verifies that the service with `key` signed a root over `statement`: steps 5 to 11 of the draft's
    /// "Verification of a Receipt". Whose key it is, what the claims say and when is not looked at: that
    /// is `TransparencyPolicy.verify`.
    public func verifyInclusion(
        of statement: SignedStatement, key: JWK, profile: ReceiptProfile
    ) throws(SCITTError) -> ReceiptInclusion {
        let algorithm = try requireForm(of: profile.verifiableDataStructure, key)
        let inclusion = try inclusion(of: statement, profile)
        try verifySignature(over: inclusion.root, key, algorithm)
        return inclusion
    }

    /// Steps 5 to 8: the algorithm is one for the key, the structure is the expected one, the payload detached.
    func requireForm(of structure: Int64, _ key: JWK) throws(SCITTError) -> COSEAlgorithm {
        let algorithm = try requireAlgorithm(of: key)
        guard verifiableDataStructure == structure else {
            throw .structureNotExpected(verifiableDataStructure)
        }
        guard message.unverifiedPayload == nil else { throw .payloadAttached }
        return algorithm
    }

    func verifySignature(
        over root: Digest32, _ key: JWK, _ algorithm: COSEAlgorithm
    ) throws(SCITTError) {
        do {
            // `crit` was looked at when the receipt was read, the algorithm and the payload by `requireForm`.
            try message.verifySignature(by: key.publicKey, algorithm, over: root.octets)
        } catch {
            throw .receiptSignature
        }
    }

    /// The algorithm of the header, where it is one for the key.
    private func requireAlgorithm(of key: JWK) throws(SCITTError) -> COSEAlgorithm {
        guard let identifier = message.protected.algorithm else {
            throw .receiptAlgorithm(.algorithmMissing)
        }
        guard let algorithm = COSEAlgorithm(identifier) else {
            throw .receiptAlgorithm(.algorithmUnsupported(identifier))
        }
        guard key.publicKey.type.allows(algorithm.signature),
            key.allows(JWSAlgorithm(writing: algorithm.signature))
        else { throw .receiptAlgorithm(.algorithmNotForKey(algorithm, key.publicKey.type)) }
        return algorithm
    }

    /// The root that all proofs lead to.
    private func inclusion(
        of statement: SignedStatement, _ profile: ReceiptProfile
    ) throws(SCITTError) -> ReceiptInclusion {
        guard proofs.inclusion.count <= Self.proofLimit else { throw .tooManyProofs(proofs.inclusion.count) }
        var first: ReceiptInclusion?
        for octets in proofs.inclusion {
            let inclusion = try profile.inclusion(of: statement, proof: octets)
            guard first == nil || first?.root == inclusion.root else { throw .rootsDiffer }
            first = first ?? inclusion
        }
        guard let first else { throw .proofMissing }
        return first
    }
}
