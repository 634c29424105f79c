public import Audit
import Claims
import DAG
import Encoding

/// An audit as one HTML page that anyone can open: the verdict, what is missing, the workflow as a picture, and
/// who did what, when, at which level and by whose authority.
///
/// The page needs nothing else: no script, no font, no picture from anywhere. A content security policy in it
/// says so, and all text from tokens is escaped besides. The same report gives the same octets.
public struct AuditPage: Sendable {
    /// What was found.
    public let report: AuditReport
    /// Facts about the audit for the head of the page, such as the names of its files, in their order.
    public let facts: [Fact]

    /// The most rows of the table of tokens.
    public static let mostRows = 5000

    /// A fact with its name.
    public struct Fact: Hashable, Sendable {
        /// What it is about.
        public let name: String
        /// What it is.
        public let value: String

        /// A fact.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }

        /// A time, in seconds since 1970.
        public init(_ name: String, time: Int64) {
            self.init(name, NumericDate(clamping: time).inUTC)
        }
    }

    /// A page about `report`.
    public init(_ report: AuditReport, facts: [Fact] = []) {
        self.report = report
        self.facts = facts
    }

    /// The page's octets, in UTF-8.
    public func encode() -> [UInt8] {
        var page = PageWriter()
        page.begin(title: "Audit: \(report.verdict.rawValue)")
        writeHead(&page)
        writeMissing(&page)
        writePicture(&page)
        writeTokens(&page)
        page.end()
        return page.octets
    }

    // MARK: Verdict

    private func writeHead(_ page: inout PageWriter) {
        page.raw("<h1>Audit report</h1>\n")
        for fact in facts {
            page.raw("<p class=\"about\">")
            page.text("\(fact.name): \(fact.value)")
            page.raw("</p>\n")
        }
        let verdict = report.verdict
        page.raw("<div class=\"verdict \(verdict.rawValue)\"><span class=\"sign\" aria-hidden=\"true\">")
        page.raw("\(verdict.mark)</span><div><strong>\(verdict.rawValue)</strong><p>")
        page.text(verdict.meaning(report))
        page.raw("</p></div></div>\n<dl>\n")
        for fact in figures {
            page.raw("<dt>")
            page.text(fact.name)
            page.raw("</dt><dd>")
            page.text(fact.value)
            page.raw("</dd>\n")
        }
        page.raw("</dl>\n")
    }

    private var figures: [Fact] {
        var figures = [Fact("Tokens", "\(report.entries.count)")]
        for (code, name) in [
            ("authorized", "Records that are authorized"), ("unproven", "Records of unproven authority"),
            ("mandate", "Mandates"), ("repeated", "Repeated lines"), ("invalid", "Refused"),
        ] where report.count(code) > 0 {
            figures.append(Fact(name, "\(report.count(code))"))
        }
        if report.tainted > 0 {
            figures.append(
                Fact("Tainted", "\(report.tainted): failed or revoked, or building on such a record"))
        }
        if report.earlierRecords > 0 {
            figures.append(Fact("From the ledger", "\(report.earlierRecords) records of earlier audits"))
        }
        figures.append(
            Fact(
                "Graph",
                "\(report.graph.code); failures: \(report.graph.failures.count), "
                    + "missing predecessors: \(report.graph.missing.count)"))
        if let size = report.ledgerSize, let root = report.ledgerRoot {
            figures.append(Fact("Ledger", "\(size) entries, root \(root)"))
        }
        return figures
    }

    // MARK: Graph

    private func writeMissing(_ page: inout PageWriter) {
        let missing = report.graph.missing
        guard !missing.isEmpty else { return }
        page.raw("<h2>Missing predecessors</h2>\n<div class=\"scroll\"><table><thead><tr>")
        page.raw("<th>Not at hand</th><th>Named by</th></tr></thead><tbody>\n")
        for absent in missing.prefix(Self.mostRows) {
            page.raw("<tr><td><code>")
            page.text(absent.id.string)
            page.raw("</code></td><td>")
            for key in absent.namedBy.prefix(Self.mostNames) {
                page.raw("<code>")
                page.text("\(key)")
                page.raw("</code><br>")
            }
            if absent.namedBy.count > Self.mostNames {
                page.text("and \(absent.namedBy.count - Self.mostNames) more")
            }
            page.raw("</td></tr>\n")
        }
        page.raw("</tbody></table></div>\n")
        page.note(omitted: missing.count - Self.mostRows, "missing predecessors")
    }

    /// The most records listed that name one missing predecessor.
    private static let mostNames = 20

    private func writePicture(_ page: inout PageWriter) {
        guard let graph = report.records, graph.count > 0 else { return }
        page.raw("<h2>Workflow</h2>\n")
        guard let picture = Picture(report) else {
            page.raw("<p class=\"note\">")
            page.text("\(graph.count) records are too many for a picture; the table has them all.")
            page.raw("</p>\n")
            return
        }
        page.raw("<div class=\"scroll\">\(picture.svg)</div>\n<ul class=\"legend\">")
        for look in Picture.Look.allCases where picture.boxes.contains(where: { $0.look == look }) {
            page.raw("<li><b>\(look.mark)</b> \(look.meaning)</li>")
        }
        if picture.boxes.contains(where: \.isTainted) {
            page.raw("<li><b>▨</b> striped: failed or revoked, or building on such a record</li>")
        }
        page.raw("</ul>\n")
    }

    // MARK: Tokens

    private func writeTokens(_ page: inout PageWriter) {
        guard !report.entries.isEmpty else { return }
        let isWhole = report.entries.count <= Self.mostRows
        page.raw(
            "<h2>\(isWhole ? "Tokens" : "Tokens that need attention")</h2>\n<div class=\"scroll\"><table>")
        page.raw("<thead><tr><th>Line</th><th>When</th><th>Who</th><th>What</th><th>Level</th>")
        page.raw("<th>Authority</th><th>Findings</th></tr></thead><tbody>\n")
        var rows = 0
        var omitted = 0
        for entry in report.entries where isWhole || entry.needsAttention {
            if rows < Self.mostRows {
                entry.write(to: &page)
                rows += 1
            } else {
                omitted += 1
            }
        }
        page.raw("</tbody></table></div>\n")
        page.note(omitted: omitted, "tokens that need attention")
        if !isWhole {
            page.raw("<p class=\"note\">")
            page.text("Tokens without a finding are left out: there are \(report.entries.count) in all.")
            page.raw("</p>\n")
        }
    }
}

extension AuditReport.Verdict {
    /// A sign beside the word.
    var mark: String {
        switch self {
        case .complete: "✓"
        case .incomplete: "…"
        case .invalid: "✗"
        }
    }

    /// What the verdict says, in a sentence.
    func meaning(_ report: AuditReport) -> String {
        switch self {
        case .complete: "Every token verified, and every predecessor that a record names is at hand."
        case .incomplete:
            report.entries.isEmpty
                ? "There was no token to audit."
                : "Every token verified, but some records name predecessors that are not at hand."
        case .invalid: "At least one token was refused, or the records contradict each other."
        }
    }
}
