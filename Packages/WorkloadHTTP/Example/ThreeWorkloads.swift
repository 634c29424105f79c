#if Service
    import DAG
    import Audit
    import Claims
    import Encoding
    import Ledger
    import Trust

    /// Three workloads on loopback: an orchestrator, a tool server and an approver run a workflow with a fork and a
    /// join over HTTP. Every request and every response is signed and verified, every execution is recorded by whoever
    /// carried it out, and at the end an audit of the three ledgers finds the graph complete.
    ///
    ///     delivery.plan --+--> quote.request --> quote.make --+--> quote.compare --> order.approve --> order.place
    ///                     `--> quote.request --> quote.make --´
    @main
    struct ThreeWorkloads {
        static func main() async throws {
            let domain = try TrustDomain()
            let tools = try await RunningWorkload(ToolServer.self, in: domain)
            let approver = try await RunningWorkload(Approver.self, in: domain)
            let orchestrator = try Orchestrator(domain, tools: tools.address, approver: approver.address)
            do {
                try await orchestrator.run()
            } catch {
                await tools.stop()
                await approver.stop()
                throw error
            }
            print("without a workload's identity: \(try await Stranger.status(asking: tools.address))")
            await tools.stop()
            await approver.stop()

            let ledgers = [orchestrator.party.ledger, tools.party.ledger, approver.party.ledger]
            var tokens = [[UInt8](orchestrator.mandate.utf8)]
            for ledger in ledgers {
                var entries = try ledger.entries()
                while let entry = try entries.next() { tokens.append(entry.token) }
            }
            var policy = AuditPolicy(now: TrustDomain.now())
            policy.requiresAuthorized = false
            let report = try await Auditor(trust: TrustStore(domain.trust), policy: policy)
                .audit(TokenList(tokens), workers: 1)
            for entry in report.entries {
                print("\(entry.action?.string ?? "mandate")  by \(entry.signer?.string ?? "-")")
            }
            print("records: \(report.records?.count ?? 0), graph: \(report.graph.code)")
        }
    }

    /// Tokens at hand.
    struct TokenList: TokenSource {
        private let lines: [TokenLines.Line]
        private var position = 0

        init(_ tokens: [[UInt8]]) {
            lines = tokens.enumerated().map { TokenLines.Line(number: $0.offset + 1, of: $0.element) }
        }

        mutating func keep() throws(AuditError) {}

        mutating func rewind() throws(AuditError) { position = 0 }

        mutating func next(_ count: Int) throws(AuditError) -> [TokenLines.Line] {
            let end = min(lines.count, position + count)
            defer { position = end }
            return Array(lines[position..<end])
        }
    }
#else
    @main
    struct ThreeWorkloads {
        static func main() { print("three-workloads serves HTTP: build it with the trait Service") }
    }
#endif
