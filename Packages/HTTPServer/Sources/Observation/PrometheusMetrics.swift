#if Service
    public import CoreMetrics
    import Foundation

    /// Keeps what is measured through swift-metrics, and writes it in the text format of Prometheus (0.0.4).
    ///
    /// Timers are histograms in seconds; recorders that aggregate are histograms of their values.
    public final class PrometheusMetrics: MetricsFactory, @unchecked Sendable {
        private struct Name: Hashable {
            let label: String
            let dimensions: String
        }

        private let lock = NSLock()
        private var series: [Name: any PrometheusSeries] = [:]

        /// Nothing measured yet.
        public init() {}

        /// All series, ordered by name.
        public var text: String {
            let sorted = lock.withLock { series }.sorted {
                ($0.key.label, $0.key.dimensions) < ($1.key.label, $1.key.dimensions)
            }
            var lines: [String] = []
            var label: String?
            for (name, series) in sorted {
                if name.label != label { lines.append("# TYPE \(name.label) \(series.type)") }
                label = name.label
                lines += series.lines(name.label, name.dimensions)
            }
            return lines.joined(separator: "\n") + "\n"
        }

        private func find<Series: PrometheusSeries>(
            _ label: String, _ dimensions: [(String, String)], _ make: () -> Series
        ) -> Series {
            let name = Name(label: Self.name(label), dimensions: Self.text(dimensions))
            return lock.withLock {
                if let known = series[name] as? Series { return known }
                let new = make()
                series[name] = new
                return new
            }
        }

        /// The letters, digits and underscores that Prometheus allows; others become underscores.
        private static func name(_ label: String) -> String {
            String(decoding: label.utf8.map { isNameOctet($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        }

        private static func isNameOctet(_ octet: UInt8) -> Bool {
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"):
                true
            default: false
            }
        }

        private static func text(_ dimensions: [(String, String)]) -> String {
            dimensions.map { key, value in "\(name(key))=\"\(escaped(value))\"" }.joined(separator: ",")
        }

        private static func escaped(_ value: String) -> String {
            var text = ""
            for scalar in value.unicodeScalars {
                switch scalar {
                case "\\": text += "\\\\"
                case "\"": text += "\\\""
                case "\n": text += "\\n"
                default: text.unicodeScalars.append(scalar)
                }
            }
            return text
        }

        /// As in `MetricsFactory`.
        public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
            find(label, dimensions) { PrometheusCounter() }
        }

        /// As in `MetricsFactory`.
        public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
            find(label, dimensions) { PrometheusGauge() }
        }

        /// As in `MetricsFactory`.
        public func makeRecorder(
            label: String, dimensions: [(String, String)], aggregate: Bool
        ) -> any RecorderHandler {
            if aggregate {
                find(label, dimensions) { PrometheusHistogram(buckets: PrometheusHistogram.numbers) }
            } else {
                find(label, dimensions) { PrometheusGauge() }
            }
        }

        /// As in `MetricsFactory`.
        public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
            find(label, dimensions) { PrometheusHistogram(buckets: PrometheusHistogram.seconds) }
        }

        /// As in `MetricsFactory`.
        public func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
        /// As in `MetricsFactory`.
        public func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
        /// As in `MetricsFactory`.
        public func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
        /// As in `MetricsFactory`.
        public func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

        private func forget(_ handler: AnyObject) {
            lock.withLock { series = series.filter { $0.value !== handler } }
        }
    }
#endif
