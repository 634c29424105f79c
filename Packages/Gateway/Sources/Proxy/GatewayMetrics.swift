#if Service
    import CoreMetrics
    import HTTPServer

    /// What a gateway measures of itself.
    struct GatewayMetrics: Sendable {
        /// Its requests.
        let requests: HTTPMetrics
        private let prometheus: PrometheusMetrics

        init(_ prometheus: PrometheusMetrics) {
            self.prometheus = prometheus
            requests = HTTPMetrics(prometheus)
        }

        /// A call ended, with this `status` of its record; `unrecorded` where there is none yet.
        func called(_ status: String) { count("gateway_calls_total", "status", status) }

        /// A message was refused, under this code.
        func refused(_ code: String, isRecorded: Bool) {
            Counter(
                label: "gateway_refusals_total",
                dimensions: [("code", code), ("recorded", isRecorded ? "yes" : "no")], factory: prometheus
            ).increment()
        }

        /// How many calls are in flight.
        func inFlight(_ count: Int) {
            Meter(label: "gateway_calls_in_flight", factory: prometheus).set(Int64(count))
        }

        private func count(_ label: String, _ name: String, _ value: String) {
            Counter(label: label, dimensions: [(name, value)], factory: prometheus).increment()
        }
    }
#endif
