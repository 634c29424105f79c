import Encoding
import JOSE
import Signing
import TestSupport
import Testing

@Suite("Compact JWS")
struct JWSTests {
    static let all = Set(SignatureAlgorithm.allCases)

    /// RFC 7515 §A.3: ES256 over the claims of its example.
    static let rfc7515 = (
        key: """
        {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",\
        "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
        """,
        token: """
        eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb2\
        90Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q
        """
    )
    /// RFC 8037 §A.4: Ed25519.
    static let rfc8037 = (
        key: #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        token: """
        eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWb\
        hijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg
        """
    )

    @Test("the examples of RFC 7515 §A.3 and RFC 8037 §A.4 verify")
    func examples() throws {
        for (key, token, payload) in [
            (
                Self.rfc7515.key, Self.rfc7515.token,
                "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"
            ),
            (Self.rfc8037.key, Self.rfc8037.token, "Example of Ed25519 signing"),
        ] {
            let verified = try JWS(parsing: token).verify(
                with: JWK(parsing: Array(key.utf8)), algorithms: Self.all)
            #expect(String(decoding: verified.payload, as: UTF8.self) == payload)
            #expect(verified.compact == Array(token.utf8))
        }
    }

    @Test("Ed25519 signs the token of RFC 8037 §A.4, octet by octet")
    func deterministic() throws {
        let key = try PrivateJWK(
            parsing: Array(
                #"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
                    .utf8))
        #expect(
            try JWS.sign(Array("Example of Ed25519 signing".utf8), type: nil, with: key) == Self.rfc8037.token
        )
    }

    @Test("tokens of another implementation verify", arguments: VectorFile("peers.json").cases)
    func peers(_ vector: Vector) throws {
        let key = try JWK(parsing: #require(vector.optional("key")))
        let jws = try JWS(parsing: vector.string("token"))
        let algorithm = try jws.header.requireAlgorithm()
        #expect(algorithm.rawValue == vector.string("alg"))
        let verified = try jws.verify(with: key, algorithms: [algorithm.signatureAlgorithm])
        #expect(verified.payload == Array(vector.string("payload").utf8))
        #expect(throws: JWSError.algorithmNotAllowed(ExactString(algorithm.rawValue))) {
            try jws.verify(with: key, algorithms: Self.all.subtracting([algorithm.signatureAlgorithm]))
        }
    }

    @Test(
        "what is signed verifies", .verifies("ACT#req-act-alg-implement", "ECT#req-ect-alg-support"),
        arguments: [KeyType.p256, .p384, .p521, .ed25519])
    func signs(type: KeyType) throws {
        let key = try PrivateJWK(PrivateKey.generate(type), keyID: "k")
        let token = try JWS.sign(
            [0, 255], type: "x+jwt", with: key, keyID: "other", certificates: [[0x30, 0]])
        let jws = try JWS(parsing: token)
        #expect(jws.header.type == "x+jwt" && jws.header.keyID == "other")
        #expect(jws.header.certificates == [[0x30, 0]])
        let verified = try jws.verify(with: key.publicJWK, algorithms: Self.all)
        #expect(verified.payload == [0, 255] && verified.key == key.publicJWK)
        #expect(verified.header == jws.header)
    }

    @Test("no octet of a token can be changed", arguments: [KeyType.p256, .ed25519])
    func everyOctet(type: KeyType) throws {
        let key = try PrivateJWK(PrivateKey.generate(type), keyID: "k")
        let token = Array(try JWS.sign(Array("{}".utf8), type: "x", with: key).utf8)
        for at in token.indices {
            for bit in 0..<8 {
                var changed = token
                changed[at] ^= 1 << bit
                #expect(throws: JWSError.self, "bit \(bit) of octet \(at)") {
                    try JWS(parsing: changed).verify(with: key.publicJWK, algorithms: Self.all)
                }
            }
        }
    }

    @Test("a payload that is required must not be empty, one that is not may be")
    func emptyPayload() throws {
        let key = try PrivateJWK(PrivateKey.generate(.ed25519))
        let token = Array(try JWS.sign([], type: nil, with: key).utf8)
        #expect(try JWS(parsing: token).verify(with: key.publicJWK, algorithms: Self.all).payload.isEmpty)
        #expect(throws: JWSError.notThreeSegments) { try JWS(parsing: token, requiresPayload: true) }
    }

    @Test("the limit counts octets and can be set")
    func limit() throws {
        let token = Self.rfc7515.token
        let count = token.utf8.count
        _ = try JWS(parsing: token, limit: count)
        #expect(throws: JWSError.tooLarge(octets: count, limit: count - 1)) {
            try JWS(parsing: token, limit: count - 1)
        }
    }

    @Test("errors have a code and a sentence of their own, and no token in them")
    func errors() {
        let errors: [JWSError] = [
            .tooLarge(octets: 2, limit: 1), .notThreeSegments, .encoding(.payload, .length(1)),
            .headerJSON(.byteOrderMark), .headerNotAnObject, .headerParameterInvalid("kid"),
            .headerParameterRefused("crit"), .typeMismatch(found: "x"), .typeMismatch(found: nil),
            .algorithmMissing,
            .algorithmNotAllowed("none"), .keyIDMissing, .keyUnknown("k"), .algorithmNotForKey("ES256"),
            .signatureLength(3), .signatureInvalid,
        ]
        #expect(Set(errors.map(\.code)).count == errors.count - 1)
        #expect(Set(errors.map(\.description)).count == errors.count)
    }
}
