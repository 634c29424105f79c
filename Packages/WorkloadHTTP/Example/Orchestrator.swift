#if Service
    import ECT
    import ACT
    import Claims
    import Encoding
    import HTTPTransport
    import HTTPTypes
    import Ledger
    import Signing
    import WIMSE
    import WorkloadHTTP

    /// Runs the workflow.
    struct Orchestrator {
        let party: Party
        /// The mandate under which it acts.
        let mandate: String
        private let verified: VerifiedMandate
        private let workflow: UUIDText
        private let client: WorkloadClient
        private let addresses: [String: String]

        init(_ domain: TrustDomain, tools: String, approver: String) throws {
            party = try domain.party("orchestrator")
            guard let workflow = UUIDText(random: SystemRandom().octets(count: 16)) else {
                throw ExampleError.invalidName
            }
            self.workflow = workflow
            addresses = ["tools": tools, "approver": approver]
            let receivers = try ["tools", "approver"].map { try TrustDomain.workload($0).uri }
            mandate = try domain.mandate(workflow: workflow, audience: receivers)
            verified = try ACTVerifier(
                trust: party.trust, policy: ACTPolicy(mode: .audit, now: TrustDomain.now(), audience: [])
            ).mandate([UInt8](mandate.utf8))
            client = WorkloadClient(
                party.credential, transport: try CurlTransport(),
                verifier: ResponseVerifier(
                    trust: party.trust, policy: party.policy, replay: MemoryReplayStore()),
                clock: TrustDomain.now)
        }

        func run() async throws {
            let plan = try await record("delivery.plan", after: [])
            // The fork: two offers at once, each asked for by a task of its own.
            async let first = offer("truck", after: plan)
            async let second = offer("train", after: plan)
            let offers = try await [first, second]
            // The join.
            let comparison = try await record(
                "quote.compare", after: offers.map(\.claims.identifier), for: "approver")
            let approval = try await call(
                "approver", "/approvals",
                [comparison.token] + offers.map { String(decoding: $0.compact, as: UTF8.self) })
            _ = try await record("order.place", after: [approval.claims.identifier])
        }

        private func offer(_ carrier: String, after plan: RecordedExecution) async throws -> VerifiedECT {
            let request = try await record("quote.request", after: [plan.identifier], for: "tools")
            return try await call("tools", "/quotes/\(carrier)", [request.token])
        }

        /// Records a task of its own, under the mandate.
        private func record(
            _ action: ExactString, after predecessors: [UUIDText], for receiver: String? = nil
        ) async throws -> RecordedExecution {
            var execution = Execution(action, workflow: workflow, predecessors: predecessors)
            execution.mandate = verified
            let receivers = try receiver.map { [try TrustDomain.workload($0).uri] } ?? [party.name]
            return try await party.recorder.record(execution, for: receivers, at: TrustDomain.now())
        }

        /// Calls a workload, and keeps nothing that it did not vouch for.
        private func call(_ name: String, _ path: String, _ tokens: [String]) async throws -> VerifiedECT {
            let workload = try TrustDomain.workload(name)
            let request = HTTPRequest(method: .post, scheme: "http", authority: addresses[name], path: path)
            let reply = try await client.send(
                request, content: [UInt8]("{}".utf8),
                tokens: ExecutionTokens(executionContext: tokens, mandate: mandate), to: workload,
                audience: workload.uri)
            guard let execution = reply.verified?.tokens.presented.first else {
                throw ExampleError.unverified
            }
            print("\(workload) answered \(reply.response.status.code), signed: \(execution.claims.action)")
            return execution
        }
    }

    /// Somebody without an identity.
    enum Stranger {
        static func status(asking address: String) async throws -> String {
            let request = HTTPRequest(
                method: .post, scheme: "http", authority: address, path: "/quotes/truck")
            let reply = try await CurlTransport().send(request, content: [])
            return "\(reply.response.status.code) \(String(decoding: reply.content, as: UTF8.self))"
        }
    }
#endif
