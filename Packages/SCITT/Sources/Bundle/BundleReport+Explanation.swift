import Audit
import Claims
import DAG
import Encoding
import Signing
import Trust

extension BundleReport {
    /// The report in words, a sentence a line; of tokens and anchors the first `limit` each.
    public func explain(limit: Int = 100) -> [String] {
        var lines = flaws.map { "The bundle itself is refused: \($0)." }
        lines += summary
        for (index, outcome) in anchors.enumerated().prefix(limit) { lines.append(Self.line(index, outcome)) }
        if anchors.count > limit { lines.append("\(anchors.count - limit) more statements are not shown.") }
        for element in elements.prefix(limit) { lines.append(Self.line(element)) }
        if tokenCount > limit { lines.append("\(tokenCount - limit) more tokens are not shown.") }
        return lines
    }

    private var summary: [String] {
        var lines = [
            "The records are \(verdict.rawValue); the graph is \(audit.graph.code).",
            "Of \(tokenCount) tokens, \(anchored) are anchored and \(refused) are refused.",
        ]
        switch hasSamePolicy {
        case true?: lines.append("The sender judged by the same trust file.")
        case false?: lines.append("The sender judged by another trust file; the verdicts are by yours.")
        case nil: break
        }
        for missing in audit.graph.missing.prefix(10) {
            lines.append("The predecessor \(missing.id) is not in the bundle.")
        }
        return lines
    }

    private static func line(_ index: Int, _ outcome: Result<VerifiedAnchor, SCITTError>) -> String {
        switch outcome {
        case .failure(let error): return "Statement \(index) is refused: \(error)."
        case .success(let anchor):
            let statement = anchor.statement
            let what =
                switch statement.content {
                case .hash, .record: "one token"
                case .batch: "a batch"
                }
            let services = anchor.transparency.verified.map { receipt in
                var text = receipt.service.quoted
                if let size = receipt.inclusion.size, let index = receipt.inclusion.index {
                    text += " as entry \(index) of \(size)"
                }
                if let time = receipt.issuedAt { text += " at \(time.inUTC)" }
                return text
            }
            return """
                Statement \(index), by \(statement.signer.identifier.quoted) about \(what), is in the log of \
                \(services.joined(separator: " and of ")).
                """
        }
    }

    private static func line(_ element: Element) -> String {
        guard let entry = element.entry else { return "Token \(element.index) is an approval." }
        let name =
            "Token \(element.index)"
            + (entry.identifier.map { " (\(entry.kind?.rawValue ?? "token") \($0))" } ?? "")
        switch element.finding {
        case .refused(let code, _, let detail)?: return "\(name) is refused, \(code): \(detail)."
        case .authorized?: return "\(name) is authorized" + level(element) + taint(entry) + anchor(element)
        case .mandate?: return "\(name) verifies" + anchor(element)
        default:
            return "\(name) verifies, its authority is not shown" + level(element) + taint(entry)
                + anchor(element)
        }
    }

    private static func level(_ element: Element) -> String {
        element.level.map { ", at \($0)" } ?? ""
    }

    private static func taint(_ entry: AuditReport.Entry) -> String {
        entry.isTainted ? ", tainted (it failed, was withdrawn, or builds on such a record)" : ""
    }

    private static func anchor(_ element: Element) -> String {
        switch element.anchoring {
        case .none: ", not anchored."
        case .anchored(let index): ", anchored by statement \(index)."
        case .refused(let error): ", not anchored: \(error)."
        }
    }
}
