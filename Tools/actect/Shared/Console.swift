import Encoding
import Glibc

/// Standard output and standard error.
enum Console {
    /// Whether standard error is a terminal, where progress is shown.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Prints a line.
    static func print(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// Prints a JSON value on one line.
    static func print(_ value: JSONValue) { print(String(decoding: value.encode(), as: UTF8.self)) }

    /// Prints a line on standard error.
    static func error(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Writes all of `text`; a reader that has gone away ends the program quietly.
    static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

    /// Writes all of `octets`, which need not be text.
    static func write(_ octets: [UInt8], to descriptor: Int32) {
        var rest = octets[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                exit(descriptor == STDOUT_FILENO ? ExitStatus.inputOutput.rawValue : 0)
            }
        }
    }

    /// Makes text from tokens safe to show on a terminal: control characters become escapes.
    static func safe(_ text: ExactString) -> String {
        var shown = ""
        for scalar in text.string.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control
            let isFormat = scalar.properties.generalCategory == .format
            shown += isControl || isFormat ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }
        return shown
    }
}

/// Shows how far long work has come, on standard error, if that is a terminal.
struct ProgressLine {
    private let label: String
    private var last: Int64 = 0
    private let isShown: Bool
    private static let barWidth = 30

    init(_ label: String, isQuiet: Bool = false) {
        self.label = label
        isShown = Console.isTerminal && !isQuiet
    }

    /// Shows a count, and a bar where the whole is known, ten times a second at most.
    mutating func show(_ count: Int, of total: Int? = nil) {
        guard isShown else { return }
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let tenths = Int64(now.tv_sec) * 10 + Int64(now.tv_nsec) / 100_000_000
        guard tenths != last else { return }
        last = tenths
        var bar = ""
        if let total, total > 0 {
            let done = min(Self.barWidth, Int(Double(Self.barWidth) * Double(count) / Double(total)))
            bar =
                " ["
                + String(repeating: "#", count: done)
                + String(repeating: ".", count: Self.barWidth - done)
                + "] of \(total)"
        }
        Console.write("\r\(label): \(count)\(bar)", to: STDERR_FILENO)
    }

    /// Clears the line.
    func end() {
        if isShown, last != 0 { Console.write("\r\u{1B}[K", to: STDERR_FILENO) }
    }
}
