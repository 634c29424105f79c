import ACT
import Audit
import Claims
import DAG
import ECT
import Encoding
import JOSE
import Ledger
import TestSupport
import TestTokens
import Testing

@Suite("Audits of whole workflows")
struct AuditorTests {
    @Test(
        "a good set is complete, authorized, and in the ledger; the mandate may stand anywhere",
        .verifies("ACT#req-act-dag-complete", "ECT#req-ect-dag-complete"))
    func complete() async throws {
        let workflow = try Workflow()
        for tokens in [workflow.tokens, workflow.tokens.reversed()] {
            let ledger = Ledger.inMemory()
            let report = try await Workflow.audit(tokens, ledger: ledger) { $0.requiresAuthorized = true }
            #expect(report.verdict == .complete && report.refused == 0 && report.tainted == 0)
            #expect(report.count("authorized") == 4 && report.count("mandate") == 1)
            #expect(report.ledgerSize == 5 && report.ledgerRoot?.count == 64)
            #expect(report.entries.map(\.sequence) == [0, 1, 2, 3, 4])
            #expect(try ledger.entry(at: 0).token == Array(tokens[0].utf8))
            let again = try await Workflow.audit(tokens, ledger: ledger)
            #expect(again.ledgerSize == 5 && again.entries.map(\.sequence) == [0, 1, 2, 3, 4])
        }
    }

    @Test("each entry says what the token is")
    func entries() async throws {
        let report = try await Workflow.audit(Workflow().tokens)
        let record = try #require(report.entries.first)
        #expect(record.kind == .record && record.signer == Party.bob.identifier && record.level == "L2")
        #expect(record.action == "write.report" && record.line == 1)
        #expect(
            try record.identifier == Workflow.identifier(100).text
                && record.workflow == Workflow.workflow?.text)
        let mandate = try #require(report.entries.last)
        #expect(mandate.kind == .mandate && mandate.signer == Party.alice.identifier && mandate.level == nil)
        #expect(report.ledgerSize == nil && report.ledgerRoot == nil && mandate.sequence == nil)
    }

    @Test(
        "a missing predecessor makes the set incomplete and is named",
        .verifies("ACT#req-act-dag-incomplete", "ACT#req-act-dag-known", "ECT#req-ect-dag-missing"))
    func incomplete() async throws {
        let workflow = try Workflow()
        let report = try await Workflow.audit([
            workflow.record, workflow.left, workflow.root, workflow.mandate,
        ])
        #expect(report.verdict == .incomplete && report.refused == 0)
        #expect(try report.graph.missing.map(\.id) == [Workflow.identifier(3).text])
    }

    @Test("an empty set proves nothing")
    func empty() async throws {
        #expect(try await Workflow.audit("\n\r\n").verdict == .incomplete)
    }

    @Test(
        "a tampered token is named by its line and its requirement, and what follows from it is incomplete",
        .verifies("ACT#req-act-ledger-verified", "ECT#req-ect-ledger-verified", "ECT#req-ect-dag-name"))
    func tampered() async throws {
        let workflow = try Workflow()
        var octets = Array(workflow.left.utf8)
        octets[octets.count - 10] = octets[octets.count - 10] == 0x41 ? 0x42 : 0x41
        let changed = String(decoding: octets, as: UTF8.self)
        let ledger = Ledger.inMemory()
        let report = try await Workflow.audit(
            [workflow.record, changed, workflow.root, workflow.right, workflow.mandate, "e30", "a.b.c"],
            ledger: ledger)
        #expect(report.verdict == .invalid)
        #expect(report.refusals == [2: "ECT#req-ect-signature", 6: "ECT#req-ect-minimum-level", 7: "none"])
        #expect(try report.graph.missing.map(\.id) == [Workflow.identifier(2).text])
        #expect(report.ledgerSize == 4, "what is refused is not kept")
    }

    @Test("a refused mandate refuses all that was done under it")
    func badMandate() async throws {
        let workflow = try Workflow()
        var draft = Array(workflow.mandate.utf8)
        draft[draft.count - 10] = draft[draft.count - 10] == 0x41 ? 0x42 : 0x41
        let hash = ContentHash(of: draft)
        let call = try Workflow.call(9, .bob, at: 10, after: [], under: hash)
        let report = try await Workflow.audit([call, String(decoding: draft, as: UTF8.self)])
        #expect(report.refusals == [1: "ECT#req-ect-mnd-valid", 2: "ACT#req-act-sig"])
    }

    @Test(
        "the same line twice is a repetition; another token with its jti makes both invalid",
        .verifies(
            "ACT#req-act-dag-unique", "ECT#req-ect-dag-unique", "ACT#req-act-ledger-unique",
            "ECT#req-ect-ledger-unique"))
    func duplicates() async throws {
        let workflow = try Workflow()
        let twice = try await Workflow.audit(workflow.tokens + [workflow.left])
        #expect(twice.verdict == .complete && twice.entries.last?.finding == .repeated(line: 2))
        let other = try Workflow.call(2, .bob, at: 21, after: [1], under: nil)
        let ledger = Ledger.inMemory()
        let conflict = try await Workflow.audit(workflow.tokens + [other], ledger: ledger)
        #expect(conflict.verdict == .invalid)
        #expect(conflict.refusals[2] == "ECT#req-ect-dag-unique")
        #expect(conflict.refusals[6] == "ECT#req-ect-ledger-unique")
        let withoutLedger = try await Workflow.audit(workflow.tokens + [other])
        #expect(withoutLedger.refusals == [2: "ECT#req-ect-dag-unique", 6: "ECT#req-ect-dag-unique"])
    }

    @Test(
        "of more calls than max_calls the earliest stand, in any order of lines",
        .verifies("ACT#req-act-exec-max-calls", "ECT#req-ect-mnd-calls", "ACT#req-act-dag-order"))
    func maxCalls() async throws {
        let workflow = try Workflow(maxCalls: 2)
        for tokens in [workflow.tokens, workflow.tokens.reversed()] {
            let report = try await Workflow.audit(tokens)
            #expect(report.verdict == .invalid && report.refusals.count == 1)
            // Of the two calls at the same time, the one with the greater identifier is too much.
            let line = try #require(tokens.firstIndex(of: workflow.right)) + 1
            #expect(report.refusals == [line: "ECT#req-ect-mnd-calls"])
        }
        #expect(try await Workflow.audit(Workflow(maxCalls: 3).tokens).verdict == .complete)
    }

    @Test(
        "a second signature that anyone can make of the first makes no second token",
        .verifies(
            "ACT#req-act-ledger-idempotent", "ECT#req-ect-ledger-idempotent", "ACT#req-act-dag-unique",
            "ECT#req-ect-dag-unique"))
    func malleated() async throws {
        let workflow = try Workflow()
        let twin = try Self.malleated(workflow.right)
        let ledger = Ledger.inMemory()
        let report = try await Workflow.audit(workflow.tokens + [twin], ledger: ledger)
        #expect(report.verdict == .complete && report.entries.last?.finding == .repeated(line: 4))
        let later = try await Workflow.audit([twin, workflow.mandate], ledger: ledger)
        #expect(later.verdict == .complete && later.ledgerSize == 5)
        #expect(later.entries.map(\.sequence) == [3, 4])
    }

    @Test(
        "a second signature of a mandate gives no further calls, in one audit or in two",
        .verifies("ACT#req-act-exec-max-calls", "ACT#req-act-ledger-unique"))
    func malleatedMandate() async throws {
        let workflow = try Workflow(maxCalls: 3)
        let twin = try Self.malleated(workflow.mandate)
        let fourth = try Workflow.call(4, .bob, at: 25, after: [1], under: ContentHash(of: Array(twin.utf8)))
        let report = try await Workflow.audit(workflow.tokens + [fourth, twin])
        #expect(report.refusals == [6: "ECT#req-ect-mnd-calls"])
        #expect(report.entries.last?.finding == .repeated(line: 5))
        let ledger = Ledger.inMemory()
        #expect(try await Workflow.audit(workflow.tokens, ledger: ledger).verdict == .complete)
        let later = try await Workflow.audit([fourth, twin], ledger: ledger)
        #expect(later.verdict == .invalid && later.refusals == [2: "ACT#req-act-ledger-unique"])
    }

    @Test(
        "of two mandates of one name the lower max_calls holds for both, in any order of lines",
        .verifies("ACT#req-act-exec-max-calls", "ACT#req-act-dag-order"))
    func mandatesOfOneName() async throws {
        let (wide, narrow) = (try Workflow(maxCalls: 9), try Workflow(maxCalls: 1))
        let tokens = [wide.root, wide.left, narrow.right, wide.mandate, narrow.mandate]
        for tokens in [tokens, tokens.reversed()] {
            let report = try await Workflow.audit(tokens)
            let late = [wide.left, narrow.right].compactMap { tokens.firstIndex(of: $0) }.map { $0 + 1 }
            #expect(Set(report.refusals.keys) == Set(late))
            #expect(Set(report.refusals.values) == ["ECT#req-ect-mnd-calls"])
        }
    }

    /// The token with the order of P-256 less `s` for the `s` of its signature.
    private static func malleated(_ token: String) throws -> String {
        let segments = token.split(separator: ".")
        var signature = try Base64URL.decode(String(try #require(segments.last)))
        let order = try Hexadecimal.decode(
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
        try #require(segments.count == 3 && signature.count == 64)
        var borrow = 0
        for at in (0..<32).reversed() {
            let difference = Int(order[at]) - Int(signature[32 + at]) - borrow
            signature[32 + at] = UInt8(truncatingIfNeeded: difference)
            borrow = difference < 0 ? 1 : 0
        }
        return "\(segments[0]).\(segments[1]).\(Base64URL.encode(signature))"
    }

    @Test(
        "calls that the ledger had before count against max_calls, those of other mandates' agents do not",
        .verifies("ECT#req-ect-mnd-calls", "ACT#req-act-exec-max-calls"))
    func maxCallsInParts() async throws {
        let workflow = try Workflow(maxCalls: 2)
        let ledger = Ledger.inMemory()
        let hash = ContentHash(of: Array(workflow.mandate.utf8))
        let stranger = try Workflow.call(9, .mallory, at: 20, after: [], under: hash)
        // Without the mandate at hand, the stranger's record is kept as unproven.
        #expect(try await Workflow.audit([stranger], ledger: ledger).refused == 0)
        let part = [workflow.left, workflow.root, workflow.mandate]
        for _ in 0..<2 {
            #expect(try await Workflow.audit(part, ledger: ledger).refused == 0, "tokens are counted once")
        }
        let second = try await Workflow.audit([workflow.right, workflow.mandate], ledger: ledger)
        #expect(second.refusals == [1: "ECT#req-ect-mnd-calls"])
    }

    @Test(
        "a failed record taints itself and what follows from it; a withdrawn one does too",
        .verifies("ECT#req-ect-dag-taint", "ACT#req-act-dag-taint"))
    func taint() async throws {
        let workflow = try Workflow(status: .failed(.init(code: "timeout")))
        let after = try Workflow.call(5, .carol, at: 40, after: [100], under: nil)
        let report = try await Workflow.audit(workflow.tokens + [after])
        #expect(report.verdict == .complete)
        #expect(report.entries.filter(\.isTainted).map(\.line) == [1, 6])
        let good = try Workflow()
        let root = try Workflow.identifier(1).text
        let revoked = try await Workflow.audit(good.tokens) { $0.revoked = [root] }
        #expect(revoked.entries.filter(\.isTainted).map(\.line) == [1, 2, 3, 4])
    }

    @Test(
        "a record that is refused after it verified taints what follows from it",
        .verifies("ECT#req-ect-dag-taint", "ACT#req-act-dag-taint"))
    func taintOfRefused() async throws {
        let report = try await Workflow.audit(Workflow(maxCalls: 2).tokens)
        #expect(report.refusals == [4: "ECT#req-ect-mnd-calls"])
        #expect(report.entries.filter(\.isTainted).map(\.line) == [1, 4])
    }

    @Test(
        "a predecessor that came later is refused, and so is a cycle",
        .verifies("ECT#req-ect-dag-time", "ECT#req-ect-dag-acyclic", "ACT#req-act-dag-invalid"))
    func graph() async throws {
        let late = try Workflow.call(7, .bob, at: 10, after: [8], under: nil)
        let later = try Workflow.call(8, .bob, at: 100, after: [], under: nil)
        let report = try await Workflow.audit([late, later])
        #expect(report.refusals == [1: "ECT#req-ect-dag-time"])
        let one = try Workflow.call(7, .bob, at: 10, after: [8], under: nil)
        let other = try Workflow.call(8, .bob, at: 10, after: [7], under: nil)
        let cycle = try await Workflow.audit([one, other])
        #expect(cycle.refusals == [1: "ECT#req-ect-dag-acyclic", 2: "ECT#req-ect-dag-acyclic"])
    }

    @Test(
        "a record without its mandate is unproven, or refused where authorized is demanded",
        .verifies("ACT#req-act-verdict-unproven", "ACT#req-act-verdict-demand"))
    func unproven() async throws {
        let tokens = Array(try Workflow().tokens.dropLast())
        let report = try await Workflow.audit(tokens)
        #expect(report.verdict == .complete && report.count("unproven") == 4)
        let strict = try await Workflow.audit(tokens) { $0.requiresAuthorized = true }
        #expect(strict.refused == 4 && strict.refusals[1] == "ACT#req-act-verdict-demand")
    }

    @Test("an unsigned ECT counts where the policy lets it")
    func unsigned() async throws {
        let task = try Workflow.identifier(6)
        let token = try ECTIssuer.unsigned(
            ExecutionClaims(
                issuer: nil, audience: nil, issuedAt: Workflow.date(0), expiration: Workflow.date(10),
                identifier: task, action: "x"))
        #expect(try await Workflow.audit([token]).refusals == [1: "ECT#req-ect-minimum-level"])
        let report = try await Workflow.audit([token], ledger: .inMemory()) { $0.minimumLevel = .level1 }
        #expect(
            report.verdict == .complete && report.entries[0].level == "L1" && report.entries[0].signer == nil)
    }

    @Test("several batches keep the order of the lines, whatever the workers")
    func batches() async throws {
        let tokens = (0..<2500).map { "rubbish.\($0).x" }
        let workflow = try Workflow()
        var seen: [Int] = []
        for workers in [0, 1, 3] {
            let text = (tokens + workflow.tokens).joined(separator: "\n")
            let report = try await Workflow.audit(text, workers: workers)
            #expect(report.entries.map(\.line) == Array(1...2505))
            #expect(
                report.entries.suffix(5).map(\.finding.code) == [
                    "authorized", "authorized", "authorized", "authorized", "mandate",
                ])
            seen.append(report.refused)
        }
        #expect(seen == [2500, 2500, 2500])
    }

    @Test("a set that can't be read, or a pipe, is an error and no finding")
    func unreadable() async throws {
        #expect(throws: AuditError.unreadable("/nowhere/at/all", errno: 2)) {
            _ = try TokenLines(path: "/nowhere/at/all")
        }
        #expect(AuditError.unreadable("/nowhere", errno: 2).code == "audit-unreadable")
        #expect(AuditError.unreadable("/nowhere", errno: 2).description.hasPrefix("/nowhere can't be read: "))
        #expect(throws: AuditError.self) {
            var lines = try TokenLines(path: "/tmp")
            _ = try lines.next(1)
        }
    }
}
