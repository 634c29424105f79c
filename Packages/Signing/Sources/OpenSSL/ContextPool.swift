/// The idle contexts of one key and operation. A context serves one thread at a time, so that each
/// caller takes one out, or makes one, and gives it back.
final class ContextPool: @unchecked Sendable {
    private let operation: SignatureContext.Operation
    private let lock = Lock()
    private var idle: [SignatureContext] = []
    /// More than the threads that run at once are not worth keeping.
    private static let capacity = 16

    init(_ operation: SignatureContext.Operation) {
        self.operation = operation
    }

    deinit { for context in idle { context.free() } }

    func take(_ algorithm: SignatureAlgorithm, of key: borrowing EVPKey) throws(SigningError)
        -> SignatureContext
    {
        let taken = lock.withLock { () -> SignatureContext? in
            guard let index = idle.lastIndex(where: { $0.algorithm == algorithm }) else { return nil }
            return idle.remove(at: index)
        }
        return if let taken { taken } else { try SignatureContext(operation, algorithm, of: key) }
    }

    func give(back context: SignatureContext) {
        let surplus = lock.withLock { () -> SignatureContext? in
            guard idle.count < Self.capacity else { return context }
            idle.append(context)
            return nil
        }
        surplus?.free()
    }
}
