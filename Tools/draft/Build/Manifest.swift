import Encoding
import Foundation
import Signing

/// What a set of documents was made from, and by what: versions, and the SHA-256 of everything in and out.
struct Manifest {
    let documents: [Document]
    let versions: [(program: String, version: String)]

    var json: String {
        json(
            outputs: documents.flatMap { document in
                document.files.map { ("\(document.draft.name).\($0.ending)", $0.content) }
            })
    }

    /// With other files beside the documents, and the commit that all of it is of.
    func json(outputs: [(path: String, content: Data)], commit: String? = nil) -> String {
        let programs = versions.map { JSONMember(ExactString($0.program), .string(ExactString($0.version))) }
        let members: [(String, JSONValue)] = [
            ("programs", .object(programs)), ("inputs", Self.digests(of: documents.flatMap(\.inputs))),
            ("outputs", Self.digests(of: outputs)),
        ]
        let first = commit.map { [("commit", JSONValue.string(ExactString($0)))] } ?? []
        return Self.object(first + members).indented + "\n"
    }

    static func digest(_ content: Data) -> String { Hexadecimal.encode(SHA256.hash(Array(content))) }

    private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { JSONMember(ExactString($0.0), $0.1) })
    }

    /// An object of digests by path, in the order of paths.
    private static func digests(of files: [(path: String, content: Data)]) -> JSONValue {
        let byPath = Dictionary(files.map { ($0.path, $0.content) }, uniquingKeysWith: { first, _ in first })
        return object(
            byPath.sorted { $0.key < $1.key }.map { ($0.key, .string(ExactString(digest($0.value)))) })
    }
}

extension JSONValue {
    /// For people: two spaces an indent, a member or an element a line.
    var indented: String { text(indent: "") }

    private func text(indent: String) -> String {
        let inner = indent + "  "
        switch self {
        case .object(let members) where !members.isEmpty:
            let rows = members.map {
                inner + Self.quoted($0.name) + ": " + $0.value.text(indent: inner)
            }
            return "{\n" + rows.joined(separator: ",\n") + "\n\(indent)}"
        case .array(let elements) where !elements.isEmpty:
            return "[\n" + elements.map { inner + $0.text(indent: inner) }.joined(separator: ",\n")
                + "\n\(indent)]"
        default:
            return String(decoding: encode(), as: UTF8.self)
        }
    }

    private static func quoted(_ name: ExactString) -> String {
        String(decoding: JSONValue.string(name).encode(), as: UTF8.self)
    }
}
