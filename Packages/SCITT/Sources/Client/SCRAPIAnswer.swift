import CBOR
import COSE
import Encoding
package import HTTPTransport
import HTTPTypes
package import Signing

/// Reads what services answer: draft-ietf-scitt-scrapi-11 and its earlier revisions, told apart by what came.
///
/// | Revision | running | done |
/// |---|---|---|
/// | -11 | 202 or 204 | 201, 200 |
/// | -04 to -10, CCF | 303, then 302 | 201, 200 |
/// | -03 | 202 with CBOR `OperationID` | 200 with CBOR `EntryID` |
/// | up to -02 | 202 with JSON | 201, 200 |
package struct SCRAPIAnswer {
    let reply: HTTPReply
    /// Where the request went.
    let url: HTTPURL
    /// The digest of the statement that the request registered; nil for a question.
    let registering: Digest32?
    let address: TransparencyServiceAddress
    /// Seconds since 1970-01-01T00:00:00Z.
    let now: Int64

    package init(
        reply: HTTPReply, url: HTTPURL, registering: Digest32?, address: TransparencyServiceAddress,
        now: Int64
    ) {
        self.reply = reply
        self.url = url
        self.registering = registering
        self.address = address
        self.now = now
    }

    private var isRegistration: Bool { registering != nil }

    private var code: Int { reply.response.status.code }

    package func status() throws(TransparencyClientError) -> RegistrationStatus {
        switch code {
        case 200, 201:
            try requireType()
            return try done()
        case 202:
            try requireType()
            return try accepted()
        case 204 where !isRegistration: return try running(at: url)
        case 302, 303: return try running(at: location() ?? (isRegistration ? nil : url))
        default: return try problem()
        }
    }

    /// Content that says that it is something else is not looked at: it is another program's, such as a page.
    private func requireType() throws(TransparencyClientError) {
        guard !reply.content.isEmpty, let value = reply.response.headerFields[.contentType] else { return }
        let type = value.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
        let name = ExactString(String(decoding: type, as: UTF8.self)).lowercasedASCII
        guard Self.types.contains(name) else {
            throw .contentTypeUnexpected(ProblemDetails.shown(value))
        }
    }

    /// Those of receipts, of statements with receipts, and of operations in all revisions; and the one that says
    /// nothing.
    private static let types: [ExactString] = [
        "application/cose", "application/scitt-receipt+cose", "application/scitt-statement+cose",
        "application/cbor", "application/json", "application/octet-stream",
    ]

    // MARK: - Places

    /// `Location`, resolved and allowed; nil where there is none.
    func location() throws(TransparencyClientError) -> HTTPURL? {
        let values = reply.response.headerFields[values: .location]
        guard values.count < 2 else { throw .locationMissing }
        guard let value = values.first else { return nil }
        return try place(value)
    }

    private func place(_ reference: String) throws(TransparencyClientError) -> HTTPURL {
        guard let place = try? url.resolving(reference) else { throw .locationMalformed }
        guard address.allows(place.origin) else { throw .locationElsewhere(place.origin) }
        return place
    }

    /// The place below the service's URL that an identifier of -03 stands for: itself if it is a URL.
    private func place(_ folder: String, _ identifier: String) throws(TransparencyClientError) -> HTTPURL {
        if identifier.contains("://") { return try place(identifier) }
        let isSegment = identifier.utf8.allSatisfy {
            (0x21...0x7E).contains($0) && !"/?#%\\".utf8.contains($0)
        }
        guard isSegment, !identifier.isEmpty, !identifier.allSatisfy({ $0 == "." }),
            let place = try? address.url.appending("\(folder)/\(identifier)")
        else { throw .locationMalformed }
        return place
    }

    // MARK: - Progress

    private var retryAfter: Int64? {
        reply.response.headerFields[.retryAfter].flatMap { RetryAfter.seconds($0, now: now) }
    }

    private func running(at place: HTTPURL?) throws(TransparencyClientError) -> RegistrationStatus {
        guard let place else { throw .locationMissing }
        return .running(at: place, retryAfter: retryAfter)
    }

    private func accepted() throws(TransparencyClientError) -> RegistrationStatus {
        if let operation { return try progress(operation) }
        return try running(at: location() ?? (isRegistration ? nil : url))
    }

    private func done() throws(TransparencyClientError) -> RegistrationStatus {
        if let operation { return try progress(operation) }
        if reply.content.isEmpty, isRegistration { return try running(at: location()) }
        guard let receipts = Self.receipts(reply.content) else { throw .contentMalformed }
        // A receipt is good wherever it lies; a place that can't be used is only not remembered.
        return .receipts(receipts, at: try? location())
    }

    /// The content as receipts: one alone, or those in the header of a transparent statement.
    private static func receipts(_ content: [UInt8]) -> [[UInt8]]? {
        guard let message = try? COSESign1(decoding: content) else { return nil }
        let carried = message.unprotected.receipts
        return carried.isEmpty ? [content] : carried
    }

    // MARK: - Operations of -03 and before

    private struct Operation {
        var identifier: String?
        var entry: String?
        var status: String?
        var error: ProblemDetails?
    }

    private var operation: Operation? {
        if reply.content.first == UInt8(ascii: "{") {
            guard let root = try? JSONDocument(parsing: reply.content).root, root.kind == .object else {
                return nil
            }
            func text(_ names: String...) -> String? {
                names.lazy.compactMap { root[$0]?.string?.string }.first
            }
            return Operation(
                identifier: text("operationId", "operationID", "OperationID", "OperationId"),
                entry: text("entryId", "entryID", "EntryID", "EntryId"), status: text("status", "Status"),
                error: root["error"].flatMap { ProblemDetails($0) })
        }
        let limits = CBORLimits(octets: ProblemDetails.limit, depth: 8, items: 256)
        guard let map = try? CBORValue(decoding: reply.content, rules: .unordered, limits: limits).entries
        else { return nil }
        func text(_ names: String...) -> String? {
            names.lazy.compactMap { map[.text($0)]?.text?.string }.first
        }
        return Operation(
            identifier: text("OperationID", "OperationId"), entry: text("EntryID", "EntryId"),
            status: text("Status"), error: map["Error"].flatMap { ProblemDetails($0) })
    }

    private func progress(_ operation: Operation) throws(TransparencyClientError) -> RegistrationStatus {
        switch operation.status {
        case "failed": return .refused(operation.error ?? ProblemDetails(title: "Registration Failed"))
        case "succeeded":
            // The receipt is at another place than the operation was.
            if let place = try location() { return .running(at: place, retryAfter: 0) }
            guard let entry = operation.entry else { throw .locationMissing }
            return .running(at: try place("entries", entry), retryAfter: 0)
        default:
            if let place = try location() { return try running(at: place) }
            if let identifier = operation.identifier {
                return try running(at: place("operations", identifier))
            }
            return try running(at: isRegistration ? nil : url)
        }
    }

    // MARK: - Problems

    /// The problem object decides, and where there is none the class of the status.
    private func problem() throws(TransparencyClientError) -> RegistrationStatus {
        let problem = ProblemDetails(parsing: reply.content)
        if (400..<500).contains(code), let problem {
            if problem.isTitled("Already Registered", "Already Exists", "Duplicate") {
                return try running(at: known(problem))
            }
            if problem.isTitled("Registration Failed") { return .refused(problem) }
            if problem.isTitled("Invalid Locator", "Not Found", "Operation Not Found"), !isRegistration {
                return .unknown(problem)
            }
        }
        switch code {
        case 400, 409, 413, 415, 422: return .refused(problem ?? ProblemDetails(title: "status \(code)"))
        case 404 where !isRegistration, 410 where !isRegistration: return .unknown(problem)
        default: throw .status(code, problem, retryAfter: retryAfter)
        }
    }

    /// Where a statement that the service has had before can be found.
    private func known(_ problem: ProblemDetails) throws(TransparencyClientError) -> HTTPURL? {
        if let place = try location() { return place }
        if let instance = problem.instance, !instance.hasPrefix("urn:") { return try place(instance) }
        // Without a word about where: services name entries by this digest more than by anything else.
        guard let digest = registering else { return nil }
        return try place("entries", digest.description)
    }
}
