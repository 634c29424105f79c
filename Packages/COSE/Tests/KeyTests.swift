import CBOR
import COSE
import Signing
import Testing

@Suite("COSE keys")
struct KeyTests {
    static let types: [KeyType] = [.p256, .p384, .p521, .ed25519]

    @Test("a key is encoded deterministically and decodes to itself", arguments: types)
    func roundTrip(type: KeyType) throws {
        let algorithm = COSEAlgorithm(usualFor: type)
        let key = try COSEKey(
            PrivateKey.generate(type).publicKey, keyID: [1, 2], algorithm: algorithm,
            operations: [.verify, .sign])
        let octets = key.encode()
        #expect(try COSEKey(decoding: octets) == key)
        #expect(try CBORValue(decoding: octets) == key.value)
        #expect(key.value.entries?[4] == .array([1, 2]))
        let bare = try COSEKey(key.publicKey)
        #expect(bare.thumbprint == key.thumbprint)
        #expect(bare.thumbprint == SHA256.digest(bare.encode()))
        #expect(bare.keyID == nil && bare.algorithm == nil && bare.operations == nil)
    }

    @Test("a key restricts its own use")
    func restrictions() throws {
        let secret = try PrivateKey.generate(.p256)
        let message = try COSESigner(key: secret).sign([1])
        func verify(_ algorithm: COSEAlgorithm?, _ operations: Set<COSEKey.KeyOperation>?) throws -> String? {
            let key = try COSEKey(secret.publicKey, algorithm: algorithm, operations: operations)
            return refusal { () throws(COSEError) in
                _ = try message.verify(with: key, algorithms: COSEAlgorithm.all)
            }
        }
        #expect(try verify(nil, nil) == nil)
        #expect(try verify(.es256, [.verify]) == nil)
        #expect(try verify(.esp256, [.verify, .sign]) == nil)
        #expect(try verify(nil, [.sign]) == "cose-key-operation")
        #expect(try verify(nil, [.init("verify")]) == "cose-key-operation")
        #expect(throws: COSEError.algorithmNotForKey(.es384, .p256)) {
            try COSEKey(secret.publicKey, algorithm: .es384)
        }
    }

    @Test("an RSA key for one algorithm does not verify another")
    func boundAlgorithm() throws {
        let example = try #require(VectorTests.peers.first { $0.name == "cwt, PS256" })
        let key = try COSEKey(
            COSEKey(decoding: unhex(example.key)).publicKey, algorithm: .ps384)
        let message = try COSESign1(decoding: unhex(example.message))
        #expect(throws: COSEError.keyAlgorithm(-38)) {
            try message.verify(with: key, algorithms: COSEAlgorithm.all)
        }
    }

    @Test("keys of a set that can't be used are ignored with their reason")
    func keySet() throws {
        let keys = try Self.types.map { try COSEKey(PrivateKey.generate($0).publicKey, keyID: [1]) }
        var elements = keys.map(\.value)
        elements.insert(.map([1: 4, -1: .byteString([1])]), at: 1)
        elements.append("no key")
        let set = try COSEKeySet(decoding: CBORValue.array(elements).encode())
        #expect(set.keys == keys)
        #expect(set.ignored == [1: .keyUnsupported(.type), 5: .malformed(.key)])
        #expect(set.keys(withID: [1]) == keys)
        #expect(set.keys(withID: []).isEmpty)
        #expect(COSEKeySet(keys).encode() == CBORValue.array(keys.map(\.value)).encode())
        #expect(COSEKeySet([]).encode() == nil)
    }

    @Test(
        "a key set that is none is refused",
        arguments: [
            ("80", "cose-malformed-key-set"), ("a0", "cose-malformed-key-set"), ("", "cbor-truncated"),
            ("9fff", "cbor-indefinite-length"),
        ])
    func noKeySet(hex: String, code: String) {
        #expect(refusal { () throws(COSEError) in _ = try COSEKeySet(decoding: unhex(hex)) } == code)
    }
}
