import COpenSSL

extension EVPKey {
    /// This private key's signature over `message`: r ‖ s, or Ed25519's 64 octets.
    func sign(
        _ message: Span<UInt8>, _ algorithm: SignatureAlgorithm, length: Int, contexts: ContextPool
    ) throws(SigningError) -> [UInt8] {
        let context = try contexts.take(algorithm, of: self)
        defer { contexts.give(back: context) }
        var signed = false
        let signature = [UInt8](unsafeUninitializedCapacity: length) { output, count in
            output.initialize(repeating: 0)
            count = length
            signed = message.withUnsafeBytes { message in
                algorithm == .ed25519
                    ? signMessage(message, context.pointer, output)
                    : signDigest(message, algorithm, context.pointer, output)
            }
        }
        guard signed else {
            ERR_clear_error()
            throw .libraryFailed
        }
        return signature
    }

    private func signMessage(
        _ message: UnsafeRawBufferPointer, _ context: OpaquePointer,
        _ output: UnsafeMutableBufferPointer<UInt8>
    ) -> Bool {
        var length = output.count
        let octets = message.bindMemory(to: UInt8.self)
        return EVP_DigestSignInit(context, nil, nil, nil, pointer) == 1
            && EVP_DigestSign(context, output.baseAddress, &length, octets.baseAddress, octets.count) == 1
            && length == output.count
    }

    private func signDigest(
        _ message: UnsafeRawBufferPointer, _ algorithm: SignatureAlgorithm, _ context: OpaquePointer,
        _ output: UnsafeMutableBufferPointer<UInt8>
    ) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ECDSASignature.derCapacity) { der in
            var length = der.count
            let signed = algorithm.withDigest(of: message) { digest in
                EVP_PKEY_sign(context, der.baseAddress, &length, digest.baseAddress, digest.count)
            }
            return signed == 1
                && ECDSASignature.readDER(UnsafeBufferPointer(rebasing: der[..<length]), into: output)
        }
    }
}
