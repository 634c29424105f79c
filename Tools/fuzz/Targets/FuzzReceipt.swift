import CBOR
import COSE
import Claims
import Encoding
import JOSE
import Merkle
import SCITT
import Signing
import Trust

extension FuzzTarget {
    /// A receipt for one statement that verifies is over the one root that the service has signed. The first octet
    /// says what the others are: a receipt, the inclusion proof of the honest one, or the proof of a CCF ledger.
    static let receipt = FuzzTarget("FuzzReceipt") { input in
        guard let first = input.first else { return }
        let octets = Array(input.dropFirst())
        let honest = try HonestReceipt.made.get()
        switch first % 3 {
        case 0:
            guard let receipt = try? Receipt(parsing: octets) else { return }
            try check(receipt, honest)
            try must(
                try Receipt(parsing: receipt.message.encode()).message == receipt.message, "written otherwise"
            )
        case 1:
            try check(try honest.receipt(with: octets), honest)
            guard let proof = try? InclusionProof(decoding: octets) else { return }
            try must(proof.encode() == octets, "has a second spelling")
        default: try check(try honest.ledgerReceipt(with: octets), honest)
        }
        if let proof = try? ConsistencyProof(decoding: octets) {
            try must(proof.encode() == octets, "has a second spelling")
            let holds = (try? proof.verify(firstRoot: honest.root, secondRoot: .zero)) != nil
            try must(!holds, "a tree that leads to nothing")
        }
    }

    private static func check(_ receipt: Receipt, _ honest: HonestReceipt) throws {
        guard let verified = try? honest.policy.verify(receipt, for: honest.statement) else { return }
        try must(verified.inclusion.root == honest.root, "a root that was never signed")
        try must(verified.service == FuzzKey.identifier, "another service")
        let other = try? honest.policy.verify(receipt, for: honest.other)
        try must(other == nil, "a receipt for two statements")
    }
}

/// What the party of the fuzz targets anchors and signs.
struct HonestReceipt {
    let statement: SignedStatement
    /// One that is in no tree.
    let other: SignedStatement
    let root: Digest32
    let octets: [UInt8]
    let policy: TransparencyPolicy

    static let made = Result { try HonestReceipt() }
    static let ledger: ExactString = "https://ledger.example"

    private init() throws {
        let issuer = try StatementIssuer(FuzzKey.identifier, key: FuzzKey.key)
        statement = try Self.statement(1, by: issuer)
        other = try Self.statement(2, by: issuer)
        var tree = MerkleTree()
        for number in 0..<5 { tree.append(number == 3 ? statement.octets : [UInt8(number)]) }
        root = tree.root
        guard let proof = tree.inclusionProof(of: 3, size: 5) else { throw Broken(description: "no proof") }
        octets = try ReceiptIssuer(FuzzKey.identifier, key: FuzzKey.key.privateKey)
            .issue(for: statement, proof: proof, issuedAt: NumericDate(clamping: FuzzKey.now)).octets
        let keys = try JWKSet([FuzzKey.key.publicJWK])
        policy = TransparencyPolicy(
            services: [
                FuzzKey.identifier: TrustedService(keys), Self.ledger: TrustedService(keys, profile: .ccf),
            ], now: NumericDate(clamping: FuzzKey.now))
    }

    static func statement(_ number: Int, by issuer: StatementIssuer) throws -> SignedStatement {
        guard let identifier = UUIDText(ExactString("01900000-0000-7000-8000-00000000000\(number)")) else {
            throw Broken(description: "no identifier")
        }
        return try issuer.statement(
            about: [UInt8(number)], type: .ect, subject: RecordSubject(identifier: identifier, workflow: nil))
    }

    /// The honest receipt with another proof, which no signature covers.
    func receipt(with proof: [UInt8]) throws -> Receipt {
        let proofs = VerifiableDataProofs(inclusion: [proof])
        let message = try Receipt(parsing: octets).message.replacing(
            unprotected: UnprotectedHeader([.verifiableDataProofs: proofs.value]))
        return try Receipt(parsing: message.encode())
    }

    /// A receipt of a CCF ledger with that proof, signed over the root of the honest tree.
    func ledgerReceipt(with proof: [UInt8]) throws -> Receipt {
        let claims = CWTClaims(issuer: Self.ledger, subject: "scitt.ccf.signature.v1")
        let message = try COSESigner(key: FuzzKey.key.privateKey).sign(
            root.octets,
            protected: [
                .keyID: .byteString(Array("alice".utf8)), .claims: claims.value, .verifiableDataStructure: 2,
            ], unprotected: [.verifiableDataProofs: VerifiableDataProofs(inclusion: [proof]).value],
            detached: true)
        return try Receipt(parsing: message.encode())
    }
}
