#if Service
    import CoreMetrics
    import Foundation

    /// One named and labelled value in the text format of Prometheus.
    protocol PrometheusSeries: AnyObject {
        var type: String { get }
        func lines(_ label: String, _ dimensions: String) -> [String]
    }

    private func sample(_ label: String, _ dimensions: String, _ value: String) -> String {
        dimensions.isEmpty ? "\(label) \(value)" : "\(label){\(dimensions)} \(value)"
    }

    final class PrometheusCounter: CounterHandler, PrometheusSeries, @unchecked Sendable {
        private let lock = NSLock()
        private var value: Int64 = 0

        let type = "counter"

        func increment(by amount: Int64) {
            lock.withLock { value = max(0, value.addingReportingOverflow(amount).partialValue) }
        }

        func reset() { lock.withLock { value = 0 } }

        func lines(_ label: String, _ dimensions: String) -> [String] {
            [sample(label, dimensions, "\(lock.withLock { value })")]
        }
    }

    final class PrometheusGauge: MeterHandler, RecorderHandler, PrometheusSeries, @unchecked Sendable {
        private let lock = NSLock()
        private var value = 0.0

        let type = "gauge"

        func set(_ value: Int64) { set(Double(value)) }
        func set(_ value: Double) { lock.withLock { self.value = value } }
        func increment(by amount: Double) { lock.withLock { value += amount } }
        func decrement(by amount: Double) { lock.withLock { value -= amount } }
        func record(_ value: Int64) { set(Double(value)) }
        func record(_ value: Double) { set(value) }

        func lines(_ label: String, _ dimensions: String) -> [String] {
            [sample(label, dimensions, "\(lock.withLock { value })")]
        }
    }

    final class PrometheusHistogram: TimerHandler, RecorderHandler, PrometheusSeries, @unchecked Sendable {
        static let seconds = [
            0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
        ]
        static let numbers = [1.0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]

        private let lock = NSLock()
        private let buckets: [Double]
        private var counts: [UInt64]
        private var total: UInt64 = 0
        private var sum = 0.0

        let type = "histogram"

        init(buckets: [Double]) {
            self.buckets = buckets
            counts = [UInt64](repeating: 0, count: buckets.count)
        }

        func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
        func record(_ value: Int64) { record(Double(value)) }

        func record(_ value: Double) {
            lock.withLock {
                if let bucket = buckets.firstIndex(where: { value <= $0 }) { counts[bucket] += 1 }
                total += 1
                sum += value
            }
        }

        func lines(_ label: String, _ dimensions: String) -> [String] {
            let (counts, total, sum) = lock.withLock { (self.counts, self.total, self.sum) }
            let prefix = dimensions.isEmpty ? "" : dimensions + ","
            var lines: [String] = []
            var below: UInt64 = 0
            for (bucket, count) in zip(buckets, counts) {
                below += count
                lines.append(sample("\(label)_bucket", "\(prefix)le=\"\(bucket)\"", "\(below)"))
            }
            lines.append(sample("\(label)_bucket", "\(prefix)le=\"+Inf\"", "\(total)"))
            lines.append(sample("\(label)_sum", dimensions, "\(sum)"))
            lines.append(sample("\(label)_count", dimensions, "\(total)"))
            return lines
        }
    }
#endif
