import CCurl
public import HTTPTypes

/// An absolute URL of HTTP, read by the library that will connect to it: two readers of one URL could
/// disagree on its host.
public struct HTTPURL: Hashable, Sendable {
    /// Scheme, host and port.
    public let origin: HTTPOrigin
    /// The path from its slash on, without dot segments, and the query with its question mark.
    public let path: String

    /// The most octets that a URL may have.
    public static let longest = 8192

    /// Reads an absolute URL. A fragment, which is not sent, is dropped.
    ///
    /// Throws `requestInvalid`.
    public init(parsing text: String) throws(HTTPTransportError) {
        try self.init(text, base: nil)
    }

    /// The URL that a reference stands for in a response from this one (RFC 3986 §5).
    ///
    /// Throws `requestInvalid`.
    public func resolving(_ reference: String) throws(HTTPTransportError) -> HTTPURL {
        try HTTPURL(reference, base: self)
    }

    /// The URL of a path below this one; its segments are written as they are.
    public func appending(_ relative: String) throws(HTTPTransportError) -> HTTPURL {
        let folder = path.split(separator: "?", omittingEmptySubsequences: false)[0]
        return try HTTPURL(parsing: "\(origin)\(folder)\(folder.hasSuffix("/") ? "" : "/")\(relative)")
    }

    /// What is read must be the same when it is written and read again: a reference can lead beyond the limit of
    /// length, and the library decodes what a host has encoded.
    private init(_ text: String, base: HTTPURL?) throws(HTTPTransportError) {
        (origin, path) = try Self.parts(of: text, base: base)
        let again = try Self.parts(of: description, base: nil)
        guard again == (origin, path) else { throw .requestInvalid(.url) }
    }

    private static func parts(
        of text: String, base: HTTPURL?
    ) throws(HTTPTransportError) -> (HTTPOrigin, path: String) {
        guard text.utf8.count <= longest else { throw .requestInvalid(.length) }
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C }) else {
            throw .requestInvalid(.url)
        }
        // The library forgives a slash too few or too many before the host; others read another host then.
        let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        if parts[0].hasSuffix(":") || (parts[0].isEmpty && parts.count > 1 && parts[1].isEmpty) {
            guard parts.count > 2, parts[1].isEmpty, !parts[2].isEmpty else { throw .requestInvalid(.url) }
        }
        guard let parser = curl_url() else { throw .failed(detail: "no memory") }
        defer { curl_url_cleanup(parser) }
        for part in [base?.description, text].compactMap({ $0 }) {
            switch curl_url_set(parser, CURLUPART_URL, part, UInt32(CURLU_DISALLOW_USER)) {
            case CURLUE_OK: break
            case CURLUE_USER_NOT_ALLOWED: throw .requestInvalid(.userInformation)
            case CURLUE_UNSUPPORTED_SCHEME: throw .requestInvalid(.scheme)
            default: throw .requestInvalid(.url)
            }
        }
        guard part(CURLUPART_ZONEID, of: parser) == nil else { throw .requestInvalid(.zone) }
        guard let scheme = part(CURLUPART_SCHEME, of: parser)?.lowercased(),
            ["https", "http"].contains(scheme)
        else { throw .requestInvalid(.scheme) }
        guard let host = part(CURLUPART_HOST, of: parser)?.lowercased(), !host.isEmpty,
            let port = part(CURLUPART_PORT, of: parser).flatMap({ Int($0) })
        else { throw .requestInvalid(.url) }
        let query = part(CURLUPART_QUERY, of: parser).map { "?\($0)" } ?? ""
        return (
            HTTPOrigin(scheme: scheme, host: host, port: port),
            (part(CURLUPART_PATH, of: parser) ?? "/") + query
        )
    }

    private static func part(_ part: CURLUPart, of parser: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parser, part, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text else {
            return nil
        }
        defer { curl_free(text) }
        return String(cString: text)
    }
}

extension HTTPURL: CustomStringConvertible {
    /// The URL as it is sent.
    public var description: String { "\(origin)\(path)" }
}

extension HTTPRequest {
    /// A request of a URL.
    public init(method: Method, url: HTTPURL, headerFields: HTTPFields = [:]) {
        self.init(
            method: method, scheme: url.origin.scheme, authority: url.origin.authority, path: url.path,
            headerFields: headerFields)
    }
}
