import COpenSSL

/// A context made ready once for one key, operation and algorithm, and then used many times.
struct SignatureContext {
    enum Operation { case verify, sign }

    let algorithm: SignatureAlgorithm
    /// An `EVP_MD_CTX` for Ed25519, which signs messages; else an `EVP_PKEY_CTX`, which signs digests.
    let pointer: OpaquePointer

    init(
        _ operation: Operation, _ algorithm: SignatureAlgorithm, of key: borrowing EVPKey
    ) throws(SigningError) {
        self.algorithm = algorithm
        guard let digest = algorithm.digest else {
            guard let context = EVP_MD_CTX_new() else { throw .libraryFailed }
            pointer = context
            return
        }
        guard let context = EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil) else { throw .libraryFailed }
        pointer = context
        let started = operation == .verify ? EVP_PKEY_verify_init(context) : EVP_PKEY_sign_init(context)
        guard started == 1, EVP_PKEY_CTX_set_signature_md(context, digest.fetched.method) == 1,
            Self.setPadding(algorithm, of: context)
        else {
            free()
            ERR_clear_error()
            throw .libraryFailed
        }
    }

    private static func setPadding(_ algorithm: SignatureAlgorithm, of context: OpaquePointer) -> Bool {
        switch algorithm {
        case .rs256, .rs384, .rs512: EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1
        case .ps256, .ps384, .ps512:
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
                && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1
        case .es256, .es384, .es512, .ed25519: true
        }
    }

    func free() {
        if algorithm == .ed25519 { EVP_MD_CTX_free(pointer) } else { EVP_PKEY_CTX_free(pointer) }
    }
}
