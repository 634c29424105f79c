import Encoding
import JOSE
import Signing
import TestSupport
import Testing
import Trust

@Suite struct DIDKeyTests {
    static let vectors = VectorFile("did-key.json")
    static let z = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
    static let did = ExactString("did:key:" + z)

    /// The private key of a vector.
    static func privateKey(_ vector: Vector) throws -> PrivateKey {
        guard let jwk = vector.optional("jwk") else { return try PrivateKey(ed25519: vector.octets("seed")) }
        return try PrivateJWK(parsing: jwk).privateKey
    }

    static func store(_ enabled: Bool = true) throws -> TrustStore {
        var file = TrustFile()
        file.allowsDIDKey = enabled
        return TrustStore(file)
    }

    @Test("the identifiers of the specification are their keys", arguments: vectors.cases)
    func specification(_ vector: Vector) throws {
        let did = ExactString(vector.string("did"))
        let key = try Self.privateKey(vector).publicKey
        #expect(try DIDKey(parsing: did).publicKey == key)
        #expect(DIDKey(key)?.identifier == did)
    }

    @Test(
        "a token of a did:key is verified with the key that it is",
        .verifies("ACT#req-act-did-key", "ACT#req-act-tier3"), arguments: vectors.cases)
    func token(_ vector: Vector) throws {
        let did = ExactString(vector.string("did"))
        let key = try PrivateJWK(Self.privateKey(vector))
        let token = try JWS(parsing: JWS.sign([], type: nil, with: key, keyID: did))
        let authorized = try Self.store().verify(token, for: did)
        #expect(authorized.tier == .did)
        #expect(authorized.identifier == did)
    }

    @Test("keys of other kinds are refused", arguments: vectors.cases("unsupported"))
    func unsupported(_ vector: Vector) throws {
        #expect(throws: DIDKeyFault.keyTypeUnsupported) {
            try DIDKey(parsing: ExactString(vector.string("did")))
        }
    }

    @Test("a key of a kind that has no did:key here gets none")
    func noIdentifier() throws {
        #expect(try DIDKey(PrivateKey.generate(.p521).publicKey) == nil)
    }

    @Test(
        "the key is named by the DID, with its fragment, or by the fragment",
        arguments: ["did:key:\(z)", "did:key:\(z)#\(z)", "#\(z)", z])
    func named(_ keyID: String) throws {
        let authorized = try Self.store().authorizedKey(for: Self.did, keyID: ExactString(keyID), at: 0)
        #expect(authorized.key.keyID == ExactString(keyID))
        #expect(authorized.algorithm == .ed25519)
    }

    @Test(
        "nothing else names the key",
        arguments: [
            "did:key:\(z)#", "did:key:\(z)#key-1", "#", "key-1", "\(z)#\(z)", "##\(z)",
            "did:key:\(z)#\(z)#\(z)",
            "did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG", "DID:KEY:\(z)", "did:key:\(z)?x",
        ])
    func notNamed(_ keyID: String) throws {
        #expect(throws: TrustError.didKeyID(ExactString(keyID), identifier: Self.did)) {
            try Self.store().authorizedKey(for: Self.did, keyID: ExactString(keyID), at: 0)
        }
    }

    static let faults: [(String, DIDKeyFault)] = [
        ("did:key:", .form), ("did:key:1.1:\(z)", .form), ("did:keyz6Mk", .form), ("Did:key:\(z)", .form),
        ("did:key:\(z)#\(z)", .form), ("did:key:\(z)?version=1", .form), ("", .form), ("did:web:a", .form),
        ("did:key:u7QE7aie8zrakLWKjqNAqbw1zZTIVdx3iQ6Y6wEihi1naKQ", .encoding),
        ("did:key:Z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp", .encoding),
        ("did:key:\(z)0", .encoding), ("did:key:\(z) ", .encoding), ("did:key:\(z)\u{0}", .encoding),
        ("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDoolp", .encoding),
        ("did:key:z" + String(repeating: "1", count: 127), .keyTypeUnsupported),
        ("did:key:z" + String(repeating: "1", count: 128), .tooLong),
        ("did:key:z", .keyTypeUnsupported), ("did:key:z1" + z.dropFirst(), .keyTypeUnsupported),
        ("did:key:\(z)1", .keyTypeUnsupported),
    ]

    @Test("what is not the one form of a did:key is refused", arguments: faults)
    func malformed(_ text: String, _ fault: DIDKeyFault) throws {
        #expect(throws: fault) { try DIDKey(parsing: ExactString(text)) }
    }

    struct Octets: Sendable, CustomTestStringConvertible {
        let comment: String
        let octets: [UInt8]
        let fault: DIDKeyFault
        var testDescription: String { comment }
    }

    static let malformedKeys: [Octets] = [
        Octets(
            comment: "a multicodec in a longer varint", octets: [0xED, 0x81, 0x00] + ones(32),
            fault: .keyTypeUnsupported),
        Octets(
            comment: "an Ed25519 key that is short", octets: [0xED, 0x01] + ones(31), fault: rejected(.length)
        ),
        Octets(
            comment: "an Ed25519 key that is long", octets: [0xED, 0x01] + ones(33), fault: rejected(.length)),
        Octets(
            comment: "the neutral point of Ed25519", octets: [0xED, 0x01, 1] + zeros(31),
            fault: rejected(.pointOfSmallOrder)),
        Octets(
            comment: "a P-256 point that is short", octets: [0x80, 0x24, 2] + ones(31),
            fault: rejected(.length)),
        Octets(
            comment: "an uncompressed P-256 point", octets: [0x80, 0x24, 4] + ones(64),
            fault: rejected(.length)),
        Octets(
            comment: "a compressed point with a wrong first octet", octets: [0x80, 0x24, 4] + ones(32),
            fault: rejected(.pointNotOnCurve)),
        Octets(
            comment: "an x that no point of P-256 has", octets: [0x80, 0x24, 2] + ones(32),
            fault: rejected(.pointNotOnCurve)),
        Octets(
            comment: "an x above the field of P-256",
            octets: [0x80, 0x24, 2] + [UInt8](repeating: 0xFF, count: 32),
            fault: rejected(.pointNotOnCurve)),
        Octets(comment: "no key at all", octets: [0x81, 0x24], fault: rejected(.length)),
    ]

    private static func ones(_ count: Int) -> [UInt8] { [UInt8](repeating: 1, count: count) }
    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    private static func rejected(_ reason: KeyRejection) -> DIDKeyFault { .key(.keyRejected(reason)) }

    @Test("octets that are no key of their type are refused", arguments: malformedKeys)
    func malformedOctets(_ vector: Octets) throws {
        let text = "did:key:z" + Base58.encode(vector.octets)
        #expect(throws: vector.fault) { try DIDKey(parsing: ExactString(text)) }
        #expect(throws: TrustError.didKey(vector.fault)) {
            try Self.store().authorizedKey(for: ExactString(text), keyID: ExactString(text), at: 0)
        }
    }

    @Test("a did:key speaks for nobody where the method is not enabled", .verifies("ACT#req-act-did-enabled"))
    func disabled() throws {
        #expect(throws: TrustError.didMethodNotEnabled("key")) {
            try Self.store(false).authorizedKey(for: Self.did, keyID: Self.did, at: 0)
        }
    }

    @Test(
        "a did:key that is pinned is spoken for by its pinned keys only",
        .verifies("ACT#req-act-trust-tier", "ECT#req-ect-key-profile"))
    func pinned() throws {
        let other = try Party(Self.did)
        var file = try TrustFile(pinning: other)
        file.allowsDIDKey = true
        let store = TrustStore(file)
        #expect(try store.verify(other.token(), for: Self.did).tier == .pinned)
        #expect(throws: TrustError.keyUnknown(Self.did, identifier: Self.did)) {
            try store.authorizedKey(for: Self.did, keyID: Self.did, at: 0)
        }
    }

    @Test("one did:key does not speak for another")
    func impersonation() throws {
        let mine = try PrivateKey.generate(.ed25519)
        let token = try JWS(parsing: JWS.sign([], type: nil, with: PrivateJWK(mine), keyID: Self.did))
        #expect(throws: JWSError.signatureInvalid) { try Self.store().verify(token, for: Self.did) }
    }

    @Test("the algorithm of a did:key is that of its key, and must be allowed")
    func algorithm() throws {
        let store = try Self.store()
        let header = try header(#"{"alg":"ES256","kid":"\#(Self.did)"}"#)
        #expect(throws: TrustError.algorithmNotForKey("ES256")) {
            try store.authorizedKey(for: Self.did, header: header, at: 0)
        }
        #expect(throws: TrustError.algorithmNotAllowed("Ed25519")) {
            try store.authorizedKey(for: Self.did, keyID: Self.did, at: 0, algorithms: [.es256])
        }
    }

    @Test("base58 gives every octet string one text, and takes it back")
    func base58() {
        forAll({ random in
            [UInt8](repeating: 0, count: random.integer(in: 0...3)) + random.octets(count: 0...60)
        }) { octets in
            Base58.decode(Base58.encode(octets).utf8) == octets
        }
        forAll({ random in
            String((0..<random.integer(in: 0...60)).map { _ in random.pick(Array("1112zZabcXY9")) })
        }) { text in
            Base58.decode(text.utf8).map(Base58.encode) == text
        }
    }
}
