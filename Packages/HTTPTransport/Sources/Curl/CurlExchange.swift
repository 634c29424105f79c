import Foundation
import HTTPTypes

/// One request on its way through the loop, and what has arrived of its response and was not read yet.
///
/// The loop's thread puts pieces in; whoever reads takes them out. Beyond `mark` octets that wait, the loop is
/// told to pause, and it is woken when half of them are gone.
final class CurlExchange: HTTPStreamSource, @unchecked Sendable {
    typealias Head = CheckedContinuation<Result<HTTPResponse, HTTPTransportError>, Never>
    typealias Piece = CheckedContinuation<Result<[UInt8]?, HTTPTransportError>, Never>

    /// How many octets may wait to be read.
    static let mark = 256 << 10

    let request: CurlRequest
    private unowned let loop: CurlLoop
    /// Keeps the transport alive as long as somebody reads.
    private let owner: AnyObject

    private let lock = NSLock()
    private var head: Head?
    private var reader: Piece?
    private var pieces: [[UInt8]] = []
    private var waiting = 0
    private var isPaused = false
    private var isCancelled = false
    private var end: Result<Void, HTTPTransportError>?

    init(request: CurlRequest, loop: CurlLoop, owner: AnyObject) {
        self.request = request
        self.loop = loop
        self.owner = owner
    }

    // MARK: - Whoever asks

    /// Starts the exchange and waits for the head of its response.
    func begin() async throws(HTTPTransportError) -> HTTPResponse {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: Head) in
                let isTaken = lock.withLock {
                    guard !isCancelled else { return false }
                    head = continuation
                    return true
                }
                guard isTaken else { return continuation.resume(returning: .failure(.cancelled)) }
                loop.submit(self)
            }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }

    func next() async throws(HTTPTransportError) -> [UInt8]? {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: Piece) in
                let (answer, isEased) = lock.withLock { take(continuation) }
                if isEased { loop.ease(self) }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }

    /// What waits is joined: a slow reader is not woken for every packet.
    private func take(_ continuation: Piece) -> (Result<[UInt8]?, HTTPTransportError>?, isEased: Bool) {
        if !pieces.isEmpty {
            var joined = pieces[0]
            joined.reserveCapacity(waiting)
            for piece in pieces.dropFirst() { joined += piece }
            (pieces, waiting) = ([], 0)
            defer { isPaused = false }
            return (.success(joined), isPaused)
        }
        if let end { return (end.map { nil }, false) }
        reader = continuation
        return (nil, false)
    }

    func cancel() {
        let isRunning = lock.withLock {
            isCancelled = true
            return end == nil
        }
        if isRunning { loop.cancel(self) }
    }

    // MARK: - The loop's thread

    /// Whether it was cancelled before it could start.
    var isEnded: Bool { lock.withLock { end != nil } }

    /// The final status and fields are there.
    func answer(_ response: HTTPResponse) {
        let head = lock.withLock {
            defer { self.head = nil }
            return self.head
        }
        head?.resume(returning: .success(response))
    }

    /// Takes a piece; false where the exchange has to pause and offer it again.
    func offer(_ octets: UnsafeRawBufferPointer) -> Bool {
        let (isTaken, reader) = lock.withLock { () -> (Bool, Piece?) in
            guard waiting < Self.mark else {
                isPaused = true
                return (false, nil)
            }
            guard self.reader == nil else {
                defer { self.reader = nil }
                return (true, self.reader)
            }
            pieces.append(Array(octets))
            waiting += octets.count
            return (true, nil)
        }
        reader?.resume(returning: .success(Array(octets)))
        return isTaken
    }

    /// Nothing more comes. Before the head, a success is a response that is none.
    func finish(_ result: Result<Void, HTTPTransportError>) {
        let (head, reader) = lock.withLock { () -> (Head?, Piece?) in
            defer { (self.head, self.reader, end) = (nil, nil, end ?? result) }
            return (self.head, self.reader)
        }
        head?.resume(
            returning: result.flatMap { .failure(.responseMalformed(detail: "no header")) })
        reader?.resume(returning: result.map { nil })
    }
}
