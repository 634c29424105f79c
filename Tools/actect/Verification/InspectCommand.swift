import ArgumentParser
import Audit
import Encoding

/// `actect inspect`
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what tokens say, UNVERIFIED: anyone could have written it.")

    @Argument(help: "A token set; - is standard input.")
    var tokens: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        var lines = try VerifyCommand.opened(tokens)
        var (count, malformed) = (0, 0)
        while true {
            let piece: [TokenLines.Line]
            do { piece = try lines.next(256) } catch { throw error.failure }
            if piece.isEmpty { break }
            count += piece.count
            for line in piece where !show(line) { malformed += 1 }
        }
        if count == 0 { throw CommandFailure(.malformedData, "\(tokens) has no tokens") }
        if malformed > 0 { throw ExitCode(ExitStatus.invalid.rawValue) }
    }

    private func show(_ line: TokenLines.Line) -> Bool {
        let number = JSONValue.integer(Int64(line.number))
        guard let content = UnverifiedContent(of: line.token) else {
            if output.json {
                Console.print(["line": number, "verified": false, "malformed": true])
            } else {
                Console.print("\(line.number): malformed: neither a compact JWS nor an unsigned ECT")
            }
            return false
        }
        if output.json {
            Console.print([
                "line": number, "verified": false, "header": content.header, "payload": content.payload,
            ])
        } else {
            Console.print("\(line.number): UNVERIFIED")
            Console.print("  header   \(Self.text(content.header))")
            Console.print("  payload  \(Self.text(content.payload))")
        }
        return true
    }

    private static func text(_ value: JSONValue) -> String {
        Console.safe(ExactString(String(decoding: value.encode(), as: UTF8.self)))
    }
}
