import HTTPTypes
import WIMSE

/// A request as HTTP/1.1 text (RFC 9112), and back.
struct RequestText {
    let request: HTTPRequest
    let content: [UInt8]

    /// Reads a request: a request line, field lines, an empty line, content. Lines end with CR LF or LF; the scheme
    /// of a path alone is https.
    init(parsing octets: [UInt8], of file: String) throws(CommandFailure) {
        var rest = octets[...]
        func malformed(_ detail: String) -> CommandFailure {
            CommandFailure(.malformedData, "\(file) is no request: \(detail)")
        }
        func line() -> String? {
            guard let end = rest.firstIndex(of: 0x0A) else { return nil }
            var line = rest[..<end]
            if line.last == 0x0D { line.removeLast() }
            rest = rest[(end + 1)...]
            return String(validating: line, as: UTF8.self)
        }
        guard let first = line() else { throw malformed("no request line") }
        let parts = first.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].hasPrefix("HTTP/"), let method = HTTPRequest.Method(String(parts[0]))
        else {
            throw malformed("the first line is not METHOD TARGET HTTP/1.1")
        }
        var fields = HTTPFields()
        var host: String?
        while true {
            guard let line = line() else { throw malformed("no empty line after the fields") }
            if line.isEmpty { break }
            guard let colon = line.firstIndex(of: ":"), let name = HTTPField.Name(String(line[..<colon]))
            else {
                throw malformed("a field line is not NAME: VALUE")
            }
            let value = String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
            if name.canonicalName == "host" {
                guard host == nil else { throw malformed("Host is there twice") }
                host = value
            } else {
                fields.append(HTTPField(name: name, value: value))
            }
        }
        let target = parts[1].hasPrefix("/") ? "https://\(host ?? "")\(parts[1])" : String(parts[1])
        guard var request = HTTPRequest(method: method, target: target) else {
            throw malformed("the target is neither a path, with Host, nor an absolute URI")
        }
        // What is verified is what the request line says: with a slash in it, Host would be a part of the path.
        guard !parts[1].hasPrefix("/") || request.path ?? "" == parts[1] else {
            throw malformed("Host is no host, or the target has a fragment")
        }
        request.headerFields = fields
        self.request = request
        content = Array(rest)
    }

    /// The request as text, with Host, and Content-Length where there is content.
    static func write(_ request: HTTPRequest, _ content: [UInt8]) -> [UInt8] {
        var text = "\(request.method.rawValue) \(request.path ?? "/") HTTP/1.1\r\n"
        text += "Host: \(request.authority ?? "")\r\n"
        if !content.isEmpty, !request.headerFields.contains(.contentLength) {
            text += "Content-Length: \(content.count)\r\n"
        }
        for field in request.headerFields { text += "\(field.name.rawName): \(field.value)\r\n" }
        return Array((text + "\r\n").utf8) + content
    }
}
