import CCurl
import Foundation

/// An exchange while it takes place: the library's handle, and what has arrived so far. It belongs to the
/// loop's thread.
final class CurlTransfer {
    let exchange: CurlExchange
    let handle: UnsafeMutableRawPointer
    private let limits: HTTPLimits
    private let fields: UnsafeMutablePointer<curl_slist>?
    private let detail: UnsafeMutablePointer<CChar>
    private var header: ResponseHeader
    private var received = 0
    private var refusal: HTTPTransportError?

    init(_ exchange: CurlExchange, _ settings: CurlSettings) throws(HTTPTransportError) {
        guard let handle = curl_easy_init() else { throw .failed(detail: "no memory") }
        self.exchange = exchange
        self.handle = handle
        limits = settings.limits
        header = ResponseHeader(limits: settings.limits)
        detail = .allocate(capacity: Int(CURL_ERROR_SIZE))
        detail.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        var fields: UnsafeMutablePointer<curl_slist>?
        for field in exchange.request.fields { fields = curl_slist_append(fields, field) ?? fields }
        self.fields = fields

        let options = CurlOptions(handle)
        options.connect(settings)
        options.send(exchange.request, fields: fields)
        let context = Unmanaged.passUnretained(self).toOpaque()
        options.receive(
            context: context, detail: detail,
            header: { octets, _, count, context in
                CurlTransfer.received(octets, count, context) { (transfer, line) throws(HTTPTransportError) in
                    try transfer.takeHeader(line)
                }
            },
            content: { octets, _, count, context in
                CurlTransfer.received(octets, count, context) {
                    (transfer, piece) throws(HTTPTransportError) in
                    try transfer.take(piece)
                }
            })
        guard let flaw = options.flaw else { return }
        throw .failed(detail: String(cString: curl_easy_strerror(flaw)))
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(fields)
        detail.deallocate()
    }

    /// The transfer that a handle belongs to.
    static func of(_ handle: UnsafeMutableRawPointer) -> CurlTransfer? {
        var context: UnsafeMutableRawPointer?
        guard shim_curl_get_pointer(handle, CURLINFO_PRIVATE, &context) == CURLE_OK, let context else {
            return nil
        }
        return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    }

    // MARK: - Receiving

    /// Answers how many octets were taken, or that the transfer has to pause; another number than `count` ends
    /// the transfer.
    private static func received(
        _ octets: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
        _ take: (CurlTransfer, UnsafeRawBufferPointer) throws(HTTPTransportError) -> Bool
    ) -> Int {
        guard let octets, let context else { return 0 }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        do throws(HTTPTransportError) {
            let isTaken = try take(transfer, UnsafeRawBufferPointer(start: octets, count: count))
            return isTaken ? count : Int(CURL_WRITEFUNC_PAUSE)
        } catch {
            transfer.refusal = error
            return -1
        }
    }

    private func takeHeader(_ line: UnsafeRawBufferPointer) throws(HTTPTransportError) -> Bool {
        let isAnswered = header.response != nil
        try header.take(line)
        if !isAnswered, let response = header.response { exchange.answer(response) }
        return true
    }

    private func take(_ octets: UnsafeRawBufferPointer) throws(HTTPTransportError) -> Bool {
        guard octets.count <= limits.content - received else {
            throw .contentTooLarge(limit: limits.content)
        }
        guard exchange.offer(octets) else { return false }
        received += octets.count
        return true
    }

    // MARK: - The end

    /// What has come of the exchange.
    func result(_ code: CURLcode) -> Result<Void, HTTPTransportError> {
        if let refusal { return .failure(refusal) }
        return code == CURLE_OK ? .success(()) : .failure(error(code))
    }

    private func error(_ code: CURLcode) -> HTTPTransportError {
        let said = String(cString: detail)
        let detail = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return .timedOut
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return .hostUnknown(detail: detail)
        case CURLE_COULDNT_CONNECT: return .notConnected(detail: detail)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR:
            return .notTrusted(detail: detail)
        case CURLE_FILESIZE_EXCEEDED: return .contentTooLarge(limit: limits.content)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_AGAIN:
            return .connectionLost(detail: detail)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
            return .responseMalformed(detail: detail)
        default: return .failed(detail: detail)
        }
    }
}
