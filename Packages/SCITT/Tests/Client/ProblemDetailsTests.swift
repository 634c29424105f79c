import CBOR
import Encoding
import Foundation
import SCITT
import Signing
import TestSupport
import Testing

@Suite struct ProblemDetailsTests {
    @Test("a concise problem object is read, with and without a language")
    func concise() throws {
        let object: CBORMap = [
            -1: .tagged(38, .array(["en", "Rejected", .boolean(false)])), -2: "by policy", -3: "/e/1",
            -4: 400,
            -5: "https://ts.example/", "x": 1, 7807: .array([0, "custom"]),
        ]
        let problem = try #require(ProblemDetails(parsing: CBORValue.map(object).encode()))
        #expect(problem.title == "Rejected")
        #expect(problem.detail == "by policy")
        #expect(problem.instance == "/e/1")
        #expect(problem.description == "Rejected: by policy")
    }

    @Test("a JSON problem of the earlier revisions is read; its type stands for a missing title")
    func json() throws {
        let old = #"{"type":"urn:ietf:params:scitt:error:signed-statement:payload-missing","detail":"d"}"#
        #expect(
            ProblemDetails(parsing: Array(old.utf8)) == ProblemDetails(title: "payload-missing", detail: "d"))
        let new = #"{"title":"Rejected","detail":"d","instance":"/e/1"}"#
        #expect(
            ProblemDetails(parsing: Array(new.utf8))
                == ProblemDetails(title: "Rejected", detail: "d", instance: "/e/1"))
    }

    @Test(
        "what is no problem object is none",
        arguments: [
            [], [0xA0], [0xF6], [0x80], Array("<html>".utf8), Array("{}".utf8), Array(#"{"title":1}"#.utf8),
            Array("{".utf8), CBORValue.map([-1: 1]).encode(), CBORValue.map([-1: "a"]).encode() + [0],
            CBORValue.map([-1: .tagged(38, .array(["en"]))]).encode(),
            CBORValue.map([-1: .tagged(38, "x")]).encode(), CBORValue.map([-1: .tagged(37, "x")]).encode(),
            [0xA1, 0x20, 0x9F, 0xFF], [UInt8](repeating: 0x7B, count: 65_537),
        ] as [[UInt8]])
    func none(content: [UInt8]) { #expect(ProblemDetails(parsing: content) == nil) }

    @Test("texts cannot forge a line of a log nor turn a terminal, and are cut")
    func shown() throws {
        let problem = ProblemDetails(
            title: "a\r\nb\u{1B}[31m\u{202E}c\u{2028}", detail: String(repeating: "x", count: 10_000))
        #expect(problem.title == "a\u{FFFD}\u{FFFD}b\u{FFFD}[31m\u{FFFD}c\u{FFFD}")
        #expect(problem.detail?.count == 500)
    }

    @Test("no octets make the reader fail")
    func anything() {
        forAll({ (random: inout SeededGenerator) in random.octets(count: 0...60) }, runs: 2000) { octets in
            for content in [octets, [0x7B] + octets, [0xA1, 0x20] + octets] {
                if let problem = ProblemDetails(parsing: content), problem.title ?? problem.detail == nil {
                    return false
                }
            }
            return true
        }
    }

    @Test(
        "Retry-After is seconds or a date, at most a day",
        arguments: [
            ("0", 0), ("120", 120), ("86400", 86_400), ("86401", 86_400), ("99999999999999999999", 86_400),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Sun, 06 Nov 1994 08:50:37 GMT", 60),
            ("Mon, 07 Nov 1994 08:49:36 GMT", 86_399), ("Wed, 01 Jan 2098 00:00:00 GMT", 86_400),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("", nil), ("-1", nil), ("1.5", nil), (" 1", nil),
            ("soon", nil), ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("Sun Nov  6 08:49:37 1994", nil),
            ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("Sun, 06 Nov 1994 24:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 08:60:37 GMT", nil), ("Sun, 06 Nov 1994 08:49:61 GMT", nil),
            ("Sun, 00 Nov 1994 08:49:37 GMT", nil), ("Sun, 06 XXX 1994 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 08:49 GMT", nil), ("Sun, +6 Nov 1994 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1969 08:49:37 GMT", nil),
        ] as [(String, Int64?)])
    func retryAfter(value: String, expected: Int64?) {
        #expect(RetryAfter.seconds(value, now: 784_111_777) == expected)
    }

    @Test("dates agree with the calendar, leap years included")
    func dates() throws {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        for number in 0..<5000 {
            let time = Int64(number) * 86_400 * 7 + Int64(number) * 3607
            let text = formatter.string(from: Date(timeIntervalSince1970: Double(time)))
            #expect(RetryAfter.seconds(text, now: time - 100) == 100, "\(text)")
        }
    }

    @Test("delays double up to the longest, between half and all of it, and respect the service's wish")
    func schedule() {
        let schedule = RetrySchedule(first: 1000, longest: 60_000)
        func delay(_ attempts: Int, _ retryAfter: Int64? = nil, _ random: any RandomSource) -> Int64 {
            schedule.delay(afterAttempts: attempts, retryAfter: retryAfter, random: random)
        }
        let high = [0, 1, 2, 3, 7, 100, Int.max].map { delay($0, nil, HighestChance()) }
        #expect(high == [1000, 1000, 2000, 4000, 60_000, 60_000, 60_000])
        let low = [1, 2, 3, 7].map { delay($0, nil, LowestChance()) }
        #expect(low == [500, 1000, 2000, 30_000])
        #expect(delay(1, 30, LowestChance()) == 30_000)
        #expect(delay(1, 600, HighestChance()) == 600_000)
        #expect(delay(1, .max, HighestChance()) == 86_400_000)
        #expect(RetrySchedule(first: -5, longest: -9) == RetrySchedule(first: 1, longest: 1))
        for _ in 0..<100 { #expect((500...1000).contains(delay(1, nil, SystemRandom()))) }
    }
}
