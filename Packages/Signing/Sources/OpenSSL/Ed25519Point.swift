import COpenSSL

/// The checks of an Ed25519 public key that OpenSSL leaves to the first verification or does not make.
enum Ed25519Point {
    /// Refuses what is not the one encoding of a point of the curve (RFC 8032 §5.1.3), and the points of
    /// small order.
    static func check(_ raw: [UInt8]) throws(SigningError) {
        guard raw.count == 32 else { throw .keyRejected(.length) }
        var y = raw
        y[31] &= 0x7f
        guard isBelowPrime(y) else { throw .keyRejected(.pointNotCanonical) }
        guard !smallOrders.contains(y) else { throw .keyRejected(.pointOfSmallOrder) }
        guard try isOnCurve(y) else { throw .keyRejected(.pointNotOnCurve) }
    }

    /// p = 2^255 - 19, little-endian.
    private static let prime: [UInt8] = [0xed] + [UInt8](repeating: 0xff, count: 30) + [0x7f]

    /// The y coordinates of the eight points of order 1, 2, 4 and 8, little-endian: 1, -1, 0 and the two
    /// of order 8. Each pair of points differs in the sign of x only; the encodings of y + p are not
    /// canonical and are refused before.
    private static let smallOrders: [[UInt8]] = [
        [1] + [UInt8](repeating: 0, count: 31),
        [0xec] + prime.dropFirst(),
        [UInt8](repeating: 0, count: 32),
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
            0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
        ],
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
            0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        ],
    ]

    private static func isBelowPrime(_ y: [UInt8]) -> Bool {
        y.reversed().lexicographicallyPrecedes(prime.reversed())
    }

    /// Whether some x has x² = (y² - 1) / (d·y² + 1) with d = -121665 / 121666. A quotient is a square when
    /// the product is, so that (y² - 1) · (121666 - 121665·y²) · 121666 tells it without a division.
    private static func isOnCurve(_ y: [UInt8]) throws(SigningError) -> Bool {
        let context = BN_CTX_new()
        let modulus = BN_lebin2bn(prime, 32, nil)
        let square = BN_lebin2bn(y, 32, nil)
        let product = BN_new()
        let factor = BN_new()
        defer {
            BN_CTX_free(context)
            for number in [modulus, square, product, factor] { BN_free(number) }
        }
        guard BN_mod_sqr(square, square, modulus, context) == 1,
            BN_copy(factor, square) != nil, BN_mul_word(factor, 121_665) == 1,
            BN_set_word(product, 121_666) == 1, BN_mod_sub(factor, product, factor, modulus, context) == 1,
            BN_mul_word(factor, 121_666) == 1, BN_sub_word(square, 1) == 1,
            BN_mod_mul(product, square, factor, modulus, context) == 1
        else { throw .libraryFailed }
        return BN_kronecker(product, modulus, context) == 1
    }
}
