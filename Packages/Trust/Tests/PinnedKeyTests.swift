import Encoding
import JOSE
import Signing
import TestSupport
import Testing
import Trust

@Suite struct PinnedKeyTests {
    let a: Party
    let b: Party

    init() throws {
        a = try Party("https://example.com/agents/a", keyID: "a-key")
        b = try Party("https://example.com/agents/b", keyID: "b-key")
    }

    @Test(
        "a pinned key speaks for its identifier",
        .verifies("ACT#req-act-tier1", "ACT#req-act-trust-named", "ECT#req-ect-jwks-scope"))
    func pinned() throws {
        let store = TrustStore(try TrustFile(pinning: a, b))
        let authorized = try store.verify(a.token(), for: a.identifier)
        #expect(authorized.key == a.key.publicJWK)
        #expect(authorized.identifier == a.identifier)
        #expect(authorized.tier == .pinned)
        #expect(authorized.algorithm == .es256)
        #expect(authorized.algorithms == [.es256])
    }

    @Test(
        "a pinned key does not speak for anyone else, whatever kid the token has",
        .verifies("ACT#req-act-trust-named", "ECT#req-ect-jwks-scope"))
    func otherIdentifier() throws {
        let store = TrustStore(try TrustFile(pinning: a, b))
        #expect(throws: TrustError.keyUnknown("a-key", identifier: b.identifier)) {
            try store.verify(a.token(), for: b.identifier)
        }
        // With B's kid the header selects B's key, under which A's signature is nothing.
        #expect(throws: JWSError.signatureInvalid) {
            try store.verify(a.token(keyID: "b-key"), for: b.identifier)
        }
    }

    @Test("two issuers may use one kid for keys of their own")
    func sameKeyID() throws {
        let one = try Party("urn:one")
        let two = try Party("urn:two")
        let store = TrustStore(try TrustFile(pinning: one, two))
        try store.verify(one.token(), for: "urn:one")
        #expect(throws: JWSError.signatureInvalid) { try store.verify(one.token(), for: "urn:two") }
    }

    @Test("a key without a kid is selected by its thumbprint")
    func thumbprint() throws {
        let party = try Party("urn:a", keyID: nil)
        let store = TrustStore(try TrustFile(pinning: party))
        let name = ExactString(party.key.publicJWK.thumbprint)
        try store.verify(party.token(keyID: name), for: "urn:a")
        #expect(throws: TrustError.keyIDMissing) { try store.verify(party.token(), for: "urn:a") }
    }

    @Test("a kid that the key has hides its thumbprint")
    func thumbprintOfNamedKey() throws {
        let store = TrustStore(try TrustFile(pinning: a))
        let name = ExactString(a.key.publicJWK.thumbprint)
        #expect(throws: TrustError.keyUnknown(name, identifier: a.identifier)) {
            try store.verify(a.token(keyID: name), for: a.identifier)
        }
    }

    @Test(
        "an identifier is compared octet for octet",
        arguments: [
            "urn:caf\u{65}\u{301}", "urn:CAF\u{E9}", "urn:caf\u{E9}/", "urn:caf\u{E9}\u{0}", "urn:caf",
            " urn:caf\u{E9}", "URN:caf\u{E9}", "",
        ])
    func twins(_ twin: String) throws {
        let party = try Party("urn:caf\u{E9}")
        let store = TrustStore(try TrustFile(pinning: party))
        try store.verify(party.token(), for: "urn:caf\u{E9}")
        #expect(throws: TrustError.issuerUnknown(ExactString(twin))) {
            try store.verify(party.token(), for: ExactString(twin))
        }
    }

    @Test("a kid is compared octet for octet")
    func keyIDTwin() throws {
        let party = try Party("urn:a", keyID: "cl\u{E9}")
        let store = TrustStore(try TrustFile(pinning: party))
        try store.verify(party.token(), for: "urn:a")
        #expect(throws: TrustError.keyUnknown("cle\u{301}", identifier: "urn:a")) {
            try store.verify(party.token(keyID: "cle\u{301}"), for: "urn:a")
        }
    }

    @Test("an identifier that is pinned without keys is spoken for by nobody")
    func noKeys() throws {
        var file = try TrustFile(pinning: a)
        let removed1 = file.removeKey("a-key", of: a.identifier)
        #expect(removed1)
        #expect(throws: TrustError.keyUnknown("a-key", identifier: a.identifier)) {
            try TrustStore(file).verify(a.token(), for: a.identifier)
        }
        let removed2 = file.removeIssuer(a.identifier)
        #expect(removed2)
        #expect(throws: TrustError.issuerUnknown(a.identifier)) {
            try TrustStore(file).verify(a.token(), for: a.identifier)
        }
    }

    @Test(
        "an alg that does not exist or is not allowed is refused before any key is looked for",
        arguments: ["none", "None", "HS256", "es256", "ES256K", "ES512", "RS256", "", "ES256\u{0}"])
    func algorithmNotAllowed(_ name: String) throws {
        let store = TrustStore(try TrustFile(pinning: a))
        let escaped = JSONValue.string(ExactString(name)).encode()
        let text = String(decoding: escaped, as: UTF8.self)
        let header = try header(#"{"alg":\#(text),"kid":"a-key"}"#)
        for identifier in [a.identifier, "urn:stranger"] {
            #expect(throws: TrustError.algorithmNotAllowed(ExactString(name))) {
                try store.authorizedKey(for: identifier, header: header, at: 0)
            }
        }
    }

    @Test(
        "the key decides which algorithm it is for",
        arguments: [(KeyType.p256, "EdDSA"), (.p256, "ES384"), (.p384, "ES256"), (.ed25519, "ES256")])
    func algorithmOfKey(_ type: KeyType, _ name: String) throws {
        let store = TrustStore(try TrustFile(pinning: Party("urn:a", type)))
        let header = try header(#"{"alg":"\#(name)","kid":"key-1"}"#)
        let shown = name == "EdDSA" ? "Ed25519" : name
        #expect(throws: TrustError.algorithmNotForKey(ExactString(shown))) {
            try store.authorizedKey(for: "urn:a", header: header, at: 0)
        }
    }

    @Test(
        "EdDSA and Ed25519 are two names of one algorithm",
        .verifies("ACT#req-act-alg-implement", "ECT#req-ect-alg-support"), arguments: ["EdDSA", "Ed25519"])
    func edwards(_ name: String) throws {
        var file = try TrustFile(pinning: Party("urn:a", .ed25519))
        try file.restrict("urn:a", to: [.ed25519])
        let header = try header(#"{"alg":"\#(name)","kid":"key-1"}"#)
        let authorized = try TrustStore(file).authorizedKey(for: "urn:a", header: header, at: 0)
        #expect(authorized.algorithm == .ed25519)
    }

    @Test("an issuer's algs narrow what its keys may be used with")
    func issuerAlgorithms() throws {
        var file = try TrustFile(pinning: a)
        try file.restrict(a.identifier, to: [.ed25519])
        #expect(throws: TrustError.algorithmNotAllowed("ES256")) {
            try TrustStore(file).verify(a.token(), for: a.identifier)
        }
        try file.restrict(a.identifier, to: [])
        #expect(throws: TrustError.algorithmNotAllowed("ES256")) {
            try TrustStore(file).verify(a.token(), for: a.identifier)
        }
        try file.restrict(a.identifier, to: nil)
        try TrustStore(file).verify(a.token(), for: a.identifier)
    }

    @Test("an issuer's algs never widen what the profile allows")
    func issuerCannotWiden() throws {
        let party = try Party("urn:a", .p384)
        var file = try TrustFile(pinning: party)
        try file.restrict("urn:a", to: [.es384, .es256])
        let store = TrustStore(file)
        let header = try party.token().header
        _ = try store.authorizedKey(for: "urn:a", header: header, at: 0)
        #expect(throws: TrustError.algorithmNotAllowed("ES384")) {
            try store.authorizedKey(for: "urn:a", header: header, at: 0, algorithms: [.es256, .ed25519])
        }
        #expect(throws: TrustError.algorithmNotAllowed("ES384")) {
            try TrustStore(file, algorithms: [.es256]).authorizedKey(for: "urn:a", header: header, at: 0)
        }
    }

    @Test("certificates that nothing is configured for are refused, for a pinned identifier too")
    func certificatesNotEnabled() throws {
        let store = TrustStore(try TrustFile(pinning: a))
        for identifier in [a.identifier, "urn:stranger"] {
            #expect(throws: TrustError.certificatesNotEnabled) {
                try store.verify(a.token(certificates: [[1, 2, 3]]), for: identifier)
            }
        }
    }

    @Test("a delegation hop, which has no header, selects by kid and takes the key's algorithm")
    func hop() throws {
        let store = TrustStore(try TrustFile(pinning: a))
        let authorized = try store.authorizedKey(for: a.identifier, keyID: "a-key", at: 0)
        #expect(authorized.key == a.key.publicJWK)
        #expect(authorized.algorithm == .es256)
        #expect(throws: TrustError.keyUnknown("b-key", identifier: a.identifier)) {
            try store.authorizedKey(for: a.identifier, keyID: "b-key", at: 0)
        }
        #expect(throws: TrustError.algorithmNotAllowed("ES256")) {
            try store.authorizedKey(for: a.identifier, keyID: "a-key", at: 0, algorithms: [.ed25519])
        }
    }

    @Test("each of a thousand keys of one issuer is found, and no other")
    func manyKeys() throws {
        let key = try PrivateKey.generate(.ed25519).publicKey
        let keys = try (0..<1000).map { try JWK(key, keyID: ExactString("key-\($0)")) }
        var file = TrustFile()
        try file.setIssuer(TrustedIssuer(JWKSet(keys)), for: "urn:a")
        let store = TrustStore(file)
        for wanted in keys {
            let name = wanted.effectiveKeyID
            #expect(try store.authorizedKey(for: "urn:a", keyID: name, at: 0).key == wanted)
        }
        #expect(throws: TrustError.keyUnknown("key-1000", identifier: "urn:a")) {
            try store.authorizedKey(for: "urn:a", keyID: "key-1000", at: 0)
        }
    }
}
