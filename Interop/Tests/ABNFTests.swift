import Testing

@testable import draft

/// The reader of grammars.
@Suite("ABNF")
struct ABNFTests {
    @Test(
        "what RFC 5234 allows is read",
        arguments: [
            "a = b", "a = b / c", "a = *b 1*c *2d 3e 1*2f", "a = [b] (c / d)", "a = \"x;y\" ; a comment",
            "a = %x41 %x41-5A %d13.10 %b0101", "a = %s\"Ab\" %i\"c\"", "a = <what prose says>", "a =/ b",
            "a   =  b\n     c\n   / d", "a-1 = b ; one\n\nc = d",
        ])
    func legal(text: String) throws {
        _ = try ABNFGrammar(
            text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), first: 1)
    }

    @Test(
        "what it doesn't allow is refused",
        arguments: [
            "a", "a b", "= b", "1a = b", "a =", "a = b /", "a = (b", "a = b)", "a = [b", "a = \"b", "a = <b",
            "a = %y1", "a = %x", "a = %x5A-41", "a = %x41-", "a = %d1.", "a = 3*2b", "a = *", "a = b\"c\"",
            "a = b # c", "a = %sb", "a = " + String(repeating: "(", count: 40) + "b",
        ])
    func illegal(text: String) {
        #expect(throws: ABNFError.self) { _ = try ABNFGrammar([text], first: 1) }
    }

    @Test("a rule has its line, its name and what it refers to")
    func rule() throws {
        let rules = try ABNFGrammar(["one = two", "", "two = *( DIGIT / one )", "      %x41"], first: 10)
            .rules
        #expect(rules.map(\.line) == [10, 12])
        #expect(rules.map(\.name) == ["one", "two"])
        #expect(rules[1].references == ["DIGIT", "one"])
        #expect(rules[1].elements == "*( DIGIT / one ) %x41")
    }
}
