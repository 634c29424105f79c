/// A NIST curve by its JOSE name (RFC 7518 §6.2.1.1).
public enum EllipticCurve: String, Hashable, Sendable, CaseIterable {
    /// P-256, also secp256r1 and prime256v1.
    case p256 = "P-256"
    /// P-384, also secp384r1.
    case p384 = "P-384"
    /// P-521, also secp521r1.
    case p521 = "P-521"

    /// The octets of a coordinate and of a scalar.
    public var coordinateLength: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        }
    }

    /// The order n of the base point, big-endian (FIPS 186-5, SP 800-186).
    var order: [UInt8] {
        switch self {
        case .p256: Self.orderOfP256
        case .p384: Self.orderOfP384
        case .p521: Self.orderOfP521
        }
    }

    /// Whether 0 < `scalar` < n, where `scalar` is big-endian and has `coordinateLength` octets.
    func isScalar(_ scalar: Span<UInt8>) -> Bool {
        let order = order
        guard scalar.count == order.count else { return false }
        // Every octet is looked at, whatever the earlier ones were: private scalars come here too.
        var borrow = 0
        var any: UInt8 = 0
        for index in scalar.indices.reversed() {
            borrow = (Int(scalar[index]) - Int(order[index]) + borrow) >> 8
            any |= scalar[index]
        }
        return borrow != 0 && any != 0
    }

    private static let orderOfP256 = octets(
        0xffff_ffff_0000_0000, 0xffff_ffff_ffff_ffff, 0xbce6_faad_a717_9e84, 0xf3b9_cac2_fc63_2551)
    private static let orderOfP384 = octets(
        0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xc763_4d81_f437_2ddf,
        0x581a_0db2_48b0_a77a, 0xecec_196a_ccc5_2973)
    private static let orderOfP521 =
        [0x01, 0xff]
        + octets(
            0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_fffa,
            0x5186_8783_bf2f_966b, 0x7fcc_0148_f709_a5d0, 0x3bb5_c9b8_899c_47ae, 0xbb6f_b71e_9138_6409)

    private static func octets(_ words: UInt64...) -> [UInt8] {
        words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    }
}
