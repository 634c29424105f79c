public import Audit
import Claims
public import ECT
import Encoding
import Merkle
import Signing

/// How the records of a set are anchored by what an outbox has, verified anew: a key that was good when a receipt
/// came may not be trusted any more.
public struct AnchorStandings: Sendable {
    /// How one record is anchored.
    public enum Standing: Sendable {
        /// No statement is about it.
        case none
        /// A statement is on its way; so far, the record is at L2.
        case pending(OutboxEntry)
        /// A statement and its receipts verify.
        case anchored(VerifiedAnchor)
        /// A statement is about it, and this is wrong with it.
        case refused(SCITTError)
    }

    /// Indices into `outcomes`, plus one; 0 for none. A million records share one statement.
    private var outcomeOfRecord: [Int32]
    private var outcomes: [Standing] = []

    /// Verifies what an outbox has about the records of a set. Receipts of a service about which it has an alarm that
    /// nobody has acknowledged count for nothing.
    public init(
        of records: RecordIndex, in outbox: Outbox, verifier: AnchorVerifier
    ) throws(OutboxError) {
        var verifier = verifier
        for alarm in try outbox.openSplitViews() {
            verifier.policy.suspended.insert(alarm.service)
        }
        var standings = Array(repeating: Int32(0), count: records.count)
        var outcomes: [Standing] = []
        try outbox.forEachStatement(about: records) { (statement, covers) throws(OutboxError) in
            outcomes.append(Self.judge(statement, verifier))
            for cover in covers.covers {
                let known = standings[cover.record]
                if known == 0 || outcomes[Int(known) - 1].rank < (outcomes.last?.rank ?? 0) {
                    standings[cover.record] = Int32(clamping: outcomes.count)
                }
            }
        }
        outcomeOfRecord = standings
        self.outcomes = outcomes
    }

    private static func judge(_ statement: OutboxStatement, _ verifier: AnchorVerifier) -> Standing {
        do throws(SCITTError) {
            return .anchored(try verifier.verify(statement.statement, receipts: statement.receipts))
        } catch {
            // With receipts still to come, nothing is wrong yet.
            let open = statement.entries.first { if case .anchored = $0.state { false } else { true } }
            if case .receiptMissing = error, let open { return .pending(open) }
            if statement.receipts.isEmpty, let open { return .pending(open) }
            return .refused(error)
        }
    }

    /// How a record is anchored, by its number in the set.
    public subscript(record: Int) -> Standing {
        guard outcomeOfRecord.indices.contains(record), outcomeOfRecord[record] > 0 else { return .none }
        return outcomes[Int(outcomeOfRecord[record]) - 1]
    }
}

extension AnchorStandings.Standing {
    /// One good anchor is not spoiled by a bad one.
    fileprivate var rank: Int {
        switch self {
        case .none: 0
        case .refused: 1
        case .pending: 2
        case .anchored: 3
        }
    }

    /// `anchored`, `pending`, `refused` or `none`.
    public var name: String {
        switch self {
        case .none: "none"
        case .pending: "pending"
        case .anchored: "anchored"
        case .refused: "refused"
        }
    }

    /// The standing as it is for a record of that type and subject: a statement about another one is no evidence.
    public func checked(type: RecordType, subject: RecordSubject) -> Self {
        guard case .anchored(let anchor) = self else { return self }
        do throws(SCITTError) {
            try anchor.check(type: type, subject: subject)
            return self
        } catch {
            return .refused(error)
        }
    }
}

extension VerifiedToken {
    /// The token's assurance level with what is known of its anchoring; nil for a mandate.
    public func level(with standing: AnchorStandings.Standing) -> AssuranceLevel? {
        guard let level = level(with: []) else { return nil }
        if level >= .level2, case .anchored = standing { return .level3 }
        return level
    }
}

extension AuditReport.Entry {
    /// What a statement about the token says it is of; nil for one that did not verify by itself.
    var described: (type: RecordType, subject: RecordSubject)? {
        guard let kind, let identifier = identifier.flatMap({ UUIDText($0) }) else { return nil }
        return (
            kind == .ect ? .ect : .act,
            RecordSubject(identifier: identifier, workflow: workflow.flatMap { UUIDText($0) })
        )
    }

    var isRefused: Bool {
        if case .refused = finding { true } else { false }
    }

    /// A standing of the token's octets, with type and subject compared: `none` for a token that did not verify.
    public func checked(_ standing: AnchorStandings.Standing) -> AnchorStandings.Standing {
        described.map { standing.checked(type: $0.type, subject: $0.subject) } ?? .none
    }
}

extension AuditReport {
    /// Raises to L3 what is anchored by `standing`, which is asked by the entry's place.
    ///
    /// A record whose append is pending or failed stays at L2.
    public mutating func raise(by standing: (Int) -> AnchorStandings.Standing) {
        //= ECT#req-ect-l3-fallback
        //# An ECT whose append is pending or has failed, or whose evidence does not verify, MUST be treated as
        //# L2.
        for index in entries.indices where !entries[index].isRefused {
            if case .anchored = entries[index].checked(standing(index)) { raise(index) }
        }
    }

    /// Raises the level of an entry for which there is verified evidence.
    public mutating func raise(_ index: Int) {
        guard entries.indices.contains(index), entries[index].level == AssuranceLevel.level2.description
        else { return }
        entries[index].level = AssuranceLevel.level3.description
    }

    /// Refuses ECTs below a level.
    public mutating func demand(_ minimum: AssuranceLevel) {
        for index in entries.indices where entries[index].kind == .ect {
            guard let level = entries[index].level.flatMap({ AssuranceLevel($0) }), level < minimum else {
                continue
            }
            if entries[index].isRefused { continue }
            let error = ECTError.level(level, minimum: minimum)
            entries[index].finding = .refused(
                code: error.code, requirement: error.requirement.name, detail: error.description)
        }
    }
}
