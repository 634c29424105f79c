#if Service
    import HTTPServer
    import HTTPTypes
    import Hummingbird
    import NIOCore
    import Synchronization
    import WIMSE

    extension Response {
        /// Problem details (RFC 9457), never to be cached.
        static func problem(
            _ problem: ProblemDetails, challenge: String? = nil, closing: Bool = false
        ) -> Response {
            var response = Response.octets(
                problem.encode(), ProblemDetails.mediaType, HTTPResponse.Status(code: problem.status))
            response.headers[.cacheControl] = "no-store"
            if let challenge { response.headers[.wwwAuthenticate] = challenge }
            if closing { response.headers[.connection] = "close" }
            return response
        }

        /// The content, which is then at hand in the body as well; nil where its length is not known beforehand or
        /// above `limit`: that is a stream, and stays one.
        mutating func collect(limit: Int) async throws(WorkloadError) -> [UInt8]? {
            guard let length = body.contentLength, length <= limit else { return nil }
            let collected = CollectedBody()
            do { try await body.write(CollectingWriter(collected)) } catch {
                throw .contentTooLarge(limit: limit)
            }
            let octets = collected.octets
            body = ResponseBody(byteBuffer: ByteBuffer(bytes: octets))
            return octets
        }
    }

    private final class CollectedBody: Sendable {
        private let kept = Mutex<[UInt8]>([])
        var octets: [UInt8] { kept.withLock { $0 } }
        func append(_ buffer: ByteBuffer) { kept.withLock { $0 += buffer.readableBytesView } }
    }

    /// Collects what a body writes; it has said how much that is.
    private struct CollectingWriter: ResponseBodyWriter {
        private let body: CollectedBody
        init(_ body: CollectedBody) { self.body = body }
        mutating func write(_ buffer: ByteBuffer) async throws { body.append(buffer) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    extension RequestContentError {
        var problem: ProblemDetails {
            let (status, title) =
                switch self {
                case .tooLarge: (413, "the content is too large")
                case .tooSlow: (408, "the content took too long to arrive")
                case .noRoom: (503, "there is no room for the content")
                case .incomplete: (400, "the content ended early")
                }
            return ProblemDetails(
                type: "about:blank", title: title, status: status, code: "content-\(status)")
        }
    }

    extension WorkloadError {
        /// What a client is told of a response that can't be given.
        var problem: ProblemDetails {
            if case .message(let error) = self { return error.problem }
            return ProblemDetails(
                type: "about:blank", title: "the execution could not be recorded", status: 500, code: code)
        }
    }
#endif
