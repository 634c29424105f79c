#if Service
    import CoreMetrics
    import HTTPServer

    /// What a service measures of itself.
    struct ServiceMetrics: Sendable {
        /// Its requests.
        let requests: HTTPMetrics
        private let prometheus: PrometheusMetrics
        private let groups: Recorder
        private let commits: Timer
        private let size: Meter

        init(_ prometheus: PrometheusMetrics) {
            self.prometheus = prometheus
            requests = HTTPMetrics(prometheus)
            groups = Recorder(label: "scitt_commit_registrations", factory: prometheus)
            commits = Timer(label: "scitt_commit_seconds", factory: prometheus)
            size = Meter(label: "scitt_tree_size", factory: prometheus)
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
    }
#endif
