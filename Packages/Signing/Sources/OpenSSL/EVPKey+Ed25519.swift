import COpenSSL

extension EVPKey {
    /// A public key from the encoding of a point that has passed `Ed25519Point`.
    static func ed25519(publicKey raw: [UInt8]) throws(SigningError) -> EVPKey {
        let made = EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, raw, raw.count)
        guard let key = EVPKey(owning: made) else { throw .libraryFailed }
        return key
    }

    /// A private key from its 32 octets.
    static func ed25519(seed: [UInt8]) throws(SigningError) -> EVPKey {
        guard seed.count == 32 else { throw .keyRejected(.length) }
        let made = EVP_PKEY_new_raw_private_key_ex(nil, "ED25519", nil, seed, seed.count)
        guard let key = EVPKey(owning: made) else { throw .libraryFailed }
        return key
    }

    /// The encoding of an Ed25519 key's point.
    var ed25519PublicKey: [UInt8]? { raw(EVP_PKEY_get_raw_public_key) }

    /// The seed of an Ed25519 private key.
    var ed25519Seed: [UInt8]? { raw(EVP_PKEY_get_raw_private_key) }

    private func raw(
        _ get: (OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?) -> Int32
    ) -> [UInt8]? {
        var octets = [UInt8](repeating: 0, count: 32)
        var count = octets.count
        guard get(pointer, &octets, &count) == 1, count == octets.count else {
            ERR_clear_error()
            return nil
        }
        return octets
    }
}
