import Audit
import Claims
import ECT
import Encoding
import Foundation
import Testing
import TestTokens
import Trust

@testable import Report

@Suite("The page of an audit")
struct AuditPageTests {
    private static let start: Int64 = 1_700_000_000

    private static func uuid(_ number: Int) throws -> UUIDText {
        let digits = String(number)
        let text = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        return try #require(UUIDText(ExactString(text)))
    }

    private static func token(_ number: Int, _ action: String, after named: [Int] = []) throws -> String {
        let identifier = try uuid(number)
        let claims = ExecutionClaims(
            issuer: Party.bob.identifier, audience: Audience(["https://auditor.example"]),
            issuedAt: NumericDate(clamping: start + Int64(number)),
            expiration: NumericDate(clamping: start + 900), identifier: identifier,
            workflow: try uuid(77), action: ExactString(action),
            predecessors: try Predecessors(named.map { try uuid($0) }, of: identifier))
        return try ECTIssuer(key: Party.bob.key).issue(claims)
    }

    private static func report(_ tokens: [String], revoked: Set<ExactString> = []) async throws -> AuditReport
    {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("page-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(tokens.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: path))
        var policy = AuditPolicy(now: NumericDate(clamping: start + 1000))
        policy.revoked = revoked
        let trust = TrustStore(try TrustFile(parsing: Party.trustFile().encode()))
        return try await Auditor(trust: trust, policy: policy).audit(try TokenLines(path: path), workers: 1)
    }

    private static func text(_ page: AuditPage) -> String { String(decoding: page.encode(), as: UTF8.self) }

    @Test("the same report gives the same octets")
    func deterministic() async throws {
        let report = try await Self.report([
            Self.token(1, "plan"), Self.token(2, "left", after: [1]), Self.token(3, "right", after: [1]),
            Self.token(4, "join", after: [3, 2, 9]),
        ])
        #expect(AuditPage(report).encode() == AuditPage(report).encode())
    }

    @Test(
        "no action name gets markup into the page",
        arguments: [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'",
            "</title></svg><iframe>", "]]><!--", "&lt;b&gt;",
        ])
    func hostileActions(action: String) async throws {
        let page = Self.text(
            AuditPage(try await Self.report([Self.token(1, action)]), facts: [.init(action, action)]))
        #expect(!page.contains(action))
        for tag in ["<script", "<img", "<iframe", "<!--", "<b>1"] { #expect(!page.contains(tag)) }
        #expect(page.components(separatedBy: "<title>").count == 3, "one title of the page, one of the box")
    }

    @Test("characters that are not seen, or reorder what is seen, are shown as escapes")
    func invisibleCharacters() async throws {
        let page = Self.text(
            AuditPage(try await Self.report([Self.token(1, "a\u{202E}b\u{200B}c\u{1B}[1m")])))
        #expect(page.contains("a\\u{202e}b\\u{200b}c\\u{1b}[1m"))
        #expect(!page.unicodeScalars.contains("\u{202E}"))
    }

    @Test("the page loads nothing: no script, no address to fetch from")
    func selfContained() async throws {
        let page = Self.text(AuditPage(try await Self.report([Self.token(1, "plan")])))
        for word in ["<script", " src=", "href=", "@import", "url(http", "<link"] {
            #expect(!page.contains(word))
        }
        #expect(page.contains("default-src 'none'"))
    }

    @Test("verdict, missing predecessors and refusals are told in words")
    func findingsAreTold() async throws {
        let forged = try Self.token(2, "forged").dropLast(4) + "AAAA"
        let report = try await Self.report(
            [Self.token(1, "plan", after: [9]), String(forged), Self.token(3, "built", after: [1])],
            revoked: [Self.uuid(1).text])
        let page = Self.text(AuditPage(report))
        #expect(page.contains("<strong>invalid</strong>"))
        #expect(page.contains("Missing predecessors"))
        #expect(page.contains(try Self.uuid(9).description))
        #expect(page.contains("ECT#req-ect-signature"))
        #expect(page.contains("Tainted: it failed or was revoked"))
        #expect(page.contains("2023-11-14 22:13:21Z"))
        #expect(page.contains("class=\"box unproven tainted\""))
        #expect(page.contains("class=\"box missing\""))
    }

    @Test("a complete audit says so, an empty one does not")
    func verdicts() async throws {
        #expect(
            Self.text(AuditPage(try await Self.report([Self.token(1, "plan")]))).contains("verdict complete"))
        let empty = Self.text(AuditPage(try await Self.report([])))
        #expect(empty.contains("verdict incomplete"))
        #expect(empty.contains("There was no token to audit."))
    }

    @Test("more records than a reader can follow are not drawn, and the page says so")
    func largeGraphs() async throws {
        let tokens = try (1...(Picture.mostBoxes + 1)).map { try Self.token($0, "step") }
        let page = Self.text(AuditPage(try await Self.report(tokens)))
        #expect(!page.contains("<svg"))
        #expect(page.contains("301 records are too many for a picture"))
    }
}

@Suite("Rows of a picture")
struct LayersTests {
    private func layers(_ predecessors: [[Int]], depths: [Int?]) -> Layers {
        var successors = [[Int]](repeating: [], count: predecessors.count)
        for (node, named) in predecessors.enumerated() {
            for other in named { successors[other].append(node) }
        }
        return Layers(
            count: predecessors.count, depth: { depths[$0] }, predecessors: { predecessors[$0] },
            successors: { successors[$0] })
    }

    @Test("every node stands once, below its predecessors")
    func predecessorsAreAbove() {
        let rows = layers([[], [0], [0], [1, 2]], depths: [0, 1, 1, 2]).rows
        #expect(rows == [[0], [1, 2], [3]])
    }

    @Test("two chains beside each other do not cross")
    func noNeedlessCrossing() {
        let rows = layers([[], [], [1], [0]], depths: [0, 0, 1, 1]).rows
        #expect(rows == [[0, 1], [3, 2]] || rows == [[1, 0], [2, 3]])
    }

    @Test("a row that is too wide is folded, and nodes in a cycle have a row of their own")
    func wideRowsAreFolded() {
        let rows = layers(
            [[Int]](repeating: [], count: 20), depths: [Int?](repeating: 0, count: 18) + [nil, nil]
        ).rows
        #expect(rows.map(\.count) == [4, 5, 4, 5, 2])
        #expect(rows.joined().sorted() == Array(0..<20))
    }
}
