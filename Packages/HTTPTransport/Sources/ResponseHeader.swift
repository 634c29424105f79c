import HTTPTypes

/// Reads the status line and fields of a response as they arrive, line by line.
struct ResponseHeader {
    private let limits: HTTPLimits
    private var octets = 0
    private var fieldCount = 0
    private var status: HTTPResponse.Status?
    private var fields = HTTPFields()
    private var isComplete = false

    init(limits: HTTPLimits) { self.limits = limits }

    /// The final response; nil before its last line.
    var response: HTTPResponse? {
        guard isComplete, let status, status.kind != .informational else { return nil }
        return HTTPResponse(status: status, headerFields: fields)
    }

    /// Takes one line with its end. What follows the final header are trailers, which nobody asked for.
    mutating func take(_ line: UnsafeRawBufferPointer) throws(HTTPTransportError) {
        octets += line.count
        guard octets <= limits.header else { throw .headerTooLarge(limit: limits.header) }
        guard response == nil else { return }
        let text = Self.withoutEnd(line)
        if text.isEmpty {
            guard status != nil else { throw .responseMalformed(detail: "no status line") }
            isComplete = true
        } else if text.starts(with: "HTTP/".utf8), status == nil || isComplete {
            status = try Self.status(text)
            fields = HTTPFields()
            isComplete = false
        } else {
            guard status != nil else { throw .responseMalformed(detail: "no status line") }
            fieldCount += 1
            guard fieldCount <= limits.fields else { throw .tooManyFields(limit: limits.fields) }
            fields.append(try Self.field(text))
        }
    }

    private static func withoutEnd(_ line: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
        var text = line[...]
        if text.last == 0x0A { text = text.dropLast() }
        if text.last == 0x0D { text = text.dropLast() }
        return text
    }

    /// `HTTP/1.1 200 OK`; HTTP/2 has no minor version and no phrase.
    private static func status(
        _ line: Slice<UnsafeRawBufferPointer>
    ) throws(HTTPTransportError) -> HTTPResponse.Status {
        let parts = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count > 1, parts[1].count == 3, parts[1].allSatisfy({ (0x30...0x39).contains($0) }),
            let code = Int(String(decoding: parts[1], as: UTF8.self)), (100..<600).contains(code)
        else { throw .responseMalformed(detail: "the status line is none") }
        return HTTPResponse.Status(code: code)
    }

    /// `name: value`. A line that continues the one before it (RFC 9112 §5.2) has no name and is refused.
    private static func field(_ line: Slice<UnsafeRawBufferPointer>) throws(HTTPTransportError) -> HTTPField {
        guard let colon = line.firstIndex(of: 0x3A),
            let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
        else { throw .responseMalformed(detail: "a field has no name") }
        func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || octet == 0x09 }
        var value = line[line.index(after: colon)...].drop(while: isSpace)
        while let last = value.last, isSpace(last) { value = value.dropLast() }
        guard HTTPField.isValidValue(value) else {
            throw .responseMalformed(detail: "the field \(name) has a value that no field can have")
        }
        return HTTPField(name: name, value: value)
    }
}
