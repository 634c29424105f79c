#if Service
    import CoreMetrics
    package import HTTPTypes
    package import Hummingbird

    /// What every server measures: its requests.
    package struct HTTPMetrics: Sendable {
        private let prometheus: PrometheusMetrics

        package init(_ prometheus: PrometheusMetrics) { self.prometheus = prometheus }

        /// All that was measured, as Prometheus reads it.
        package func page() -> Response {
            .octets(Array(prometheus.text.utf8), "text/plain; version=0.0.4; charset=utf-8")
        }

        /// Counts an answer. The route's name is one of a few, whatever clients ask for.
        package func answered(
            _ route: String, _ method: HTTPRequest.Method, _ status: Int, nanoseconds: UInt64
        ) {
            Counter(
                label: "http_requests_total",
                dimensions: [("route", route), ("method", Self.name(method)), ("status", String(status))],
                factory: prometheus
            ).increment()
            Timer(label: "http_request_seconds", dimensions: [("route", route)], factory: prometheus)
                .recordNanoseconds(Int64(clamping: nanoseconds))
        }

        /// Clients can send any method; series are only made for these.
        private static func name(_ method: HTTPRequest.Method) -> String {
            switch method {
            case .get, .post, .put, .delete, .head, .options, .patch: method.rawValue
            default: "other"
            }
        }
    }
#endif
