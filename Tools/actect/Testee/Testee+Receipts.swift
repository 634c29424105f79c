import Encoding
import JOSE
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
        // With a service, whose the key is and what the claims say counts too; with trust, who signed the statement.
        let service = try request.optionalString("service")
        let store = request.optional("trust") == nil ? nil : try trust(request)
        var policy = TransparencyPolicy(services: [:], now: try now(request))
        if let service {
            policy = TransparencyPolicy(
                services: [service: TrustedService(try? JWKSet([key]), profile: profile)], now: policy.now)
            policy.maximumAge = try request.integer("maximum_age")
        }
        do {
            let read = try Receipt(parsing: receipt)
            let signed = try SignedStatement(parsing: statement)
            let inclusion =
                service == nil
                ? try read.verifyInclusion(of: signed, key: key, profile: profile)
                : try policy.verify(read, for: signed).inclusion
            if let store { _ = try StatementVerifier(trust: store, time: policy.now).verify(signed) }
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
