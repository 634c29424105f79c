import Encoding
import JOSE
import Signing
import TestSupport
import Testing
import Trust

@Suite struct TrustFileTests {
    static let p256 =
        #"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","#
        + #""y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","kid":"a"}"#
    static let ed25519 =
        #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
    static let anchor: String = VectorFile("certificates.json").json["anchor"]?.string?.string ?? ""

    /// `text` as a JSON string.
    static func quoted(_ text: String) -> String {
        String(decoding: JSONValue.string(ExactString(text)).encode(), as: UTF8.self)
    }

    static let whole = """
        {"services": {"https://log.example": {"keys": [\(p256)], "profile": "ccf"}, "urn:log": {}},
         "did_key": true, "x509": {"anchors": [\(quoted(anchor)), \(quoted(anchor))]},
         "issuers": {"urn:b": {"algs": ["Ed25519", "ES256", "EdDSA"], "jwks": {"keys": [\(p256), \(ed25519)]}},
                     "urn:a": {}, "urn:A": {"jwks": {"keys": [], "note": 1}}}}
        """

    @Test("every member of a trust file is read")
    func whole() throws {
        let file = try TrustFile(parsing: Self.whole)
        #expect(file.issuers.keys.sorted() == ["urn:A", "urn:a", "urn:b"])
        #expect(file.issuers["urn:b"]?.algorithms == [.ed25519, .es256])
        #expect(file.issuers["urn:b"]?.keys.count == 2)
        #expect(file.issuers["urn:a"] == TrustedIssuer())
        #expect(file.anchors.count == 1)
        #expect(file.allowsDIDKey)
        #expect(file.services["https://log.example"]?.profile == .ccf)
        #expect(file.services["https://log.example"]?.keys.count == 1)
        #expect(file.services["urn:log"] == TrustedService(profile: .statement))
    }

    @Test("an empty object trusts nobody")
    func empty() throws {
        let file = try TrustFile(parsing: "{}")
        #expect(file == TrustFile())
        #expect(!file.allowsDIDKey)
        #expect(String(decoding: file.encode(), as: UTF8.self) == "{}")
        #expect(
            file.policyHash.description == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
    }

    @Test("what is encoded reads as the same file")
    func roundTrip() throws {
        let file = try TrustFile(parsing: Self.whole)
        let again = try TrustFile(parsing: file.encode())
        #expect(again == file)
        #expect(again.encode() == file.encode())
        #expect(again.policyHash == file.policyHash)
    }

    @Test("a file is encoded without what says nothing, in the order of names")
    func form() throws {
        let file = try TrustFile(
            parsing: #"""
                {"did_key":false,"x509":{"anchors":[]},"services":{},"issuers":{"urn:b":{"algs":["Ed25519"]},
                "urn:a":{"jwks":{"keys":[\#(Self.ed25519)]}}}}
                """#)
        let expected =
            #"{"issuers":{"urn:a":{"jwks":{"keys":[{"crv":"Ed25519","kty":"OKP","#
            + #""x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}},"#
            + #""urn:b":{"algs":["EdDSA"],"jwks":{"keys":[]}}}}"#
        #expect(String(decoding: file.encode(), as: UTF8.self) == expected)
    }

    @Test("the order of members, keys, algorithms and anchors changes neither the file nor its hash")
    func order() throws {
        let one = try TrustFile(
            parsing:
                #"{"issuers":{"urn:a":{"jwks":{"keys":[\#(Self.p256),\#(Self.ed25519)]},"algs":["ES256","EdDSA"]}}}"#
        )
        let two = try TrustFile(
            parsing:
                #"{"issuers":{"urn:a":{"algs":["Ed25519","ES256"],"jwks":{"keys":[\#(Self.ed25519),\#(Self.p256)]}}}}"#
        )
        #expect(one == two)
        #expect(one.policyHash == two.policyHash)
        let other = try TrustFile(parsing: #"{"issuers":{"urn:a":{"jwks":{"keys":[\#(Self.p256)]}}}}"#)
        #expect(other.policyHash != one.policyHash)
    }

    @Test("a private value in a key is not kept")
    func privateValue() throws {
        let key = try PrivateJWK(PrivateKey.generate(.p256), keyID: "k")
        let text = String(decoding: key.encode(), as: UTF8.self)
        let file = try TrustFile(parsing: #"{"issuers":{"urn:a":{"jwks":{"keys":[\#(text)]}}}}"#)
        #expect(file.issuers["urn:a"]?.keys == [key.publicJWK])
        #expect(!String(decoding: file.encode(), as: UTF8.self).contains(#""d""#))
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let text: String
        let code: String
        let says: String
        var testDescription: String { "\(code): \(says)" }
    }

    static let faults = [
        Fault(text: "[]", code: "trust-member-invalid", says: #""" (octet 0) must be an object"#),
        Fault(text: #"{"issuer":{}}"#, code: "trust-member-unknown", says: #""/issuer" (octet 10)"#),
        Fault(text: #"{"did_key":1}"#, code: "trust-member-invalid", says: "true or false"),
        Fault(text: #"{"did_key":"true"}"#, code: "trust-member-invalid", says: #""/did_key" (octet 11)"#),
        Fault(text: #"{"issuers":[]}"#, code: "trust-member-invalid", says: #""/issuers" (octet 11)"#),
        Fault(
            text: #"{"issuers":{"urn:a":{"alg":["ES256"]}}}"#, code: "trust-member-unknown",
            says: #""/issuers/urn:a/alg" (octet 27)"#),
        Fault(
            text: #"{"issuers":{"a/b~c":{"algs":"ES256"}}}"#, code: "trust-member-invalid",
            says: #""/issuers/a~1b~0c/algs" (octet 28) must be an array"#),
        Fault(
            text: #"{"issuers":{"a":{"algs":["ES256","HS256"]}}}"#, code: "trust-member-invalid",
            says: #""/issuers/a/algs/1" (octet 33) must be a JOSE name"#),
        Fault(
            text: #"{"issuers":{"a":{"algs":[1]}}}"#, code: "trust-member-invalid", says: "must be a string"),
        Fault(
            text: #"{"issuers":{"":{}}}"#, code: "trust-member-invalid", says: "1 to 2048 octets"),
        Fault(
            text: #"{"issuers":{"a\u0000b":{}}}"#, code: "trust-member-invalid",
            says: "(octet 23) must be named by"),
        Fault(
            text: #"{"issuers":{"\#(String(repeating: "a", count: 2049))":{}}}"#,
            code: "trust-member-invalid",
            says: "1 to 2048 octets"),
        Fault(
            text: #"{"issuers":{"urn:a":{},"urn:\u0061":{}}}"#, code: "json-duplicate-name",
            says: #"in the trust file: JSON object has the member "urn:a" twice"#),
        Fault(
            text: #"{"issuers":{"a":{"jwks":[]}}}"#, code: "jwk-not-an-object", says: #""/issuers/a/jwks""#),
        Fault(
            text: #"{"issuers":{"a":{"jwks":{}}}}"#, code: "jwk-member-missing", says: #""/issuers/a/jwks""#),
        Fault(
            text: #"{"issuers":{"a":{"jwks":{"keys":[\#(ed25519),{"kty":"EC","crv":"P-256"}]}}}}"#,
            code: "jwk-member-missing", says: #""/issuers/a/jwks/keys/1""#),
        Fault(
            text: #"{"issuers":{"a":{"jwks":{"keys":[\#(p256),\#(p256)]}}}}"#, code: "jwk-duplicate-kid",
            says: #""/issuers/a/jwks/keys""#),
        Fault(
            text: #"{"services":{"a":{"profile":"none"}}}"#, code: "trust-member-invalid",
            says: #""/services/a/profile" (octet 28) must be one of statement,"#),
        Fault(
            text: #"{"services":{"a":{"keys":[1]}}}"#, code: "jwk-not-an-object",
            says: #""/services/a/keys/0""#),
        Fault(
            text: #"{"services":{"a":{"jwks":{}}}}"#, code: "trust-member-unknown",
            says: #""/services/a/jwks""#),
        Fault(text: #"{"x509":{"anchor":[]}}"#, code: "trust-member-unknown", says: #""/x509/anchor""#),
        Fault(
            text: #"{"x509":{"anchors":["PEM"]}}"#, code: "trust-anchor-rejected",
            says: #""/x509/anchors/0" (octet 20): the certificate chain is refused"#),
        Fault(text: #"{"did_key":true}}"#, code: "json-trailing-data", says: "octet 16"),
        Fault(text: "\u{FEFF}{}", code: "json-byte-order-mark", says: "byte order mark"),
        Fault(
            text: #"{"issuers":\#(String(repeating: "[", count: 20))"#, code: "json-too-deep",
            says: "deeper than 16"),
    ]

    @Test("a fault in the file is named with its place", arguments: faults)
    func refused(_ fault: Fault) throws {
        let error = #expect(throws: TrustError.self) { try TrustFile(parsing: fault.text) }
        #expect(error?.code == fault.code)
        #expect(error?.description.contains(fault.says) == true, "\(error?.description ?? "")")
    }

    @Test("a key of a kind that is not supported is skipped, as RFC 7517 asks")
    func unsupportedKey() throws {
        let file = try TrustFile(
            parsing: #"{"issuers":{"a":{"jwks":{"keys":[{"kty":"oct","k":"AA"},\#(Self.p256)]}}}}"#)
        #expect(file.issuers["a"]?.keys.map(\.effectiveKeyID) == ["a"])
    }

    @Test("any file that can be built encodes and reads as itself")
    func property() throws {
        let keys = try [KeyType.p256, .p384, .ed25519].map { try PrivateKey.generate($0).publicKey }
        forAll({ random in
            var file = TrustFile()
            file.allowsDIDKey = random.oneIn(2)
            for _ in 0..<random.integer(in: 0...4) {
                let identifier = ExactString(
                    "urn:" + random.text(count: 0...8).filter { $0 >= " " && $0 != "\u{7F}" })
                let name = ExactString("k\(random.integer(in: 0...9))")
                _ = try? file.add(
                    JWK(random.pick(keys), keyID: random.oneIn(3) ? nil : name), for: identifier)
                if random.oneIn(3) {
                    _ = try? file.restrict(identifier, to: [random.pick([.es256, .ed25519])])
                }
                if random.oneIn(4) {
                    let service = TrustedService(profile: random.pick(ReceiptProfile.allCases))
                    _ = try? file.setService(service, for: identifier)
                }
            }
            return file
        }) { file in
            try TrustFile(parsing: file.encode()) == file
        }
    }
}
