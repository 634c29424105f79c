import Audit
import Claims
import Ledger
import SCITT

/// Verifies the tokens of a set, on all cores, and puts those that verify into the ledger: what comes out of it
/// can be anchored.
struct AnchorIntake {
    /// A verified token in the ledger.
    struct Record {
        let line: Int
        let sequence: UInt64
        let identifier: UUIDText
        let subject: RecordSubject
        let type: RecordType
        let hashes: RecordIndex.Hashes
    }

    /// A token that was refused.
    struct Refusal {
        let line: Int
        let code: String
        let requirement: String?
        let detail: String
    }

    private(set) var records: [Record] = []
    private(set) var refusals: [Refusal] = []
    private(set) var appended = 0

    private let ledger: Ledger
    private let verifier: TokenVerifier
    private let now: NumericDate
    private var waiting: [Verified] = []
    private var stored: LedgerCursor?
    private var nextStored: UInt64 = 0
    private var lastSubject: RecordSubject?

    private static let piece = 1024
    private static let commit = 8192

    private struct Verified {
        let line: Int
        let token: VerifiedToken
        let hashes: RecordIndex.Hashes
    }

    private init(_ ledger: Ledger, _ verifier: TokenVerifier, _ now: NumericDate) {
        self.ledger = ledger
        self.verifier = verifier
        self.now = now
    }

    /// Takes all tokens of `lines`.
    static func take(
        _ lines: consuming TokenLines, with auditor: Auditor, into ledger: Ledger,
        progress: (Int, Int) -> Void
    ) async throws -> AnchorIntake {
        let (verifier, count) = try auditor.verifier(for: &lines)
        var intake = AnchorIntake(ledger, verifier, auditor.policy.now)
        var pending: [Task<[(Int, Result<Verified, TokenError>)], Never>] = []
        var isAtEnd = false
        var done = 0
        while true {
            while !isAtEnd, pending.count <= Cores.count {
                let piece = try lines.next(Self.piece)
                if piece.isEmpty {
                    isAtEnd = true
                } else {
                    pending.append(Task { piece.map { Self.verify($0, verifier) } })
                }
            }
            guard !pending.isEmpty else { break }
            let outcomes = await pending.removeFirst().value
            try intake.take(outcomes)
            done += outcomes.count
            progress(done, count)
        }
        try intake.append()
        return intake
    }

    private static func verify(
        _ line: TokenLines.Line, _ verifier: TokenVerifier
    ) -> (Int, Result<Verified, TokenError>) {
        do throws(TokenError) {
            let token = try verifier.verify(line.token)
            return (
                line.number,
                .success(
                    Verified(line: line.number, token: token, hashes: RecordIndex.Hashes(of: token.compact)))
            )
        } catch {
            return (line.number, .failure(error))
        }
    }

    private mutating func take(_ outcomes: [(Int, Result<Verified, TokenError>)]) throws(LedgerError) {
        for (line, outcome) in outcomes {
            switch outcome {
            case .success(let verified): waiting.append(verified)
            case .failure(let error): refuse(line, error)
            }
        }
        if waiting.count >= Self.commit { try append() }
    }

    private mutating func append() throws(LedgerError) {
        let outcomes = try ledger.append(
            contentsOf: waiting.map {
                NewEntry(name: $0.token.name, token: $0.token.compact, recorded: now.seconds)
            })
        for (verified, outcome) in zip(waiting, outcomes) {
            switch outcome {
            case .appended(let sequence):
                appended += 1
                add(verified.line, verified.token, sequence, verified.hashes)
            case .present(let sequence): try addStored(verified, sequence)
            case .refused(let error):
                refusals.append(
                    Refusal(line: verified.line, code: error.code, requirement: nil, detail: "\(error)"))
            }
        }
        waiting.removeAll(keepingCapacity: true)
    }

    /// A token that is the same up to its signature counts as there: what is anchored are the octets that the
    /// ledger has.
    private mutating func addStored(_ verified: Verified, _ sequence: UInt64) throws(LedgerError) {
        if stored == nil || nextStored != sequence { stored = try ledger.entries(from: sequence) }
        nextStored = sequence + 1
        guard let octets = try stored?.next()?.token, octets != verified.token.compact else {
            return add(verified.line, verified.token, sequence, verified.hashes)
        }
        do throws(TokenError) {
            let token = try verifier.verify(octets)
            add(verified.line, token, sequence, RecordIndex.Hashes(of: octets))
        } catch {
            refuse(verified.line, error)
        }
    }

    private mutating func add(
        _ line: Int, _ token: VerifiedToken, _ sequence: UInt64, _ hashes: RecordIndex.Hashes
    ) {
        // The records of one workflow share their subject's text.
        var subject = token.recordSubject
        if let lastSubject, lastSubject == subject { subject = lastSubject }
        lastSubject = subject
        records.append(
            Record(
                line: line, sequence: sequence, identifier: token.identifier, subject: subject,
                type: token.recordType, hashes: hashes))
    }

    private mutating func refuse(_ line: Int, _ error: TokenError) {
        refusals.append(
            Refusal(
                line: line, code: error.code, requirement: error.requirement, detail: error.description))
    }
}
