import HTTPTypes

/// A request in the form in which the library takes it, checked.
struct CurlRequest: Sendable {
    let method: HTTPRequest.Method
    let url: HTTPURL
    let fields: [String]
    let content: [UInt8]
    /// How long the exchange may take; nil for the transport's limit.
    let limit: Duration?

    init(_ request: HTTPRequest, content: [UInt8], limit: Duration? = nil) throws(HTTPTransportError) {
        self.limit = limit
        guard let scheme = request.scheme, let authority = request.authority, let path = request.path,
            path.hasPrefix("/")
        else { throw .requestInvalid(.url) }
        url = try HTTPURL(parsing: "\(scheme)://\(authority)\(path)")
        guard url.origin.isConfidential else { throw .notEncrypted(host: url.origin.host) }
        guard HTTPRequest.Method(request.method.rawValue) != nil, request.method != .connect else {
            throw .requestInvalid(.field)
        }
        method = request.method
        self.content = content
        // What the library would add by itself and nobody asked for is switched off by an empty field.
        let names = Set(request.headerFields.map(\.name))
        var lines: [String] = []
        for (name, line) in [(HTTPField.Name.accept, "Accept:"), (.contentType, "Content-Type:")]
        where !names.contains(name) {
            lines.append(line)
        }
        lines.append("Expect:")
        for field in request.headerFields {
            guard HTTPField.isValidValue(field.value), !Self.refused.contains(field.name) else {
                throw .requestInvalid(.field)
            }
            lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        fields = lines
    }

    /// Fields that say how the message is framed or where it goes: they are not the caller's.
    private static let refused: Set<HTTPField.Name> = [
        .contentLength, .transferEncoding, .connection, .upgrade, .expect, .te, .trailer,
        HTTPField.Name("Host") ?? .connection,
    ]
}
