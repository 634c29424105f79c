import COpenSSL

extension EVPKey {
    /// The key of a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), as OpenSSL takes it: not yet checked.
    init?(subjectPublicKeyInfo der: [UInt8]) {
        self.init(
            owning: DER.decode(der, free: { EVP_PKEY_free($0) }, { d2i_PUBKEY_ex(nil, $0, $1, nil, nil) }))
    }

    /// The key of a PrivateKeyInfo (RFC 5208), as OpenSSL takes it: not yet checked.
    init?(privateKeyInfo der: [UInt8]) {
        let info = DER.decode(der, free: { PKCS8_PRIV_KEY_INFO_free($0) }) {
            d2i_PKCS8_PRIV_KEY_INFO(nil, $0, $1)
        }
        defer { PKCS8_PRIV_KEY_INFO_free(info) }
        self.init(owning: info.flatMap { EVP_PKCS82PKEY($0) })
    }

    /// The public half as a SubjectPublicKeyInfo.
    var subjectPublicKeyInfo: [UInt8]? { DER.encode { i2d_PUBKEY(pointer, $0) } }

    /// The private key as an unencrypted PrivateKeyInfo.
    var privateKeyInfo: [UInt8]? {
        guard let info = EVP_PKEY2PKCS8(pointer) else {
            ERR_clear_error()
            return nil
        }
        defer { PKCS8_PRIV_KEY_INFO_free(info) }
        return DER.encode { i2d_PKCS8_PRIV_KEY_INFO(info, $0) }
    }
}

extension EVPKey {
    /// The numbers of the public half, if it is a key of ours.
    var components: PublicKeyComponents? {
        switch identifier {
        case EVP_PKEY_EC:
            guard let curve, let (x, y) = coordinates(on: curve) else { return nil }
            return .ellipticCurve(curve, x: x, y: y)
        case EVP_PKEY_ED25519:
            return ed25519PublicKey.map { .ed25519($0) }
        case EVP_PKEY_RSA:
            return rsaNumbers.map { .rsa(n: $0.modulus, e: $0.exponent) }
        default:
            return nil
        }
    }
}
