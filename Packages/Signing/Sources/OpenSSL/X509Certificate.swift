import COpenSSL
import Encoding

/// The owner of one reference to an `X509`.
struct X509Certificate: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer
    private static let limit = 16 << 10

    init(der: [UInt8]) throws(SigningError) {
        guard der.count <= Self.limit else { throw .certificateRejected(.tooLarge, verifyError: 0) }
        guard let pointer = DER.decode(der, free: { X509_free($0) }, { d2i_X509(nil, $0, $1) }) else {
            throw .certificateRejected(.notDER, verifyError: 0)
        }
        if let rejection = Self.rejection(of: pointer, der) {
            X509_free(pointer)
            ERR_clear_error()
            throw .certificateRejected(rejection, verifyError: 0)
        }
        self.pointer = pointer
    }

    /// OpenSSL reads BER too. Making it forget the octets that it read shows whether they were DER.
    private static func rejection(of pointer: OpaquePointer, _ der: [UInt8]) -> CertificateRejection? {
        _ = i2d_re_X509_tbs(pointer, nil)
        guard DER.encode({ i2d_X509(pointer, $0) }) == der else { return .notDER }
        return X509_get_extension_flags(pointer) & UInt32(EXFLAG_INVALID) == 0 ? nil : .extension
    }

    deinit { X509_free(pointer) }

    /// Whether basicConstraints says that it is a CA (RFC 5280 §4.2.1.9).
    var isCA: Bool { X509_get_extension_flags(pointer) & UInt32(EXFLAG_CA) != 0 }

    /// Whether keyUsage includes digitalSignature or is absent (RFC 5280 §4.2.1.3).
    var allowsDigitalSignatures: Bool {
        X509_get_key_usage(pointer) & UInt32(KU_DIGITAL_SIGNATURE) != 0
    }

    var publicKey: PublicKey {
        get throws(SigningError) {
            let information = X509_get_X509_PUBKEY(pointer)
            guard let der = DER.encode({ i2d_X509_PUBKEY(information, $0) }) else {
                throw .keyRejected(.notDER)
            }
            return try PublicKey(subjectPublicKeyInfo: der)
        }
    }

    /// The URIs of subjectAltName. One that is empty or not printable ASCII could be read differently by
    /// others and is refused.
    var uriNames: [ExactString] {
        get throws(SigningError) {
            let names = X509_get_ext_d2i(pointer, NID_subject_alt_name, nil, nil).map { OpaquePointer($0) }
            defer { GENERAL_NAMES_free(names) }
            var uris: [ExactString] = []
            for index in 0..<max(0, OPENSSL_sk_num(names)) {
                let name = OPENSSL_sk_value(names, index)?.assumingMemoryBound(to: GENERAL_NAME.self)
                var kind: Int32 = 0
                let value = GENERAL_NAME_get0_value(name, &kind)?.assumingMemoryBound(to: ASN1_STRING.self)
                guard kind == GEN_URI else { continue }
                let octets = UnsafeBufferPointer(
                    start: ASN1_STRING_get0_data(value), count: Int(ASN1_STRING_length(value)))
                guard !octets.isEmpty, octets.allSatisfy({ (0x21...0x7e).contains($0) }) else {
                    throw .certificateRejected(.uriName, verifyError: 0)
                }
                uris.append(ExactString(String(decoding: octets, as: UTF8.self)))
            }
            return uris
        }
    }
}
