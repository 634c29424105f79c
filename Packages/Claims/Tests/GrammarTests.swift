import Claims
import Encoding
import Signing
import TestSupport
import Testing

@Suite("Grammars of claims")
struct GrammarTests {
    @Test(
        "an action is lower-case segments between dots, at most 128 octets", .verifies("ACT#req-act-action"))
    func actions() {
        for text in ["a", "a.b", "a1", "a-b_c.d2", "review_spec", String(repeating: "a", count: 128)] {
            #expect(Action(ExactString(text))?.description == text, "\(text)")
        }
        for text in [
            "", ".", "a.", ".a", "a..b", "A", "aB", "1a", "_a", "-a", "a.1b", "a b", "a*", "*", "é", "a\u{0}",
            String(repeating: "a", count: 129), "a/b", "a:b",
        ] {
            #expect(Action(ExactString(text)) == nil, "\(text)")
        }
        #expect(Action("a").flatMap { a in Action("b").map { a < $0 } } == true)
    }

    @Test(
        "a StringOrURI has 1 to 2048 octets, no control character, and a scheme before its first colon",
        .verifies("ACT#req-act-identifier", "ECT#req-ect-identifier"))
    func identifiers() {
        for text in [
            "a", "https://x", "urn:a:b", "a+b-c.1:x", "spiffe://e/a", "é",
            String(repeating: "a", count: 2048),
        ] {
            #expect(StringOrURI.isValid(ExactString(text)), "\(text)")
        }
        for text in [
            "", "a\u{0}", "a\u{7F}", "a\nb", ":x", "1a:x", "é:x", "a b:x",
            String(repeating: "a", count: 2049),
        ] {
            #expect(!StringOrURI.isValid(ExactString(text)), "\(text)")
        }
    }

    @Test("a UUID has one spelling", .verifies("ACT#req-act-uuid", "ECT#req-ect-jti"))
    func uuids() throws {
        let good = "550e8400-e29b-41d4-a716-446655440000"
        let uuid = try #require(UUIDText(ExactString(good)))
        #expect(uuid.description == good && uuid.isVersion4)
        #expect(UUIDText("00000000-0000-0000-0000-000000000000")?.isVersion4 == false)
        #expect(UUIDText("550e8400-e29b-41d4-c716-446655440000")?.isVersion4 == false)
        for text in [
            good.uppercased(), "{\(good)}", "urn:uuid:" + good, good.replacing("-", with: ""), good + "0",
            String(good.dropLast()), good.replacing("-", with: "_"), "550e8400-e29b-41d4-a716-44665544000g",
            "550e84000e29b-41d4-a716-446655440000", "é50e8400-e29b-41d4-a716-44665544000",
        ] {
            #expect(UUIDText(ExactString(text)) == nil, "\(text)")
        }
        #expect(UUIDText("00000000-0000-4000-8000-000000000000").map { $0 < uuid } == true)
    }

    @Test(
        "times are told in UTC",
        arguments: [
            (0, "1970-01-01 00:00:00Z"), (951_782_400, "2000-02-29 00:00:00Z"),
            (1_709_251_199, "2024-02-29 23:59:59Z"), (4_107_542_400, "2100-03-01 00:00:00Z"),
            (253_402_300_799, "9999-12-31 23:59:59Z"), (253_402_300_800, "253402300800"),
        ] as [(Int64, String)])
    func dates(seconds: Int64, text: String) {
        #expect(NumericDate(clamping: seconds).inUTC == text)
    }

    @Test("a UUID is made of random octets or of a name's")
    func madeUUIDs() throws {
        #expect(
            UUIDText(random: [UInt8](repeating: 0xFF, count: 16))?.description
                == "ffffffff-ffff-4fff-bfff-ffffffffffff")
        #expect(
            UUIDText(named: [UInt8](repeating: 0, count: 20))?.description
                == "00000000-0000-8000-8000-000000000000")
        #expect(UUIDText(random: [1]) == nil && UUIDText(named: [1]) == nil)
        forAll({ $0.octets(count: 16...16) }) { UUIDText(random: $0)?.isVersion4 == true }
    }

    @Test(
        "a date is from 0 to 2^53 - 1, and sums stay there",
        .verifies("ACT#req-act-numericdate", "ECT#req-ect-numericdate"))
    func dates() throws {
        #expect(
            NumericDate(-1) == nil && NumericDate(9_007_199_254_740_992) == nil && NumericDate(.min) == nil)
        #expect(NumericDate(0)?.advanced(by: -1).seconds == 0)
        #expect(NumericDate.latest.advanced(by: .max) == .latest)
        #expect(NumericDate.latest.advanced(by: .min).seconds == 0)
        #expect(NumericDate(clamping: .min).seconds == 0 && NumericDate(clamping: .max) == .latest)
        #expect(NumericDate(7).map { "\($0)" } == "7")
        forAll({ (Int64.random(in: .min ... .max, using: &$0), Int64.random(in: .min ... .max, using: &$0)) })
        {
            (0...NumericDate.latest.seconds).contains(NumericDate(clamping: $0).advanced(by: $1).seconds)
        }
    }

    @Test(
        "a hash is 43 characters of base64url, without a prefix",
        .verifies("ACT#req-act-hash", "ECT#req-ect-hash-form"))
    func hashes() throws {
        let hash = ContentHash(of: Array("test".utf8))
        #expect(hash.text == "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg" && "\(hash)" == hash.text.string)
        #expect(ContentHash(hash.text) == hash && ContentHash(hash.digest) == hash)
        for text in [
            "", "sha-256:" + hash.text.string, hash.text.string + "=",
            "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg",
            "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgh",
        ] {
            #expect(ContentHash(ExactString(text)) == nil, "\(text)")
        }
    }

    @Test("an audience is one party as a string or an array, or several")
    func audiences() throws {
        #expect(
            Audience([]) == nil && Audience([""]) == nil && Audience(["a", "b"], isSingleString: true) == nil)
        #expect(Audience(["a"], isSingleString: true)?.value == "a")
        let two = try #require(Audience(["a", "e\u{301}"]))
        #expect(two.value == ["a", "e\u{301}"] && two.contains("e\u{301}") && !two.contains("\u{E9}"))
    }

    @Test(
        "predecessors are at most 256, none twice, never the task",
        .verifies("ACT#req-act-pred-limit", "ACT#req-act-pred-unique", "ACT#req-act-pred-no-self"))
    func predecessors() throws {
        let all = (0...256).compactMap { UUIDText(named: SHA256.hash([UInt8($0 % 256), UInt8($0 / 256)])) }
        let task = try #require(UUIDText(random: [UInt8](repeating: 7, count: 16)))
        #expect(try Predecessors(Array(all.dropLast()), of: task).identifiers.count == 256)
        #expect(throws: ClaimError.invalid("pred", .tooMany)) { try Predecessors(all, of: task) }
        #expect(throws: ClaimError.invalid("pred", .tooMany)) { try Predecessors(all, of: task, limit: 1000) }
        #expect(throws: ClaimError.invalid("pred", .tooMany)) { try Predecessors(all, of: task, limit: -1) }
        #expect(throws: ClaimError.invalid("pred", .repeated)) {
            try Predecessors([all[0], all[0]], of: task)
        }
        #expect(throws: ClaimError.invalid("pred", .selfReference)) { try Predecessors([task], of: task) }
        #expect(Predecessors.none.value == [])
        #expect(try Predecessors([all[0]], of: task).value == [.string(all[0].text)])
    }

    @Test("a use is scoped by kind and workflow")
    func uses() throws {
        let task = try #require(UUIDText(random: [UInt8](repeating: 7, count: 16)))
        let date = NumericDate(clamping: 5)
        #expect(TokenUse(of: task, kind: "ect", workflow: nil, until: date).scope == "ect:")
        #expect(TokenUse(of: task, kind: "ect", workflow: task, until: date).scope.string == "ect:\(task)")
    }
}

@Suite("Claims of a payload")
struct ClaimSetTests {
    static func claims(_ text: String) throws -> ClaimSet { try ClaimSet(parsing: Array(text.utf8)) }

    @Test(
        "each reader refuses another type and another grammar, and answers nil for what is absent",
        .verifies("ACT#req-act-numericdate", "ACT#req-act-json-integer"))
    func readers() throws {
        let name = ClaimDefinition("x", .string, "")
        let task = try #require(UUIDText(random: [UInt8](repeating: 7, count: 16)))
        let readers: [(String, (ClaimSet) throws -> Any?, [String])] = [
            ("a string", { try $0.string(name) }, ["1", "null", "[]", "{}", "true"]),
            ("an identifier", { try $0.stringOrURI(name) }, ["1", #""""#, #"":""#, #""\u0000""#]),
            (
                "a date", { try $0.date(name) },
                [#""1""#, "1.0", "1e1", "-1", "-0", "1e400", "9007199254740992", "99999999999999999999"]
            ),
            ("a UUID", { try $0.uuid(name) }, ["1", #""x""#]),
            ("an action", { try $0.action(name) }, ["1", #""X""#]),
            ("a hash", { try $0.hash(name) }, ["1", #""x""#]),
            ("an audience", { try $0.audience(name) }, ["1", "[]", "[1]", #""""#, #"["a",""]"#, "{}"]),
            (
                "predecessors", { try $0.predecessors(name, of: task) },
                ["1", "[1]", #"["x"]"#, "{}", #"["\#(task)"]"#]
            ),
        ]
        for (what, read, bad) in readers {
            #expect(try read(Self.claims("{}")) == nil, "\(what)")
            for value in bad {
                #expect(throws: ClaimError.self, "\(what): \(value)") {
                    try read(Self.claims("{\"x\":\(value)}"))
                }
            }
        }
        #expect(throws: ClaimError.missing("x")) { try Self.claims("{}").string(name).required(name) }
        #expect(throws: ClaimError.invalid("x", .tooMany)) {
            let set = try Self.claims(#"{"x":["a","b"]}"#)
            _ = try set.strings("x", #require(set.root["x"]), limit: 1)
        }
    }

    @Test("rules check presence and type of each claim", arguments: ClaimType.allCases)
    func rules(type: ClaimType) throws {
        let claim = ClaimDefinition("x", type, "")
        try Self.claims("{}").check([.optional(claim)])
        #expect(throws: ClaimError.missing("x")) { try Self.claims("{}").check([.required(claim)]) }
        let fitting = ["\"a\"", "1", "[]", "{}", "true", "null"].filter {
            (try? Self.claims("{\"x\":\($0)}").check([.required(claim)])) != nil
        }
        let expected: [ClaimType: [String]] = [
            .numericDate: ["1"], .integer: ["1"], .audience: ["\"a\"", "[]"], .identifiers: ["[]"],
            .objects: ["[]"],
            .object: ["{}"],
        ]
        #expect(fitting == expected[type] ?? ["\"a\""])
    }

    @Test("a payload is a strict JSON object")
    func payload() throws {
        #expect(throws: ClaimError.notAnObject) { try Self.claims("[]") }
        #expect(throws: ClaimError.self) { try Self.claims(#"{"a":1,"a":1}"#) }
        let inner = try Self.claims(#"{"x":{"iss":"a"},"y":1}"#)
        let node = try #require(inner.root["x"])
        #expect(try ClaimSet(node, of: .issuer).string(.issuer) == "a")
        #expect(throws: ClaimError.wrongType("iss", expected: "an object")) {
            try ClaimSet(#require(inner.root["y"]), of: .issuer)
        }
        #expect(inner.has(ClaimDefinition("x", .object, "")) && !inner.has(.issuer))
    }

    @Test("errors name their claim, and have a code and a sentence of their own")
    func errors() {
        let faults: [ClaimFault] = [
            .empty, .tooLong, .tooMany, .repeated, .notAUUID, .notAUUIDVersion4, .notAnIntegerDate,
            .notAnInteger,
            .outOfRange, .notAnAction, .notAHash, .notAStringOrURI, .selfReference, .unknownValue,
            .unknownMember,
            .notADecimal, .notAURIPattern, .contradiction, .tooDeep,
        ]
        let errors: [ClaimError] =
            [
                .json(.byteOrderMark), .notAnObject, .missing("x"), .wrongType("x", expected: "a string"),
                .forbidden("x"),
            ]
            + faults.map { .invalid("x", $0) }
        #expect(Set(errors.map(\.code)).count == errors.count)
        #expect(Set(errors.map(\.description)).count == errors.count)
        #expect(errors.map(\.claim) == [nil, nil] + [String?](repeating: "x", count: errors.count - 2))
    }
}
