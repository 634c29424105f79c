import CBOR
import COSE
import Encoding
import Signing
import TestSupport
import Testing

@Suite("hostile input")
struct HostileTests {
    static let messages = Example.read("hostile-messages.json")
    static let keys = Example.read("hostile-keys.json")

    @Test("the tables are there")
    func counts() {
        #expect(Self.messages.count >= 60)
        #expect(Self.keys.count >= 30)
    }

    @Test("a malformed message is refused by its rule", arguments: messages)
    func message(_ example: Example) throws {
        let key = try PrivateKey.generate(.p256).publicKey
        let code = refusal { () throws(COSEError) in
            let message = try COSESign1(decoding: unhex(example.message))
            _ = try message.verify(with: key, algorithms: COSEAlgorithm.all)
        }
        #expect(code == example.refused)
    }

    @Test("a malformed key is refused by its rule", arguments: keys)
    func key(_ example: Example) {
        #expect(
            refusal { () throws(COSEError) in _ = try COSEKey(decoding: unhex(example.key)) }
                == example.refused)
    }

    @Test(
        "a mutated message never verifies as anything but what was signed",
        arguments: [KeyType.p256, .ed25519])
    func mutation(type: KeyType) throws {
        let key = try PrivateKey.generate(type)
        let signer = try COSESigner(key: key)
        let claims = CWTClaims(issuer: "https://a.example", subject: "urn:x", issuedAt: 1_700_000_000)
        let original = try signer.sign(
            Array("a record".utf8), protected: [.keyID: .byteString([1, 2, 3]), .claims: claims.value])
        let octets = original.encode()
        var verified = 0
        forAll({ mutated(octets, &$0) }, runs: 4_000) { mutant in
            guard let message = try? COSESign1(decoding: mutant),
                let result = try? message.verify(with: key.publicKey, algorithms: COSEAlgorithm.all)
            else { return true }
            verified += 1
            // The tag and the unprotected header are not signed; all the rest is.
            return result.payload == original.unverifiedPayload
                && result.protected.octets == original.protected.octets
                && result.message.signature == original.signature
        }
        #expect(verified < 200)
    }

    @Test("a mutated key is refused or is another key")
    func keyMutation() throws {
        let keys = try [KeyType.p256, .ed25519].map {
            try COSEKey(PrivateKey.generate($0).publicKey, keyID: [1], operations: [.verify])
        }
        for key in keys {
            let octets = key.encode()
            forAll({ mutated(octets, &$0) }, runs: 2_000) { mutant in
                guard let other = try? COSEKey(decoding: mutant) else { return true }
                return mutant == octets || other != key || (try? COSEKey(decoding: other.encode())) == other
            }
        }
    }

    private func mutated(_ octets: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var octets = octets
        for _ in 0..<random.integer(in: 1...3) {
            guard let index = octets.indices.randomElement(using: &random) else { return [] }
            switch random.integer(in: 0...5) {
            case 0, 1: octets[index] ^= 1 << UInt8(random.integer(in: 0...7))
            case 2: octets[index] = UInt8(random.integer(in: 0...255))
            case 3: octets.remove(at: index)
            case 4: octets.insert(UInt8(random.integer(in: 0...255)), at: index)
            default: octets = Array(octets.prefix(index))
            }
        }
        return octets
    }
}
