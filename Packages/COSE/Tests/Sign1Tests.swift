import CBOR
import COSE
import Signing
import Testing

@Suite("signing and verifying")
struct Sign1Tests {
    static let key = Result { try PrivateKey.generate(.p256) }
    let payload = Array("what is signed".utf8)

    @Test(
        "each algorithm signs what it verifies, and nothing else",
        arguments: [
            (KeyType.p256, COSEAlgorithm.es256), (.p256, .esp256), (.p384, .es384), (.p384, .esp384),
            (.p521, .es512), (.p521, .esp512), (.ed25519, .edDSA), (.ed25519, .ed25519),
        ])
    func roundTrip(type: KeyType, algorithm: COSEAlgorithm) throws {
        let key = try PrivateKey.generate(type)
        let signer = try COSESigner(key: key, algorithm: algorithm)
        let message = try COSESign1(decoding: signer.sign(payload, externalAAD: [7]).encode(), tag: .required)
        let verified = try message.verify(
            with: key.publicKey, algorithms: [algorithm], externalAAD: [7])
        #expect(verified.payload == payload)
        #expect(verified.algorithm == algorithm)
        #expect(verified.protected.algorithm == .integer(algorithm.rawValue))

        let stranger = try PrivateKey.generate(type).publicKey
        #expect(verify(message, stranger, aad: [7]) == "cose-signature-invalid")
        #expect(verify(message, key.publicKey) == "cose-signature-invalid")
        let others = COSEAlgorithm.all.subtracting([algorithm])
        #expect(verify(message, key.publicKey, algorithms: others, aad: [7]) == "cose-algorithm-not-allowed")
    }

    @Test("a signer without an algorithm states the one that every verifier knows")
    func defaults() throws {
        let expected: [(KeyType, COSEAlgorithm)] = [
            (.p256, .es256), (.p384, .es384), (.p521, .es512), (.ed25519, .edDSA),
        ]
        for (type, algorithm) in expected {
            #expect(try COSESigner(key: PrivateKey.generate(type)).algorithm == algorithm)
        }
        #expect(COSEAlgorithm(usualFor: .rsa(bits: 2048)) == .ps256)
    }

    @Test("a signer refuses an algorithm of another key", arguments: [COSEAlgorithm.es384, .edDSA, .ps256])
    func signerForKey(algorithm: COSEAlgorithm) throws {
        let key = try Self.key.get()
        #expect(throws: COSEError.algorithmNotForKey(algorithm, .p256)) {
            try COSESigner(key: key, algorithm: algorithm)
        }
    }

    @Test("an algorithm never verifies with a key of another type or curve")
    func bound() throws {
        let keys: [PublicKey] = try [KeyType.p256, .p384, .p521, .ed25519].map {
            try PrivateKey.generate($0).publicKey
        }
        for algorithm in COSEAlgorithm.allCases {
            let message = try COSESign1(decoding: unsigned([1: .integer(algorithm.rawValue)]))
            for key in keys {
                let code = verify(message, key)
                let expected =
                    algorithm.allows(key.type) ? "cose-signature-invalid" : "cose-algorithm-not-for-key"
                #expect(code == expected, "\(algorithm) with \(key.type)")
            }
        }
    }

    @Test("a detached payload has to be given, and only where there is none")
    func detached() throws {
        let key = try Self.key.get()
        let signer = try COSESigner(key: key)
        let attached = try signer.sign(payload)
        let detached = try signer.sign(payload, detached: true)
        #expect(detached.unverifiedPayload == nil)
        #expect(try COSESign1(decoding: detached.encode()) == detached)
        #expect(verify(detached, key.publicKey, detached: payload) == nil)
        #expect(verify(detached, key.publicKey, detached: []) == "cose-signature-invalid")
        #expect(verify(detached, key.publicKey) == "cose-payload-missing")
        #expect(verify(attached, key.publicKey, detached: payload) == "cose-payload-attached")
        #expect(verify(try attached.detached(), key.publicKey, detached: payload) == nil)
    }

    @Test("an empty payload is a payload")
    func emptyPayload() throws {
        let key = try Self.key.get()
        let message = try COSESigner(key: key).sign([])
        #expect(message.unverifiedPayload == [])
        #expect(verify(message, key.publicKey) == nil)
    }

    @Test("the unprotected header can be changed, the protected one can't")
    func unprotected() throws {
        let key = try Self.key.get()
        let message = try COSESigner(key: key).sign(
            payload, protected: [.keyID: .byteString([1])],
            unprotected: [.receipts: .array([.byteString([2])])])
        #expect(message.unprotected.receipts == [[2]])
        let bare = try message.replacing(unprotected: .empty)
        #expect(verify(bare, key.publicKey) == nil)
        #expect(bare.encode() != message.encode())
        #expect(throws: COSEError.labelRepeated(.keyID)) {
            try message.replacing(unprotected: UnprotectedHeader([.keyID: .byteString([2])]))
        }
    }

    @Test("the tag is kept, and can be demanded")
    func tag() throws {
        let message = try COSESigner(key: Self.key.get()).sign(payload)
        let bare = message.encode(tagged: false)
        #expect(message.encode() == [0xd2] + bare)
        #expect(try !COSESign1(decoding: bare).isTagged)
        #expect(throws: COSEError.tagMissing) { try COSESign1(decoding: bare, tag: .required) }
    }

    @Test("both forms of an empty protected header read the same, and sign as no octets")
    func emptyProtected() throws {
        for form in ["40", "41a0"] {
            let message = try COSESign1(decoding: unhex("d284 \(form) a0 4101 4102"))
            #expect(message.protected.parameters.isEmpty)
            #expect(
                message.sigStructure(payload: [1], externalAAD: [])
                    == unhex("84 6a5369676e617475726531 40 40 4101"))
            #expect(verify(message, try Self.key.get().publicKey) == "cose-algorithm-missing")
            #expect(message.encode() == unhex("d284 \(form) a0 4101 4102"))
        }
    }

    @Test("a critical parameter must be understood")
    func critical() throws {
        let key = try Self.key.get()
        let signer = try COSESigner(key: key)
        let known = try signer.sign(
            payload, protected: [.critical: .array([15, 16]), .claims: .map([1: "me"]), .type: "t/t"])
        #expect(known.protected.critical == [.claims, .type])
        #expect(verify(known, key.publicKey) == nil)
        let unknown = try signer.sign(payload, protected: [.critical: .array(["mine"]), "mine": 1])
        #expect(verify(unknown, key.publicKey) == "cose-critical-not-understood")
        #expect(
            try unknown.verify(with: key.publicKey, algorithms: [.es256], understood: ["mine"]).payload
                == payload)
        let envelope = try signer.sign(
            payload, protected: [.critical: .array([258]), .payloadHashAlgorithm: -16])
        #expect(verify(envelope, key.publicKey) == "cose-critical-not-understood")
    }

    @Test("header keys in any order are taken unless the deterministic encoding is demanded")
    func order() throws {
        let unsorted = [
            "d284 45a2 0440 0126 a0 4101 4102",
            "d284 43a10126 a2 617800 1863 00 4101 4102",
        ]
        for hex in unsorted {
            #expect(try COSESign1(decoding: unhex(hex)).protected.algorithm == -7)
            let code = refusal { () throws(COSEError) in
                _ = try COSESign1(decoding: unhex(hex), rules: .deterministic)
            }
            #expect(code == "cbor-unsorted-keys")
        }
    }

    @Test("the signature's length is checked", arguments: [0, 1, 63, 65, 128])
    func signatureLength(count: Int) throws {
        let signature = CBORValue.byteString([UInt8](repeating: 1, count: count))
        let octets = CBORValue.array([.byteString(unhex("a10126")), .map([:]), .byteString([]), signature])
            .encode()
        let code = verify(try COSESign1(decoding: octets), try Self.key.get().publicKey)
        #expect(code == "cose-signature-invalid")
    }

    private func verify(
        _ message: COSESign1, _ key: PublicKey, algorithms: Set<COSEAlgorithm> = COSEAlgorithm.all,
        detached: [UInt8]? = nil, aad: [UInt8] = []
    ) -> String? {
        refusal { () throws(COSEError) in
            _ = try message.verify(with: key, algorithms: algorithms, detached: detached, externalAAD: aad)
        }
    }
}
