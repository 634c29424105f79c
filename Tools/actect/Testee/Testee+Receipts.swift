import Encoding
import SCITT
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
}
