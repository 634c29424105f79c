import COpenSSL

extension EVPKey {
    /// Whether `signature`, whose length the caller has checked, is this key's over `message`.
    func isValid(
        _ signature: Span<UInt8>, over message: Span<UInt8>, _ algorithm: SignatureAlgorithm,
        contexts: ContextPool
    ) throws(SigningError) -> Bool {
        let context = try contexts.take(algorithm, of: self)
        defer { contexts.give(back: context) }
        let result = signature.withUnsafeBufferPointer { signature in
            message.withUnsafeBytes { message in
                switch algorithm {
                case .ed25519: verifyMessage(signature, message, context.pointer)
                case .es256, .es384, .es512:
                    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ECDSASignature.derCapacity) {
                        der in
                        let length = ECDSASignature.writeDER(of: signature, to: der)
                        return verifyDigest(
                            UnsafeBufferPointer(rebasing: der[..<length]), message, algorithm, context.pointer
                        )
                    }
                case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512:
                    verifyDigest(signature, message, algorithm, context.pointer)
                }
            }
        }
        if result != 1 { ERR_clear_error() }
        return result == 1
    }

    /// A new initialisation of a used context is far cheaper than a new context.
    private func verifyMessage(
        _ signature: UnsafeBufferPointer<UInt8>, _ message: UnsafeRawBufferPointer, _ context: OpaquePointer
    ) -> Int32 {
        guard EVP_DigestVerifyInit(context, nil, nil, nil, pointer) == 1 else { return -1 }
        let octets = message.bindMemory(to: UInt8.self)
        return EVP_DigestVerify(
            context, signature.baseAddress, signature.count, octets.baseAddress, octets.count)
    }

    private func verifyDigest(
        _ signature: UnsafeBufferPointer<UInt8>, _ message: UnsafeRawBufferPointer,
        _ algorithm: SignatureAlgorithm, _ context: OpaquePointer
    ) -> Int32 {
        algorithm.withDigest(of: message) { digest in
            EVP_PKEY_verify(context, signature.baseAddress, signature.count, digest.baseAddress, digest.count)
        }
    }
}

extension SignatureAlgorithm {
    /// Hands out the message's digest, which lives on the stack.
    func withDigest(of message: UnsafeRawBufferPointer, _ body: (UnsafeBufferPointer<UInt8>) -> Int32)
        -> Int32
    {
        guard let digest = digest?.fetched else { return -1 }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: digest.length) { output in
            if let start = output.baseAddress { digest.hash(message, into: start) }
            return body(UnsafeBufferPointer(output))
        }
    }
}
