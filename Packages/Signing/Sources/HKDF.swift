/// HKDF (RFC 5869) with SHA-256.
public enum HKDF {
    /// Derives `count` octets, at most 8160, from `inputKey`; nil if that is asked for more.
    public static func sha256(
        inputKey: [UInt8], salt: [UInt8] = [], info: [UInt8] = [], count: Int
    ) -> [UInt8]? {
        guard (0...(255 * Digest32.count)).contains(count) else { return nil }
        var pseudorandomKey = HMAC.sha256(key: salt, message: inputKey).octets
        defer { cleanse(&pseudorandomKey) }
        var output: [UInt8] = []
        output.reserveCapacity(count + Digest32.count)
        var block: [UInt8] = []
        var number: UInt8 = 0
        while output.count < count {
            number += 1
            block = HMAC.sha256(key: pseudorandomKey, message: block + info + [number]).octets
            output += block
        }
        cleanse(&block)
        return Array(output.prefix(count))
    }
}
