import ACT
import Audit
import Claims
import DAG
import ECT
import Encoding
import Foundation
import JOSE
import Ledger
import TestTokens
import Testing
import Trust

/// Alice grants bob a task; bob and carol carry out calls for it and record them as ECTs; bob records the task.
struct Workflow {
    static let now: Int64 = 1_767_225_600
    static let workflow = UUIDText(random: [UInt8](repeating: 0x77, count: 16))

    let mandate: String
    let root: String
    let left: String
    let right: String
    let record: String

    /// All tokens; the record, which follows from the calls, comes first and the mandate last.
    var tokens: [String] { [record, left, root, right, mandate] }

    init(maxCalls: Int64? = nil, status: RecordClaims.Outcome = .completed, leftOf: Int = 1) throws {
        var constraints = Constraints()
        constraints.maxCalls = maxCalls
        let call = try #require(Action("read.data"))
        let claims = MandateClaims(
            issuer: Party.alice.identifier, subject: Party.bob.identifier,
            audience: try #require(Audience([Party.carol.identifier])), issuedAt: Self.date(0),
            expiration: Self.date(600), identifier: try Self.identifier(100), workflow: Self.workflow,
            task: ACTTask(purpose: "report"),
            capabilities: try Capabilities([
                Capability(call, constraints), Capability(try #require(Action("write.report"))),
            ]))
        mandate = try ACTIssuer(key: Party.alice.key).issue(claims)
        let hash = ContentHash(of: Array(mandate.utf8))
        root = try Self.call(1, .bob, at: 10, after: [], under: hash)
        left = try Self.call(2, .bob, at: 20, after: [leftOf], under: hash)
        right = try Self.call(3, .carol, at: 20, after: [1], under: hash)
        let verified = try ACTVerifier(
            trust: Self.trust(), policy: ACTPolicy(mode: .audit, now: Self.date(0), audience: [])
        ).mandate(Array(mandate.utf8))
        record = try ACTIssuer(key: Party.bob.key).record(
            verified,
            RecordClaims(
                action: try #require(Action("write.report")),
                predecessors: try Predecessors(
                    [Self.identifier(2), Self.identifier(3)], of: Self.identifier(100)),
                executedAt: Self.date(30), outcome: status, mandateHash: hash))
    }

    static func date(_ seconds: Int64) -> NumericDate { NumericDate(clamping: now + seconds) }

    static func identifier(_ number: Int) throws -> UUIDText {
        try #require(UUIDText(random: [UInt8](repeating: UInt8(number), count: 16)))
    }

    static func trust() throws -> TrustStore {
        try TrustStore(TrustFile(parsing: Party.trustFile().encode()))
    }

    /// An ECT of a call.
    static func call(
        _ number: Int, _ party: Party, at seconds: Int64, after predecessors: [Int], under hash: ContentHash?,
        action: ExactString = "read.data"
    ) throws -> String {
        let task = try identifier(number)
        return try ECTIssuer(key: party.key).issue(
            ExecutionClaims(
                issuer: party.identifier, audience: Audience([Party.alice.identifier]),
                issuedAt: date(seconds),
                expiration: date(seconds + 600), identifier: task, workflow: workflow, action: action,
                predecessors: Predecessors(predecessors.map(identifier), of: task), mandateHash: hash))
    }

    /// Audits lines of text.
    static func audit(
        _ text: String, ledger: Ledger? = nil, workers: Int = 2,
        _ change: (inout AuditPolicy) -> Void = { _ in }
    ) async throws -> AuditReport {
        var policy = AuditPolicy(now: date(1000))
        change(&policy)
        let file = try TemporaryFile(Array(text.utf8))
        return try await Auditor(trust: trust(), policy: policy, ledger: ledger).audit(
            TokenLines(path: file.path), workers: workers)
    }

    /// Audits tokens, one a line.
    static func audit(
        _ tokens: [String], ledger: Ledger? = nil, _ change: (inout AuditPolicy) -> Void = { _ in }
    ) async throws -> AuditReport {
        try await audit(tokens.joined(separator: "\n") + "\n", ledger: ledger, change)
    }
}

/// A file that goes when its owner goes.
final class TemporaryFile {
    let path: String

    init(_ octets: [UInt8]) throws {
        path =
            FileManager.default.temporaryDirectory.appendingPathComponent("audit-\(UUID().uuidString)").path
        try Data(octets).write(to: URL(fileURLWithPath: path))
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

extension AuditReport {
    /// Findings by line.
    var findings: [String] { entries.map(\.finding.code) }

    /// The requirements of refused lines.
    var refusals: [Int: String] {
        entries.reduce(into: [:]) {
            if case .refused(_, let requirement, _) = $1.finding { $0[$1.line] = requirement ?? "none" }
        }
    }
}
