import ECT
#if Service
    import Claims
    public import Encoding
    public import Hummingbird
    import Synchronization
    public import WIMSE

    /// The context of requests that a `WorkloadMiddleware` let through.
    public protocol WorkloadRequestContext: RequestContext {
        /// Who called, with what; nil outside the middleware.
        var caller: Caller? { get set }
    }

    /// A context for applications that need no other.
    public struct WorkloadContext: WorkloadRequestContext {
        /// Storage that Hummingbird needs.
        public var coreContext: CoreRequestContextStorage
        /// Who called, with what.
        public var caller: Caller?

        /// A context of a request that has just arrived.
        public init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }
    }

    /// A verified request, and what its handler says of the execution that it led to.
    public final class Caller: Sendable {
        /// The request and its tokens, verified.
        public let request: VerifiedRequest
        private let execution: Mutex<Execution?>

        init(_ request: VerifiedRequest) {
            self.request = request
            execution = Mutex(nil)
        }

        /// Says what the handler has done. The ECT of it is issued when the handler returns a response that reports
        /// success: it follows from the ECTs that the caller presented, in their workflow, and commits to the content
        /// of request and response. The caller's mandate is the caller's: it is not named.
        public func did(_ action: ExactString) { did(Execution(action)) }

        /// Says what the handler has done, and after what; what `execution` leaves open is as for `did(_:)`. A
        /// handler that called others names their tasks as predecessors.
        public func did(_ execution: Execution) {
            self.execution.withLock { $0 = execution }
        }

        /// The execution, with what the request says of it; nil where the handler did not say that it did anything.
        func executed() -> Execution? {
            guard var execution = execution.withLock({ $0 }) else { return nil }
            let presented = request.tokens.presented.map(\.claims)
            if execution.workflow == nil { execution.workflow = presented.lazy.compactMap(\.workflow).first }
            if execution.predecessors.isEmpty { execution.predecessors = presented.map(\.identifier) }
            return execution
        }
    }
#endif
