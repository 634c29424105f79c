import Signing
import TestSupport
import Testing

@Suite("ECDSA")
struct ECDSATests {
    static let file = VectorFile("ecdsa.json")

    static func curve(_ vector: Vector) throws -> EllipticCurve {
        try #require(EllipticCurve(rawValue: vector.string("curve")))
    }

    @Test("a signature verifies or is refused", arguments: file.cases("signatures"))
    func signature(_ vector: Vector) throws {
        let key = try PublicKey(
            curve: Self.curve(vector), x: vector.octets("x"), y: vector.octets("y"))
        let algorithm = try #require(SignatureAlgorithm(rawValue: vector.string("algorithm")))
        let (signature, message) = (vector.octets("signature"), vector.octets("message"))
        if vector.isTrue("valid") {
            try key.verify(signature, over: message, algorithm: algorithm)
        } else {
            #expect(throws: SigningError.signatureInvalid) {
                try key.verify(signature, over: message, algorithm: algorithm)
            }
        }
    }

    @Test(
        "a point that is none of the curve is no key", .verifies("ACT#req-act-trust-key-valid"),
        arguments: file.cases("points"))
    func point(_ vector: Vector) throws {
        let reason = try #require(KeyRejection(rawValue: vector.string("reason")))
        let curve = try Self.curve(vector)
        #expect(throws: SigningError.keyRejected(reason)) {
            try PublicKey(curve: curve, x: vector.octets("x"), y: vector.octets("y"))
        }
    }

    @Test("a scalar gives its point or is refused", arguments: file.cases("scalars"))
    func scalar(_ vector: Vector) throws {
        let curve = try Self.curve(vector)
        if let reason = try vector.rejection() {
            #expect(throws: SigningError.keyRejected(reason)) {
                try PrivateKey(curve: curve, d: vector.octets("d"))
            }
            return
        }
        let key = try PrivateKey(curve: curve, d: vector.octets("d"))
        #expect(
            key.publicKey.components
                == .ellipticCurve(curve, x: vector.octets("x"), y: vector.octets("y")))
        #expect(key.scalarOrSeed == vector.octets("d"))
        let message: [UInt8] = [1, 2, 3]
        let algorithm = try #require(key.type.algorithms.first)
        try key.publicKey.verify(
            key.sign(message, algorithm: algorithm), over: message, algorithm: algorithm)
    }

    @Test("own signatures verify, and no longer with any bit flipped", arguments: EllipticCurve.allCases)
    func bits(curve: EllipticCurve) throws {
        let key = try PrivateKey.generate(KeyType(curve))
        let algorithm = try #require(key.type.algorithms.first)
        let message = [UInt8]("a message".utf8)
        let signature = try key.sign(message, algorithm: algorithm)
        #expect(signature.count == algorithm.signatureLength)
        try key.publicKey.verify(signature, over: message, algorithm: algorithm)
        for bit in stride(from: 0, to: signature.count * 8, by: 13) {
            var changed = signature
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: SigningError.signatureInvalid) {
                try key.publicKey.verify(changed, over: message, algorithm: algorithm)
            }
        }
    }

    @Test("signatures of every length of r and s verify", arguments: EllipticCurve.allCases)
    func lengths(curve: EllipticCurve) throws {
        let key = try PrivateKey.generate(KeyType(curve))
        let algorithm = try #require(key.type.algorithms.first)
        // One in 256 begins with a zero octet, one in 128 of those of P-521 with two.
        forAll({ $0.octets(count: 0...40) }, runs: 300) { message in
            try key.publicKey.verify(
                key.sign(message, algorithm: algorithm), over: message, algorithm: algorithm)
            return true
        }
    }
}
