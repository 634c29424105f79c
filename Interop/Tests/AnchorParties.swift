import COSE
import Claims
import Encoding
import JOSE
import Merkle
import SCITT
import Signing
import Testing

/// Somebody who anchors, and a service that issues receipts for trees of any size.
struct AnchorParties: Sendable {
    static let anchorer: ExactString = "https://anchor.example"
    static let service: ExactString = "https://transparency.example"
    static let now = NumericDate(clamping: 1_790_000_000)

    let key: PrivateJWK
    let serviceKey: PrivateJWK
    private let statements: StatementIssuer
    private let receipts: ReceiptIssuer

    init(_ type: KeyType) throws {
        key = try PrivateJWK(PrivateKey.generate(type), keyID: "anchor-1")
        serviceKey = try PrivateJWK(PrivateKey.generate(type), keyID: "service-1")
        statements = try StatementIssuer(Self.anchorer, key: key)
        receipts = try ReceiptIssuer(Self.service, key: serviceKey.privateKey)
    }

    /// A statement about a record of its own.
    func statement(_ number: Int = 1, full: Bool = false) throws -> SignedStatement {
        let digits = String(number)
        let text = "01900000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        let identifier = try #require(UUIDText(ExactString(text)))
        return try statements.statement(
            about: Array("record \(number)".utf8), type: .ect,
            subject: RecordSubject(identifier: identifier, workflow: nil), full: full)
    }

    /// A receipt for the statement at a place of a tree.
    func receipt(for statement: SignedStatement, size: UInt64, index: UInt64) throws -> Receipt {
        var tree = MerkleTree()
        for number in 0..<size {
            tree.append(number == index ? statement.octets : Array("entry \(number)".utf8))
        }
        let proof = try #require(tree.inclusionProof(of: index, size: size))
        return try receipts.issue(for: statement, proof: proof, issuedAt: Self.now)
    }
}
