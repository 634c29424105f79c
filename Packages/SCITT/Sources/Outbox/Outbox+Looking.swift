public import Encoding
import Foundation
import GRDB
public import Signing

extension Outbox {
    /// The entry of a statement for a service; nil where there is none.
    public func entry(_ digest: Digest32, for service: ExactString) throws(OutboxError) -> OutboxEntry? {
        try read { db in
            let select = try db.cachedStatement(sql: "SELECT * FROM entry WHERE digest = ? AND service = ?")
            return try Row.fetchOne(select, arguments: [digest.octets.blob, service.string])
                .map(OutboxEntry.init)
        }
    }

    /// Entries in the order in which they were put in, in pieces.
    ///
    /// - Parameters:
    ///   - offset: how many to leave out at the start.
    ///   - limit: the most to answer.
    public func entries(offset: Int = 0, limit: Int = 1000) throws(OutboxError) -> [OutboxEntry] {
        try read { db in
            let select = try db.cachedStatement(sql: "SELECT * FROM entry ORDER BY id LIMIT ? OFFSET ?")
            return try Row.fetchAll(select, arguments: [max(0, limit), max(0, offset)]).map(OutboxEntry.init)
        }
    }

    /// The entries that are due: by turns of each service, of each those that wait longest first, so that a service
    /// that doesn't answer holds up none of the others; none of services that are stopped.
    ///
    /// What is put off for longer than any delay was put off by a clock that was wrong, and is due too.
    ///
    /// - Parameter services: the services whose entries count; nil for all.
    public func due(
        at now: Int64, of services: [ExactString]? = nil, limit: Int = 64
    ) throws(OutboxError) -> [OutboxEntry] {
        let (latest, isBeyond) = now.addingReportingOverflow(RetryAfter.longest * 1000)
        let services = if let services { Set(services) } else { Set(try self.services()) }
        let waiting = try read { db in
            // Each range of each service by itself: an index answers that at once, however many entries are open.
            var waiting: [(turn: Int, due: Int64, id: Int64, row: Row)] = []
            for service in services {
                var turn = 0
                for (range, bound) in [("<= ?", now), ("> ?", isBeyond ? .max : latest)] {
                    let select = try db.cachedStatement(
                        sql: """
                            SELECT * FROM entry WHERE \(Self.open([service])) AND due \(range)
                            ORDER BY due, id LIMIT ?
                            """)
                    let arguments = Self.names([service]) + [bound, max(0, limit - turn)]
                    for row in try Row.fetchAll(select, arguments: arguments) {
                        let (due, id) = (
                            try row.decode(Int64.self, forColumn: "due"),
                            try row.decode(Int64.self, forColumn: "id")
                        )
                        waiting.append((turn, due, id, row))
                        turn += 1
                    }
                }
            }
            return waiting
        }
        return try OutboxError.rethrowing {
            try waiting.sorted { ($0.turn, $0.due, $0.id) < ($1.turn, $1.due, $1.id) }
                .prefix(max(0, limit)).map { try OutboxEntry($0.row) }
        }
    }

    /// When the next entry is due, in milliseconds since 1970-01-01T00:00:00Z; nil where none is open.
    ///
    /// - Parameter services: the services whose entries count; nil for all.
    public func nextDue(of services: [ExactString]? = nil) throws(OutboxError) -> Int64? {
        try read { db in
            try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT min(due) FROM entry WHERE \(Self.open(services))"),
                arguments: Self.names(services))
        }
    }

    /// How many statements are open at any of some services; with `any`, only those that none of them has
    /// anchored.
    public func open(
        at services: [ExactString], demand: TransparencyPolicy.Demand
    ) throws(OutboxError) -> Int {
        try read { db in
            // Of one service, no two entries are about one statement, and an index has their number.
            let statements = services.count == 1 ? "*" : "DISTINCT digest"
            let isAnchored = "SELECT 1 FROM entry other WHERE other.digest = entry.digest AND other.state = 2"
            return try Int.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT count(\(statements)) FROM entry WHERE \(Self.open(services))
                        \(demand == .any ? "AND NOT EXISTS (\(isAnchored))" : "")
                        """),
                arguments: Self.names(services)) ?? 0
        }
    }

    /// The condition that an entry is open, and that its service is one of those named and not stopped.
    private static func open(_ services: [ExactString]?) -> String {
        let names = services.map { Array(repeating: "?", count: $0.count).joined(separator: ", ") }
        return """
            state < 2 AND service NOT IN (SELECT service FROM split_view WHERE acknowledged = 0)
            \(names.map { "AND service IN (\($0))" } ?? "")
            """
    }

    private static func names(_ services: [ExactString]?) -> StatementArguments {
        StatementArguments(services?.map(\.string) ?? [])
    }

    /// Makes the open entries of some services due at once, whatever they were put off for: somebody has come to
    /// see to them.
    public func hasten(_ services: [ExactString], now: Int64) throws(OutboxError) {
        try write("hasten") { db in
            try db.cachedStatement(
                sql: "UPDATE entry SET due = min(due, ?) WHERE \(Self.open(services))"
            ).execute(arguments: [now] + Self.names(services))
        }
    }

    /// How many entries are in each state, of one service or of all.
    public func summary(of service: ExactString? = nil) throws(OutboxError) -> OutboxSummary {
        try read { db in
            var summary = OutboxSummary()
            let select = try db.cachedStatement(
                sql: """
                    SELECT state, count(*) FROM entry WHERE service = coalesce(?, service) GROUP BY state
                    """)
            for row in try Row.fetchAll(select, arguments: [service?.string]) {
                let count = try row.decode(Int.self, atIndex: 1)
                switch try row.decode(Int64.self, atIndex: 0) {
                case 0: summary.queued = count
                case 1: summary.sent = count
                case 2: summary.anchored = count
                default: summary.refused = count
                }
            }
            return summary
        }
    }

    /// The services that there are entries for, in order.
    public func services() throws(OutboxError) -> [ExactString] {
        try read { db in
            try String.fetchAll(db, sql: "SELECT DISTINCT service FROM entry").map { ExactString($0) }
                .sorted()
        }
    }

    /// Entries that are not anchored, in the order in which they were put in: what a service refuses first.
    public func unanchored(limit: Int = 1000) throws(OutboxError) -> [OutboxEntry] {
        try read { db in
            let select = try db.cachedStatement(
                sql: "SELECT * FROM entry WHERE state <> 2 ORDER BY state < 3, id LIMIT ?")
            return try Row.fetchAll(select, arguments: [max(0, limit)]).map(OutboxEntry.init)
        }
    }
}
