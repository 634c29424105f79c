/// What a refusal under one requirement looks like from outside.
public struct Refusal: Hashable, Sendable {
    /// The status of an HTTP answer; nil where the fault is found outside of HTTP.
    public let status: Int?
    /// The error that implementations of earlier revisions of the draft gave.
    public let earlierName: String?

    /// A refusal.
    public init(status: Int?, earlierName: String? = nil) {
        self.status = status
        self.earlierName = earlierName
    }
}
