import Claims
import Trust
import DAG
import Audit
import ECT
import Encoding
import Glibc
import SCITT

/// A report on a bundle for people.
struct BundleText {
    private let report: BundleReport
    private let maxListed: Int

    init(_ report: BundleReport, maxListed: Int) {
        self.report = report
        self.maxListed = maxListed
    }

    func print() {
        for flaw in report.flaws { Console.print("bundle: REFUSED\(flaw.rule): \(flaw.shown)") }
        printTokens()
        for (index, outcome) in report.anchors.enumerated().prefix(maxListed) {
            Console.print("statement \(index): \(outcome.sentence)")
        }
        if report.anchors.count > maxListed {
            Console.print("… \(report.anchors.count - maxListed) more statements (--max-listed, or --json)")
        }
        let missing = report.audit.graph.missing
        for absent in missing.prefix(maxListed) {
            let names = absent.namedBy.prefix(5).map { Console.safe($0.id) }.joined(separator: ", ")
            Console.print("missing: \(Console.safe(absent.id)), named by \(names)")
        }
        if missing.count > maxListed {
            Console.print(
                "… \(missing.count - maxListed) more missing predecessors (--max-listed, or --json)")
        }
        printSummary()
    }

    private func printTokens() {
        let isWhole = report.tokenCount <= maxListed
        if !isWhole {
            Console.print(
                "\(report.tokenCount) tokens: only what needs attention is listed (--json has everything)")
        }
        var rows = Table()
        var omitted = 0
        for element in report.elements where isWhole || element.needsAttention {
            if rows.count < maxListed { rows.add(element.columns) } else { omitted += 1 }
        }
        rows.print()
        if omitted > 0 { Console.print("… \(omitted) more lines (--max-listed, or --json)") }
    }

    private func printSummary() {
        let levels = AssuranceLevel.allCases.reversed().map { ($0, report.count(at: $0)) }
            .filter { $0.1 > 0 }.map { "\($0.1) at \($0.0)" }.joined(separator: ", ")
        Console.print(
            "tokens: \(report.tokenCount), \(report.anchored) anchored, \(report.refused) refused"
                + (levels.isEmpty ? "" : "; records: \(levels)"))
        Console.print("graph: \(report.audit.graph.code); records: \(report.verdict.rawValue)")
        if report.hasSamePolicy == false {
            Console.print("The sender judged by another trust file; this verdict is by yours.")
        }
        Console.print("verdict: \(report.completeness.rawValue)")
    }
}

extension Result where Success == VerifiedAnchor, Failure == SCITTError {
    /// What came of a statement, in words.
    fileprivate var sentence: String {
        switch self {
        case .failure(let error): return "REFUSED\(error.rule): \(error.shown)"
        case .success(let anchor):
            let receipts = anchor.transparency.verified.map { receipt in
                let time = receipt.issuedAt.map { ", issued at \($0.inUTC)" } ?? ""
                return "\(Console.safe(receipt.service)), \(receipt.inclusion.sentence)\(time)"
            }
            return """
                by \(Console.safe(anchor.statement.signer.identifier)), \(anchor.statement.content.sentence); \
                receipt of \(receipts.joined(separator: "; and of "))
                """
        }
    }
}

extension BundleReport.Element {
    /// Whether a reader in a hurry should see it.
    fileprivate var needsAttention: Bool {
        if case .refused? = finding { return true }
        if case .refused = anchoring { return true }
        return entry?.isTainted ?? false
    }

    fileprivate var columns: [String] {
        guard let entry else { return ["token \(index)", "approval"] }
        var columns = [
            "token \(index)", entry.kind?.rawValue ?? "-", entry.identifier.map(Console.safe) ?? "-",
            entry.signer.map(Console.safe) ?? "-", entry.action.map(Console.safe) ?? "-",
            level?.description ?? "-",
        ]
        switch finding ?? entry.finding {
        case .refused(let code, let requirement, let detail):
            let rule = requirement.map { " [\($0)]" } ?? ""
            columns.append("REFUSED \(code)\(rule): \(Console.safe(ExactString(detail)))")
        case .mandate: columns.append("verified\(anchor)")
        case let other: columns.append("\(other.code)\(anchor)")
        }
        if entry.isTainted { columns[columns.count - 1] += "; TAINTED" }
        return columns
    }

    private var anchor: String {
        switch anchoring {
        case .none: ", not anchored"
        case .anchored(let statement): ", anchored by statement \(statement)"
        case .refused(let error): ", not anchored\(error.rule): \(error.shown)"
        }
    }
}

/// A report on a bundle for machines: an object a token, then one on everything.
struct BundleJSON {
    private let report: BundleReport

    private static let piece = 1 << 16

    init(_ report: BundleReport) {
        self.report = report
    }

    func print() {
        var piece: [UInt8] = []
        for element in report.elements {
            piece += element.json + [0x0A]
            if piece.count > Self.piece {
                Console.write(String(decoding: piece, as: UTF8.self), to: STDOUT_FILENO)
                piece.removeAll(keepingCapacity: true)
            }
        }
        Console.write(String(decoding: piece, as: UTF8.self), to: STDOUT_FILENO)
        Console.print([
            "verdict": .string(ExactString(report.completeness.rawValue)),
            "records": .string(ExactString(report.verdict.rawValue)),
            "graph": report.audit.graph.json(records: report.audit.records?.count ?? 0, fromLedger: 0),
            "tokens": .integer(Int64(report.tokenCount)), "anchored": .integer(Int64(report.anchored)),
            "refused": .integer(Int64(report.refused)),
            "levels": .object(
                AssuranceLevel.allCases.map {
                    JSONMember(ExactString($0.description), .integer(Int64(report.count(at: $0))))
                }),
            "same_policy": report.hasSamePolicy.map { .boolean($0) } ?? .null,
            "flaws": .array(report.flaws.map { .object($0.members) }),
            "statements": .array(report.anchors.map(\.json)),
        ])
    }
}

extension Result where Success == VerifiedAnchor, Failure == SCITTError {
    fileprivate var json: JSONValue {
        switch self {
        case .failure(let error): .object([JSONMember("ok", false)] + error.members)
        case .success(let anchor):
            [
                "ok": true, "iss": .string(anchor.statement.signer.identifier),
                "about": .string(ExactString(anchor.statement.content.sentence)),
                "receipts": .array(anchor.receiptsJSON),
            ]
        }
    }
}

extension BundleReport.Element {
    fileprivate var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("token", Int64(index))
        if let kind = entry?.kind { writer.member("kind", kind.rawValue) }
        if let identifier = entry?.identifier { writer.member("jti", identifier) }
        if let workflow = entry?.workflow { writer.member("wid", workflow) }
        if let signer = entry?.signer { writer.member("signer", signer) }
        if let action = entry?.action { writer.member("action", action) }
        if let level { writer.member("level", level.description) }
        if let finding {
            writer.member("finding", finding.code)
            if case .refused(let code, let requirement, let detail) = finding {
                writer.member("code", code)
                if let requirement { writer.member("requirement", requirement) }
                writer.member("detail", detail)
            }
        }
        switch anchoring {
        case .none: writer.member("anchoring", "none")
        case .anchored(let statement):
            writer.member("anchoring", "anchored")
            writer.member("statement", Int64(statement))
        case .refused(let error):
            writer.member("anchoring", "refused")
            writer.member("anchoring_detail", error.description)
        }
        writer.endObject()
        return writer.octets
    }
}
