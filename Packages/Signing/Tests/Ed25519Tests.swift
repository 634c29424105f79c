import Signing
import TestSupport
import Testing

@Suite("Ed25519")
struct Ed25519Tests {
    static let file = VectorFile("ed25519.json")

    @Test("a signature verifies or is refused", arguments: file.cases("signatures"))
    func signature(_ vector: Vector) throws {
        let key = try PublicKey(ed25519: vector.octets("key"))
        let (signature, message) = (vector.octets("signature"), vector.octets("message"))
        if vector.isTrue("valid") {
            try key.verify(signature, over: message, algorithm: .ed25519)
            let own = try PrivateKey(ed25519: vector.octets("seed"))
            #expect(own.publicKey == key)
            #expect(own.scalarOrSeed == vector.octets("seed"))
            #expect(try own.sign(message, algorithm: .ed25519) == signature)
        } else {
            #expect(throws: SigningError.signatureInvalid) {
                try key.verify(signature, over: message, algorithm: .ed25519)
            }
        }
    }

    @Test(
        "a key is taken or refused", .verifies("ACT#req-act-trust-key-valid"), arguments: file.cases("keys"))
    func key(_ vector: Vector) throws {
        guard let rejection = try vector.rejection() else {
            let key = try PublicKey(ed25519: vector.octets("key"))
            #expect(key.components == .ed25519(vector.octets("key")))
            return
        }
        #expect(throws: SigningError.keyRejected(rejection)) {
            try PublicKey(ed25519: vector.octets("key"))
        }
    }

    @Test("any seed of 32 octets is a key, others are none")
    func seeds() {
        forAll({ $0.octets(count: 32...32) }, runs: 50) { seed in
            let key = try PrivateKey(ed25519: seed)
            let signature = try key.sign(seed, algorithm: .ed25519)
            try key.publicKey.verify(signature, over: seed, algorithm: .ed25519)
            return key.type == .ed25519
        }
        for count in [0, 31, 33, 64] {
            #expect(throws: SigningError.keyRejected(.length)) {
                try PrivateKey(ed25519: [UInt8](repeating: 1, count: count))
            }
        }
    }

    @Test("a signature does not verify with any bit flipped")
    func bits() throws {
        let key = try PrivateKey.generate(.ed25519)
        let message = [UInt8]("a message".utf8)
        let signature = try key.sign(message, algorithm: .ed25519)
        for bit in stride(from: 0, to: 512, by: 3) {
            var changed = signature
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: SigningError.signatureInvalid) {
                try key.publicKey.verify(changed, over: message, algorithm: .ed25519)
            }
        }
    }
}
