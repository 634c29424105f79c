import Claims
import Encoding
import JOSE
import Merkle
import SCITT
import Signing
import Trust

/// Somebody who anchors and a service that issues receipts, with a tree of any size between them.
struct AnchorSet {
    static let anchorer: ExactString = "https://anchor.example.org"
    static let service: ExactString = "https://transparency.example.org"
    static let now = NumericDate(clamping: TokenSet.start)

    let key: PrivateJWK
    let serviceKey: PrivateJWK
    let issuer: StatementIssuer
    let receiptIssuer: ReceiptIssuer

    init(_ algorithm: Algorithm) throws {
        key = try PrivateJWK(PrivateKey.generate(algorithm.keyType), keyID: "anchor-1")
        serviceKey = try PrivateJWK(PrivateKey.generate(algorithm.keyType), keyID: "service-1")
        issuer = try StatementIssuer(Self.anchorer, key: key)
        receiptIssuer = try ReceiptIssuer(Self.service, key: serviceKey.privateKey)
    }

    /// A statement about a record of its own.
    func statement(_ number: Int) throws -> SignedStatement {
        let subject = RecordSubject(identifier: try Self.uuid(number), workflow: nil)
        return try issuer.statement(about: Array("record \(number)".utf8), type: .ect, subject: subject)
    }

    /// Statements at even distances in a tree of that size, and their receipts.
    func anchored(_ count: Int, size: Int) throws -> [(statement: SignedStatement, receipt: Receipt)] {
        let statements = try (0..<count).map { try statement($0) }
        var tree = MerkleTree()
        let step = size / count
        for index in 0..<size {
            let place = index / step
            let isPlace = index % step == step - 1 && place < count
            tree.append(
                leafHash: isPlace
                    ? ReceiptIssuer.leafHash(of: statements[place]) : MerkleHash.leaf(Self.octets(index)))
        }
        return try statements.enumerated().map { place, statement in
            let index = UInt64(place * step + step - 1)
            guard let proof = tree.inclusionProof(of: index, size: tree.size) else {
                throw BenchError("there is no proof for \(index)")
            }
            return (statement, try receiptIssuer.issue(for: statement, proof: proof, issuedAt: Self.now))
        }
    }

    /// What a verifier pins.
    var policy: TransparencyPolicy {
        get throws {
            let service = TrustedService(try JWKSet([serviceKey.publicJWK]))
            return TransparencyPolicy(services: [Self.service: service], now: Self.now)
        }
    }

    static func octets(_ number: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    static func uuid(_ number: Int) throws -> UUIDText {
        var random = SplitMix(state: UInt64(number) &* 91 &+ 7)
        guard let uuid = UUIDText(random: octets(Int(bitPattern: UInt(random.next()))) + octets(number))
        else {
            throw BenchError("16 octets make a UUID")
        }
        return uuid
    }
}
