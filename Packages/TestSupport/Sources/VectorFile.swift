public import Testing
public import Encoding
import Foundation

/// A data file of tests: `Vectors/<name>` in the folder of the calling test, or in the nearest folder above
/// it that has one. Found by the test's own path, so that it works from any working directory.
///
/// ```swift
/// static let cases = VectorFile("base64url.json").cases
/// @Test("…", arguments: cases) func refused(_ vector: Vector) throws {
///     try Base64URL.decode(vector["text"]) …
/// ```
public struct VectorFile: Sendable {
    /// The path in the file system.
    public let path: String

    /// The file `Vectors/<name>` that is nearest to `test`.
    public init(_ name: String, nearest test: String = #filePath) {
        var folder = URL(fileURLWithPath: test).deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("Vectors/" + name).path
            if FileManager.default.fileExists(atPath: candidate) {
                path = candidate
                return
            }
            folder.deleteLastPathComponent()
        }
        fatalError("no Vectors/\(name) beside or above \(test)")
    }

    /// What is in the file.
    public var octets: [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { fatalError("can't read \(path)") }
        return [UInt8](data)
    }

    /// What is in the file, as text.
    public var text: String { String(decoding: octets, as: UTF8.self) }

    /// The file read as JSON, by the reader of this project.
    public var json: JSONNode {
        do {
            return try JSONDocument(parsing: octets, limits: .document).root
        } catch {
            fatalError("\(path): \(error)")
        }
    }

    /// The file read as JSON into a type of the test.
    public func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(octets))
    }

    /// The objects of the array `member`, or of the file's only array, for `@Test(arguments:)`.
    public func cases(_ member: String = "cases") -> [Vector] {
        let root = json
        let list = root.kind == .array ? root : root[member]
        guard let list, list.kind == .array else { fatalError("\(path) has no array \(member)") }
        return list.elements.map { Vector(file: path, node: $0) }
    }

    /// The objects of the array `cases`.
    public var cases: [Vector] { cases() }
}

/// One case of a vector file. A member that is missing or of another kind stops the run: the file is ours.
public struct Vector: Sendable, CustomTestStringConvertible {
    let file: String
    /// The case as it stands in the file.
    public let node: JSONNode

    /// The member `name`; nil where there is none.
    public func optional(_ name: String) -> JSONNode? { node[name] }

    /// The text of a member.
    public func string(_ name: String) -> String { member(name, \.string?.string) }

    /// The number of a member.
    public func integer(_ name: String) -> Int { member(name) { $0.integer.flatMap(Int.init(exactly:)) } }

    /// The octets of a member in lower-case hexadecimal, white space allowed.
    public func octets(_ name: String) -> [UInt8] {
        member(name) { try? Hexadecimal.decode(($0.string?.string ?? "?").filter { !$0.isWhitespace }) }
    }

    /// The member `name`, which any case like `testDescription` shows: its name or comment.
    public var testDescription: String {
        for name in ["name", "comment", "text"] {
            if let text = node[name]?.string?.string, !text.isEmpty { return text }
        }
        return "case at octet \(node.offset)"
    }

    private func member<Value>(_ name: String, _ read: (JSONNode) -> Value?) -> Value {
        guard let value = node[name].flatMap(read) else {
            fatalError("\(file): case at octet \(node.offset) has no fitting \(name)")
        }
        return value
    }
}
