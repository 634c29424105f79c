import Foundation

/// Hands pieces of an answer from the call, which reads them from the server, to the response, which writes them to
/// the client: one piece at a time, so that a slow client holds the server up. When the client has gone, the call
/// goes on alone.
final class Handoff: @unchecked Sendable {
    private let lock = NSLock()
    private var piece: [UInt8]?
    private var writer: CheckedContinuation<Void, Never>?
    private var reader: CheckedContinuation<Result<[UInt8]?, HandoffBroken>, Never>?
    private var end: Result<[UInt8]?, HandoffBroken>?
    private var hasLeft = false

    /// The response's side; the client has gone when it is let go of.
    final class Reader: Sendable {
        private let handoff: Handoff

        fileprivate init(_ handoff: Handoff) { self.handoff = handoff }

        deinit { handoff.leave() }

        /// The next piece; nil at the end. Cancelled, the client counts as gone.
        func next() async throws(HandoffBroken) -> [UInt8]? {
            let result = await withTaskCancellationHandler {
                await withCheckedContinuation { handoff.take($0) }
            } onCancel: {
                handoff.leave()
            }
            return try result.get()
        }
    }

    /// Made once, for the response.
    func makeReader() -> Reader { Reader(self) }

    /// Hands a piece over and waits until it was taken, or until nobody takes any more. Cancelled, nobody does.
    func send(_ octets: [UInt8]) async {
        await withTaskCancellationHandler {
            await hand(octets)
        } onCancel: {
            leave()
        }
    }

    private func hand(_ octets: [UInt8]) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let (waiting, isDone) = lock.withLock {
                () -> (CheckedContinuation<Result<[UInt8]?, HandoffBroken>, Never>?, Bool) in
                if hasLeft { return (nil, true) }
                if let reader {
                    self.reader = nil
                    return (reader, true)
                }
                piece = octets
                writer = continuation
                return (nil, false)
            }
            waiting?.resume(returning: .success(octets))
            if isDone { continuation.resume() }
        }
    }

    /// Ends the answer; `isWhole` is whether all of it was handed over and recorded.
    func finish(isWhole: Bool) {
        let result: Result<[UInt8]?, HandoffBroken> = isWhole ? .success(nil) : .failure(HandoffBroken())
        let waiting = lock.withLock {
            defer { (reader, end) = (nil, result) }
            return reader
        }
        waiting?.resume(returning: result)
    }

    private func take(_ continuation: CheckedContinuation<Result<[UInt8]?, HandoffBroken>, Never>) {
        let (answer, waiting) = lock.withLock {
            () -> (Result<[UInt8]?, HandoffBroken>?, CheckedContinuation<Void, Never>?) in
            if let piece {
                defer { (self.piece, writer) = (nil, nil) }
                return (.success(piece), writer)
            }
            if hasLeft { return (.failure(HandoffBroken()), nil) }
            if let end { return (end, nil) }
            reader = continuation
            return (nil, nil)
        }
        waiting?.resume()
        if let answer { continuation.resume(returning: answer) }
    }

    /// The client counts as gone from now on, and is told that this is not the whole.
    func leave() {
        let (waiting, cancelled) = lock.withLock {
            defer { (hasLeft, piece, writer, reader) = (true, nil, nil, nil) }
            return (writer, reader)
        }
        waiting?.resume()
        cancelled?.resume(returning: .failure(HandoffBroken()))
    }
}

/// The answer ended early: the client must not take what it has for the whole.
struct HandoffBroken: Error {}
