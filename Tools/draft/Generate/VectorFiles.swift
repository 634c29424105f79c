import Encoding
import Foundation

/// The conformance vectors of Interop/vectors.
struct VectorFiles {
    /// The cases of each file, by its name without extension.
    private var cases: [String: [JSONValue]] = [:]
    private var definitions: [String: JSONValue] = [:]

    init() throws {
        let folder = URL(fileURLWithPath: "Interop/vectors")
        for url in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where url.pathExtension == "json" {
            let octets = try Array(Data(contentsOf: url))
            let file = try JSONDocument(parsing: octets, limits: .document).root.value
            let name = url.deletingPathExtension().lastPathComponent
            guard case .array(let cases)? = file["cases"] else { throw GenerateError.vector(name) }
            self.cases[name] = cases
            definitions[name] = file["definitions"]
        }
    }

    /// The cases of one operation.
    func cases(of operation: ExactString) -> [JSONValue] {
        cases.values.joined().filter { $0["request"]?["op"] == .string(operation) }
    }

    /// A selection as paragraphs and figures.
    func lines(_ selection: VectorSelection, of source: DraftSource) throws -> [String] {
        let requirements = Set(source.requirements.map(\.anchor))
        var lines = try selection.header(keys: keys(of: selection))
        for (number, name) in selection.names.enumerated() {
            let vector = try vector(name, selection)
            guard case .string(let token)? = vector["request"]?["token"],
                case .string(let comment)? = vector["comment"], let expected = vector["expect"]
            else { throw GenerateError.vector(name.case) }
            var outcome = "accepted"
            if case .boolean(false)? = expected["ok"] {
                guard case .string(let requirement)? = expected["requirement"],
                    let anchor = requirement.string.split(separator: "#").last.map(String.init),
                    requirements.contains(anchor)
                else { throw GenerateError.vector(name.case) }
                outcome = "refused with `\(anchor.dropFirst(source.file.prefix.count))`"
            } else if case .string(let verdict)? = expected["verdict"] {
                outcome = "accepted, \(verdict)"
            }
            let title = name.case.replacing("\"", with: "'")
            lines += [""] + Prose.lines("{{fig-vector-\(number + 1)}}: \(outcome); \(comment).") + [""]
            lines += Figure.folded(
                token.string, "fig-vector-\(number + 1)", "Vector of \(name.file): \(title.prefix(40))")
        }
        return lines
    }

    /// A vector that is verified as the selection says.
    private func vector(_ name: VectorSelection.Name, _ selection: VectorSelection) throws -> JSONValue {
        guard
            let vector = cases[name.file]?.first(where: { $0["name"] == .string(ExactString(name.case)) }),
            case .object(let members)? = vector["request"],
            members.allSatisfy({
                selection.request[$0.name.string]?.contains($0.value) ?? ($0.name == "token")
            })
        else { throw GenerateError.vector(name.case) }
        return vector
    }

    /// The keys of the principals that the selection names, and whose they are.
    private func keys(of selection: VectorSelection) throws -> [(identifier: String, key: JSONValue)] {
        try selection.principals.map { name in
            guard let principal = definitions[selection.names[0].file]?["principals"]?[name],
                case .string(let identifier)? = principal["identifier"],
                case .object(let members)? = principal["key"]
            else { throw GenerateError.vector(name) }
            return (identifier.string, .object(members.filter { $0.name != "d" }))
        }
    }
}

/// The vectors that a draft prints, and what they have in common.
struct VectorSelection {
    struct Name {
        let file: String
        let `case`: String
    }

    let names: [Name]
    /// The parties whose keys verify them.
    let principals: [String]
    /// What the requests have besides the token.
    let request: [String: [JSONValue]]

    static let now: Int64 = 1_800_000_300
    static let audience = "https://verifier.example"

    private init(operation: String, principals: [String], _ names: [(String, String)]) {
        self.names = names.map { Name(file: $0.0, case: $0.1) }
        self.principals = principals
        request = [
            "op": [.string(ExactString(operation))], "trust": [["$ref": "trust"]],
            "audience": [.string(ExactString(Self.audience))], "now": [.integer(Self.now)], "mode": ["live"],
        ]
    }

    static let act = VectorSelection(
        operation: "act.verify", principals: ["alice"],
        [("act-mandates", "mixed phases: pred")])

    static let ect = VectorSelection(
        operation: "ect.verify", principals: [], [("ect", "L1 without issuer and audience")])

    /// What the vectors have in common: time, audience, keys.
    func header(keys: [(identifier: String, key: JSONValue)]) throws -> [String] {
        let parties = keys.map { "`\($0.identifier)`" }.joined(separator: " and ")
        let text = """
            \(names.count > 1 ? "They are" : "It is") verified live at \(Self.now) by a verifier with the identifier `\(Self.audience)`
            """
        guard !keys.isEmpty else { return Prose.lines(text + ".") }
        let trusted = """
             that trusts the \(keys.count > 1 ? "keys" : "key") of {{fig-vector-keys}} for \(parties)\
            \(keys.count > 1 ? ", in this order" : "").
            """
        return Prose.lines(text + trusted) + [""]
            + Figure.json(
                ["keys": .array(keys.map(\.key))], "fig-vector-keys", "Keys of the vectors")
    }
}
