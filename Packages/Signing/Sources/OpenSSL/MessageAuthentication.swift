import COpenSSL

/// HMAC with SHA-256. OpenSSL takes an empty key for none; HMAC fills a key up with zeros, so that one
/// zero octet is the same key.
func hmacSHA256(key: [UInt8], message: [UInt8]) -> Digest32 {
    let key = key.isEmpty ? [0] : key
    return Digest32 { output in
        let made = EVP_Q_mac(
            nil, "HMAC", nil, "SHA256", nil, key, key.count, message, message.count, output, Digest32.count,
            nil)
        guard made != nil else { fatalError("this OpenSSL has no HMAC") }
    }
}

/// Whether two runs of octets are the same, in time that depends on their lengths only.
func equalInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
