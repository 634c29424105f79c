import Foundation
import Testing

@testable import draft

/// One thing made wrong in a copy of the drafts, and the finding that has to tell of it.
struct PlantedFault: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// The rules that find it. No other may find anything, but that a generated block is not what is generated.
    let rules: Set<String>
    /// What the sentences say.
    let says: Words
    /// The file that is changed, from the top of the checkout.
    let path: String
    /// Where the finding is told to be, if elsewhere.
    let found: String
    let change: Change
    let command: [String]

    struct Words: ExpressibleByStringLiteral, Sendable {
        let words: String

        init(stringLiteral words: String) { self.words = words }

        func isIn(_ sentence: String) -> Bool { words.isEmpty || sentence.contains(words) }
    }

    enum Change: Sendable {
        /// The first stretch is replaced by another.
        case replace(String, by: String)
        /// Behind the first stretch.
        case insert(String, behind: String)
        /// At the end of the file.
        case append(String)
        case remove
        /// One character of the last full line of the first token: the signature of a signed one.
        case tokenOctet
    }

    init(
        _ name: String, _ change: Change, in path: String, is rules: String..., says: Words = "",
        found: String? = nil, by command: [String] = ["check", "--no-build"]
    ) {
        testDescription = name
        self.rules = Set(rules)
        self.says = says
        self.path = path
        self.found = found ?? path
        self.change = change
        self.command = command
    }

    var allowed: Set<String> { rules.union([GeneratedRule.name]) }

    func plant(in folder: DraftFolder) throws {
        let file = folder.file(path)
        if case .remove = change { return try FileManager.default.removeItem(at: file) }
        var text = try String(contentsOf: file, encoding: .utf8)
        switch change {
        case .replace(let old, let new):
            text.replaceSubrange(try #require(text.range(of: old), "\(old) is not in \(path)"), with: new)
        case .insert(let new, let behind):
            text.insert(
                contentsOf: new,
                at: try #require(text.range(of: behind), "\(behind) is not in \(path)").upperBound)
        case .append(let new):
            text += new
        case .tokenOctet:
            let begin = try #require(text.range(of: "\neyJ")).upperBound
            let end = try #require(text.range(of: "\n~~~", range: begin..<text.endIndex)).lowerBound
            let line = try #require(text.range(of: "\n", options: .backwards, range: begin..<end)).upperBound
            let octet = text.index(line, offsetBy: 10)
            text.replaceSubrange(octet...octet, with: text[octet] == "A" ? "B" : "A")
        case .remove: break
        }
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private static let act = DraftFile.act.path
    private static let ect = DraftFile.ect.path

    static let all: [PlantedFault] =
        frontMatter + references + requirements + sharedWords + examples + text + others

    private static let frontMatter = [
        PlantedFault(
            "a numbered docname", .replace("wimse-ect-latest", by: "wimse-ect-03"), in: ect, is: "docname",
            says: "-latest"),
        PlantedFault(
            "a date without a day", .replace("\ndate: 2026-11-21", by: "\ndate: 2026-11"), in: act,
            is: "front-matter", says: "date"),
        PlantedFault(
            "an author of no organization",
            .replace("    organization: Independent Researcher\n", by: ""), in: act, is: "front-matter",
            says: "no organization"),
        PlantedFault(
            "front matter with a broken quote", .replace("title: \"Agent", by: "title: \"\"Agent"), in: act,
            is: "front-matter", says: "quote"),
    ]

    private static let references = [
        PlantedFault(
            "a reference that nothing cites", .insert("  RFC9334:\n", behind: "informative:\n"), in: act,
            is: "reference-uncited", says: "RFC9334"),
        PlantedFault(
            "a reference that is not declared", .replace("{{RFC9110}}", by: "{{RFC9111}}"), in: act,
            is: "reference-unknown", says: "RFC9111"),
        PlantedFault(
            "a section that doesn't exist", .replace("({{ledger}})", by: "({{ledgers}})"), in: ect,
            is: "reference-unknown", says: "ledgers"),
        PlantedFault(
            "a missing entry", .remove, in: "Drafts/refcache/reference.RFC.9334.xml", is: "reference-cache",
            says: "reference.RFC.9334.xml is missing", found: ect),
        PlantedFault(
            "an entry with another number", .replace("10.17487/RFC9334", by: "10.17487/RFC9343"),
            in: "Drafts/refcache/reference.RFC.9334.xml", is: "reference-cache", says: "RFC9334"),
        PlantedFault(
            "a reference typed as text", .insert("See [RFC9110].\n\n", behind: "{#problem}\n\n"), in: act,
            is: "text-reference", says: "[RFC9110]"),
        PlantedFault(
            "a section of the other draft that doesn't exist",
            .replace("{{Section 4 of ACT}}", by: "{{Section 44 of ACT}}"), in: ect, is: "sibling-section",
            says: "44"),
        PlantedFault(
            "an abstract that cites", .insert("{{RFC7519}}\n", behind: "--- abstract\n\n"), in: act,
            is: "abstract", says: "RFC7519"),
    ]

    private static let requirements = [
        PlantedFault(
            "two MUSTs under one id",
            .insert("  It MUST\n  stop.", behind: "octets before any other processing."), in: ect,
            is: "two-musts", says: "req-ect-size"),
        PlantedFault(
            "a statement without an id", .insert("A verifier MUST stop.\n\n", behind: "{#problem}\n\n"),
            in: act, is: "anchor-missing", says: "MUST stop"),
        PlantedFault(
            "an id that stands twice", .replace("#req-ect-segments}", by: "#req-ect-size}"), in: ect,
            is: "anchor-twice", says: "req-ect-size"),
        PlantedFault(
            "an id of the other draft", .replace("#req-ect-segments}", by: "#req-act-segments}"), in: ect,
            is: "anchor-prefix", says: "req-act-segments"),
        PlantedFault(
            "a retired id", .replace("#req-ect-segments}", by: "#req-ect-bundle-policy}"), in: ect,
            is: "requirement-retired", says: "req-ect-bundle-policy"),
        PlantedFault(
            "a key word in no form of BCP 14",
            .replace(
                "A verifier MUST refuse a token of more", by: "A verifier MUST not take a token of more"),
            in: ect, is: "bcp14", says: "MUST not"),
        PlantedFault(
            "no boilerplate", .replace("{::boilerplate bcp14-tagged}", by: ""), in: act, is: "bcp14",
            says: "boilerplate"),
        PlantedFault(
            "a MUST in other words", .replace("octets before any other processing", by: "octets at once"),
            in: ect, is: "enumeration", says: "trace --emit", found: DraftFile.ect.enumerationPath,
            by: ["trace"]),
    ]

    private static let sharedWords = [
        PlantedFault(
            "a claim of another type", .replace("| array of UUIDs", by: "| array of strings"), in: act,
            is: "claim-differs", says: "pred", found: ect),
        PlantedFault(
            "a claim described otherwise",
            .replace("* pred: Predecessor tasks", by: "* pred: Parent tasks"),
            in: ect, is: "claim-differs", says: "description for IANA of pred"),
        PlantedFault(
            "a term in other words",
            .replace(": Tasks that share a `wid` or", by: ": Tasks with one `wid` or"),
            in: ect, is: "term-differs", says: "workflow"),
    ]

    private static let examples = [
        PlantedFault("a token with a changed octet", .tokenOctet, in: ect, is: "token", says: "signature"),
        PlantedFault(
            "a mandate that isn't the one of its record", .tokenOctet, in: act, is: "token", "mandate-hash",
            says: "the token's"),
        PlantedFault(
            "JSON with a comma too many", .replace("\"status\": 400", by: "\"status\": 400,"), in: ect,
            is: "json",
            says: "member name"),
        PlantedFault(
            "JSON with a name twice", .replace("\"status\": 400", by: "\"status\": 400, \"status\": 403"),
            in: ect,
            is: "json", says: "twice"),
        PlantedFault(
            "shown JSON that isn't the token's", .replace(" \"pred\": [],", by: " \"pred\": [1],"),
            in: ect, is: "token-shown", says: "pred"),
        PlantedFault(
            "a claim that isn't shown", .replace(" \"pred\": [],", by: ""), in: ect, is: "token-shown",
            says: "\"pred\" is not shown"),
        PlantedFault(
            "ABNF without an end", .replace("1*b64u \".\" 1*b64u \".\"", by: "1*b64u \".\" 1*b64u (\".\""),
            in: ect, is: "abnf", says: "lacks a )"),
        PlantedFault(
            "ABNF with an unknown rule", .replace("b64u              =", by: "base64            ="), in: ect,
            is: "abnf", says: "b64u"),
        PlantedFault(
            "a block of unknown code", .replace("~~~ cddl", by: "~~~ cdl"), in: act, is: "code-type"),
        PlantedFault(
            "a host of somebody's", .replace("Host: b.example.com", by: "Host: b.exarnple.com"), in: ect,
            is: "example-domain", says: "b.exarnple.com"),
        PlantedFault(
            "an address of somebody's", .replace("Host: b.example.com", by: "Host: 10.1.2.3"), in: ect,
            is: "example-address", says: "10.1.2.3"),
        PlantedFault(
            "an IPv6 address of somebody's", .replace("Host: b.example.com", by: "Host: [2001:4860::8888]"),
            in: ect, is: "example-address", says: "2001:4860::8888"),
    ]

    private static let text = [
        PlantedFault(
            "a missing section", .replace("# Privacy Considerations", by: "# On Privacy"), in: act,
            is: "section", says: "Privacy Considerations"),
        PlantedFault(
            "an implementation status that stays", .replace("{:removeinrfc}\n", by: ""), in: ect,
            is: "section", says: "removeinrfc"),
        PlantedFault(
            "a line of code that doesn't fit",
            .insert(
                String(repeating: " ", count: 30) + "|",
                behind: "audit ledger                     | --> auditor"),
            in: ect, is: "line-width", says: "69"),
        PlantedFault(
            "a character that is not ASCII", .replace("does not", by: "doesn\u{2019}t"), in: ect,
            is: "character", says: "U+2019"),
        PlantedFault(
            "a space at an end", .replace("{#problem}\n", by: "{#problem} \n"), in: act, is: "character",
            says: "space"),
        PlantedFault(
            "a word typed twice", .insert("The the two two are.\n\n", behind: "{#problem}\n\n"), in: act,
            is: "repeated-word", says: "two two"),
        PlantedFault(
            "an anchor that stands twice", .replace("{#problem}", by: "{#goals}"), in: act,
            is: "anchor-twice", says: "goals"),
        PlantedFault(
            "a file that isn't there", .insert("{::include gone.txt}\n\n", behind: "{#problem}\n\n"), in: act,
            is: "include", says: "gone.txt"),
    ]

    private static let others = [
        PlantedFault(
            "a generated block that is stale", .replace("| `exec_act` |", by: "| `exec_act`  |"), in: act,
            is: "generated", says: "act-record-claims"),
        PlantedFault(
            "a generated block without an end", .replace("end: act-hop", by: "end act-hop"), in: act,
            is: "generated", says: "act-hop"),
        PlantedFault(
            "an idle entry of the ignore list", .append("json | \(act) | nothing | It was once.\n"),
            in: IgnoreList.path, is: "ignore", says: "ignores no finding"),
        PlantedFault(
            "an entry without a reason", .append("json | \(act) | nothing |\n"), in: IgnoreList.path,
            is: "ignore", says: "reason"),
    ]
}
