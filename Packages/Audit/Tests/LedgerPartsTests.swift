import Audit
import Claims
import DAG
import Encoding
import Foundation
import Ledger
import TestSupport
import Testing

/// A workflow that is audited in parts, into one ledger.
@Suite("An audit takes up what the ledger has of the same workflows")
struct LedgerPartsTests {
    @Test("predecessors are found in the ledger, and what was missing before is then complete")
    func predecessorsAreFound() async throws {
        let tokens = try [
            Task(number: 1), Task(number: 2, predecessors: [1], time: 1),
            Task(number: 3, predecessors: [2], time: 2),
        ].map { try $0.token() }
        let ledger = Ledger.inMemory()
        let last = try await Auditor.audit([tokens[2]], ledger: ledger)
        #expect(last.verdict == .incomplete)
        #expect(last.graph.missing.map(\.id) == [try Task.uuid(2).text])
        let middle = try await Auditor.audit([tokens[1]], ledger: ledger)
        #expect(middle.verdict == .incomplete)
        #expect(middle.graph.missing.map(\.id) == [try Task.uuid(1).text])
        let first = try await Auditor.audit([tokens[0]], ledger: ledger)
        #expect(first.verdict == .complete)
        #expect(first.earlierRecords == 2)
        #expect(first.records?.count == 3)
        #expect(first.origin(of: 0) == .entry(0))
        #expect(first.origin(of: 1) == .ledger(0))
        #expect(first.origin(of: 3) == nil)
    }

    @Test("without the ledger the same part is incomplete")
    func withoutLedger() async throws {
        let token = try Task(number: 3, predecessors: [2]).token()
        #expect(try await Auditor.audit([token]).verdict == .incomplete)
    }

    @Test("a successor in the ledger that is earlier than its predecessor makes the later part invalid")
    func successorsAreJudged() async throws {
        let ledger = Ledger.inMemory()
        let early = try Task(number: 2, predecessors: [1], time: 0).token()
        _ = try await Auditor.audit([early], ledger: ledger)
        let report = try await Auditor.audit([try Task(number: 1, time: 500).token()], ledger: ledger)
        #expect(report.verdict == .invalid)
        #expect(report.graph.failures.map(\.check) == [.time])
        #expect(report.graph.failures.first?.node.id == (try Task.uuid(2).text))
    }

    @Test("a cycle that the second part closes is found")
    func cyclesAreFound() async throws {
        let ledger = Ledger.inMemory()
        _ = try await Auditor.audit([try Task(number: 1, predecessors: [2]).token()], ledger: ledger)
        let report = try await Auditor.audit(
            [try Task(number: 2, predecessors: [1]).token()], ledger: ledger)
        #expect(report.graph.failures.map(\.check) == [.acyclic, .acyclic])
    }

    @Test("another token with the name of one in the ledger is refused, and both are in conflict")
    func conflictsAreFound() async throws {
        let ledger = Ledger.inMemory()
        _ = try await Auditor.audit([try Task(number: 1).token()], ledger: ledger)
        let report = try await Auditor.audit([try Task(number: 1, action: "other").token()], ledger: ledger)
        #expect(report.verdict == .invalid)
        #expect(report.graph.failures.map(\.check) == [.unique])
        guard case .refused("ledger-duplicate", _, _) = report.entries[0].finding else {
            Issue.record("\(report.entries[0].finding)")
            return
        }
    }

    @Test("records of other workflows come in only where they are named, with the whole of their workflow")
    func otherWorkflows() async throws {
        let ledger = Ledger.inMemory()
        let earlier = try [
            Task(number: 1, workflow: 2), Task(number: 2, workflow: 2, predecessors: [3]),
            Task(number: 4, workflow: 3),
        ].map { try $0.token() }
        _ = try await Auditor.audit(earlier, ledger: ledger)
        let plain = try await Auditor.audit([try Task(number: 5).token()], ledger: ledger)
        #expect(plain.earlierRecords == 0)
        #expect(plain.verdict == .complete)
        let linked = try await Auditor.audit(
            [try Task(number: 6, predecessors: [1]).token()], ledger: ledger,
            change: { $0.graph = GraphPolicy(linksAcrossWorkflows: true) })
        #expect(linked.earlierRecords == 3)
        #expect(linked.graph.missing.map(\.id) == [try Task.uuid(3).text])
        let refused = try await Auditor.audit(
            [try Task(number: 7, predecessors: [1]).token()], ledger: ledger)
        #expect(refused.graph.failures.map(\.check).contains(.workflow))
    }

    @Test("a record that was revoked taints what builds on it, also from the ledger")
    func taintPasses() async throws {
        let ledger = Ledger.inMemory()
        _ = try await Auditor.audit([try Task(number: 1).token()], ledger: ledger)
        let revoked = try Task.uuid(1).text
        let report = try await Auditor.audit(
            [try Task(number: 2, predecessors: [1]).token()], ledger: ledger,
            change: { $0.revoked = [revoked] })
        #expect(report.entries.map(\.isTainted) == [true])
    }

    @Test("the same tokens again are neither doubled nor in conflict")
    func againIsTheSame() async throws {
        let ledger = Ledger.inMemory()
        let tokens = try [Task(number: 1), Task(number: 2, predecessors: [1])].map { try $0.token() }
        _ = try await Auditor.audit(tokens, ledger: ledger)
        let again = try await Auditor.audit(tokens, ledger: ledger)
        #expect(again.verdict == .complete)
        #expect(again.records?.count == 2)
        #expect(again.earlierRecords == 0)
        #expect(again.ledgerSize == 2)
    }

    @Test("in two parts or in one go, the graph's last verdict is the same", arguments: 0..<60)
    func partsAgreeWithTheWhole(run: Int) async throws {
        let seed = SeededGenerator.runSeed &+ UInt64(run)
        var random = SeededGenerator(seed: seed)
        let workflows: [Int?] = random.oneIn(3) ? [1, 2, nil] : [1]
        let count = random.integer(in: 1...10)
        var tasks: [Task] = []
        for number in 1...count {
            // Some predecessors don't exist, some are later, some make cycles.
            var named: Set<Int> = []
            for _ in 0..<random.integer(in: 0...3) { named.insert(random.integer(in: 1...(count + 1))) }
            named.remove(number)
            tasks.append(
                Task(
                    number: number, workflow: random.pick(workflows), predecessors: named.sorted(),
                    time: Int64(number * 5 + (random.oneIn(8) ? 300 : 0))))
        }
        tasks.shuffle(using: &random)
        // The second part has a record of every workflow, so that it judges all of them.
        var second = Set(workflows.compactMap { wid in tasks.firstIndex { $0.workflow == wid } })
        for at in tasks.indices where random.oneIn(2) { second.insert(at) }
        let tokens = try tasks.map { try $0.token() }
        let links = random.oneIn(2)
        let change: (inout AuditPolicy) -> Void = { $0.graph = GraphPolicy(linksAcrossWorkflows: links) }

        let ledger = Ledger.inMemory()
        let first = tokens.indices.filter { !second.contains($0) }.map { tokens[$0] }
        _ = try await Auditor.audit(first, ledger: ledger, change: change)
        let last = try await Auditor.audit(second.sorted().map { tokens[$0] }, ledger: ledger, change: change)
        let whole = try await Auditor.audit(tokens, ledger: Ledger.inMemory(), change: change)
        #expect(last.graph == whole.graph, "again with TEST_SEED=\(seed), run 0")
    }

    @Test("a ledger whose entry is no record any more stops the audit, and says which")
    func damageIsNamed() async throws {
        let ledger = Ledger.inMemory()
        let name = TokenName(
            kind: .ect, wid: try Task.uuid(900_001).text, jti: try Task.uuid(1).text, iss: "x")
        _ = try ledger.append(contentsOf: [NewEntry(name: name, token: Array("a.b.c".utf8), recorded: 0)])
        await #expect(throws: AuditError.ledger(.damaged("entry 0 holds no readable record"))) {
            _ = try await Auditor.audit([try Task(number: 2).token()], ledger: ledger)
        }
    }
}
