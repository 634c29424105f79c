import COpenSSL

/// One verification of a certification path by OpenSSL.
struct X509Path: ~Copyable {
    private let store: OpaquePointer
    private let context: OpaquePointer
    /// A stack that holds references of its own.
    private let certificates: OpaquePointer

    init(leaf: borrowing X509Certificate, anchors: [TrustAnchor]) throws(SigningError) {
        guard let store = X509_STORE_new(), let context = X509_STORE_CTX_new(),
            let certificates = OPENSSL_sk_new_null()
        else { throw .libraryFailed }
        (self.store, self.context, self.certificates) = (store, context, certificates)
        add(leaf)
        for anchor in anchors { X509_STORE_add_cert(store, anchor.certificate.pointer) }
    }

    deinit {
        X509_STORE_CTX_free(context)
        X509_STORE_free(store)
        OPENSSL_sk_pop_free(certificates) { X509_free($0.map { OpaquePointer($0) }) }
    }

    /// Adds the next certificate towards the anchor.
    func add(_ certificate: borrowing X509Certificate) {
        X509_up_ref(certificate.pointer)
        OPENSSL_sk_push(certificates, UnsafeRawPointer(certificate.pointer))
    }

    func verify(at time: Int64) throws(SigningError) {
        defer { ERR_clear_error() }
        let leaf = OPENSSL_sk_value(certificates, 0).map { OpaquePointer($0) }
        guard X509_STORE_CTX_init(context, store, leaf, certificates) == 1,
            let rules = X509_STORE_CTX_get0_param(context)
        else { throw .libraryFailed }
        X509_VERIFY_PARAM_set_time(rules, Int(clamping: time))
        // The store holds anchors only, so that "partial" means: an anchor need not be self-signed.
        X509_VERIFY_PARAM_set_flags(rules, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        X509_VERIFY_PARAM_set_depth(rules, Int32(CertificateChain.maximumCount))
        X509_VERIFY_PARAM_set_auth_level(rules, 2)  // 112 bits
        guard X509_verify_cert(context) == 1 else {
            let number = X509_STORE_CTX_get_error(context)
            throw .certificateRejected(CertificateRejection(verifyError: number), verifyError: number)
        }
        guard isInOrder else { throw .certificateRejected(.order, verifyError: 0) }
    }

    /// Whether the path that OpenSSL found, as far as the anchor, is the chain that was presented.
    private var isInOrder: Bool {
        let path = X509_STORE_CTX_get0_chain(context)
        return (0..<min(OPENSSL_sk_num(path), OPENSSL_sk_num(certificates))).allSatisfy { index in
            X509_cmp(
                OPENSSL_sk_value(path, index).map { OpaquePointer($0) },
                OPENSSL_sk_value(certificates, index).map { OpaquePointer($0) }) == 0
        }
    }
}

extension CertificateRejection {
    /// What OpenSSL's number stands for.
    init(verifyError: Int32) {
        self =
            switch verifyError {
            case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid
            case X509_V_ERR_CERT_HAS_EXPIRED: .expired
            case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
                X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
                X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_CERT_UNTRUSTED:
                .untrusted
            case X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE,
                X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY, X509_V_ERR_SIGNATURE_ALGORITHM_MISMATCH:
                .signature
            case X509_V_ERR_INVALID_CA, X509_V_ERR_PATH_LENGTH_EXCEEDED, X509_V_ERR_KEYUSAGE_NO_CERTSIGN,
                X509_V_ERR_CERT_CHAIN_TOO_LONG:
                .issuer
            case X509_V_ERR_PERMITTED_VIOLATION, X509_V_ERR_EXCLUDED_VIOLATION,
                X509_V_ERR_SUBTREE_MINMAX, X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE,
                X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX, X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
                .nameConstraints
            case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_CA_MD_TOO_WEAK:
                .weak
            case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION, X509_V_ERR_INVALID_EXTENSION:
                .extension
            default: .other
            }
    }
}
