public import Encoding
public import JOSE
public import Signing

/// A root that a service has signed, with all that shows it: a third party recomputes the root from statement
/// and receipt, and verifies the signature with the key.
public struct SignedRoot: Hashable, Sendable {
    /// The number of leaves that the receipt's proof is for. The signature covers the root; the size it covers only
    /// as far as the proof's path depends on it, and neighbouring sizes can have the same path.
    public let size: UInt64
    /// The root.
    public let root: Digest32
    /// The statement that the receipt is for.
    public let statement: [UInt8]
    /// The receipt, whose signature is over the root.
    public let receipt: [UInt8]
    /// The key that verified it.
    public let key: JWK

    /// The root that a receipt is over; nil where its structure does not say how large the tree was.
    init?(_ receipt: VerifiedReceipt, of statement: SignedStatement) {
        guard let size = receipt.inclusion.size else { return nil }
        self.init(
            size: size, root: receipt.inclusion.root, statement: statement.octets,
            receipt: receipt.receipt.octets, key: receipt.key)
    }

    init(size: UInt64, root: Digest32, statement: [UInt8], receipt: [UInt8], key: JWK) {
        self.size = size
        self.root = root
        self.statement = statement
        self.receipt = receipt
        self.key = key
    }
}

/// Two roots of one service that exclude each other: it has shown different trees to different people, or has
/// changed what it had promised to only append to.
///
/// The sizes are the proofs' word (see `SignedRoot.size`), so an alarm is a reason to stop and to ask the service
/// for signed checkpoints of both sizes; with them it is a proof.
public struct SplitView: Hashable, Sendable {
    /// The service.
    public let service: ExactString
    /// The root that was known.
    public let first: SignedRoot
    /// The root that came later.
    public let second: SignedRoot
    /// When it was noticed, in milliseconds since 1970-01-01T00:00:00Z.
    public let noticedAt: Int64
    /// Whether someone has looked at it and let the service go on.
    public let isAcknowledged: Bool
}
