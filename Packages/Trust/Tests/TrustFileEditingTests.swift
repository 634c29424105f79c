import Encoding
import JOSE
import Signing
import Testing
import Trust

@Suite struct TrustFileEditingTests {
    let key: JWK
    let other: JWK

    init() throws {
        key = try JWK(PrivateKey.generate(.p256).publicKey, keyID: "k")
        other = try JWK(PrivateKey.generate(.ed25519).publicKey, keyID: "k")
    }

    @Test("a key is pinned once")
    func add() throws {
        var file = TrustFile()
        let added1 = try file.add(key, for: "urn:a")
        #expect(added1)
        let once = file
        let added2 = try file.add(key, for: "urn:a")
        #expect(!added2)
        #expect(file == once)
        let added3 = try file.add(key, for: "urn:b")
        #expect(added3)
        #expect(file.issuers["urn:a"]?.keys == [key])
    }

    @Test("another key of the same kid is refused")
    func conflict() throws {
        var file = TrustFile()
        try file.add(key, for: "urn:a")
        #expect(throws: TrustError.keyConflict("k", identifier: "urn:a")) {
            try file.add(other, for: "urn:a")
        }
        #expect(file.issuers["urn:a"]?.keys == [key])
    }

    @Test("adding a key keeps what the issuer was restricted to")
    func addToRestricted() throws {
        var file = TrustFile()
        try file.restrict("urn:a", to: [.es256])
        try file.add(key, for: "urn:a")
        #expect(file.issuers["urn:a"]?.algorithms == [.es256])
    }

    @Test("keys are in one order, however they came")
    func order() throws {
        let second = try JWK(other.publicKey, keyID: "l")
        var one = TrustFile()
        try one.add(key, for: "urn:a")
        try one.add(second, for: "urn:a")
        var two = TrustFile()
        try two.add(second, for: "urn:a")
        try two.add(key, for: "urn:a")
        #expect(one == two)
    }

    @Test("removing what is not there says so")
    func removeNothing() throws {
        var file = TrustFile()
        try file.add(key, for: "urn:a")
        let before = file
        let removed1 = file.removeKey("k", of: "urn:b")
        #expect(!removed1)
        let removed2 = file.removeKey("l", of: "urn:a")
        #expect(!removed2)
        let removed3 = file.removeIssuer("urn:b")
        #expect(!removed3)
        let removed4 = file.removeService("urn:a")
        #expect(!removed4)
        #expect(file == before)
    }

    @Test("a service is set, replaced and removed")
    func services() throws {
        var file = TrustFile()
        let set = try JWKSet([key])
        try file.setService(TrustedService(set, profile: .statement), for: "urn:log")
        try file.setService(TrustedService(set, profile: .payloadHash), for: "urn:log")
        #expect(file.services["urn:log"]?.profile == .payloadHash)
        let removed1 = file.removeService("urn:log")
        #expect(removed1)
        #expect(file == TrustFile())
    }

    @Test("an issuer takes as many keys as a JWK Set has")
    func limit() throws {
        let keys = try (0..<JWKSet.limit).map { try JWK(key.publicKey, keyID: ExactString("\($0)")) }
        var file = TrustFile()
        try file.setIssuer(TrustedIssuer(JWKSet(keys)), for: "urn:a")
        #expect(throws: TrustError.tooManyKeys(identifier: "urn:a")) { try file.add(key, for: "urn:a") }
    }

    @Test(
        "an identifier that could not be read back is refused", arguments: ["", "a\u{0}", "\u{7F}", "a\nb"])
    func identifiers(_ text: String) throws {
        let identifier = ExactString(text)
        var file = TrustFile()
        #expect(throws: TrustError.identifierInvalid(identifier)) { try file.add(key, for: identifier) }
        #expect(throws: TrustError.identifierInvalid(identifier)) { try file.restrict(identifier, to: nil) }
        #expect(throws: TrustError.identifierInvalid(identifier)) {
            try file.setIssuer(TrustedIssuer(), for: identifier)
        }
        #expect(throws: TrustError.identifierInvalid(identifier)) {
            try file.setService(TrustedService(), for: identifier)
        }
        #expect(file == TrustFile())
    }
}
