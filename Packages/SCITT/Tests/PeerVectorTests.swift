import COSE
import Encoding
import JOSE
import SCITT
import Signing
import TestSupport
import Testing
import Trust

@Suite("Statements and receipts of other implementations")
struct PeerVectorTests {
    static let made = VectorFile("peers.json").cases
    static let published = VectorFile("scitt-cose-v1.json").cases

    private func inclusion(_ vector: Vector) throws -> ReceiptInclusion {
        let profile = try #require(ReceiptProfile(rawValue: vector.string("profile")))
        let key = try JWK(PublicKey(subjectPublicKeyInfo: vector.octets("serviceKey")))
        return try Receipt(parsing: vector.octets("receipt")).verifyInclusion(
            of: SignedStatement(parsing: vector.octets("statement")), key: key, profile: profile)
    }

    private func statementIsValid(_ vector: Vector) throws -> Bool {
        let key = try PublicKey(subjectPublicKeyInfo: vector.octets("statementKey"))
        let statement = try SignedStatement(parsing: vector.octets("statement"))
        return (try? statement.message.verify(with: key, algorithms: [.es256, .es384, .edDSA])) != nil
    }

    @Test("receipts of scitt-cose, pycose and cwt verify", arguments: made)
    func peers(_ vector: Vector) throws {
        let inclusion = try inclusion(vector)
        #expect(inclusion.size == UInt64(vector.integer("size")))
        #expect(inclusion.index == UInt64(vector.integer("index")))
        #expect(inclusion.root.octets == vector.octets("root"))
        #expect(try statementIsValid(vector))
    }

    @Test("receipts of other implementations verify under a policy", arguments: made)
    func policy(_ vector: Vector) throws {
        let profile = try #require(ReceiptProfile(rawValue: vector.string("profile")))
        let key = try JWK(PublicKey(subjectPublicKeyInfo: vector.octets("serviceKey")), keyID: "key-1")
        let policy = TransparencyPolicy(
            services: [Parties.service: TrustedService(try JWKSet([key]), profile: profile)], now: Parties.now
        )
        let statement = try SignedStatement(parsing: vector.octets("statement"))
        #expect(policy.judge([vector.octets("receipt")], for: statement).failure == nil)
    }

    @Test("the published vectors of scitt-cose get the published verdicts", arguments: published)
    func verdicts(_ vector: Vector) throws {
        #expect(try statementIsValid(vector) == (vector.node["statementIsValid"]?.boolean == true))
        let inclusion = try? inclusion(vector)
        #expect((inclusion != nil) == (vector.node["receiptIsValid"]?.boolean == true))
        if let inclusion { #expect(inclusion.root.octets == vector.octets("root")) }
    }

    @Test("the vectors are there")
    func counts() {
        #expect(Self.made.count == 29 && Self.published.count == 6)
    }
}
