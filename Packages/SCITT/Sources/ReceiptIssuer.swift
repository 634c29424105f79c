import CBOR
import COSE
public import Claims
public import Encoding
public import Merkle
public import Signing
import Trust

/// Signs receipts for a transparency service whose leaves are whole statements (profile `statement`).
public struct ReceiptIssuer: Sendable {
    /// `iss` of its receipts.
    public let service: ExactString
    /// `kid` of its receipts: the RFC 9679 thumbprint of the key.
    public let keyID: [UInt8]
    private let signer: COSESigner

    /// A service with its key.
    public init(_ service: ExactString, key: PrivateKey) throws(SCITTError) {
        self.service = service
        do throws(COSEError) {
            signer = try COSESigner(key: key)
            keyID = try COSEKey(key.publicKey).thumbprint.octets
        } catch {
            throw .signing(error)
        }
    }

    /// The hash of a statement's leaf in the service's tree.
    public static func leafHash(of statement: SignedStatement) -> Digest32 {
        MerkleHash.leaf(ReceiptProfile.statement.leafInput(of: statement))
    }

    /// Signs the root that `proof` leads to from the statement's leaf.
    ///
    /// Throws `statementSubject` for a statement without `sub`, and `path` for a proof that leads nowhere, or
    /// is of a tree with one leaf, which RFC 9942 has no receipt for.
    public func issue(
        for statement: SignedStatement, proof: InclusionProof, issuedAt: NumericDate
    ) throws(SCITTError) -> Receipt {
        guard let subject = statement.subject else { throw .statementSubject }
        guard !proof.path.isEmpty else { throw .path(.pathLength(count: 0)) }
        let root: Digest32
        do { root = try proof.root(leafHash: Self.leafHash(of: statement)) } catch { throw .path(error) }
        let claims = CWTClaims(issuer: service, subject: subject, issuedAt: issuedAt.seconds)
        do throws(COSEError) {
            let message = try signer.sign(
                root.octets,
                protected: [
                    .keyID: .byteString(keyID), .claims: claims.value,
                    .verifiableDataStructure: .integer(ReceiptProfile.statement.verifiableDataStructure),
                ],
                unprotected: [
                    .verifiableDataProofs: VerifiableDataProofs(inclusion: [proof.encode()]).value
                ],
                detached: true)
            return Receipt(message, octets: message.encode())
        } catch {
            throw .signing(error)
        }
    }
}
