#if Service
    import COSE
    import Encoding
    import HTTPServer
    import Hummingbird
    import Ledger
    import Logging
    import SCITT

    extension ServiceResponder {
        func entry(_ locator: Route.Locator) throws(Problem) -> LogEntry {
            let entry = try stored { () throws(LedgerError) in
                switch locator {
                case .digest(let digest): try log.entry(digest)
                case .transaction(let index): try log.entry(at: index)
                }
            }
            guard let entry else { throw .notFound("no statement of that name is registered") }
            return entry
        }

        func transparentStatement(_ locator: Route.Locator) throws(Problem) -> [UInt8] {
            let entry = try entry(locator)
            do {
                return try SignedStatement(parsing: entry.statement).transparent(with: [entry.receipt])
            } catch {
                logger.error("a stored statement is not readable", metadata: ["entry": "\(entry.sequence)"])
                throw .internalError
            }
        }

        /// A key by its `kid`, which is not URL-safe: as base64url, or as hexadecimal.
        func key(_ name: String) throws(Problem) -> [UInt8] {
            let names = [try? Base64URL.decode(name), try? Hexadecimal.decode(name)].compactMap { $0 }
            guard let key = names.lazy.compactMap({ log.keySet.keys(withID: $0).first }).first else {
                throw .noSuchKey
            }
            return key.encode()
        }

        func checkpoint() throws(Problem) -> Response {
            let note = try stored { () throws(LedgerError) in try log.checkpoint() }
            var response = Response.octets(note.encode(), "text/plain; charset=utf-8")
            response.headers[.cacheControl] = "no-store"
            return response
        }

        func consistency(_ first: UInt64, _ second: UInt64) throws(Problem) -> [UInt8] {
            let proof = try stored { () throws(LedgerError) in
                try log.consistencyProof(first: first, second: second)
            }
            guard let proof else { throw .notFound("the log never had those sizes") }
            return proof.encode()
        }

        func health() throws(Problem) -> Response {
            let head = try stored { () throws(LedgerError) in try log.head() }
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("status", "ok")
            writer.member("service", log.service)
            writer.member("size", Int64(clamping: head.size))
            writer.endObject()
            return .octets(writer.octets, "application/json")
        }

        private func stored<Value>(_ read: () throws(LedgerError) -> Value) throws(Problem) -> Value {
            do {
                return try read()
            } catch {
                report("the log can't be read", error)
                throw .internalError
            }
        }

        func report(_ message: Logger.Message, _ error: LedgerError) {
            logger.error(message, metadata: ["code": "\(error.code)", "error": "\(error)"])
        }
    }
#endif
