#if Service
    import Foundation
    import HTTPServer
    import HTTPTransport
    import HTTPTypes
    import Hummingbird
    import NIOCore

    /// Passes everything on that is no tool call: messages of the protocol, server streams, the end of a session.
    struct MessageProxy: Sendable {
        /// For messages, which end.
        let messages: any HTTPStreamTransport
        /// For server streams, which need not.
        let streams: any HTTPStreamTransport
        let open: OpenStreams
        /// How long the server may take to begin a server stream.
        let seconds: Int64

        /// Ends when `client` goes. `room` is what the content takes of the room for contents, kept until the answer
        /// has gone out.
        func pass(
            _ request: HTTPRequest, content: [UInt8], for client: ConnectionContext,
            room: ContentRoom.Part? = nil
        ) async throws(CallRefusal) -> Response {
            let beginning = Self.begin(messages, request, content)
            client.whenClientGoes { beginning.cancel() }
            let stream: HTTPStream
            do {
                stream = try await beginning.value.get()
            } catch {
                client.whenClientGoes(nil)
                throw .upstream(error)
            }
            client.whenClientGoes { stream.cancel() }
            return Self.response(stream) { writer in
                defer { client.whenClientGoes(nil) }
                while let piece = try await stream.next() {
                    try await writer.write(ByteBuffer(bytes: piece))
                }
                try await writer.finish(nil)
                withExtendedLifetime(room) {}
            }
        }

        /// A server stream lasts until the server or the client ends it, or the gateway stops.
        func passStream(
            _ request: HTTPRequest, of client: Request
        ) async throws(CallRefusal) -> Response {
            guard open.reserve() else { throw .overloaded }
            let stream: HTTPStream
            do { stream = try await begin(request) } catch {
                open.release()
                throw .upstream(error)
            }
            let place = OpenStreams.Place(open, stream)
            return Self.response(stream) { writer in
                defer { place.leave() }
                do {
                    try await client.body.consumeWithInboundCloseHandler { _ in
                        while let piece = try await stream.next() {
                            try await writer.write(ByteBuffer(bytes: piece))
                        }
                    } onInboundClosed: {
                        stream.cancel()
                    }
                } catch HTTPTransportError.cancelled where place.isStopped {
                    // The client can come back for the rest.
                }
                try await writer.finish(nil)
            }
        }

        private func begin(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPStream {
            let beginning = Self.begin(streams, request, [])
            let limit = Task { [seconds] in
                try await Task.sleep(for: .seconds(seconds))
                beginning.cancel()
            }
            defer { limit.cancel() }
            return try await beginning.value.get()
        }

        /// Who cancels it has waited long enough.
        private static func begin(
            _ transport: any HTTPStreamTransport, _ request: HTTPRequest, _ content: [UInt8]
        ) -> Task<Result<HTTPStream, HTTPTransportError>, Never> {
            Task {
                do throws(HTTPTransportError) {
                    return .success(try await transport.stream(request, content: content, within: nil))
                } catch {
                    return .failure(error == .cancelled ? .timedOut : error)
                }
            }
        }

        private static func response(
            _ stream: HTTPStream,
            _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
        ) -> Response {
            let fields = stream.response.headerFields
            let isEmpty = fields[.contentLength] == "0" || stream.response.status.code == 204
            return Response(
                status: stream.response.status, headers: ForwardedFields.response(fields),
                body: isEmpty ? ResponseBody() : ResponseBody(write))
        }
    }

    /// The server streams that are open, so that they can be ended when the gateway stops.
    final class OpenStreams: @unchecked Sendable {
        private let limit: Int
        private let lock = NSLock()
        private var places: [ObjectIdentifier: HTTPStream] = [:]
        private var reserved = 0
        private var isStopping = false

        init(limit: Int) { self.limit = limit }

        /// One of them; let go of, it ends.
        final class Place: Sendable {
            private let owner: OpenStreams
            private let stream: HTTPStream

            init(_ owner: OpenStreams, _ stream: HTTPStream) {
                self.owner = owner
                self.stream = stream
                owner.enter(stream)
            }

            deinit { owner.leave(stream) }

            /// Whether the gateway has ended it.
            var isStopped: Bool { owner.lock.withLock { owner.isStopping } }

            func leave() { owner.leave(stream) }
        }

        func reserve() -> Bool {
            lock.withLock {
                guard !isStopping, reserved < limit else { return false }
                reserved += 1
                return true
            }
        }

        func release() { lock.withLock { reserved -= 1 } }

        private func enter(_ stream: HTTPStream) {
            let isStopped = lock.withLock {
                places[ObjectIdentifier(stream)] = stream
                return isStopping
            }
            if isStopped { stream.cancel() }
        }

        private func leave(_ stream: HTTPStream) {
            let isOpen = lock.withLock {
                guard places.removeValue(forKey: ObjectIdentifier(stream)) != nil else { return false }
                reserved -= 1
                return true
            }
            if isOpen { stream.cancel() }
        }

        /// Ends all of them, and takes no more.
        func stop() {
            let left = lock.withLock {
                isStopping = true
                return Array(places.values)
            }
            for stream in left { stream.cancel() }
        }
    }
#endif
