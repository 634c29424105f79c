import Encoding
import Glibc

/// Answers requests of the conformance interface.
enum Testee {
    /// A request that was refused: the error object of its answer.
    struct Refusal: Error {
        let code: String
        let requirement: String?
        let detail: String
        /// The HTTP status of the answer, where a request of HTTP was refused.
        let status: Int?

        init(_ code: String, _ detail: String, requirement: String? = nil, status: Int? = nil) {
            self.code = code
            self.requirement = requirement
            self.detail = detail
            self.status = status
        }

        /// A request that lacks what its operation needs.
        static func badRequest(_ detail: String) -> Refusal { Refusal("bad-request", detail) }
    }

    typealias Answer = [(String, JSONValue)]

    private static let operations: [String: @Sendable (Request) throws(Refusal) -> Answer] = [
        "base64url.decode": decodeBase64URL,
        "json.parse": parseJSON,
        "jwk.parse": parseJWK,
        "jws.verify": verifyJWS,
        "jws.sign": signJWS,
        "act.verify": verifyACT,
        "ect.verify": verifyECT,
        "dag.validate": validateDAG,
        "cbor.decode": decodeCBOR,
        "cose.sign1.sign": signCOSESign1,
        "cose.sign1.verify": verifyCOSESign1,
        "merkle.root": merkleRoot,
        "merkle.inclusion": merkleInclusion,
        "merkle.consistency": merkleConsistency,
        "receipt.verify": verifyReceipt,
        "receipt.consistency": verifyConsistencyReceipt,
        "http.verify": verifyHTTP,
        "http.signature.verify": verifyHTTPSignature,
        "http.signature.sign": signHTTPSignature,
    ]

    /// The answer to one line.
    static func answer(to line: [UInt8]) -> JSONValue {
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: line, limits: .document)
        } catch {
            return failure(id: .null, Refusal("bad-request", "\(error)"))
        }
        let id = document.root["id"]?.value ?? .null
        do throws(Refusal) {
            guard document.root.kind == .object else { throw .badRequest("a request is a JSON object") }
            let request = Request(root: document.root)
            let name = try request.string("op")
            guard let operation = operations[name.string] else {
                throw Refusal("unknown-op", "there is no operation \(name.quoted)")
            }
            let members = try operation(request).map { JSONMember(ExactString($0.0), $0.1) }
            return .object([JSONMember("id", id), JSONMember("ok", .boolean(true))] + members)
        } catch {
            return failure(id: id, error)
        }
    }

    private static func failure(id: JSONValue, _ refusal: Refusal) -> JSONValue {
        var error = [
            JSONMember("code", .string(ExactString(refusal.code))),
            JSONMember("requirement", refusal.requirement.map { .string(ExactString($0)) } ?? .null),
            JSONMember("detail", .string(ExactString(refusal.detail))),
        ]
        if let status = refusal.status { error.append(JSONMember("status", .integer(Int64(status)))) }
        return ["id": id, "ok": false, "error": .object(error)]
    }
}

extension Testee {
    /// The members of a request, read as their operations need them. A member that is `null` counts as absent.
    struct Request {
        let root: JSONNode

        func optional(_ name: String) -> JSONNode? {
            root[name].flatMap { $0.isNull ? nil : $0 }
        }

        func node(_ name: String) throws(Refusal) -> JSONNode {
            guard let node = optional(name) else { throw .badRequest("'\(name)' is missing") }
            return node
        }

        func optionalString(_ name: String) throws(Refusal) -> ExactString? {
            guard let node = optional(name) else { return nil }
            guard let text = node.string else { throw .badRequest("'\(name)' is not a string") }
            return text
        }

        func string(_ name: String) throws(Refusal) -> ExactString {
            guard let text = try optionalString(name) else { throw .badRequest("'\(name)' is missing") }
            return text
        }

        /// One of some words, where it is there.
        func choice(_ name: String, _ words: [String]) throws(Refusal) -> String? {
            guard let text = try optionalString(name) else { return nil }
            guard let word = words.first(where: { ExactString($0) == text }) else {
                throw .badRequest("'\(name)' is not one of: \(words.joined(separator: ", "))")
            }
            return word
        }

        func integer(_ name: String) throws(Refusal) -> Int64? {
            guard let node = optional(name) else { return nil }
            guard let number = node.integer else { throw .badRequest("'\(name)' is not an integer") }
            return number
        }

        func strings(_ name: String) throws(Refusal) -> [ExactString]? {
            guard let node = optional(name) else { return nil }
            guard node.kind == .array else { throw .badRequest("'\(name)' is not an array") }
            var strings: [ExactString] = []
            for element in node.elements {
                guard let text = element.string else {
                    throw .badRequest("'\(name)' has an element that is no string")
                }
                strings.append(text)
            }
            return strings
        }

        func optionalHex(_ name: String) throws(Refusal) -> [UInt8]? {
            guard let text = try optionalString(name) else { return nil }
            do { return try Hexadecimal.decode(text.string) } catch {
                throw .badRequest("'\(name)' is not lower-case hexadecimal")
            }
        }

        func hex(_ name: String) throws(Refusal) -> [UInt8] {
            guard let octets = try optionalHex(name) else { throw .badRequest("'\(name)' is missing") }
            return octets
        }

        func hexes(_ name: String) throws(Refusal) -> [[UInt8]] {
            guard let texts = try strings(name) else { throw .badRequest("'\(name)' is missing") }
            var list: [[UInt8]] = []
            for text in texts {
                guard let octets = try? Hexadecimal.decode(text.string) else {
                    throw .badRequest("'\(name)' has an element that is no hexadecimal")
                }
                list.append(octets)
            }
            return list
        }

        /// A token, given as text or as the hexadecimal of its octets.
        func token() throws(Refusal) -> [UInt8] {
            if let octets = try optionalHex("token_hex") { return octets }
            return Array(try string("token").utf8)
        }

        /// Tokens given as texts.
        func tokens(_ name: String) throws(Refusal) -> [[UInt8]] {
            (try strings(name) ?? []).map { Array($0.utf8) }
        }
    }

    static func text(_ string: String) -> JSONValue { .string(ExactString(string)) }

    static func hex(_ octets: [UInt8]) -> JSONValue { text(Hexadecimal.encode(octets)) }
}
