import Encoding
import WIMSE

extension ProblemDetails {
    private static let limits = JSONLimits(octets: 16 << 10, depth: 8, values: 256)
    private static let longest = 1024

    /// Reads problem details (RFC 9457) of whoever answered; nil where there are none. The status is that of the
    /// response, whatever the object says.
    init?(parsing content: [UInt8], status: Int) {
        guard let root = try? JSONDocument(parsing: content, limits: Self.limits).root, root.kind == .object
        else { return nil }
        func text(_ name: String) -> String? {
            root[name]?.string.flatMap { $0.utf8.count <= Self.longest ? $0.string : nil }
        }
        self.init(
            type: text("type") ?? "about:blank", title: text("title") ?? "", status: status,
            code: text("code") ?? "http-\(status)")
    }
}
