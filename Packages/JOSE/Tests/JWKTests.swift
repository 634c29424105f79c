import Encoding
import JOSE
import Signing
import TestSupport
import Testing

@Suite("JWK, JWK Set and thumbprint")
struct JWKTests {
    @Test("the thumbprints of RFC 7638 §3.1 and RFC 8037 §A.3")
    func thumbprints() throws {
        let rsa = """
            {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc\
            _BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMi\
            cAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHa\
            Q-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}
            """
        let key = try JWK(parsing: Array(rsa.utf8))
        #expect(key.thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
        #expect(key.keyID == "2011-04-29" && key.algorithm == .rs256)
        let okp = #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
        let edwards = try JWK(parsing: Array(okp.utf8))
        #expect(edwards.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
        #expect(edwards.effectiveKeyID == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    }

    @Test(
        "a key comes back from its JSON, public and private",
        arguments: [KeyType.p256, .p384, .p521, .ed25519])
    func roundTrip(type: KeyType) throws {
        let key = try PrivateJWK(PrivateKey.generate(type), keyID: "a \"quoted\" kid")
        let read = try PrivateJWK(parsing: key.encode())
        #expect(read.publicJWK == key.publicJWK)
        #expect(read.privateKey.scalarOrSeed == key.privateKey.scalarOrSeed)
        #expect(try JWK(parsing: key.publicJWK.encode()) == key.publicJWK)
        #expect(key.publicJWK.value.encode() == key.publicJWK.encode())
        #expect(try JWK(parsing: key.encode()) == key.publicJWK, "a private value is ignored")
        #expect(key.description == "private key \(key.publicJWK.thumbprint)")
    }

    @Test("a thumbprint depends on the key alone")
    func thumbprintOfKey() throws {
        let key = try PrivateKey.generate(.p256).publicKey
        let named = try JWK(key, keyID: "x", algorithm: .es256)
        #expect(try JWK(key).thumbprint == named.thumbprint)
        #expect(named.effectiveKeyID == "x")
    }

    @Test("the private value must be there, belong to the public one, and be of a type that signs")
    func privateValues() throws {
        let one = try PrivateJWK(PrivateKey.generate(.p256))
        let other = try PrivateJWK(PrivateKey.generate(.p256))
        let text = String(decoding: one.encode(), as: UTF8.self)
        let wrong = text.replacing(
            Base64URL.encode(one.privateKey.scalarOrSeed),
            with: Base64URL.encode(other.privateKey.scalarOrSeed))
        #expect(throws: JWKError.privateValueMismatch) { try PrivateJWK(parsing: Array(wrong.utf8)) }
        #expect(throws: JWKError.notPrivate) { try PrivateJWK(parsing: one.publicJWK.encode()) }
        #expect(throws: JWKError.notAnObject) { try PrivateJWK(parsing: Array("[]".utf8)) }
        #expect(throws: JWKError.self) { try PrivateJWK(parsing: Array("{".utf8)) }
        let short = text.replacing(Base64URL.encode(one.privateKey.scalarOrSeed), with: "AA")
        #expect { try PrivateJWK(parsing: Array(short.utf8)) } throws: {
            ($0 as? JWKError)?.code == "jwk-key-rejected"
        }
        let rsa = #"{"kty":"RSA","e":"AQAB","n":"\#(Self.modulus)","d":"AA"}"#
        #expect(throws: JWKError.keyTypeUnsupported("RSA")) { try PrivateJWK(parsing: Array(rsa.utf8)) }
    }

    @Test(
        "key_ops must have sign for a key that signs and verify for one that verifies",
        .verifies("ACT#req-act-trust-key-use", "ECT#req-ect-jwks-use"))
    func operations() throws {
        let key = try PrivateJWK(PrivateKey.generate(.ed25519))
        let text = String(decoding: key.encode(), as: UTF8.self)
        let forSigning = Array(text.replacing("{\"crv\"", with: #"{"key_ops":["sign"],"crv""#).utf8)
        #expect(throws: JWKError.useForbidsSignatures) { try JWK(parsing: forSigning) }
        _ = try PrivateJWK(parsing: forSigning)
        let forBoth = Array(
            text.replacing("{\"crv\"", with: #"{"use":"sig","key_ops":["sign","verify"],"crv""#).utf8)
        _ = try JWK(parsing: forBoth)
    }

    @Test("the key decides on the algorithm", .verifies("ACT#req-act-trust-key-use", "ACT#req-act-alg-issue"))
    func algorithms() throws {
        let edwards = try JWK(PrivateKey.generate(.ed25519).publicKey)
        #expect(JWSAlgorithm.allCases.filter(edwards.allows) == [.edDSA, .ed25519])
        #expect(edwards.onlyAlgorithm == .edDSA && JWSAlgorithm(writing: .ed25519) == .edDSA)
        let bound = try JWK(edwards.publicKey, algorithm: .ed25519)
        #expect(JWSAlgorithm.allCases.filter(bound.allows) == [.edDSA, .ed25519])
        #expect(bound.onlyAlgorithm == .ed25519)
        let rsa = try JWK(parsing: Array(#"{"kty":"RSA","e":"AQAB","n":"\#(Self.modulus)"}"#.utf8))
        #expect(rsa.onlyAlgorithm == nil)
        #expect(JWSAlgorithm.allCases.filter(rsa.allows).count == 6)
        #expect(throws: JWKError.algorithmNotForKey("ES256")) {
            try JWK(edwards.publicKey, algorithm: .es256)
        }
        #expect(throws: JWKError.memberInvalid("kid")) { try JWK(edwards.publicKey, keyID: "") }
        for algorithm in SignatureAlgorithm.allCases {
            #expect(JWSAlgorithm(writing: algorithm).signatureAlgorithm == algorithm)
        }
    }

    @Test("a set selects by kid, by thumbprint, or by algorithm where that leaves one key")
    func selection() throws {
        let one = try PrivateJWK(PrivateKey.generate(.p256), keyID: "one")
        let two = try PrivateJWK(PrivateKey.generate(.ed25519))
        let set = try JWKSet([one.publicJWK, two.publicJWK])
        #expect(try JWKSet(parsing: JSONDocument(parsing: set.value.encode()).root) == set)
        for (key, keyID) in [(one, "one"), (two, two.publicJWK.thumbprint)] as [(PrivateJWK, String)] {
            let token = try JWS(parsing: JWS.sign([1], type: nil, with: key, keyID: ExactString(keyID)))
            #expect(try set.key(for: token.header) == key.publicJWK)
        }
        let unnamed = try JWS(parsing: JWS.sign([1], type: nil, with: two))
        #expect(try set.key(for: unnamed.header) == two.publicJWK)
        let stranger = try JWS(parsing: JWS.sign([1], type: nil, with: one, keyID: "three"))
        #expect(throws: JWSError.keyUnknown("three")) { try set.key(for: stranger.header) }
    }

    @Test("a set has a limit, and must be an object")
    func limit() throws {
        let key = String(decoding: try JWK(PrivateKey.generate(.ed25519).publicKey).encode(), as: UTF8.self)
        let unsupported = [String](repeating: #"{"kty":"AKP"}"#, count: JWKSet.limit)
        let full = "{\"keys\":[\(unsupported.joined(separator: ","))]}"
        let set = try JWKSet(parsing: JSONDocument(parsing: full).root)
        #expect(set.keys.isEmpty && set.skipped == JWKSet.limit)
        let over = "{\"keys\":[\(key),\(unsupported.joined(separator: ","))]}"
        #expect(throws: JWKError.tooManyKeys(limit: JWKSet.limit)) {
            try JWKSet(parsing: JSONDocument(parsing: over).root)
        }
        #expect(throws: JWKError.notAnObject) { try JWKSet(parsing: JSONDocument(parsing: "[]").root) }
    }

    @Test("errors of keys have a code and a sentence of their own")
    func errors() {
        let errors: [JWKError] = [
            .json(.byteOrderMark), .notAnObject, .memberMissing("x"), .memberInvalid("x"),
            .encoding("x", .length(1)),
            .keyTypeUnsupported("oct"), .curveUnsupported("X25519"), .algorithmNotForKey("ES256"),
            .useForbidsSignatures, .key(.signatureInvalid), .privateValueMismatch, .notPrivate,
            .tooManyKeys(limit: 1), .duplicateKeyID("x"),
        ]
        #expect(Set(errors.map(\.code)).count == errors.count)
        #expect(Set(errors.map(\.description)).count == errors.count)
    }

    static let modulus = Base64URL.encode([0xC1] + [UInt8](repeating: 0x5A, count: 254) + [0x01])
}
