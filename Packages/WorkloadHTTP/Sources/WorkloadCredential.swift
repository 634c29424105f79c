public import JOSE
import Synchronization
public import WIMSE

/// What a workload proves its identity with: its WIT and the key that the WIT confirms. Shared by the client, the
/// server and the recorder of one workload, and replaced in place when the identity server renews the WIT.
public final class WorkloadCredential: Sendable {
    private let current: Mutex<Pair>

    private struct Pair {
        let requests: RequestSigner
        let responses: ResponseSigner
    }

    /// A credential. Throws `identity` errors where the WIT is malformed, or `key` is not the one of its `cnf`.
    public init(identityToken: String, key: PrivateJWK) throws(WIMSEError) {
        current = Mutex(try Self.pair(identityToken, key))
    }

    /// Takes up a renewed WIT, from the next message on.
    ///
    /// Throws as the initializer does, and `fromAnotherWorkload` where it names another workload; then the old one
    /// stays.
    public func renew(identityToken: String, key: PrivateJWK) throws(WIMSEError) {
        let renewed = try Self.pair(identityToken, key)
        guard renewed.requests.workload == workload else { throw .response(.fromAnotherWorkload) }
        current.withLock { $0 = renewed }
    }

    /// The workload.
    public var workload: WorkloadIdentifier { requests.workload }

    /// Signs this workload's requests.
    public var requests: RequestSigner { current.withLock { $0.requests } }

    /// Signs this workload's responses.
    public var responses: ResponseSigner { current.withLock { $0.responses } }

    private static func pair(_ identityToken: String, _ key: PrivateJWK) throws(WIMSEError) -> Pair {
        Pair(
            requests: try RequestSigner(identityToken: identityToken, key: key),
            responses: try ResponseSigner(identityToken: identityToken, key: key))
    }
}
