import Audit
import Claims
import Encoding

extension AuditReport.Entry {
    /// Whether a reader in a hurry should see it.
    var needsAttention: Bool {
        if case .refused = finding { return true }
        return isTainted
    }

    /// Writes the row of the table of tokens.
    func write(to page: inout PageWriter) {
        page.raw("<tr class=\"\(finding.code)\"><td class=\"number\">\(line)</td><td class=\"when\">")
        page.text(time.map { NumericDate(clamping: $0).inUTC } ?? "")
        page.raw("</td><td>")
        page.text(signer?.string ?? (kind == nil ? "" : "unsigned"))
        page.raw("</td><td>")
        page.text(action?.string ?? (kind == .mandate ? "grants a mandate" : ""))
        page.raw("<span class=\"sub\">")
        page.text(kind?.label ?? "not readable as a token that can be trusted")
        if let identifier {
            page.raw(" <code>")
            page.text(identifier.string)
            page.raw("</code>")
        }
        page.raw("</span></td><td>")
        page.text(level ?? "")
        page.raw("</td><td><span class=\"finding\">")
        page.text(finding.label)
        page.raw("</span></td><td>")
        page.text(remarks.joined(separator: " "))
        if case .refused(let code, let requirement, _) = finding {
            page.raw("<span class=\"sub\"><code>")
            page.text([code, requirement].compactMap { $0 }.joined(separator: " · "))
            page.raw("</code></span>")
        }
        page.raw("</td></tr>\n")
    }

    /// What there is to say, in sentences.
    private var remarks: [String] {
        var remarks: [String] = []
        switch finding {
        case .refused(_, _, let detail): remarks.append(Self.sentence(detail))
        case .repeated(let first): remarks.append("The same token as in line \(first).")
        case .authorized, .mandate, .unproven: break
        }
        if isTainted { remarks.append("Tainted: it failed or was revoked, or builds on such a record.") }
        if let sequence { remarks.append("Ledger entry \(sequence).") }
        return remarks
    }

    /// A description as errors give it, as a sentence.
    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }
}

extension AuditReport.Kind {
    /// The kind in words.
    var label: String {
        switch self {
        case .mandate: "ACT mandate"
        case .record: "ACT record"
        case .ect: "ECT"
        }
    }
}

extension AuditReport.Finding {
    /// The finding with its mark, so that it is told without colour.
    var label: String {
        switch self {
        case .authorized: "✓ authorized"
        case .mandate: "✓ verified"
        case .unproven: "? unproven"
        case .repeated: "= repeated"
        case .refused: "✗ refused"
        }
    }
}
