import Encoding
import JOSE
import Signing

/// Signatures that are the same in every run: Ed25519's are, those of ES256 are made with the nonce of RFC 6979.
///
/// For published examples only. The arithmetic takes a time that depends on the key.
enum DeterministicSignature {
    /// The signature over `message`, in the form of JWS.
    static func sign(_ message: [UInt8], with key: PrivateKey) throws -> [UInt8] {
        guard key.type.curve == .p256 else { return try key.sign(message, algorithm: .ed25519) }
        let digest = SHA256.hash(message)
        let secret = key.scalarOrSeed
        var state = NonceState(secret: secret, digest: ScalarP256(reducing: digest).octets)
        while true {
            let nonce = state.next()
            // Importing the nonce as a key gives its point, and refuses what is no scalar.
            guard let point = try? PrivateKey(curve: .p256, d: nonce).publicKey.components,
                case .ellipticCurve(_, let x, _) = point
            else { continue }
            let r = ScalarP256(reducing: x)
            let s =
                ScalarP256(reducing: nonce).inverse
                * (ScalarP256(reducing: digest) + r * ScalarP256(reducing: secret))
            guard !r.isZero, !s.isZero else { continue }
            return r.octets + s.octets
        }
    }

    /// A token signed again.
    static func resign(_ token: String, with key: PrivateJWK) throws -> String {
        guard let dot = token.lastIndex(of: ".") else { return token }
        let signature = try sign(Array(token[..<dot].utf8), with: key.privateKey)
        return "\(token[..<dot]).\(Base64URL.encode(signature))"
    }

    /// The generator of nonces of RFC 6979 §3.2.
    private struct NonceState {
        private var key = [UInt8](repeating: 0, count: 32)
        private var value = [UInt8](repeating: 1, count: 32)
        private var isFirst = true

        init(secret: [UInt8], digest: [UInt8]) {
            for octet: UInt8 in [0, 1] { update([octet] + secret + digest) }
        }

        private mutating func update(_ input: [UInt8]) {
            key = HMAC.sha256(key: key, message: value + input).octets
            value = HMAC.sha256(key: key, message: value).octets
        }

        mutating func next() -> [UInt8] {
            if !isFirst { update([0]) }
            isFirst = false
            value = HMAC.sha256(key: key, message: value).octets
            return value
        }
    }
}

/// An integer modulo the order of P-256.
struct ScalarP256: Equatable {
    /// Four words, the least significant first.
    private var words: [UInt64]

    private static let order: [UInt64] = [
        0xf3b9_cac2_fc63_2551, 0xbce6_faad_a717_9e84, 0xffff_ffff_ffff_ffff, 0xffff_ffff_0000_0000,
    ]
    private static let zero = ScalarP256(words: [0, 0, 0, 0])
    private static let one = ScalarP256(words: [1, 0, 0, 0])

    private init(words: [UInt64]) { self.words = words }

    /// 32 octets, big-endian.
    init(reducing octets: [UInt8]) {
        words = (0..<4).map { word in
            octets[(24 - 8 * word)..<(32 - 8 * word)].reduce(0) { $0 << 8 | UInt64($1) }
        }
        let (difference, borrows) = lessOrder
        if !borrows { words = difference }
    }

    var octets: [UInt8] {
        words.reversed().flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
        }
    }

    var isZero: Bool { words == Self.zero.words }

    /// The words less the order, and whether they were below it.
    private var lessOrder: (words: [UInt64], borrows: Bool) {
        var result: [UInt64] = []
        var borrow: UInt64 = 0
        for (word, part) in zip(words, Self.order) {
            let (first, under) = word.subtractingReportingOverflow(part)
            let (second, underToo) = first.subtractingReportingOverflow(borrow)
            borrow = under || underToo ? 1 : 0
            result.append(second)
        }
        return (result, borrow == 1)
    }

    static func + (left: ScalarP256, right: ScalarP256) -> ScalarP256 {
        var sum = zero
        var carry: UInt64 = 0
        for at in 0..<4 {
            let (first, over) = left.words[at].addingReportingOverflow(right.words[at])
            let (second, overToo) = first.addingReportingOverflow(carry)
            carry = over || overToo ? 1 : 0
            sum.words[at] = second
        }
        // With a carry the sum is above the order, and the borrow of the subtraction takes the carry away.
        let (difference, borrows) = sum.lessOrder
        return carry == 1 || !borrows ? ScalarP256(words: difference) : sum
    }

    static func * (left: ScalarP256, right: ScalarP256) -> ScalarP256 {
        var product = zero
        for bit in (0..<256).reversed() {
            product = product + product
            if right.words[bit / 64] >> UInt64(bit % 64) & 1 == 1 { product = product + left }
        }
        return product
    }

    /// The inverse by Fermat: the power of the order less 2.
    var inverse: ScalarP256 {
        var exponent = Self.order
        exponent[0] -= 2
        var power = Self.one
        for bit in (0..<256).reversed() {
            power = power * power
            if exponent[bit / 64] >> UInt64(bit % 64) & 1 == 1 { power = power * self }
        }
        return power
    }
}
