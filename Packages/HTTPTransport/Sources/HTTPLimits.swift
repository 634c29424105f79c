/// How long an exchange may take and how much a server may send.
public struct HTTPLimits: Hashable, Sendable {
    /// The longest time until a connection stands, TLS included.
    public var connecting: Duration
    /// The longest time of a whole exchange, connecting included.
    public var total: Duration
    /// The most octets of a response's content.
    public var content: Int
    /// The most octets of a response's status line and fields, interim responses and trailers included.
    public var header: Int
    /// The most fields of a response.
    public var fields: Int

    /// Sets limits.
    public init(
        connecting: Duration = .seconds(10), total: Duration = .seconds(60), content: Int = 10 << 20,
        header: Int = 64 << 10, fields: Int = 128
    ) {
        self.connecting = connecting
        self.total = total
        self.content = content
        self.header = header
        self.fields = fields
    }

    /// 10 s to connect, 60 s in all (a service may hold an answer until its next checkpoint), 10 MiB of
    /// content, 64 KiB of header in 128 fields.
    public static let standard = HTTPLimits()
}
