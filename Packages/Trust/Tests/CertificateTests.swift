import Encoding
import JOSE
import Signing
import TestSupport
import Testing
import Trust

@Suite struct CertificateTests {
    static let vectors = VectorFile("certificates.json")
    static let identifier: ExactString = "spiffe://example.com/agent/a"
    static let time: Int64 = 1_767_225_600

    static func text(_ member: String) -> String { vectors.json[member]?.string?.string ?? "" }

    /// A store with the anchor of the vectors.
    static func store(_ change: (inout TrustFile) throws -> Void = { _ in }) throws -> TrustStore {
        var file = TrustFile()
        file.add(try TrustAnchor(pem: text("anchor")))
        try change(&file)
        return TrustStore(file)
    }

    static func chain(_ vector: Vector) -> [[UInt8]] {
        vector.optional("x5c")?.elements.compactMap { try? Base64.decode($0.string?.string ?? "") } ?? []
    }

    static func named(_ name: String) throws -> Vector {
        try #require(vectors.cases.first { $0.string("name") == name })
    }

    static let good = vectors.cases.filter { $0.string("expect") == "good" }
    static let bad = vectors.cases.filter { $0.string("expect") != "good" }

    @Test("a chain to an anchor lets its leaf's key speak for the leaf's URI names", arguments: good)
    func accepted(_ vector: Vector) throws {
        let key = try PrivateJWK(parsing: #require(vector.optional("key")))
        let token = try JWS(
            parsing: JWS.sign([], type: nil, with: key, keyID: "leaf", certificates: Self.chain(vector)))
        let identifier = ExactString(vector.string("identifier"))
        let time = Int64(vector.integer("time"))
        let authorized = try Self.store().verify(token, for: identifier, at: time)
        #expect(authorized.tier == .certificate)
        #expect(authorized.identifier == identifier)
        #expect(authorized.key.keyID == "leaf")
    }

    @Test("any other chain is refused, for what is wrong with it", arguments: bad)
    func refused(_ vector: Vector) throws {
        let party = try Party(Self.identifier)
        let token = try party.token(certificates: Self.chain(vector))
        let error = #expect(throws: TrustError.self) {
            try Self.store().authorizedKey(
                for: ExactString(vector.string("identifier")), header: token.header,
                at: Int64(vector.integer("time")))
        }
        let expected = vector.string("expect")
        if expected == "any-certificate-rejection" {
            #expect(error?.code.starts(with: "trust-certificate-rejected-") == true, "\(error?.code ?? "")")
        } else {
            #expect(error?.code == expected)
        }
    }

    @Test("more certificates than the limit are refused, where no header has refused them already")
    func tooMany() throws {
        let chain = try Self.chain(Self.named("a leaf under an intermediate, two URI names"))
        let error = #expect(throws: TrustError.self) {
            try Self.store().authorizedKey(
                for: Self.identifier, keyID: "leaf",
                certificates: chain + Array(repeating: chain[1], count: 7),
                at: Self.time)
        }
        #expect(error?.code == "trust-certificate-rejected-chain-length")
        let party = try Party(Self.identifier)
        #expect(throws: JWSError.headerParameterInvalid("x5c")) {
            let token = try party.token(certificates: Array(repeating: chain[0], count: 9))
            try token.header.refuseForbiddenParameters()
        }
    }

    @Test("a stolen chain without its key signs nothing")
    func stolen() throws {
        let chain = try Self.chain(Self.named("a leaf under an intermediate, two URI names"))
        let token = try Party(Self.identifier).token(certificates: chain)
        #expect(throws: JWSError.signatureInvalid) {
            try Self.store().verify(token, for: Self.identifier, at: Self.time)
        }
    }

    @Test("without certificates, an identifier that is not pinned is spoken for by nobody")
    func noCertificates() throws {
        let party = try Party(Self.identifier)
        #expect(throws: TrustError.issuerUnknown(Self.identifier)) {
            try Self.store().verify(party.token(), for: Self.identifier, at: Self.time)
        }
    }

    @Test("an NFC or NFD twin of a name is another name")
    func twin() throws {
        let chain = try Self.chain(Self.named("a leaf under an intermediate, two URI names"))
        for twin in ["spiffe://example.com/agent/a\u{301}", "spiffe://example.com/agent/\u{E1}"] {
            #expect(throws: TrustError.certificateForAnotherName(ExactString(twin))) {
                try Self.store().authorizedKey(
                    for: ExactString(twin), keyID: "leaf", certificates: chain, at: Self.time)
            }
        }
    }

    @Test("the algorithm of a leaf must be allowed")
    func algorithm() throws {
        let chain = try Self.chain(Self.named("a P-384 leaf"))
        #expect(throws: TrustError.algorithmNotAllowed("ES384")) {
            try Self.store().authorizedKey(
                for: Self.identifier, keyID: "leaf", certificates: chain, at: Self.time, algorithms: [.es256])
        }
        let rsa = try Self.chain(Self.named("an RSA leaf under ES256"))
        #expect(throws: TrustError.algorithmNotForKey("RSA without 'alg'")) {
            try Self.store().authorizedKey(
                for: Self.identifier, keyID: "leaf", certificates: rsa, at: Self.time)
        }
    }

    @Test(
        "a kid that no JWK could have is refused",
        arguments: ["", "a\u{0}", String(repeating: "k", count: 257)])
    func keyID(_ text: String) throws {
        let chain = try Self.chain(Self.named("a P-384 leaf"))
        #expect(throws: TrustError.keyUnknown(ExactString(text), identifier: Self.identifier)) {
            try Self.store().authorizedKey(
                for: Self.identifier, keyID: ExactString(text), certificates: chain, at: Self.time)
        }
    }

    @Test(
        "a certificate gives a stranger's key no voice for a pinned identifier",
        .verifies("ACT#req-act-trust-tier", "ECT#req-ect-key-profile"))
    func pinned() throws {
        let vector = try Self.named("a leaf under an intermediate, two URI names")
        let pinned = try Party(Self.identifier)
        let store = try Self.store { try $0.add(pinned.key.publicJWK, for: Self.identifier) }
        let stranger = try PrivateJWK(parsing: #require(vector.optional("key")))
        let token = try JWS(
            parsing: JWS.sign([], type: nil, with: stranger, keyID: "key-1", certificates: Self.chain(vector))
        )
        #expect(throws: TrustError.certificateForAnotherKey) {
            try store.verify(token, for: Self.identifier, at: Self.time)
        }
        #expect(throws: TrustError.keyUnknown("leaf", identifier: Self.identifier)) {
            try store.authorizedKey(
                for: Self.identifier, keyID: "leaf", certificates: Self.chain(vector), at: Self.time)
        }
        try store.verify(pinned.token(), for: Self.identifier, at: Self.time)
    }

    @Test("a pinned identifier may bring certificates that vouch for its pinned key")
    func pinnedAndCertified() throws {
        let vector = try Self.named("a leaf under an intermediate, two URI names")
        let key = try PrivateJWK(parsing: #require(vector.optional("key")))
        let store = try Self.store {
            try $0.add(JWK(key.privateKey.publicKey, keyID: "k"), for: Self.identifier)
        }
        let token = try JWS(
            parsing: JWS.sign([], type: nil, with: key, keyID: "k", certificates: Self.chain(vector)))
        #expect(try store.verify(token, for: Self.identifier, at: Self.time).tier == .pinned)
        let error = #expect(throws: TrustError.self) {
            try store.verify(token, for: Self.identifier, at: 0)
        }
        #expect(error?.code == "trust-certificate-rejected-not-yet-valid")
    }

    @Test("no certificate speaks for a DID", .verifies("ACT#req-act-trust-tier", "ECT#req-ect-key-profile"))
    func did() throws {
        let vector = try Self.named("a leaf under an intermediate, two URI names")
        let did: ExactString = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
        let token = try Party(did).token(certificates: Self.chain(vector))
        #expect(throws: TrustError.didMethodNotEnabled("key")) {
            try Self.store().verify(token, for: did, at: Self.time)
        }
        let store = try Self.store { $0.allowsDIDKey = true }
        #expect(throws: TrustError.certificateForAnotherName(did)) {
            try store.authorizedKey(for: did, keyID: did, certificates: Self.chain(vector), at: Self.time)
        }
    }

    @Test("a stranger's root is an anchor only where the file says so")
    func otherAnchor() throws {
        let vector = try Self.named("a leaf under an intermediate, two URI names")
        var file = TrustFile()
        file.add(try TrustAnchor(pem: Self.text("strangersAnchor")))
        let error = #expect(throws: TrustError.self) {
            try TrustStore(file).authorizedKey(
                for: Self.identifier, keyID: "leaf", certificates: Self.chain(vector), at: Self.time)
        }
        #expect(error?.code.starts(with: "trust-certificate-rejected-") == true)
    }

    @Test("an anchor is added once and removed")
    func editing() throws {
        var file = TrustFile()
        let first = file.add(try TrustAnchor(pem: Self.text("anchor")))
        let second = file.add(try TrustAnchor(pem: Self.text("anchor")))
        let third = file.add(try TrustAnchor(pem: Self.text("strangersAnchor")))
        #expect(first && !second && third)
        #expect(file.anchors.count == 2)
        #expect(try TrustFile(parsing: file.encode()) == file)
        let certificate = try #require(file.anchors.first)
        let removed = file.remove(certificate)
        let again = file.remove(certificate)
        #expect(removed && !again)
        #expect(file.anchors.count == 1)
    }

    @Test("a certificate that is no CA is no anchor")
    func leafAsAnchor() throws {
        let text = Self.text("leafAsAnchor")
        let quoted = String(decoding: JSONValue.string(ExactString(text)).encode(), as: UTF8.self)
        let error = #expect(throws: TrustError.self) {
            try TrustFile(parsing: #"{"x509":{"anchors":[\#(quoted)]}}"#)
        }
        #expect(error?.code == "trust-anchor-rejected")
        #expect(error?.description.contains(#""/x509/anchors/0" (octet 20)"#) == true)
    }

    static let damages: [@Sendable (String) -> String] = [
        { $0 + "x" }, { "x" + $0 }, { $0 + $0 }, { "\n" + $0 }, { $0.replacing("CERT", with: "cert") },
        { $0.replacing("\n", with: "") }, { $0.replacing("\n", with: " \n") }, { String($0.dropLast(2)) },
        { $0.replacing("CERTIFICATE", with: "TRUSTED CERTIFICATE") }, { $0.replacing("=", with: "") + "=" },
        { _ in "" }, { _ in "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n" },
        { _ in "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" },
        { $0 + String(repeating: " ", count: 70_000) },
    ]

    @Test("a text that is not exactly one PEM certificate is no anchor", arguments: damages.indices)
    func damagedPEM(_ index: Int) throws {
        let text = Self.damages[index](Self.text("anchor"))
        let quoted = String(decoding: JSONValue.string(ExactString(text)).encode(), as: UTF8.self)
        let error = #expect(throws: TrustError.self) {
            try TrustFile(parsing: #"{"x509":{"anchors":[\#(quoted)]}}"#)
        }
        #expect(error?.code == "trust-anchor-rejected")
    }
}
