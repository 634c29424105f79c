import Testing

@testable import draft

/// The reader of drafts.
@Suite("The source of a draft")
struct DraftSourceTests {
    private static let text = """
        ---
        title: "A: b"
        docname: draft-nennemann-act-latest
        normative:
          RFC9110:
          X: I-D.some-thing
        author:
         -
            fullname: A. B.
        keyword:
        - one: "C"
          two: d

        --- abstract

        Words.

        --- middle

        # One {#one}
        {:removeinrfc}

        {: #req-act-x}
        A `b` MUST {{Section 2.1 of !RFC9110}}
        go on.

        * {: #req-act-y} An item
          of two lines.
        * Another.

        term:
        : {: #req-act-z} Its {{one}}.

        ~~~ json
        {"a": "{{RFC1}}"}
        ~~~
        {: #fig-a title="T"}

        | Claim | Type |
        |:---|---|
        | `a` | {{Section 3 of
        X}} |
        {: #tbl-a}
        """

    private static func source() throws -> DraftSource { try DraftSource(.act, text: text) }

    @Test("front matter has scalars, mappings and sequences at either indent")
    func frontMatter() throws {
        let matter = try Self.source().frontMatter
        #expect(matter["title"] == "A: b")
        #expect(matter.references.map(\.anchor) == ["RFC9110", "X"])
        #expect(
            matter.references.map(\.cacheName) == ["reference.RFC.9110.xml", "reference.I-D.some-thing.xml"])
        #expect(matter.line(of: "docname") == 3)
        #expect(matter.root["author"]?.elements.first?["fullname"]?.scalar == "A. B.")
        #expect(matter.root["keyword"]?.elements.first?["two"]?.scalar == "d")
        #expect(Reference.cacheName(of: "RFC20") == "reference.RFC.0020.xml")
    }

    @Test(
        "what isn't the YAML of front matter is refused",
        arguments: ["a", "a: [1]", "a: \"b", "a: 1\na: 2", "a:\n    b: 1\n  c: 2", "a: |"])
    func illegalYAML(text: String) {
        #expect(throws: UnreadableDraft.self) {
            _ = try DraftSource(.act, text: "---\n\(text)\n--- abstract\n")
        }
    }

    @Test("requirements are paragraphs, items and definitions, on one line and without markup")
    func requirements() throws {
        let requirements = try Self.source().requirements
        #expect(requirements.map(\.anchor) == ["req-act-x", "req-act-y", "req-act-z"])
        #expect(
            requirements.map(\.text) == [
                "A 'b' MUST Section 2.1 of !RFC9110 go on.", "An item of two lines.", "term: Its [one].",
            ])
        #expect(requirements.map(\.line) == [24, 27, 32])
    }

    @Test("citations are found in prose and tables, over the end of a line too, and not in code")
    func citations() throws {
        let citations = try Self.source().citations
        #expect(citations.map(\.target) == ["RFC9110", "one", "X"])
        #expect(citations.first?.section == "2.1")
        #expect(citations.first?.declares == .normative)
    }

    @Test("sections, blocks and tables have their anchors")
    func blocks() throws {
        let source = try Self.source()
        #expect(source.sections.map(\.anchor) == ["one"])
        #expect(source.sections.first?.attributes.keys.contains("removeinrfc") == true)
        #expect(source.codeBlocks.map(\.anchor) == ["fig-a"])
        #expect(source.codeBlocks.first?.attributes["title"] == "T")
        #expect(source.codeBlocks.first?.code == ["{\"a\": \"{{RFC1}}\"}"])
        #expect(source.tables.first?.header == ["Claim", "Type"])
    }
}
