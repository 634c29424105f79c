import Signing
import TestSupport
import Testing

@Suite("Keys and what they may be used for")
struct KeyUseTests {
    static let types: [KeyType] = [.p256, .p384, .p521, .ed25519]

    @Test("a key works with its own algorithms only", arguments: types)
    func algorithms(type: KeyType) throws {
        let key = try PrivateKey.generate(type)
        let message: [UInt8] = [0]
        for algorithm in SignatureAlgorithm.allCases {
            #expect(type.allows(algorithm) == type.algorithms.contains(algorithm))
            guard !type.allows(algorithm) else {
                try key.publicKey.verify(
                    key.sign(message, algorithm: algorithm), over: message, algorithm: algorithm)
                continue
            }
            let expected = SigningError.algorithmNotForKey(algorithm, type)
            #expect(throws: expected) { try key.sign(message, algorithm: algorithm) }
            #expect(throws: expected) {
                try key.publicKey.verify(
                    [UInt8](repeating: 1, count: 64), over: message, algorithm: algorithm)
            }
        }
    }

    @Test("an RSA key works with RSA's algorithms only, and is not generated")
    func rsa() throws {
        let type = KeyType.rsa(bits: 2048)
        #expect(type.algorithms.count == 6)
        #expect(type.curve == nil)
        for algorithm in SignatureAlgorithm.allCases {
            #expect(type.allows(algorithm) == (algorithm.signatureLength == nil))
        }
        #expect(throws: SigningError.keyRejected(.privateRSA)) { try PrivateKey.generate(type) }
    }

    @Test("sizes of algorithms fit their digests and curves")
    func sizes() {
        for algorithm in SignatureAlgorithm.allCases {
            guard let digest = algorithm.digest else {
                #expect(algorithm == .ed25519)
                continue
            }
            #expect(algorithm.rawValue.hasSuffix(digest.rawValue.dropFirst(4)))
            #expect(digest.hash([1, 2, 3]).count == digest.count)
        }
        for curve in EllipticCurve.allCases {
            #expect(KeyType(curve).curve == curve)
            #expect(KeyType(curve).algorithms.map(\.signatureLength) == [2 * curve.coordinateLength])
        }
    }

    @Test("the random source decides a generated key, and a scalar out of range is drawn again")
    func random() throws {
        for curve in EllipticCurve.allCases {
            let key = try PrivateKey.generate(KeyType(curve), using: Countdown())
            var expected = [UInt8](repeating: 2, count: curve.coordinateLength)
            if curve == .p521 { expected[0] = 0 }
            #expect(key.scalarOrSeed == expected)
        }
        let key = try PrivateKey.generate(.ed25519, using: Countdown())
        #expect(key.scalarOrSeed == [UInt8](repeating: 255, count: 32))
        #expect(throws: SigningError.keyRejected(.length)) {
            try PrivateKey.generate(.p256, using: Silence())
        }
        #expect(throws: SigningError.keyRejected(.length)) {
            try PrivateKey.generate(.p521, using: Silence())
        }
    }

    @Test("random octets are as many as asked for and not the same twice")
    func system() {
        let random = SystemRandom()
        #expect(random.octets(count: 0).isEmpty)
        #expect(random.octets(count: 32).count == 32)
        #expect(random.octets(count: 32) != random.octets(count: 32))
    }

    @Test("keys are equal when their numbers are")
    func equality() throws {
        let key = try PrivateKey.generate(.p256).publicKey
        let same = try PublicKey(key.components)
        let other = try PrivateKey.generate(.p256).publicKey
        #expect(key == same)
        #expect(key.hashValue == same.hashValue)
        #expect(key != other)
        #expect(Set([key, same, other]).count == 2)
    }

    @Test("no printing of a private key shows its secret", arguments: types)
    func secrecy(type: KeyType) throws {
        let key = try PrivateKey.generate(type)
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] {
            #expect(text.contains("\(type) private key"))
            #expect(text.utf8.count < 60)
        }
    }

    @Test("many tasks use one key at once", arguments: types)
    func concurrent(type: KeyType) async throws {
        let key = try PrivateKey.generate(type)
        let algorithm = try #require(type.algorithms.first)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<40 {
                group.addTask {
                    for round in 0..<10 {
                        let message = [UInt8(task), UInt8(round)]
                        let signature = try key.sign(message, algorithm: algorithm)
                        try key.publicKey.verify(signature, over: message, algorithm: algorithm)
                        #expect(throws: SigningError.signatureInvalid) {
                            try key.publicKey.verify(signature, over: message + [0], algorithm: algorithm)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// Octets of 255, then of 0, then of 2.
private final class Countdown: RandomSource, @unchecked Sendable {
    private var calls = 0

    func octets(count: Int) -> [UInt8] {
        calls += 1
        return [UInt8](repeating: calls == 1 ? 255 : calls == 2 ? 0 : 2, count: count)
    }
}

/// A broken source.
private struct Silence: RandomSource {
    func octets(count: Int) -> [UInt8] { [] }
}
