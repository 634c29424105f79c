import Audit
import Encoding
import JOSE
import TestSupport
import Testing

@Suite("Ends of lines, and lines that are too long")
struct LineEndTests {
    static func lines(_ octets: [UInt8], piece: Int = 3) throws -> [(number: Int, token: [UInt8])] {
        let file = try TemporaryFile(octets)
        var lines = try TokenLines(path: file.path)
        let isSeekable = lines.isSeekable
        #expect(isSeekable)
        var all: [(number: Int, token: [UInt8])] = []
        while true {
            let some = try lines.next(piece)
            if some.isEmpty { break }
            all += some.map { ($0.number, $0.token) }
        }
        try lines.rewind()
        let first = try lines.next(1).map(\.token)
        #expect(first == all.prefix(1).map(\.token))
        return all
    }

    static func texts(_ text: String) throws -> [String] {
        try lines(Array(text.utf8)).map { "\($0.number) \(String(decoding: $0.token, as: UTF8.self))" }
    }

    @Test("line ends of either kind, blank lines and a last line without an end")
    func ends() throws {
        #expect(try Self.texts("a\nb\n") == ["1 a", "2 b"])
        #expect(try Self.texts("a\r\nb\r\n") == ["1 a", "2 b"])
        #expect(try Self.texts("\n\na\n \t\r\nb") == ["3 a", "5 b"])
        #expect(try Self.texts("a  \t\n b") == ["1 a", "2  b"])
        #expect(try Self.texts("") == [] && Self.texts("\n") == [])
        #expect(try Self.texts("a\nb\nc\nd\ne\nf\ng").count == 7)
    }

    @Test(
        "a line that is longer than any token stays too long",
        arguments: [
            65_537, 65_538, 131_074, 131_075, 1 << 20, (1 << 20) + 65_537, 3 << 20,
        ])
    func tooLong(count: Int) throws {
        let text = [UInt8](repeating: 0x41, count: count) + Array("\nnext\n".utf8)
        let lines = try Self.lines(text)
        #expect(lines.map(\.number) == [1, 2] && lines[1].token == Array("next".utf8))
        #expect(lines[0].token.count == JWS.defaultLimit + 1)
    }

    @Test(
        "spaces behind a token do not hide what stands behind them", arguments: [70_000, 140_000, 2_000_000])
    func smuggled(count: Int) throws {
        let text = Array("token".utf8) + [UInt8](repeating: 0x20, count: count) + Array("rest\nnext".utf8)
        let lines = try Self.lines(text)
        #expect(lines.count == 2 && lines[0].token.count == JWS.defaultLimit + 1)
    }

    @Test("the longest token is read whole, with a carriage return too")
    func longest() throws {
        let token = [UInt8](repeating: 0x41, count: JWS.defaultLimit)
        #expect(try Self.lines(token + [0x0D, 0x0A]).map(\.token) == [token])
    }

    @Test("lines come as they were written, however they fall into pieces")
    func pieces() {
        forAll(
            { random in (0..<random.integer(in: 0...40)).map { _ in random.integer(in: 1...60_000) } },
            runs: 20
        ) { counts in
            let written = counts.enumerated().map { [UInt8](repeating: UInt8(0x41 + $0 % 20), count: $1) }
            let read = try Self.lines(Array(written.joined(separator: [0x0A])), piece: 7)
            return read.map(\.token) == written && read.map(\.number) == Array((1...41).prefix(written.count))
        }
    }
}

@Suite("Kinds of tokens")
struct TokenKindTests {
    @Test("the envelope and typ tell the kind, and nothing else does")
    func kinds() throws {
        func token(_ header: String) -> [UInt8] {
            Array((Base64URL.encode(Array(header.utf8)) + ".e30.AA").utf8)
        }
        #expect(TokenKind(of: token(#"{"typ":"act+jwt"}"#)) == .act)
        #expect(TokenKind(of: token(#"{"typ":"exec+jwt"}"#)) == .ect)
        #expect(TokenKind(of: token(#"{"typ":"wimse-exec+jwt"}"#)) == .ect)
        #expect(TokenKind(of: token(#"{"typ":"JWT"}"#)) == .unknown("JWT"))
        #expect(TokenKind(of: token(#"{}"#)) == .unknown(nil))
        #expect(TokenKind(of: token(#"{"typ":"act+jwt","typ":"act+jwt"}"#)) == .unknown(nil))
        #expect(TokenKind(of: Array("e30".utf8)) == .unsignedECT && TokenKind(of: []) == .unsignedECT)
        #expect(TokenKind(of: Array("!.x.y".utf8)) == .unknown(nil))
        #expect(
            TokenKind(of: token(#"{"typ":"act+jwt"}"#) + [UInt8](repeating: 0x41, count: 70_000))
                == .unknown(nil))
    }
}
