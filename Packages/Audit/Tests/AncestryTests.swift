import Audit
import Claims
import ECT
import Encoding
import Ledger
import TestSupport
import TestTokens
import Testing

/// What an audit demands of everything that a record follows from.
@Suite("Demands on the ancestors of records")
struct AncestryTests {
    /// An unsigned task, a signed one after it, and one beside them.
    private static func tokens() throws -> [String] {
        let unsigned = try ECTIssuer.unsigned(
            ExecutionClaims(
                issuer: nil, audience: nil, issuedAt: NumericDate(clamping: Task.start),
                expiration: NumericDate(clamping: Task.start + 600), identifier: Task.uuid(1),
                workflow: Task.uuid(900_001), action: "work"))
        return try [
            unsigned, Task(number: 2, predecessors: [1], time: 1).token(), Task(number: 3).token(),
        ]
    }

    @Test(
        "a signed record after an unsigned one is refused only where a minimum effective level is stated",
        .verifies("ECT#req-ect-effective-report", "ECT#req-ect-effective-minimum"))
    func effectiveLevel() async throws {
        let tokens = try Self.tokens()
        let plain = try await Auditor.audit(tokens) { $0.minimumLevel = .level1 }
        #expect(plain.refused == 0 && plain.verdict == .complete)
        let strict = try await Auditor.audit(tokens) {
            $0.minimumLevel = .level1
            $0.minimumEffectiveLevel = .level2
        }
        let refused = "ECT#req-ect-effective-minimum"
        #expect(strict.refusals == [1: refused, 2: refused] && strict.verdict == .invalid)
        let low = try await Auditor.audit(tokens) {
            $0.minimumLevel = .level1
            $0.minimumEffectiveLevel = .level1
        }
        #expect(low.refused == 0)
    }

    @Test(
        "an effective level that is unknown is below any minimum",
        .verifies("ECT#req-ect-effective-minimum", "ECT#req-ect-effective-unknown"))
    func unknownLevel() async throws {
        let tokens = try [Task(number: 2, predecessors: [1], time: 1).token(), Task(number: 3).token()]
        #expect(try await Auditor.audit(tokens).refused == 0)
        let report = try await Auditor.audit(tokens) { $0.minimumEffectiveLevel = .level1 }
        #expect(report.refusals == [1: "ECT#req-ect-effective-minimum"])
    }

    @Test(
        "where complete graphs are demanded, all that follows from a gap is refused",
        .verifies("ECT#req-ect-dag-require-complete"))
    func complete() async throws {
        let tokens = try [
            Task(number: 2, predecessors: [1], time: 1).token(),
            Task(number: 3, predecessors: [2], time: 2).token(), Task(number: 4).token(),
        ]
        let plain = try await Auditor.audit(tokens)
        #expect(plain.refused == 0 && plain.verdict == .incomplete)
        let strict = try await Auditor.audit(tokens) { $0.requiresComplete = true }
        let refused = "ECT#req-ect-dag-require-complete"
        #expect(strict.refusals == [1: refused, 2: refused])
        let whole = try tokens + [Task(number: 1).token()]
        #expect(try await Auditor.audit(whole) { $0.requiresComplete = true }.refused == 0)
    }

    @Test(
        "the ledger has each token as what parsing it found",
        .verifies("ACT#req-act-ledger-kind", "ECT#req-ect-ledger-kind"))
    func kinds() async throws {
        let workflow = try Workflow()
        let ledger = Ledger.inMemory()
        _ = try await Workflow.audit(workflow.tokens, ledger: ledger)
        let kinds = try (0..<5).map { try ledger.entry(at: $0).name.kind }
        #expect(kinds == [.actRecord, .ect, .ect, .ect, .actMandate])
        for sequence in UInt64(0)..<5 {
            let entry = try ledger.entry(at: sequence)
            #expect(TokenName(parsing: entry.token) == entry.name)
        }
    }
}
