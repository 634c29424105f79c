import CCurl
import Foundation

/// The thread on which a transport's exchanges take place, all at once: libcurl's multi interface.
final class CurlLoop: @unchecked Sendable {
    private let settings: CurlSettings
    private let multi: UnsafeMutableRawPointer

    private let lock = NSLock()
    // Guarded by the lock.
    private var submitted: [CurlExchange] = []
    private var cancelled: [CurlExchange] = []
    private var isStopped = false

    // Of the loop's thread.
    private var waiting: [CurlExchange] = []
    private var transfers: [ObjectIdentifier: CurlTransfer] = [:]

    init(_ settings: CurlSettings) throws(HTTPTransportError) {
        guard Self.isStarted, let multi = curl_multi_init() else {
            throw .failed(detail: "the transfer library can't be started")
        }
        let connections = max(1, min(settings.concurrency, 1024))
        self.settings = settings
        self.multi = multi
        shim_curl_multi_set_number(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections)
        shim_curl_multi_set_number(multi, CURLMOPT_MAXCONNECTS, connections)
    }

    deinit { curl_multi_cleanup(multi) }

    private static let isStarted = shim_curl_start() == CURLE_OK

    func start() {
        let thread = Thread { [self] in run() }
        thread.name = "http"
        thread.start()
    }

    func submit(_ exchange: CurlExchange, _ continuation: CurlExchange.Continuation) {
        let isTaken = lock.withLock {
            guard !exchange.isCancelled, !isStopped else { return false }
            exchange.continuation = continuation
            submitted.append(exchange)
            curl_multi_wakeup(multi)
            return true
        }
        if !isTaken { continuation.resume(returning: .failure(.cancelled)) }
    }

    func cancel(_ exchange: CurlExchange) {
        lock.withLock {
            exchange.isCancelled = true
            guard exchange.continuation != nil else { return }
            cancelled.append(exchange)
            curl_multi_wakeup(multi)
        }
    }

    func stop() {
        lock.withLock {
            isStopped = true
            curl_multi_wakeup(multi)
        }
    }

    // MARK: - The thread

    private func run() {
        while takeOrders() {
            var running: Int32 = 0
            repeat {
                curl_multi_perform(multi, &running)
                collect()
            } while startWaiting()
            curl_multi_poll(multi, nil, 0, 60_000, nil)
        }
        for transfer in transfers.values {
            curl_multi_remove_handle(multi, transfer.handle)
            finish(transfer.exchange, .failure(.cancelled))
        }
        transfers = [:]
        for exchange in waiting { finish(exchange, .failure(.cancelled)) }
    }

    /// Takes over what others have asked for; false at the end.
    private func takeOrders() -> Bool {
        let (isStopped, dropped) = lock.withLock {
            waiting += submitted
            submitted = []
            defer { cancelled = [] }
            return (self.isStopped, cancelled)
        }
        for exchange in dropped {
            if let transfer = transfers.removeValue(forKey: ObjectIdentifier(exchange)) {
                curl_multi_remove_handle(multi, transfer.handle)
                finish(exchange, .failure(.cancelled))
            } else if let index = waiting.firstIndex(where: { $0 === exchange }) {
                waiting.remove(at: index)
                finish(exchange, .failure(.cancelled))
            }
        }
        return !isStopped
    }

    /// Starts as many exchanges as there is room for; whether there was one.
    private func startWaiting() -> Bool {
        var count = 0
        while count < waiting.count, transfers.count < max(1, settings.concurrency) {
            let exchange = waiting[count]
            count += 1
            do {
                let transfer = try CurlTransfer(exchange, settings)
                guard curl_multi_add_handle(multi, transfer.handle) == CURLM_OK else {
                    throw HTTPTransportError.failed(detail: "the exchange can't be started")
                }
                transfers[ObjectIdentifier(exchange)] = transfer
            } catch {
                finish(exchange, .failure(error as? HTTPTransportError ?? .failed(detail: "\(error)")))
            }
        }
        waiting.removeFirst(count)
        return count > 0
    }

    /// Answers the exchanges that have come to their end.
    private func collect() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left)?.pointee {
            guard message.msg == CURLMSG_DONE, let handle = message.easy_handle,
                let transfer = CurlTransfer.of(handle)
            else { continue }
            curl_multi_remove_handle(multi, handle)
            transfers[ObjectIdentifier(transfer.exchange)] = nil
            finish(transfer.exchange, transfer.result(message.data.result))
        }
    }

    private func finish(_ exchange: CurlExchange, _ result: Result<HTTPReply, HTTPTransportError>) {
        let continuation = lock.withLock {
            defer { exchange.continuation = nil }
            return exchange.continuation
        }
        continuation?.resume(returning: result)
    }
}
