import Audit
import Claims
import ECT
import Encoding
import Foundation
import JOSE
import Ledger
import TestTokens
import Trust

/// A token set in a temporary file, gone with the value.
final class TokenSet {
    let path: String

    init(_ tokens: [String]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("set-\(UUID().uuidString)").path
        try Data(tokens.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A record of the tests: numbers for names.
struct Task {
    var number: Int
    var workflow: Int? = 1
    var predecessors: [Int] = []
    var time: Int64 = 0
    var action = "work"
    var party = Party.bob

    static let start: Int64 = 1_700_000_000

    static func uuid(_ number: Int) throws -> UUIDText {
        let digits = String(number)
        let text = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        guard let uuid = UUIDText(ExactString(text)) else { throw CocoaError(.formatting) }
        return uuid
    }

    /// The task as a signed ECT.
    func token() throws -> String {
        let identifier = try Self.uuid(number)
        let claims = ExecutionClaims(
            issuer: party.identifier, audience: Audience(["https://auditor.example"]),
            issuedAt: NumericDate(clamping: Self.start + time),
            expiration: NumericDate(clamping: Self.start + time + 600), identifier: identifier,
            workflow: try workflow.map { try Self.uuid(900_000 + $0) }, action: ExactString(action),
            predecessors: try Predecessors(predecessors.map { try Self.uuid($0) }, of: identifier))
        return try ECTIssuer(key: party.key).issue(claims)
    }
}

extension Auditor {
    static let trustOfTests = TrustFile.result.flatMap { file in Result { TrustStore(file) } }

    /// Audits tokens, with everyone of the tests trusted.
    static func audit(
        _ tokens: [String], ledger: Ledger? = nil, change: (inout AuditPolicy) -> Void = { _ in }
    ) async throws -> AuditReport {
        var policy = AuditPolicy(now: NumericDate(clamping: Task.start + 100_000))
        change(&policy)
        let set = try TokenSet(tokens)
        let auditor = Auditor(trust: try trustOfTests.get(), policy: policy, ledger: ledger)
        return try await auditor.audit(try TokenLines(path: set.path), workers: 2)
    }
}

extension TrustFile {
    fileprivate static var result: Result<TrustFile, any Error> {
        Result { try TrustFile(parsing: Party.trustFile().encode()) }
    }
}
