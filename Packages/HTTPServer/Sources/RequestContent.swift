#if Service
    import Dispatch
    import HTTPTypes
    package import Hummingbird
    import NIOCore

    /// Why a request's body was not read.
    package enum RequestContentError: Error, Hashable, Sendable {
        /// It has more octets than the limit.
        case tooLarge
        /// It took longer than it may.
        case tooSlow
        /// There is no room to hold it.
        case noRoom
        /// The connection ended before it did.
        case incomplete
    }

    extension Request {
        /// The body, within limits of octets and, from `began` on, of seconds. Who sends nothing at all is cut
        /// off by the idle limit of the connection. Each piece is held if `hold`, which is told its octets, agrees.
        package func content(
            limit: Int, seconds: Int64, began: UInt64, hold: (Int) -> Bool = { _ in true }
        ) async throws(RequestContentError) -> [UInt8] {
            if let length = headers[.contentLength], (Int(length) ?? .max) > limit { throw .tooLarge }
            let latest = began + UInt64(seconds) * 1_000_000_000
            var octets: [UInt8] = []
            do {
                for try await piece in body {
                    guard octets.count + piece.readableBytes <= limit else {
                        throw RequestContentError.tooLarge
                    }
                    guard hold(piece.readableBytes) else { throw RequestContentError.noRoom }
                    octets.append(contentsOf: piece.readableBytesView)
                    guard DispatchTime.now().uptimeNanoseconds < latest else {
                        throw RequestContentError.tooSlow
                    }
                }
            } catch let error as RequestContentError {
                throw error
            } catch {
                throw .incomplete
            }
            return octets
        }
    }

    extension Response {
        /// A response whose content is at hand.
        package static func octets(
            _ octets: [UInt8], _ type: String, _ status: HTTPResponse.Status = .ok
        ) -> Response {
            Response(
                status: status, headers: [.contentType: type],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: octets)))
        }
    }
#endif
