import Encoding
import JOSE
import Signing
import TestSupport
import Testing
import Trust

@Suite struct DIDWebTests {
    static let did: ExactString = "did:web:example.com:agents:a"

    /// A resolver that knows its documents by heart.
    struct Documents: DIDResolver {
        var sets: [ExactString: JWKSet]
        func keys(for did: ExactString) -> JWKSet? { sets[did] }
    }

    /// A resolver that must not be asked.
    struct Forbidden: DIDResolver {
        func keys(for did: ExactString) -> JWKSet? {
            Issue.record("asked for \(did)")
            return nil
        }
    }

    static func store(_ party: Party, _ others: JWK...) throws -> TrustStore {
        let set = try JWKSet([party.key.publicJWK] + others)
        return TrustStore(TrustFile(), resolver: Documents(sets: [did: set]))
    }

    @Test(
        "a key is found by its DID URL, relative or not",
        arguments: ["key-1", "#key-1", "\(did)#key-1"], ["key-1", "#key-1", "\(did)#key-1"])
    func found(_ inDocument: String, _ inToken: String) throws {
        let party = try Party(Self.did, keyID: ExactString(inDocument))
        let token = try party.token(keyID: ExactString(inToken))
        let authorized = try Self.store(party).verify(token, for: Self.did)
        #expect(authorized.tier == .did)
    }

    @Test(
        "a kid of another document, or of none, is not found",
        arguments: [
            "key-2", "did:web:example.com#key-1", "did:web:example.com:agents:ab#key-1", "\(did)key-1",
            "\(did)##key-1", "##key-1",
        ])
    func notFound(_ keyID: String) throws {
        let party = try Party(Self.did)
        #expect(throws: TrustError.keyUnknown(ExactString(keyID), identifier: Self.did)) {
            try Self.store(party).verify(party.token(keyID: ExactString(keyID)), for: Self.did)
        }
    }

    @Test("two keys that one kid would name are neither of them taken")
    func ambiguous() throws {
        let party = try Party(Self.did, keyID: "key-1")
        let other = try Party(Self.did, keyID: "#key-1").key.publicJWK
        #expect(throws: TrustError.keyUnknown("key-1", identifier: Self.did)) {
            try Self.store(party, other).verify(party.token(), for: Self.did)
        }
    }

    @Test("a DID that the resolver does not know is spoken for by nobody", .verifies("ACT#req-act-did-web"))
    func unknown() throws {
        let party = try Party("did:web:example.com")
        #expect(throws: TrustError.issuerUnknown("did:web:example.com")) {
            try Self.store(party).verify(party.token(), for: "did:web:example.com")
        }
    }

    @Test(
        "without a resolver no did:web is accepted, and other methods never are",
        .verifies("ACT#req-act-did-web", "ACT#req-act-trust-no-fetch", "ECT#req-ect-key-fetch"))
    func notEnabled() throws {
        let party = try Party(Self.did)
        #expect(throws: TrustError.didMethodNotEnabled("web")) {
            try TrustStore(TrustFile()).verify(party.token(), for: Self.did)
        }
        #expect(throws: TrustError.didMethodNotEnabled("example")) {
            try Self.store(party).verify(party.token(), for: "did:example:123")
        }
    }

    @Test(
        "a resolver is asked for nothing but a well-formed DID of its method that is not pinned",
        arguments: [
            "did:web:", "did:web", "did:", "did:web:a b", "did:web:a/b", "did:web:a?b", "did:web:a#b",
            "did:web:a@b",
            "did:web:%", "did:web:%2", "did:web:%zz", "did:web:a:", "did:WEB:a", "did::a", "did:web:\u{E9}",
            "did:web:a\u{0}b", "did:web:[::1]", "DID:web:a", "did:key:a", "urn:a", "did:web:pinned.example",
            "did:web:" + String(repeating: "a", count: 2048),
        ])
    func notAsked(_ identifier: String) throws {
        let party = try Party(ExactString(identifier))
        let file = try TrustFile(pinning: Party("did:web:pinned.example", keyID: "other"))
        let store = TrustStore(file, resolver: Forbidden())
        #expect(throws: TrustError.self) { try store.verify(party.token(), for: party.identifier) }
    }

    @Test(
        "a DID with a port, percent-encoded, is one",
        arguments: ["did:web:localhost%3A8443", "did:web:a.b::c-_"])
    func wellFormed(_ identifier: String) throws {
        let party = try Party(ExactString(identifier))
        #expect(throws: TrustError.issuerUnknown(party.identifier)) {
            try Self.store(party).verify(party.token(), for: party.identifier)
        }
    }

    @Test("an ill-formed DID is said to be one")
    func illFormed() throws {
        let party = try Party("did:web:a b")
        #expect(throws: TrustError.didInvalid("did:web:a b")) {
            try Self.store(party).verify(party.token(), for: "did:web:a b")
        }
    }
}
