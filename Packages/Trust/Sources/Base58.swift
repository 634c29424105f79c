/// Base58 with the alphabet of Bitcoin, which multibase calls `base58btc` and marks by `z`.
package enum Base58 {
    private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    /// The octets that `text` stands for; nil where a character is outside the alphabet. Each text is the only
    /// one for its octets. The work grows with the square of the length, which the caller limits.
    package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var octets: [UInt8] = []  // little-endian
        var zeros = 0
        var isLeading = true
        for character in text {
            guard var carry = alphabet.firstIndex(of: character) else { return nil }
            isLeading = isLeading && carry == 0
            if isLeading { zeros += 1 }
            for at in octets.indices {
                carry += 58 * Int(octets[at])
                octets[at] = UInt8(truncatingIfNeeded: carry)
                carry >>= 8
            }
            // One digit carries less than one octet.
            if carry > 0 { octets.append(UInt8(truncatingIfNeeded: carry)) }
        }
        return Array(repeating: 0, count: zeros) + octets.reversed()
    }

    /// The one text for `octets`.
    package static func encode(_ octets: [UInt8]) -> String {
        var digits: [UInt8] = []  // little-endian
        for octet in octets {
            var carry = Int(octet)
            for at in digits.indices {
                carry += Int(digits[at]) << 8
                digits[at] = UInt8(carry % 58)
                carry /= 58
            }
            while carry > 0 {
                digits.append(UInt8(carry % 58))
                carry /= 58
            }
        }
        let zeros = octets.prefix { $0 == 0 }.count
        let characters = Array(repeating: 0, count: zeros) + digits.reversed()
        return String(decoding: characters.map { alphabet[Int($0)] }, as: UTF8.self)
    }
}
