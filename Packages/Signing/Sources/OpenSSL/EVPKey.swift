import COpenSSL

/// The owner of one `EVP_PKEY`. A key is immutable once made and may be read by several threads.
struct EVPKey: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes over a reference; nil if there is none.
    init?(owning pointer: OpaquePointer?) {
        guard let pointer else {
            ERR_clear_error()
            return nil
        }
        self.pointer = pointer
    }

    deinit { EVP_PKEY_free(pointer) }

    /// `EVP_PKEY_EC`, `EVP_PKEY_ED25519`, `EVP_PKEY_RSA` or another.
    var identifier: Int32 { EVP_PKEY_get_base_id(pointer) }

    var isRSA: Bool { identifier == EVP_PKEY_RSA || identifier == EVP_PKEY_RSA_PSS }

    /// A number among the key's parameters, big-endian, in at least `length` octets.
    func number(_ name: String, length: Int = 0) -> [UInt8]? {
        var number: OpaquePointer?
        defer { BN_clear_free(number) }
        guard EVP_PKEY_get_bn_param(pointer, name, &number) == 1, let number else {
            ERR_clear_error()
            return nil
        }
        let count = max(length, Int(BN_num_bits(number) + 7) / 8)
        var octets = [UInt8](repeating: 0, count: count)
        return BN_bn2binpad(number, &octets, Int32(count)) < 0 ? nil : octets
    }
}
