import COpenSSL

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A digest algorithm, fetched from OpenSSL's provider once per process, with one reusable context a
/// thread: a fetch costs more than hashing 256 octets, and a fresh context costs an allocation.
struct FetchedDigest: @unchecked Sendable {
    /// The `EVP_MD`, immutable and never freed.
    let method: OpaquePointer
    /// Octets of the hash value.
    let length: Int
    private let slot: pthread_key_t

    static let sha256 = FetchedDigest("SHA256")
    static let sha384 = FetchedDigest("SHA384")
    static let sha512 = FetchedDigest("SHA512")

    private init(_ name: String) {
        var slot = pthread_key_t()
        let keyed = pthread_key_create(&slot) { EVP_MD_CTX_free(OpaquePointer($0)) }
        guard keyed == 0, let method = EVP_MD_fetch(nil, name, nil) else {
            fatalError("this OpenSSL has no \(name)")
        }
        self.method = method
        self.slot = slot
        length = Int(EVP_MD_get_size(method))
    }

    /// The calling thread's context. Nothing may suspend between its initialisation and its result.
    private var threadContext: OpaquePointer {
        if let stored = pthread_getspecific(slot) { return OpaquePointer(stored) }
        let context = Self.makeContext()
        pthread_setspecific(slot, UnsafeRawPointer(context))
        return context
    }

    /// A context that the caller frees.
    static func makeContext() -> OpaquePointer {
        guard let context = EVP_MD_CTX_new() else { fatalError("out of memory for a digest context") }
        return context
    }

    /// Hashes one run of octets into `output`, which holds `length` octets; allocates nothing.
    func hash(_ octets: UnsafeRawBufferPointer, into output: UnsafeMutablePointer<UInt8>) {
        let context = threadContext
        start(context)
        update(context, octets)
        finish(context, into: output)
    }

    /// Hashes one octet and then a run of octets.
    func hash(prefix: UInt8, _ octets: UnsafeRawBufferPointer, into output: UnsafeMutablePointer<UInt8>) {
        let context = threadContext
        start(context)
        withUnsafeBytes(of: prefix) { update(context, $0) }
        update(context, octets)
        finish(context, into: output)
    }

    // A digest in memory fails only when the library itself is broken; going on would hash wrongly.

    func start(_ context: OpaquePointer) {
        guard EVP_DigestInit_ex2(context, method, nil) == 1 else { fatalError("digest did not start") }
    }

    func update(_ context: OpaquePointer, _ octets: UnsafeRawBufferPointer) {
        guard EVP_DigestUpdate(context, octets.baseAddress, octets.count) == 1 else {
            fatalError("digest did not go on")
        }
    }

    func finish(_ context: OpaquePointer, into output: UnsafeMutablePointer<UInt8>) {
        guard EVP_DigestFinal_ex(context, output, nil) == 1 else { fatalError("digest did not finish") }
    }
}

extension DigestAlgorithm {
    var fetched: FetchedDigest {
        switch self {
        case .sha256: .sha256
        case .sha384: .sha384
        case .sha512: .sha512
        }
    }
}
