import Signing
import TestSupport
import Testing

@Suite("RSA")
struct RSATests {
    static let file = VectorFile("rsa.json")

    @Test("a signature verifies or is refused", arguments: file.cases("signatures"))
    func signature(_ vector: Vector) throws {
        let key = try PublicKey(rsaModulus: vector.octets("n"), exponent: vector.octets("e"))
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

    @Test("a modulus and exponent are taken or refused", arguments: file.cases("keys"))
    func key(_ vector: Vector) throws {
        let (n, e) = (vector.octets("n"), vector.octets("e"))
        guard let rejection = try vector.rejection() else {
            let key = try PublicKey(rsaModulus: n, exponent: e)
            #expect(key.components == .rsa(n: n, e: e))
            #expect(key.type == .rsa(bits: n.count * 8))
            #expect(try PublicKey(subjectPublicKeyInfo: key.subjectPublicKeyInfo) == key)
            return
        }
        #expect(throws: SigningError.keyRejected(rejection)) {
            try PublicKey(rsaModulus: n, exponent: e)
        }
    }

    @Test("one key takes turns between all algorithms")
    func turns() throws {
        let good = Self.file.cases("signatures").filter { $0.isTrue("valid") }
        let first = try #require(good.first)
        let key = try PublicKey(rsaModulus: first.octets("n"), exponent: first.octets("e"))
        let own = good.filter { $0.octets("n") == first.octets("n") }
        #expect(own.count == 6)
        for vector in own + own.reversed() + own {
            let algorithm = try #require(SignatureAlgorithm(rawValue: vector.string("algorithm")))
            try key.verify(vector.octets("signature"), over: vector.octets("message"), algorithm: algorithm)
            for other in key.type.algorithms where other != algorithm {
                #expect(throws: SigningError.signatureInvalid) {
                    try key.verify(
                        vector.octets("signature"), over: vector.octets("message"), algorithm: other)
                }
            }
        }
    }
}
