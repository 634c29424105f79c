#if Service
    import Claims
    import Dispatch
    import Encoding
    import Foundation
    import HTTPServer
    import HTTPTransport
    import HTTPTypes
    import Hummingbird
    import Logging
    import MCP
    import NIOCore

    /// Answers requests: admits tool calls and has them carried out, passes everything else on, refuses the rest.
    struct GatewayResponder: HTTPResponder {
        let configuration: GatewayConfiguration
        let admission: CallAdmission
        let calls: CallProxy
        let messages: MessageProxy
        let room: ContentRoom
        let rate: RateLimit?
        let refusals: RateLimit?
        let metrics: GatewayMetrics
        let logger: Logger
        let clock: @Sendable () -> Int64

        func respond(to request: Request, context: ConnectionContext) async throws -> Response {
            let began = DispatchTime.now().uptimeNanoseconds
            let route = request.uri.path
            var response: Response
            switch route {
            case GatewayPath.health where request.method == .get: response = health()
            case GatewayPath.metrics where request.method == .get:
                metrics.inFlight(calls.inFlight.count)
                response = metrics.requests.page()
            case configuration.path: response = await endpoint(request, context, began)
            default:
                response = Response(status: .notFound)
            }
            response.headers[.xContentTypeOptions] = "nosniff"
            let name = GatewayPath.own.contains(route) || route == configuration.path ? route : "none"
            metrics.requests.answered(
                name, request.method, response.status.code,
                nanoseconds: DispatchTime.now().uptimeNanoseconds - began)
            return response
        }

        private func health() -> Response {
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("status", "ok")
            writer.member("identity", configuration.identity)
            writer.member("calls", Int64(calls.inFlight.count))
            writer.endObject()
            return .octets(writer.octets, "application/json")
        }

        // MARK: The MCP endpoint

        private func endpoint(
            _ request: Request, _ context: ConnectionContext, _ began: UInt64
        ) async -> Response {
            var attempt = Attempt()
            do throws(CallRefusal) {
                try checkArrival(request, context, began)
                switch request.method {
                case .post: return try await post(request, context, began, &attempt)
                case .get: return try await messages.passStream(forwarded(request), of: request)
                case .delete: return try await messages.pass(forwarded(request), content: [], for: context)
                default:
                    throw CallRefusal(
                        405, .invalidRequest, "method-not-allowed", "POST, GET and DELETE are taken")
                }
            } catch {
                return await refuse(error, attempt, context, began)
            }
        }

        /// What is known of a request when it is refused.
        private struct Attempt {
            var content: [UInt8] = []
            var id: [UInt8]?
            var tool: ExactString?
            var isRead = false
        }

        private func checkArrival(
            _ request: Request, _ context: ConnectionContext, _ began: UInt64
        ) throws(CallRefusal) {
            if let rate, let seconds = rate.retryAfter(context.address, now: began) {
                throw .tooManyRequests(retryAfter: seconds)
            }
            for origin in request.headers[values: .origin] where !configuration.origins.contains(origin) {
                throw CallRefusal(403, .invalidRequest, "origin", "requests of this origin are not taken")
            }
        }

        private func post(
            _ request: Request, _ context: ConnectionContext, _ began: UInt64, _ attempt: inout Attempt
        ) async throws(CallRefusal) -> Response {
            try Self.checkForm(request.headers)
            let part = ContentRoom.Part(of: room)
            let content = try await content(of: request, part, began)
            (attempt.content, attempt.isRead) = (content, true)
            let message: JSONRPCMessage
            do { message = try JSONRPCMessage(parsing: content) } catch { throw .message(error) }
            attempt.id = message.identifier
            attempt.tool = message.isToolCall ? message.params?["name"]?.string : nil
            try PassedMethods(configuration.passedMethods).check(message)
            try PassedMethods.check(request.headers, agreeWith: message)
            guard message.isToolCall, case .request(let id) = message.kind else {
                return try await messages.pass(
                    forwarded(request), content: content, for: context, room: part)
            }
            guard calls.inFlight.reserve() else { throw .overloaded }
            let call: AdmittedCall
            do {
                call = try await admission.admit(
                    request.head, content: content, message: message, at: NumericDate(clamping: clock()))
            } catch {
                calls.inFlight.release()
                throw error
            }
            let answer = await calls.carryOut(
                call, forwarded(request), content: content, id: id.alone, room: part)
            switch answer {
            case .whole(let response, let content, let record, let isTask):
                return Self.whole(response, content, record, isTask)
            case .streamed(let response, let reader): return Self.streamed(response, reader)
            case .refused(let refusal): throw refusal
            }
        }

        private static func checkForm(_ fields: HTTPFields) throws(CallRefusal) {
            let types = fields[values: .contentType]
            guard types.count == 1, isJSON(types[0]), !fields.contains(.contentEncoding) else {
                throw CallRefusal(
                    415, .invalidRequest, "media-type", "a message is sent as application/json, not encoded")
            }
        }

        /// `application/json`, in UTF-8: read in another charset, the same octets can say something else.
        private static func isJSON(_ type: String) -> Bool {
            let parts = type.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
                ExactString(String(decoding: $0.withoutOptionalWhiteSpace, as: UTF8.self)).lowercasedASCII
            }
            return parts.first == "application/json"
                && parts.dropFirst().allSatisfy { $0 == "charset=utf-8" || $0 == "charset=\"utf-8\"" }
        }

        private func content(
            of request: Request, _ part: ContentRoom.Part, _ began: UInt64
        ) async throws(CallRefusal) -> [UInt8] {
            do {
                return try await request.content(
                    limit: configuration.requestOctets, seconds: configuration.listener.bodySeconds,
                    began: began, hold: part.take)
            } catch .tooLarge {
                throw .contentTooLarge(limit: configuration.requestOctets)
            } catch .tooSlow {
                throw .contentTooSlow
            } catch .noRoom {
                throw .noRoom
            } catch {
                throw .malformed("content-incomplete", "the message did not arrive")
            }
        }

        /// The request for the server behind.
        private func forwarded(_ request: Request) -> HTTPRequest {
            HTTPRequest(
                method: request.method, url: configuration.upstream,
                headerFields: ForwardedFields.request(request.headers))
        }

        // MARK: Answers

        private static func whole(
            _ response: HTTPResponse, _ content: [UInt8], _ record: [UInt8], _ isTask: Bool
        ) -> Response {
            var fields = ForwardedFields.response(response.headerFields)
            let name = HTTPField.Name(isTask ? "ACT-Record" : "Execution-Context")
            if let name, record.count <= 8192 { fields[name] = String(decoding: record, as: UTF8.self) }
            return Response(
                status: response.status, headers: fields,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: content)))
        }

        private static func streamed(_ response: HTTPResponse, _ reader: Handoff.Reader) -> Response {
            Response(
                status: response.status, headers: ForwardedFields.response(response.headerFields),
                body: ResponseBody { writer in
                    while let piece = try await reader.next() {
                        try await writer.write(ByteBuffer(bytes: piece))
                    }
                    try await writer.finish(nil)
                })
        }

        private func refuse(
            _ refusal: CallRefusal, _ attempt: Attempt, _ context: ConnectionContext, _ now: UInt64
        ) async -> Response {
            let content = refusal.answer(to: attempt.id)
            var isRecorded = false
            // A failure of the server's is no refusal; where it was a call's, it is in the record of the call.
            if attempt.isRead, refusal.status != 503,
                refusal.rpcCode != CallRefusal.RPCCode.upstream.rawValue,
                refusals?.retryAfter(context.address, now: now) == nil
            {
                do {
                    try await calls.recorder.record(
                        refusal, of: attempt.tool, input: attempt.content, answer: content,
                        at: NumericDate(clamping: clock()))
                    isRecorded = true
                } catch {
                    logger.error("a refusal could not be recorded", metadata: ["error": "\(error)"])
                }
            }
            metrics.refused(refusal.code, isRecorded: isRecorded)
            logger.info(
                "refused",
                metadata: [
                    "status": "\(refusal.status)", "code": "\(refusal.code)",
                    "requirement": "\(refusal.requirement ?? "none")", "recorded": "\(isRecorded)",
                ])
            if refusal.closesConnection { context.closeSoon() }
            var response = Response.octets(
                content, "application/json", HTTPResponse.Status(code: refusal.status))
            response.headers[.cacheControl] = "no-store"
            if let seconds = refusal.retryAfter { response.headers[.retryAfter] = String(seconds) }
            if let challenge = refusal.challenge { response.headers[.wwwAuthenticate] = challenge }
            if refusal.status == 405 { response.headers[.allow] = "POST, GET, DELETE" }
            if refusal.closesConnection { response.headers[.connection] = "close" }
            return response
        }
    }

    extension JSONNode {
        /// The value in a document of its own, which keeps no more than it.
        fileprivate var alone: JSONNode { (try? JSONDocument(parsing: Array(text)))?.root ?? self }
    }
#endif
