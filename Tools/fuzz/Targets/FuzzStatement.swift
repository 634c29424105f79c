import Claims
import Encoding
import Merkle
import SCITT
import Signing

extension FuzzTarget {
    /// A statement that is read has one name, whatever its unprotected header held; none verifies that was not
    /// signed; a batch document comes back from its encoding.
    static let statement = FuzzTarget("FuzzStatement") { octets in
        if let statement = try? SignedStatement(parsing: octets) {
            let again = try SignedStatement(parsing: statement.octets)
            try must(again.octets == statement.octets && again.receipts.isEmpty, "read otherwise again")
            let carrying = try SignedStatement(parsing: statement.transparent(with: [octets]))
            try must(carrying.digest == statement.digest, "receipts give it another name")
            try must(carrying.receipts == [octets], "another receipt")
            let verifier = StatementVerifier(trust: FuzzKey.trust, time: NumericDate(clamping: FuzzKey.now))
            if let verified = try? verifier.verify(statement) {
                try must(verified.statement.issuer == FuzzKey.identifier, "another issuer")
                let honest = try HonestReceipt.made.get()
                let isSigned = [honest.statement, honest.other].contains { $0.octets == statement.octets }
                try must(isSigned, "a forged statement")
            }
        }
        if let batch = try? Batch(decoding: octets) {
            try must(batch.encode() == octets, "a batch has a second spelling")
            for index in 0..<min(batch.count, 8) {
                guard let path = batch.path(of: index), let leaf = batch.leafHash(at: index) else {
                    throw Broken(description: "no path of \(index)")
                }
                try path.verify(leafHash: leaf, root: batch.root)
            }
        }
    }
}
