import CCurl
import HTTPTypes

/// Sets the options of a handle and keeps the first failure.
final class CurlOptions {
    private let handle: UnsafeMutableRawPointer
    private(set) var flaw: CURLcode?

    init(_ handle: UnsafeMutableRawPointer) { self.handle = handle }

    /// How a connection is made, and how long and how large the exchange may get.
    func connect(_ settings: CurlSettings) {
        number(CURLOPT_NOSIGNAL, 1)
        text(CURLOPT_PROTOCOLS_STR, "http,https")
        number(CURLOPT_HTTP_VERSION, settings.sendsOnce ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS)
        number(CURLOPT_FRESH_CONNECT, settings.sendsOnce ? 1 : 0)
        number(CURLOPT_FORBID_REUSE, settings.sendsOnce ? 1 : 0)
        number(CURLOPT_PIPEWAIT, 1)
        number(CURLOPT_FOLLOWLOCATION, 0)
        number(CURLOPT_SSL_VERIFYPEER, 1)
        number(CURLOPT_SSL_VERIFYHOST, 2)
        number(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let file = settings.certificateAuthorities {
            text(CURLOPT_CAINFO, file)
            keep(shim_curl_set_text(handle, CURLOPT_CAPATH, nil))
        }
        // An empty text, unlike none, also switches off what the environment names.
        text(CURLOPT_PROXY, settings.proxy ?? "")
        number(CURLOPT_CONNECTTIMEOUT_MS, settings.limits.connecting.milliseconds)
        number(CURLOPT_TIMEOUT_MS, settings.limits.total.milliseconds)
        keep(shim_curl_set_size(handle, CURLOPT_MAXFILESIZE_LARGE, Int(max(1, settings.limits.content))))
    }

    /// The request itself. The library copies all of it but the list of fields.
    func send(_ request: CurlRequest, fields: UnsafeMutablePointer<curl_slist>?) {
        text(CURLOPT_URL, request.url.description)
        if let limit = request.limit { number(CURLOPT_TIMEOUT_MS, limit.milliseconds) }
        keep(shim_curl_set_pointer(handle, CURLOPT_HTTPHEADER, fields))
        switch (request.method, request.content.isEmpty) {
        case (.get, true): number(CURLOPT_HTTPGET, 1)
        case (.head, true): number(CURLOPT_NOBODY, 1)
        case (.post, _), (_, false):
            keep(shim_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, request.content.count))
            // One octet more, since an empty array may have no address: the size above is what counts.
            var content = request.content + [0]
            content.withUnsafeMutableBytes { octets in
                keep(shim_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, octets.baseAddress))
            }
            if request.method != .post { text(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        default: text(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }

    /// Where the response goes.
    func receive(
        context: UnsafeMutableRawPointer, detail: UnsafeMutablePointer<CChar>,
        header: shim_curl_receiver, content: shim_curl_receiver
    ) {
        keep(shim_curl_set_pointer(handle, CURLOPT_PRIVATE, context))
        keep(shim_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, detail))
        keep(shim_curl_set_receiver(handle, CURLOPT_HEADERFUNCTION, header))
        keep(shim_curl_set_pointer(handle, CURLOPT_HEADERDATA, context))
        keep(shim_curl_set_receiver(handle, CURLOPT_WRITEFUNCTION, content))
        keep(shim_curl_set_pointer(handle, CURLOPT_WRITEDATA, context))
    }

    private func number(_ option: CURLoption, _ value: Int) {
        keep(shim_curl_set_number(handle, option, value))
    }

    private func text(_ option: CURLoption, _ value: String) {
        keep(shim_curl_set_text(handle, option, value))
    }

    private func keep(_ code: CURLcode) {
        if code != CURLE_OK, flaw == nil { flaw = code }
    }
}

extension Duration {
    /// Whole milliseconds, at least one: 0 would mean no limit to the library. At most a day.
    fileprivate var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard (0..<86_400).contains(seconds) else { return seconds < 0 ? 1 : 86_400_000 }
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
