import COpenSSL

extension EVPKey {
    /// A public key from modulus and exponent, big-endian without leading zeros.
    static func rsa(modulus: [UInt8], exponent: [UInt8]) throws(SigningError) -> EVPKey {
        guard let first = modulus.first, first != 0, let last = modulus.last, last & 1 == 1,
            (2048...8192).contains(bits(of: modulus))
        else { throw .keyRejected(.modulus) }
        guard isExponent(exponent) else { throw .keyRejected(.exponent) }
        let made = shim_rsa_key(modulus, modulus.count, exponent, exponent.count)
        guard let key = EVPKey(owning: made) else { throw .libraryFailed }
        return key
    }

    /// The bits of a big-endian number.
    static func bits(of number: [UInt8]) -> Int {
        guard let first = number.firstIndex(where: { $0 != 0 }) else { return 0 }
        return (number.count - first) * 8 - number[first].leadingZeroBitCount
    }

    /// Whether it is odd and 3 to 2^32. Being odd, it then has at most four octets.
    private static func isExponent(_ exponent: [UInt8]) -> Bool {
        guard exponent.count <= 4, let first = exponent.first, first != 0, let last = exponent.last else {
            return false
        }
        return last & 1 == 1 && exponent != [1]
    }

    /// Modulus and exponent of an RSA key.
    var rsaNumbers: (modulus: [UInt8], exponent: [UInt8])? {
        guard let modulus = number(OSSL_PKEY_PARAM_RSA_N), let exponent = number(OSSL_PKEY_PARAM_RSA_E) else {
            return nil
        }
        return (modulus, exponent)
    }
}
