#if Service
    import CoreMetrics
    import HTTPTypes
    import Hummingbird

    /// What a service measures of itself.
    struct ServiceMetrics: Sendable {
        private let prometheus: PrometheusMetrics
        private let groups: Recorder
        private let commits: Timer
        private let size: Meter

        init(_ prometheus: PrometheusMetrics) {
            self.prometheus = prometheus
            groups = Recorder(label: "scitt_commit_registrations", factory: prometheus)
            commits = Timer(label: "scitt_commit_seconds", factory: prometheus)
            size = Meter(label: "scitt_tree_size", factory: prometheus)
        }

        func page() -> Response {
            .octets(Array(prometheus.text.utf8), "text/plain; version=0.0.4; charset=utf-8")
        }

        func answered(_ route: Route?, _ method: HTTPRequest.Method, _ status: Int, nanoseconds: UInt64) {
            let name = route?.name ?? "none"
            Counter(
                label: "http_requests_total",
                dimensions: [
                    ("route", name), ("method", Self.name(method)), ("status", String(status)),
                ], factory: prometheus
            ).increment()
            Timer(label: "http_request_seconds", dimensions: [("route", name)], factory: prometheus)
                .recordNanoseconds(Int64(clamping: nanoseconds))
        }

        func registered(isNew: Bool) { count(isNew ? "registered" : "present") }

        func refused(_ problem: Problem) { count(problem.status < 500 ? "refused" : "failed") }

        private func count(_ outcome: String) {
            Counter(
                label: "scitt_registrations_total", dimensions: [("outcome", outcome)], factory: prometheus
            ).increment()
        }

        func committed(_ group: StatementLog.CommittedGroup) {
            groups.record(group.registrations)
            commits.recordNanoseconds(group.nanoseconds)
            size.set(Int64(clamping: group.size))
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
