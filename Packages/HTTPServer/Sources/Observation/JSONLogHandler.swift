#if Service
    import Encoding
    import Foundation
    public import Logging

    /// Writes log events as JSON objects, one a line:
    ///
    ///     {"time":"2026-11-21T10:15:00.123Z","level":"info","message":"refused","status":"400"}
    public struct JSONLogHandler: LogHandler {
        /// The least level that is written.
        public var logLevel: Logger.Level
        /// What every line says.
        public var metadata: Logger.Metadata = [:]
        private let write: @Sendable ([UInt8]) -> Void

        /// A handler that hands each line, with its line feed, to `write`.
        public init(level: Logger.Level, write: @escaping @Sendable ([UInt8]) -> Void) {
            logLevel = level
            self.write = write
        }

        /// A member of `metadata`.
        public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        /// Writes one line.
        public func log(event: LogEvent) {
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("time", Self.time())
            writer.member("level", event.level.rawValue)
            writer.member("message", event.message.description)
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            for (key, value) in all.sorted(by: { $0.key < $1.key })
            where !["time", "level", "message"].contains(key) {
                writer.member(key, value.description)
            }
            writer.endObject()
            write(writer.octets + [0x0A])
        }

        /// The present time in UTC, to the millisecond (RFC 3339).
        private static func time() -> String {
            Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        }
    }
#endif
