import Signing
import Claims
import Encoding
import Ledger
import SCITT

/// Puts statements about records into the outbox, where no statement covers them yet.
struct AnchorQueueing {
    let issuer: StatementIssuer
    /// Whose statements count: one by a key that is not trusted any more covers nothing.
    let verifier: StatementVerifier
    let outbox: Outbox
    let ledger: Ledger
    let services: [ExactString]
    let isFull: Bool
    /// Milliseconds since 1970.
    let now: Int64

    /// How many statements are signed before they are put in together.
    private static let piece = 512

    /// What is known of a record: whether a statement about it is in the outbox, and for which services.
    private struct Standing {
        var isCovered = false
        var services: UInt64 = 0
    }

    /// A statement that is there, for services that it is not yet put in for.
    private struct Reuse {
        let statement: SignedStatement
        let records: [Int]
        let services: UInt64
    }

    /// Puts in what is missing; answers how many statements are new.
    func queue(
        _ records: [AnchorIntake.Record], index: RecordIndex, inBatches: Bool
    ) throws -> Int {
        var standings = Array(repeating: Standing(), count: records.count)
        var reusable: [Reuse] = []
        let wanted = services.indices.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        try outbox.forEachStatement(about: index) { (statement, covers) throws(OutboxError) in
            guard (try? verifier.verify(statement.statement)) != nil else { return }
            var present: UInt64 = 0
            for entry in statement.entries {
                if let at = services.firstIndex(of: entry.service) { present |= 1 << UInt64(at) }
            }
            for cover in covers.covers {
                standings[cover.record].isCovered = true
                standings[cover.record].services |= present
            }
            guard present != wanted else { return }
            reusable.append(
                Reuse(
                    statement: statement.statement, records: covers.covers.map(\.record),
                    services: wanted & ~present))
        }
        for reuse in reusable {
            let missing = reuse.records.reduce(UInt64(0)) { $0 | reuse.services & ~standings[$1].services }
            for at in services.indices where missing & 1 << UInt64(at) != 0 {
                try outbox.enqueue(reuse.statement, for: services[at], now: now)
            }
            for record in reuse.records { standings[record].services |= missing }
        }
        // Of equal tokens in several lines, the index has the first.
        let fresh = records.indices.filter {
            !standings[$0].isCovered && index.number(of: records[$0].hashes.record) == $0
        }
        return inBatches ? try queueBatches(fresh, records) : try queueSingles(fresh, records)
    }

    private func queueSingles(_ fresh: [Int], _ records: [AnchorIntake.Record]) throws -> Int {
        for start in stride(from: 0, to: fresh.count, by: Self.piece) {
            let statements = try fresh[start..<min(start + Self.piece, fresh.count)].map { number in
                let record = records[number]
                return isFull
                    ? try issuer.statement(
                        about: ledger.entry(at: record.sequence).token, type: record.type,
                        subject: record.subject, full: true)
                    : try issuer.statement(
                        aboutRecordWith: record.hashes.record, type: record.type, subject: record.subject)
            }
            for service in services { try outbox.enqueue(statements, for: service, now: now) }
        }
        return fresh.count
    }

    private func queueBatches(_ fresh: [Int], _ records: [AnchorIntake.Record]) throws -> Int {
        var count = 0
        for start in stride(from: 0, to: fresh.count, by: Int(Batch.limit)) {
            let part = fresh[start..<min(start + Int(Batch.limit), fresh.count)]
            var batch = Batch()
            for number in part { try batch.append(leafHash: records[number].hashes.leaf) }
            let subjects = Set(part.map { records[$0].subject })
            // The same records make the same subject, so that two runs at once make one statement.
            let own = UUIDText(named: batch.root.octets).map { RecordSubject($0) }
            guard let subject = subjects.count == 1 ? subjects.first : own else { continue }
            let statement = try issuer.statement(about: batch, subject: subject)
            try outbox.enqueue(statement, of: batch, for: services, now: now)
            count += 1
        }
        return count
    }
}
