import Encoding
import SCITT
import Signing
import Trust

extension Testee {
    static func verifyReceipt(_ request: Request) throws(Refusal) -> Answer {
        let statement = try request.hex("statement_hex")
        let receipt = try request.hex("receipt_hex")
        let key = try jwk(request.node("key"))
        guard let profile = ReceiptProfile(rawValue: try request.string("profile").string) else {
            throw .badRequest("'profile' is statement, statement-hash, payload-hash or ccf")
        }
        do {
            let inclusion = try Receipt(parsing: receipt).verifyInclusion(
                of: SignedStatement(parsing: statement), key: key, profile: profile)
            return [
                ("tree_size", inclusion.size.flatMap { Int64(exactly: $0) }.map { .integer($0) } ?? .null),
                ("index", inclusion.index.flatMap { Int64(exactly: $0) }.map { .integer($0) } ?? .null),
            ]
        } catch {
            throw Refusal(error.code, "\(error)", requirement: error.requirement?.description)
        }
    }

    static func verifyConsistencyReceipt(_ request: Request) throws(Refusal) -> Answer {
        let receipt = try request.hex("receipt_hex")
        let key = try jwk(request.node("key"))
        let (size, older) = (try size(request, "size1"), try digest(request, "root1_hex"))
        do {
            let newer = try Receipt(parsing: receipt).verifyConsistency(from: older, size: size, key: key)
            return [
                ("size2", Int64(exactly: newer.size).map { .integer($0) } ?? .null),
                ("root2_hex", hex(newer.root.octets)),
            ]
        } catch {
            throw Refusal(error.code, "\(error)", requirement: error.requirement?.description)
        }
    }
}
