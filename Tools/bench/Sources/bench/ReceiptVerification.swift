import CBOR
import COSE
import JOSE
import SCITT
import Signing

/// A receipt in, a verified receipt out, over what OpenSSL alone takes for the signature of the same octets.
enum ReceiptVerification: Subject {
    static let name = "receipt"
    static let summary =
        "a receipt of a tree of a million leaves verified, over the raw signature verification"

    static func run(_ report: Report, _ scale: Scale) throws {
        for algorithm in Algorithm.allCases {
            let set = try AnchorSet(algorithm)
            let anchored = try set.anchored(100, size: scale.entries)
            let policy = try set.policy
            let octets = anchored.map(\.receipt.octets)
            let statements = anchored.map(\.statement)
            let raw = try anchored.map { try Self.raw($0.receipt, of: $0.statement, policy, algorithm) }
            let floor = try RawVerifier(set.serviceKey.publicJWK, algorithm)
            let comparison = try PairedRuns(rounds: scale.rounds, calls: scale.calls, clock: .thread).compare(
                ours: {
                    for call in 0..<$0 {
                        let at = call % 100
                        _ = try policy.verify(Receipt(parsing: octets[at]), for: statements[at])
                    }
                },
                floor: { for call in 0..<$0 { try floor.verify(raw[call % 100]) } })
            report.figure("\(algorithm.rawValue) receipt / raw verify", comparison, aim: .atMost(1.10))
            let sizes = octets.map { Double($0.count) }
            report.figure("\(algorithm.rawValue) receipt, size", sizes, "octets", aim: .atMost(1536))
        }
    }

    /// What the signature is over (RFC 9052, Section 4.4), put together beforehand.
    private static func raw(
        _ receipt: Receipt, of statement: SignedStatement, _ policy: TransparencyPolicy,
        _ algorithm: Algorithm
    ) throws -> RawToken {
        let root = try policy.verify(receipt, for: statement).inclusion.root
        let signed = CBORValue.array([
            .text("Signature1"), .byteString(receipt.message.protected.octets), .byteString([]),
            .byteString(root.octets),
        ])
        return RawToken(signed.encode(), signature: receipt.message.signature, algorithm)
    }
}
