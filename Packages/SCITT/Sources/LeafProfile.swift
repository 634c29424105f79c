import COSE
import Merkle
public import Signing
public import Trust

/// What a profile makes of a statement. RFC 9942 does not say what a leaf is, so a verifier is told.
extension ReceiptProfile {
    /// The verifiable data structure that the profile belongs to.
    public var verifiableDataStructure: Int64 { self == .ccf ? 2 : 1 }

    /// The octets that the leaf is the hash of; for `ccf`, what the proof's data hash must be.
    public func leafInput(of statement: SignedStatement) -> [UInt8] {
        switch self {
        case .statement: statement.octets
        case .statementHash, .ccf: SHA256.hash(statement.octets)
        case .payloadHash: SHA256.hash(statement.message.unverifiedPayload ?? [])
        }
    }

    /// Reads a proof of that profile and computes the root that it leads to.
    func inclusion(
        of statement: SignedStatement, proof octets: [UInt8]
    ) throws(SCITTError) -> ReceiptInclusion {
        if self == .ccf {
            let proof = try CCFProof(decoding: octets)
            guard proof.dataHash.octets == leafInput(of: statement) else { throw .leafOfAnotherStatement }
            return ReceiptInclusion(root: proof.root, size: nil, index: nil)
        }
        let proof = try InclusionProof(decoding: octets)
        do {
            let root = try proof.root(leafHash: MerkleHash.leaf(leafInput(of: statement)))
            return ReceiptInclusion(root: root, size: proof.size, index: proof.index)
        } catch {
            throw .path(error)
        }
    }
}

/// Where a statement stands in a service's tree. Before the signature over the root is verified, it is only
/// where a proof leads to.
///
/// The signature is over the root alone. Size and index shape the path, and another size with the same shape
/// leads to the same root: they say where to look, the root says what is there.
public struct ReceiptInclusion: Hashable, Sendable {
    /// The root of the tree.
    public let root: Digest32
    /// How many leaves the tree had; nil where the structure does not say.
    public let size: UInt64?
    /// The leaf's index, from 0; nil where the structure does not say.
    public let index: UInt64?
}
