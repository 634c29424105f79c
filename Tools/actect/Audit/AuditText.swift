import Audit
import DAG
import Encoding

/// An audit report for people: what was found, then one verdict.
struct AuditText {
    private let report: AuditReport
    private let evidence: LevelEvidence
    private let maxListed: Int

    init(_ report: AuditReport, _ evidence: LevelEvidence, maxListed: Int) {
        self.report = report
        self.evidence = evidence
        self.maxListed = maxListed
    }

    func print() {
        printEntries()
        printGraph()
        printSummary()
    }

    private func printEntries() {
        let isWhole = report.entries.count <= maxListed
        let listed = isWhole ? report.entries : report.entries.filter(\.needsAttention)
        if !isWhole {
            Console.print(
                "\(report.entries.count) tokens: only what needs attention is listed (--json has everything)")
        }
        var rows = Table()
        for entry in listed.prefix(maxListed) {
            if rows.count >= Table.page {
                rows.print()
                rows = Table()
            }
            rows.add(entry.columns)
        }
        rows.print()
        printOmitted(listed.count - maxListed, "lines")
    }

    private func printGraph() {
        // A record of the set has its failure in its own line.
        let failures = report.graph.failures.filter { report.isOfLedger($0.node) }
        for failure in failures.prefix(maxListed) {
            Console.print("graph: \(failure.check.code): \(Console.safe(ExactString("\(failure)")))")
        }
        printOmitted(failures.count - maxListed, "failures of records in the ledger")
        let missing = report.graph.missing
        for absent in missing.prefix(maxListed) {
            let names = absent.namedBy.prefix(5).map { Console.safe($0.id) }.joined(separator: ", ")
            let more = absent.namedBy.count > 5 ? " and \(absent.namedBy.count - 5) more" : ""
            Console.print("missing: \(Console.safe(absent.id)), named by \(names)\(more)")
        }
        printOmitted(missing.count - maxListed, "missing predecessors")
    }

    private func printSummary() {
        let counts = ["authorized", "unproven", "mandate", "repeated", "invalid"]
            .map { ($0 == "invalid" ? "refused" : $0 == "mandate" ? "mandates" : $0, report.count($0)) }
            .filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        Console.print(
            "tokens: \(report.entries.count)" + (counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))")
        )
        let earlier = report.earlierRecords > 0 ? ", \(report.earlierRecords) of them from the ledger" : ""
        Console.print("graph: \(report.graph.code), \(report.records?.count ?? 0) records\(earlier)")
        if report.tainted > 0 {
            Console.print(
                "tainted: \(report.tainted) (failed, revoked or refused, or building on such a record)")
        }
        for line in evidence.summary(report) { Console.print(line) }
        if let size = report.ledgerSize, let root = report.ledgerRoot {
            Console.print("ledger: \(size) entries, root \(root)")
        }
        Console.print("verdict: \(report.verdict.rawValue)")
    }

    private func printOmitted(_ count: Int, _ what: String) {
        if count > 0 { Console.print("… \(count) more \(what) (--max-listed, or --json)") }
    }
}

extension AuditReport {
    /// Whether the ledger, and not the set, has the record.
    fileprivate func isOfLedger(_ key: GraphKey) -> Bool {
        records?.vertices(of: key).allSatisfy { vertex in
            if case .ledger? = origin(of: vertex) { true } else { false }
        } ?? false
    }
}

extension AuditReport.Entry {
    /// Whether a reader in a hurry should see it.
    var needsAttention: Bool {
        if case .refused = finding { return true }
        return isTainted
    }

    /// The line of a listing.
    var columns: [String] {
        var columns = [
            "line \(line)", kind?.rawValue ?? "-", identifier.map(Console.safe) ?? "-",
            signer.map(Console.safe) ?? "-", action.map(Console.safe) ?? "-", level ?? "-",
        ]
        switch finding {
        case .authorized: columns.append("authorized")
        case .mandate: columns.append("verified")
        case .unproven: columns.append("unproven")
        case .repeated(let first): columns.append("the same token as line \(first)")
        case .refused(let code, let requirement, let detail):
            let rule = requirement.map { " [\($0)]" } ?? ""
            columns.append("REFUSED \(code)\(rule): \(Console.safe(ExactString(detail)))")
        }
        if isTainted { columns[columns.count - 1] += "; TAINTED" }
        return columns
    }
}

/// Columns as wide as their widest text.
struct Table {
    private var rows: [[String]] = []

    /// Rows after which a long listing is better printed, and widths found anew.
    static let page = 1000

    var count: Int { rows.count }

    mutating func add(_ row: [String]) { rows.append(row) }

    func print() {
        var widths: [Int] = []
        for row in rows {
            for (at, text) in row.enumerated() {
                if at == widths.count { widths.append(0) }
                widths[at] = max(widths[at], text.count)
            }
        }
        for row in rows {
            let padded = row.enumerated().map { at, text in
                at == row.count - 1 ? text : text + String(repeating: " ", count: widths[at] - text.count)
            }
            Console.print(padded.joined(separator: "  "))
        }
    }
}
