import Encoding

/// A place in a file that is imported.
public struct SourcePlace: Hashable, Sendable {
    /// Octets from the start of the file.
    public let offset: Int
    /// The line, from 1.
    public let line: Int
    /// The octet within the line, from 1.
    public let column: Int
    /// The JSON Pointer (RFC 6901) of the value there, within its line where the file has an object a line;
    /// nil where the text is no JSON.
    public let pointer: String?

    /// A place.
    public init(offset: Int, line: Int, column: Int, pointer: String?) {
        self.offset = offset
        self.line = line
        self.column = column
        self.pointer = pointer
    }
}

extension SourcePlace: CustomStringConvertible {
    /// `line 3, column 9 (octet 51, /messages/0/role)`
    public var description: String {
        let value = pointer.map { ", " + ($0.isEmpty ? "the whole value" : String(ExactString($0).quoted)) }
        return "line \(line), column \(column) (octet \(offset)\(value ?? ""))"
    }
}

/// Counts lines up to places that are asked for in ascending order, so that a file is passed over once.
struct LineCounter {
    private let octets: [UInt8]
    private var at = 0
    private var line: Int
    private var lineStart = 0
    /// Where `octets` start in the file.
    private let base: Int

    init(_ octets: [UInt8], base: Int, line: Int) {
        self.octets = octets
        self.base = base
        self.line = line
    }

    /// The place of an offset within the octets, not before the last one that was asked for.
    mutating func place(_ offset: Int, pointer: String?) -> SourcePlace {
        let end = min(offset, octets.count)
        while at < end {
            if octets[at] == UInt8(ascii: "\n") {
                line += 1
                lineStart = at + 1
            }
            at += 1
        }
        return SourcePlace(
            offset: base + offset, line: line, column: offset - lineStart + 1, pointer: pointer)
    }
}
