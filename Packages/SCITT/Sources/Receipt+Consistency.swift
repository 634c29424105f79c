public import Signing
public import JOSE
import COSE
import Merkle

extension Receipt {
    /// Verifies a receipt of consistency (RFC 9942, proofs under -2): that the service with `key` signed the
    /// root of a tree that begins with all leaves of an older one, whose size and root the caller knows.
    ///
    /// As with `verifyInclusion`, whose key it is and what the claims say is not looked at. Proofs from other
    /// sizes are passed over; those from this one have to lead to one root.
    ///
    /// Throws `proofMissing` where no proof starts at that size, `path` where one does not start at that root,
    /// and what `verifyInclusion` throws.
    public func verifyConsistency(
        from older: Digest32, size: UInt64, key: JWK
    ) throws(SCITTError) -> ReceiptConsistency {
        let algorithm = try requireForm(of: 1, key)
        guard proofs.consistency.count <= Self.proofLimit else {
            throw .tooManyProofs(proofs.consistency.count)
        }
        var newer: ReceiptConsistency?
        for octets in proofs.consistency {
            let proof = try ConsistencyProof(decoding: octets)
            guard proof.first == size else { continue }
            let root: Digest32
            do { root = try proof.secondRoot(from: older) } catch { throw .path(error) }
            guard newer == nil || newer?.root == root else { throw .rootsDiffer }
            newer = newer ?? ReceiptConsistency(root: root, size: proof.second)
        }
        guard let newer else { throw .proofMissing }
        try verifySignature(over: newer.root, key, algorithm)
        return newer
    }
}

/// The newer tree of a receipt of consistency.
public struct ReceiptConsistency: Hashable, Sendable {
    /// The root that the service signed.
    public let root: Digest32
    /// The number of leaves; covered by the signature only as far as the path depends on it.
    public let size: UInt64
}
