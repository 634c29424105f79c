#if Service
    public import Claims
    import Dispatch
    import Encoding
    import HTTPServer
    import HTTPTypes
    public import Hummingbird
    import Logging
    import NIOCore
    public import WIMSE

    /// Lets requests of authenticated workloads through, and answers as one.
    ///
    /// It verifies the WIT, the signature or proof token, the content's digest and the tokens; hands the verified
    /// request to the handler in the context's `caller`; records the execution that the handler reports, puts the
    /// ECT into the response, and signs the response where that was asked for. A request that is refused never
    /// reaches the handler: it gets problem details (RFC 9457), with no token in them.
    ///
    /// ```swift
    /// let router = Router(context: WorkloadContext.self)
    /// router.add(middleware: WorkloadMiddleware(verifier, recorder: recorder, clock: clock))
    /// router.post("orders") { request, context in
    ///     context.caller?.did("order.place")
    ///     …
    /// }
    /// ```
    public struct WorkloadMiddleware<Context: WorkloadRequestContext>: RouterMiddleware {
        /// The longest content of a request, and the longest of a response that is hashed and signed, in octets.
        public var contentLimit = 1 << 20
        /// How long a request's content may take to arrive, in seconds.
        public var contentSeconds: Int64 = 10
        private let verifier: RequestVerifier
        private let recorder: ExecutionRecorder
        private let clock: @Sendable () -> NumericDate

        /// A middleware of the workload whose executions `recorder` records.
        public init(
            _ verifier: RequestVerifier, recorder: ExecutionRecorder,
            clock: @escaping @Sendable () -> NumericDate
        ) {
            self.verifier = verifier
            self.recorder = recorder
            self.clock = clock
        }

        /// Verifies, hands on, records and signs.
        public func handle(
            _ request: Request, context: Context,
            next: (Request, Context) async throws -> Response
        ) async throws -> Response {
            let verified: VerifiedRequest
            var request = request
            let content: [UInt8]
            do {
                // The head first: who is refused by it gets no content read.
                let authenticated = try verifier.authenticate(request.head, at: clock())
                content = try await Self.content(of: request, contentLimit, contentSeconds)
                verified = try verifier.accept(authenticated, content: MessageContent(content), at: clock())
                // What is answered to a proof token can't be signed; it is said before anything is done.
                let binding = verified.responseBinding
                guard binding.nonce != nil || !binding.mustSign else {
                    throw WIMSEError.response(.cannotBeSigned)
                }
            } catch let error as WIMSEError {
                context.logger.info("refused", metadata: ["code": "\(error.code)"])
                return .problem(error.problem, challenge: error.challenge)
            } catch let error as RequestContentError {
                return .problem(error.problem, closing: true)
            }
            request.body = RequestBody(buffer: ByteBuffer(bytes: content))
            var context = context
            let caller = Caller(verified)
            context.caller = caller
            var response: Response
            do {
                response = try await next(request, context)
            } catch let error as any HTTPResponseError {
                response = try error.response(from: request, context: context)
            }
            do {
                return try await finish(response, to: caller, input: content)
            } catch {
                context.logger.error("unanswered", metadata: ["code": "\(error.code)"])
                return .problem(error.problem)
            }
        }

        /// Records the execution and signs the response.
        private func finish(
            _ response: Response, to caller: Caller, input: [UInt8]
        ) async throws(WorkloadError) -> Response {
            var response = response
            let binding = caller.request.responseBinding
            let output = try await response.collect(limit: contentLimit)
            guard output != nil || !binding.mustSign else { throw .message(.response(.cannotBeSigned)) }
            var tokens = ExecutionTokens()
            if response.status.code < 400, var execution = caller.executed() {
                if !input.isEmpty { execution.input = execution.input ?? ContentHash(of: input) }
                if let output, !output.isEmpty {
                    execution.output = execution.output ?? ContentHash(of: output)
                }
                let recorded = try await recorder.record(
                    execution, for: [caller.request.workload.workload.uri], at: clock())
                tokens.executionContext = [recorded.token]
            }
            var head = HTTPResponse(status: response.status, headerFields: response.headers)
            do {
                if binding.nonce != nil, let output {
                    try recorder.credential.responses.sign(
                        &head, content: MessageContent(output), answering: binding, tokens: tokens,
                        at: clock())
                } else {
                    // A token in an unsigned response is unbound: it may be logged by its receiver.
                    try tokens.write(to: &head.headerFields)
                }
            } catch {
                throw .message(error)
            }
            response.headers = head.headerFields
            return response
        }

        private static func content(
            of request: Request, _ limit: Int, _ seconds: Int64
        ) async throws(RequestContentError) -> [UInt8] {
            try await request.content(
                limit: limit, seconds: seconds, began: DispatchTime.now().uptimeNanoseconds)
        }
    }
#endif
