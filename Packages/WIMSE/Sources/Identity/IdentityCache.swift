import Claims
import Signing

/// Verified identities by the exact octets of their tokens, in two generations: when the young one is full it
/// becomes the old one, and what was not asked for since is forgotten. So the cache is bounded, and a lookup or
/// insertion takes constant time.
final class IdentityCache: @unchecked Sendable {
    private let lock = Lock()
    private let generation: Int
    private var young: [[UInt8]: VerifiedWorkloadIdentity] = [:]
    private var old: [[UInt8]: VerifiedWorkloadIdentity] = [:]

    init(capacity: Int) {
        generation = max(1, capacity / 2)
    }

    /// How many identities are kept.
    var count: Int { lock.withLock { young.count + old.count } }

    /// The identity that these octets were verified to be; nil where that is not known, or has expired.
    func identity(for compact: [UInt8], at now: NumericDate) -> VerifiedWorkloadIdentity? {
        lock.withLock {
            if let known = young[compact] { return now < known.expiration ? known : nil }
            guard let known = old.removeValue(forKey: compact), now < known.expiration else { return nil }
            keep(known)
            return known
        }
    }

    func insert(_ identity: VerifiedWorkloadIdentity, at now: NumericDate) {
        guard now < identity.expiration else { return }
        lock.withLock { keep(identity) }
    }

    private func keep(_ identity: VerifiedWorkloadIdentity) {
        if young.count >= generation {
            old = young
            young = [:]
        }
        young[identity.compact] = identity
    }
}
