import Foundation

/// The time that an `AnchorRun` goes by, so that a test can let a day pass in no time.
public protocol AnchorClock: Sendable {
    /// The present in milliseconds since 1970-01-01T00:00:00Z.
    var now: Int64 { get }

    /// Waits.
    ///
    /// Throws `CancellationError` where the task is cancelled.
    func sleep(milliseconds: Int64) async throws
}

/// The system's clock.
public struct SystemAnchorClock: AnchorClock {
    /// The one clock.
    public init() {}

    /// The present in milliseconds since 1970-01-01T00:00:00Z.
    public var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    /// Waits on the monotonic clock.
    public func sleep(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(max(0, milliseconds)))
    }
}
