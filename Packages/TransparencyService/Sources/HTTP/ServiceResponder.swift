#if Service
    import COSE
    import Claims
    import Dispatch
    import HTTPServer
    import HTTPTypes
    import Hummingbird
    import Logging
    import SCITT

    /// Answers requests, one function a route; what was refused or failed, as concise problem details.
    struct ServiceResponder: HTTPResponder {
        let log: StatementLog
        let policy: RegistrationPolicy
        let configuration: ServiceConfiguration
        let token: ExpectedBearerToken?
        let rate: RateLimit?
        let metrics: ServiceMetrics
        let logger: Logger
        let clock: @Sendable () -> Int64

        func respond(to request: Request, context: ConnectionContext) async throws -> Response {
            let began = DispatchTime.now().uptimeNanoseconds
            var route: Route?
            var response: Response
            do throws(Problem) {
                let found = try Route(path: request.uri.path)
                route = found
                response = try await answer(found, to: request, context, began)
            } catch {
                response = refusal(error, route, context)
            }
            response.headers[.xContentTypeOptions] = "nosniff"
            metrics.requests.answered(
                route?.name ?? "none", request.method, response.status.code,
                nanoseconds: DispatchTime.now().uptimeNanoseconds - began)
            return response
        }

        private func answer(
            _ route: Route, to request: Request, _ context: ConnectionContext, _ began: UInt64
        ) async throws(Problem) -> Response {
            let methods: [HTTPRequest.Method] = route == .entries ? [.post] : [.get, .head]
            guard methods.contains(request.method) else { throw .methodNotAllowed }
            if route.isGuarded, let token, !token.matches(request.headers[.authorization]) {
                throw .unauthorized
            }
            switch route {
            case .entries:
                try limit(context, at: began)
                return try await register(request, began)
            case .entry(let locator):
                try limit(context, at: began)
                return .message(try entry(locator).receipt)
            case .statement(let locator):
                try limit(context, at: began)
                return .message(try transparentStatement(locator))
            case .keys: return .cbor(log.keySet.encode() ?? [])
            case .key(let name): return .cbor(try key(name))
            case .checkpoint: return try checkpoint()
            case .consistency(let first, let second): return .cbor(try consistency(first, second))
            case .health: return try health()
            case .metrics: return metrics.requests.page()
            }
        }

        // MARK: Registering

        private func register(_ request: Request, _ began: UInt64) async throws(Problem) -> Response {
            if let type = request.headers[.contentType], !Self.isStatement(type) {
                throw .unsupportedMediaType
            }
            let body = try await body(of: request, began)
            let entry = try await entry(registering: body)
            metrics.registered(isNew: entry.isNew)
            logger.debug(
                "registered",
                metadata: [
                    "entry": "\(entry.sequence)", "statement": "\(entry.digest)", "new": "\(entry.isNew)",
                    "octets": "\(body.count)",
                ])
            return .registration(of: entry, Dialect(query: request.uri.query))
        }

        private func entry(registering body: [UInt8]) async throws(Problem) -> LogEntry {
            let statement: SignedStatement
            do throws(Problem) {
                statement = try policy.admit(
                    body, now: NumericDate(clamping: clock()), service: log.service)
            } catch {
                // What was registered stays registered, whatever the policy has become.
                guard let known = known(body) else { throw error }
                return known
            }
            guard log.waiting < configuration.waitingRegistrations else { throw .overloaded }
            do {
                return try await log.register(statement)
            } catch {
                report("the log can't be written", error)
                throw .storageFailed
            }
        }

        private func known(_ body: [UInt8]) -> LogEntry? {
            guard let statement = try? SignedStatement(parsing: body) else { return nil }
            return try? log.entry(statement.digest)
        }

        /// The body, within its limits of size and time.
        private func body(of request: Request, _ began: UInt64) async throws(Problem) -> [UInt8] {
            do {
                return try await request.content(
                    limit: policy.largestStatement, seconds: configuration.listener.bodySeconds, began: began)
            } catch .tooLarge {
                throw .contentTooLarge(limit: policy.largestStatement)
            } catch .tooSlow {
                throw .requestTimeout
            } catch {
                throw .malformedRequest("the body did not arrive")
            }
        }

        private static func isStatement(_ contentType: String) -> Bool {
            let type = contentType.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
            return ["application/cose", "application/scitt-statement+cose"].contains {
                type.elementsEqual($0.utf8)
            }
        }

        // MARK: Limits and refusals

        private func limit(_ context: ConnectionContext, at now: UInt64) throws(Problem) {
            guard let rate else { return }
            if let seconds = rate.retryAfter(context.address, now: now) {
                throw .tooManyRequests(retryAfter: seconds)
            }
        }

        private func refusal(_ problem: Problem, _ route: Route?, _ context: ConnectionContext) -> Response {
            if route == .entries { metrics.refused(problem) }
            logger.info(
                "refused",
                metadata: [
                    "route": "\(route?.name ?? "none")", "status": "\(problem.status)",
                    "title": "\(problem.title)", "detail": "\(problem.detail)",
                ])
            if problem.closesConnection { context.closeSoon() }
            return .problem(problem, allowed: route == .entries ? "POST" : "GET, HEAD")
        }
    }
#endif
