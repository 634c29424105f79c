import Signing
import TestSupport
import Testing

@Suite("Compressed points")
struct CompressedPointTests {
    static let curves = EllipticCurve.allCases

    @Test(
        "a compressed point is the key of its coordinates, and the other sign is another key",
        arguments: curves)
    func bothSigns(_ curve: EllipticCurve) throws {
        for _ in 0..<8 {
            let key = try PrivateKey.generate(KeyType(curve)).publicKey
            guard case .ellipticCurve(_, let x, let y) = key.components else {
                Issue.record("not on a curve")
                return
            }
            let sign = (y.last ?? 0) & 1
            #expect(try PublicKey(curve: curve, compressed: [2 + sign] + x) == key)
            let other = try PublicKey(curve: curve, compressed: [3 - sign] + x)
            #expect(other != key)
            guard case .ellipticCurve(curve, x: x, y: let otherY) = other.components else {
                Issue.record("another x")
                return
            }
            #expect(try PublicKey(curve: curve, x: x, y: otherY) == other)
        }
    }

    @Test("octets of another length are refused", arguments: curves)
    func length(_ curve: EllipticCurve) {
        let length = curve.coordinateLength
        for count in [0, 1, length, length + 2, 2 * length + 1] {
            #expect(throws: SigningError.keyRejected(.length)) {
                try PublicKey(curve: curve, compressed: [UInt8](repeating: 2, count: count))
            }
        }
    }

    @Test("a first octet other than 02 and 03 is refused", arguments: [0, 1, 4, 6, 7, 0xFF] as [UInt8])
    func firstOctet(_ octet: UInt8) throws {
        let key = try PrivateKey.generate(.p256).publicKey
        guard case .ellipticCurve(_, let x, _) = key.components else { return }
        #expect(throws: SigningError.keyRejected(.pointNotOnCurve)) {
            try PublicKey(curve: .p256, compressed: [octet] + x)
        }
    }

    @Test("an x that is not below the field's prime, or that no point has, is refused")
    func noPoint() throws {
        // The prime of P-256, and x = 5, for which x^3 - 3x + b is a square; p + 5 names the same point twice.
        let prime: [UInt8] =
            [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 12)
            + [UInt8](repeating: 0xFF, count: 12)
        var aliased = prime
        aliased[31] = 4
        aliased.replaceSubrange(20..<31, with: [UInt8](repeating: 0, count: 11))
        aliased[19] = 1
        var five = [UInt8](repeating: 0, count: 32)
        five[31] = 5
        _ = try PublicKey(curve: .p256, compressed: [2] + five)
        for x in [prime, aliased, [UInt8](repeating: 0xFF, count: 32)] {
            #expect(throws: SigningError.keyRejected(.pointNotOnCurve)) {
                try PublicKey(curve: .p256, compressed: [2] + x)
            }
        }
        var refused = 0
        for small in 0..<64 as Range<UInt8> {
            five[31] = small
            do { _ = try PublicKey(curve: .p256, compressed: [2] + five) } catch { refused += 1 }
        }
        #expect((16...48).contains(refused))
    }
}
