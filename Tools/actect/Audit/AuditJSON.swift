import Audit
import DAG
import Encoding
import Glibc

/// An audit report for machines: one object, written in pieces however many tokens there are.
struct AuditJSON {
    private let report: AuditReport
    private let evidence: LevelEvidence

    private static let piece = 1 << 16

    init(_ report: AuditReport, _ evidence: LevelEvidence) {
        self.report = report
        self.evidence = evidence
    }

    func print() {
        // The entries come last, so that what is written before them can be one value.
        var head = JSONWriter()
        head.beginObject()
        head.member("verdict", report.verdict.rawValue)
        head.member("tokens", Int64(report.entries.count))
        head.name("counts")
        head.beginObject()
        for code in ["authorized", "unproven", "mandate", "repeated", "invalid"] {
            head.member(code, Int64(report.count(code)))
        }
        head.endObject()
        head.member("tainted", Int64(report.tainted))
        head.member("graph", report.graphValue)
        head.member("ledger", report.ledgerValue)
        head.name("entries")
        head.beginArray()
        Console.write(String(decoding: head.octets, as: UTF8.self), to: STDOUT_FILENO)
        var piece: [UInt8] = []
        for (at, entry) in report.entries.enumerated() {
            if at > 0 { piece.append(UInt8(ascii: ",")) }
            piece += entry.json(evidence.json(entry, at))
            if piece.count > Self.piece {
                Console.write(String(decoding: piece, as: UTF8.self), to: STDOUT_FILENO)
                piece.removeAll(keepingCapacity: true)
            }
        }
        Console.write(String(decoding: piece, as: UTF8.self) + "]}\n", to: STDOUT_FILENO)
    }
}

extension AuditReport {
    fileprivate var graphValue: JSONValue {
        graph.json(records: records?.count ?? 0, fromLedger: earlierRecords)
    }

    fileprivate var ledgerValue: JSONValue {
        guard let ledgerSize, let ledgerRoot else { return .null }
        return ["size": .integer(Int64(clamping: ledgerSize)), "root": .string(ExactString(ledgerRoot))]
    }
}

extension GraphVerdict {
    /// The verdict as a value.
    func json(records: Int, fromLedger: Int) -> JSONValue {
        [
            "verdict": .string(ExactString(code)),
            "records": .integer(Int64(records)),
            "from_ledger": .integer(Int64(fromLedger)),
            "invalid": .array(
                failures.map { failure in
                    [
                        "id": .string(failure.node.id),
                        "wid": failure.node.scope.map(JSONValue.string) ?? .null,
                        "check": .string(ExactString(failure.check.code)),
                        "other": failure.other.map { .string($0.id) } ?? .null,
                        "detail": .string(ExactString("\(failure)")),
                    ]
                }),
            "missing": .array(
                missing.map { absent in
                    [
                        "id": .string(absent.id),
                        "named_by": .array(absent.namedBy.map { .string($0.id) }),
                    ]
                }),
        ]
    }
}

extension AuditReport.Entry {
    /// The entry as one object; what does not apply is left out.
    fileprivate func json(_ evidence: JSONValue?) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("line", Int64(line))
        if let kind { writer.member("kind", kind.rawValue) }
        if let identifier { writer.member("jti", identifier) }
        if let workflow { writer.member("wid", workflow) }
        if let signer { writer.member("signer", signer) }
        if let action { writer.member("action", action) }
        if let level { writer.member("level", level) }
        if let time { writer.member("time", time) }
        writer.member("finding", finding.code)
        switch finding {
        case .refused(let code, let requirement, let detail):
            writer.member("code", code)
            if let requirement { writer.member("requirement", requirement) }
            writer.member("detail", detail)
        case .repeated(let first): writer.member("first_line", Int64(first))
        case .authorized, .mandate, .unproven: break
        }
        if let sequence { writer.member("seq", Int64(clamping: sequence)) }
        if isTainted { writer.member("tainted", true) }
        if let evidence { writer.member("evidence", evidence) }
        writer.endObject()
        return writer.octets
    }
}
