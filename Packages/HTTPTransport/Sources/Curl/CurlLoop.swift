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
    private var eased: [CurlExchange] = []
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

    func submit(_ exchange: CurlExchange) {
        let isTaken = lock.withLock {
            guard !isStopped else { return false }
            submitted.append(exchange)
            curl_multi_wakeup(multi)
            return true
        }
        if !isTaken { exchange.finish(.failure(.cancelled)) }
    }

    func cancel(_ exchange: CurlExchange) {
        lock.withLock {
            cancelled.append(exchange)
            curl_multi_wakeup(multi)
        }
    }

    /// Goes on with an exchange that was paused.
    func ease(_ exchange: CurlExchange) {
        lock.withLock {
            eased.append(exchange)
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
            transfer.exchange.finish(.failure(.cancelled))
        }
        transfers = [:]
        for exchange in waiting { exchange.finish(.failure(.cancelled)) }
    }

    /// Takes over what others have asked for; false at the end.
    private func takeOrders() -> Bool {
        let (isStopped, dropped, eased) = lock.withLock {
            waiting += submitted
            submitted = []
            defer { (cancelled, self.eased) = ([], []) }
            return (self.isStopped, cancelled, self.eased)
        }
        for exchange in dropped {
            if let transfer = transfers.removeValue(forKey: ObjectIdentifier(exchange)) {
                curl_multi_remove_handle(multi, transfer.handle)
            } else {
                waiting.removeAll { $0 === exchange }
            }
            exchange.finish(.failure(.cancelled))
        }
        for exchange in eased {
            if let transfer = transfers[ObjectIdentifier(exchange)] {
                curl_easy_pause(transfer.handle, CURLPAUSE_RECV_CONT)
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
            guard !exchange.isEnded else { continue }
            do {
                let transfer = try CurlTransfer(exchange, settings)
                guard curl_multi_add_handle(multi, transfer.handle) == CURLM_OK else {
                    throw HTTPTransportError.failed(detail: "the exchange can't be started")
                }
                transfers[ObjectIdentifier(exchange)] = transfer
            } catch {
                exchange.finish(.failure(error as? HTTPTransportError ?? .failed(detail: "\(error)")))
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
            transfer.exchange.finish(transfer.result(message.data.result))
        }
    }
}
