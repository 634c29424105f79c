import Foundation
import Testing

/// `draft trace` on copies of the repository's files with one thing wrong.
@Suite("The trace finds what is planted")
struct TraceTests {
    /// A fault, and the line that names it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let finding: String
        let plant: @Sendable (TraceCopy) throws -> Void

        init(
            _ name: String, finds finding: String, _ plant: @escaping @Sendable (TraceCopy) throws -> Void
        ) {
            testDescription = name
            self.finding = finding
            self.plant = plant
        }
    }

    private static let ect = "Drafts/draft-nennemann-wimse-ect.md"
    private static let exceptions = "Drafts/requirements-exceptions.txt"
    private static let code = "Packages/ECT/Sources/Planted.swift"

    private static let faults = [
        Fault("the one test of a MUST is gone", finds: "unsettled: ECT#req-ect-no-sub is untested") {
            $0.results.removeAll { $0.contains("ECT#req-ect-no-sub\t") }
        },
        Fault("a test failed", finds: "unsettled: ECT#req-ect-no-sub is failing") {
            $0.results.append("failed\tECT#req-ect-no-sub\tPlanted/test()\tPlanted.swift:1\t")
        },
        Fault("a state sank", finds: "regression: ECT#req-ect-no-sub was verified and is untested") {
            $0.results.removeAll { $0.contains("ECT#req-ect-no-sub\t") }
        },
        Fault("a test names a requirement that is not there", finds: "no draft has ECT#req-ect-planted") {
            $0.results.append("passed\tECT#req-ect-planted\tPlanted/test()\tPlanted.swift:1\t")
        },
        Fault("a line that is no result", finds: "result: this is no result of a test") {
            $0.results.append("passed")
        },
        Fault("code quotes other words", finds: "quote: the quotation is not in ECT#req-ect-no-sub") {
            try $0.write(
                "//= ECT#req-ect-no-sub\n//# A verifier MUST accept an ECT with a 'sub' claim\n", to: code)
        },
        Fault("code cites without words", finds: "quote: the quotation is not in ECT#req-ect-no-sub") {
            try $0.write("//= ECT#req-ect-no-sub\nlet planted = 1\n", to: code)
        },
        Fault("code cites what is not there", finds: "unknown-requirement: no draft has ECT#req-ect-planted")
        {
            try $0.write("//= ECT#req-ect-planted\n//# words\n", to: code)
        },
        Fault("an exception without a reason", finds: "exception: ECT#req-ect-l1-domain has no reason") {
            try $0.write("excepted ECT#req-ect-l1-domain\n", to: exceptions)
        },
        Fault("an exception that nothing needs", finds: "ECT#req-ect-no-sub is verified and needs none") {
            try $0.append("\nexcepted ECT#req-ect-no-sub\n    No reason is good enough.\n", to: exceptions)
        },
        Fault(
            "implied by what is not verified",
            finds: "implied by ECT#req-ect-l1-domain, which is not verified"
        ) {
            let text = try $0.read(exceptions)
            let implied = "implied ECT#req-ect-minimum-sender by ECT#req-ect-"
            try $0.write(
                text.replacingOccurrences(of: implied + "minimum-level", with: implied + "l1-domain"),
                to: exceptions)
        },
        Fault("an exception that is none", finds: "this is neither 'excepted ID'") {
            try $0.append("\nexempt ECT#req-ect-no-sub\n    Planted.\n", to: exceptions)
        },
        Fault(
            "a statement without anchor", finds: "anchor-missing: a statement with a key word has no anchor"
        ) {
            try $0.append("\nA verifier MUST find this.\n", to: ect)
        },
        Fault("two MUSTs under one anchor", finds: "two-musts: req-ect-planted says MUST more than once") {
            try $0.append("\n{: #req-ect-planted}\nIt MUST be found, and it MUST be named.\n", to: ect)
        },
        Fault("an anchor without a key word", finds: "keyword-missing: req-ect-planted has no key word") {
            try $0.append("\n{: #req-ect-planted}\nIt is found.\n", to: ect)
        },
        Fault("an anchor that stands twice", finds: "anchor-twice: req-ect-no-sub stands twice") {
            try $0.append("\n{: #req-ect-no-sub}\nIt MUST be found.\n", to: ect)
        },
        Fault("a requirement that nobody retired", finds: "regression: ECT#req-ect-planted is in no draft") {
            try $0.append("verified ECT#req-ect-planted\n", to: "Drafts/requirements.snapshot")
        },
    ]

    @Test("a planted fault fails the trace, and is named", arguments: faults)
    func planted(_ fault: Fault) throws {
        let copy = try TraceCopy()
        try fault.plant(copy)
        let (status, output) = try copy.trace()
        #expect(status == 1)
        #expect(output.contains(fault.finding), "\(output.suffix(2000))")
    }

    @Test("without a fault the trace holds, also as JSON and as pages")
    func sound() throws {
        let copy = try TraceCopy()
        let (status, output) = try copy.trace(["--html", "pages"])
        #expect(status == 0, "\(output.suffix(2000))")
        for draft in ["draft-nennemann-act", "draft-nennemann-wimse-ect"] {
            let page = try copy.read("pages/\(draft).html")
            #expect(page.contains("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
            #expect(!page.contains("<script src") && !page.contains("<link"), "it stands alone")
        }
        let json = try JSONSerialization.jsonObject(with: Data(copy.trace(["--json"]).output.utf8))
        let requirements = (json as? [String: [Any]])?["requirements"]
        #expect((requirements?.count ?? 0) > 400)
    }

    @Test("what sank is accepted where that is said, and listed")
    func accepted() throws {
        let copy = try TraceCopy()
        copy.results.removeAll { $0.contains("ECT#req-ect-dag-partial\t") }
        #expect(try copy.trace().output.contains("regression: ECT#req-ect-dag-partial"))
        #expect(try copy.trace(["--accept", "ECT#req-ect-dag-partial"]).status == 0)
        let listed = try copy.trace(["--list"])
        #expect(listed.status == 0 && listed.output.contains("untested      MAY    ECT#req-ect-dag-partial"))
    }
}
