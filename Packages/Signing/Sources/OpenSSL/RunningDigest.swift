import COpenSSL

/// A digest over octets that arrive piece by piece: the owner of one `EVP_MD_CTX`.
struct RunningDigest: ~Copyable, @unchecked Sendable {
    private let context: OpaquePointer
    private let digest: FetchedDigest

    init(_ digest: FetchedDigest) {
        self.digest = digest
        context = FetchedDigest.makeContext()
        digest.start(context)
    }

    deinit { EVP_MD_CTX_free(context) }

    mutating func update(_ octets: Span<UInt8>) {
        octets.withUnsafeBytes { digest.update(context, $0) }
    }

    /// Writes the hash value where its octets have room; nothing may be added after that.
    borrowing func finish(into output: UnsafeMutablePointer<UInt8>) { digest.finish(context, into: output) }

    consuming func finalize() -> [UInt8] {
        var value = [UInt8](repeating: 0, count: digest.length)
        value.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { finish(into: start) } }
        return value
    }
}

extension FetchedDigest {
    /// The hash value of one run of octets.
    func hash(_ octets: Span<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            if let start = buffer.baseAddress { octets.withUnsafeBytes { hash($0, into: start) } }
            count = length
        }
    }
}
