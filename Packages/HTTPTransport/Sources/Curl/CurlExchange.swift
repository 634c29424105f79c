/// One request on its way through the loop. The loop's lock guards what can change.
final class CurlExchange: @unchecked Sendable {
    typealias Continuation = CheckedContinuation<Result<HTTPReply, HTTPTransportError>, Never>

    let request: CurlRequest
    var continuation: Continuation?
    var isCancelled = false

    init(request: CurlRequest) { self.request = request }
}
