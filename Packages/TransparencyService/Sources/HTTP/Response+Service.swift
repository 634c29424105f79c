#if Service
    import HTTPServer
    import HTTPTypes
    import Hummingbird

    extension Response {
        static func cbor(_ octets: [UInt8]) -> Response { .octets(octets, "application/cbor") }

        /// A receipt or a statement, which never change.
        static func message(_ octets: [UInt8]) -> Response {
            var response = Response.octets(octets, Self.cose)
            response.headers[.cacheControl] = "public, max-age=31536000, immutable"
            return response
        }

        static func registration(of entry: LogEntry, _ dialect: Dialect) -> Response {
            let transaction = "1.\(entry.sequence)"
            switch dialect {
            case .scrapi:
                var response = Response.octets(entry.receipt, Self.cose, .created)
                response.headers[.location] = "/entries/\(entry.digest)"
                return response
            case .ccfWaiting:
                var response = Response.octets(entry.receipt, Self.cose, .created)
                response.headers[.location] = "/entries/\(transaction)"
                response.headers[.transaction] = transaction
                return response
            case .ccf:
                return Response(
                    status: .seeOther,
                    headers: [.location: "/entries/\(transaction)", .transaction: transaction])
            }
        }

        static func problem(_ problem: Problem, allowed: String) -> Response {
            var response = Response.octets(
                problem.encode(), Problem.mediaType, HTTPResponse.Status(code: problem.status))
            response.headers[.cacheControl] = "no-store"
            if let seconds = problem.retryAfter { response.headers[.retryAfter] = String(seconds) }
            switch problem.status {
            case 401: response.headers[.wwwAuthenticate] = "Bearer"
            case 405: response.headers[.allow] = allowed
            default: break
            }
            if problem.closesConnection { response.headers[.connection] = "close" }
            return response
        }

        private static let cose = "application/cose"
    }

    extension HTTPField.Name {
        /// Where clients of CCF ledgers look for the transaction.
        static let transaction = HTTPField.Name("x-ms-ccf-transaction-id") ?? .location
    }
#endif
