import CBOR
import COSE
import Encoding
import JOSE
import SCITT
import Signing

/// A receipt as a ledger of the Confidential Consortium Framework makes it (vds 2), for a leaf with two siblings.
struct CCFReceipt {
    let octets: [UInt8]
    /// The same with a path that leads elsewhere.
    let withAnotherPath: [UInt8]
    /// The same with other evidence in the leaf.
    let withAnotherEvidence: [UInt8]

    private static let transaction = SHA256.hash([7])
    private static let sibling = SHA256.hash([9])
    private static let evidence = "ce:2.18:00"

    init(statement: SignedStatement, key: PrivateJWK) throws {
        let data = SHA256.hash(statement.octets)
        let leaf = SHA256.hash(Self.transaction + SHA256.hash(Array(Self.evidence.utf8)) + data)
        let root = SHA256.hash(SHA256.hash(Self.sibling + leaf) + Self.sibling)
        // Those ledgers name a key by the hash of its SubjectPublicKeyInfo, in hexadecimal.
        let keyID = Hexadecimal.encode(SHA256.hash(key.publicJWK.publicKey.subjectPublicKeyInfo))
        let claims = CWTClaims(issuer: AnchorParties.service, subject: "scitt.ccf.signature.v1")
        let signer = try COSESigner(key: key.privateKey)
        let message = try signer.sign(
            root,
            protected: [
                .keyID: .byteString(Array(keyID.utf8)), .claims: claims.value,
                .verifiableDataStructure: .integer(2),
            ], detached: true)
        func receipt(_ evidence: String, _ sides: [Bool]) throws -> [UInt8] {
            let leaf: [CBORValue] = [
                .byteString(Self.transaction), .text(evidence), .byteString(data),
            ]
            let path = sides.map { CBORValue.array([.boolean($0), .byteString(Self.sibling)]) }
            let proof = CBORValue.map([1: .array(leaf), 2: .array(path)])
            let proofs = VerifiableDataProofs(inclusion: [proof.encode()])
            return try message.replacing(
                unprotected: UnprotectedHeader([.verifiableDataProofs: proofs.value])
            ).encode()
        }
        octets = try receipt(Self.evidence, [true, false])
        withAnotherPath = try receipt(Self.evidence, [false, true])
        withAnotherEvidence = try receipt("ce:2.18:01", [true, false])
    }
}
