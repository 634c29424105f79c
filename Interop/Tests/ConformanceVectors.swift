import Encoding
import Foundation

/// A file of Interop/vectors, as its README describes it.
struct ConformanceVectors {
    /// A request and what must come of it.
    struct Case {
        let name: String
        let comment: String
        let steps: [Step]
        /// What the case shows of the drafts: the requirements of its refusals, or those that it states.
        let requirements: [String]
    }

    /// One request of a case; most cases have one.
    struct Step {
        let request: JSONNode
        let expect: JSONNode
    }

    let suite: String
    let cases: [Case]
    private let definitions: JSONNode

    /// The files there are, by name.
    static let files: [String] = {
        let folder = Repository.file("Interop/vectors").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted()
    }()

    struct Malformed: Error {}

    init(file: String) throws {
        let octets = try [UInt8](Data(contentsOf: Repository.file("Interop/vectors/\(file)")))
        let root = try JSONDocument(parsing: octets, limits: .document).root
        guard root["format"]?.integer == 1, let suite = root["suite"]?.string,
            let definitions = root["definitions"], let cases = root["cases"]
        else { throw Malformed() }
        self.suite = suite.string
        self.definitions = definitions
        self.cases = try cases.elements.map { node in
            guard let name = node["name"]?.string, let comment = node["comment"]?.string else {
                throw Malformed()
            }
            var steps: [Step] = []
            var next: JSONNode? = node
            while let step = next {
                guard let request = step["request"], let expect = step["expect"] else { throw Malformed() }
                steps.append(Step(request: request, expect: expect))
                next = step["then"]
            }
            let stated = node["requirements"]?.elements.compactMap { $0.string?.string } ?? []
            let refused = steps.compactMap { $0.expect["requirement"]?.string?.string }
            return Case(
                name: name.string, comment: comment.string, steps: steps, requirements: stated + refused)
        }
    }

    /// The line of a request: definitions put in, and members of the answer before.
    func line(of request: JSONNode, after answer: JSONNode? = nil) throws -> [UInt8] {
        try resolve(request.value, answer).encode()
    }

    private func resolve(_ value: JSONValue, _ answer: JSONNode?) throws -> JSONValue {
        switch value {
        case .object(let members):
            if members.count == 1, let member = members.first, case .string(let name) = member.value {
                let source = ["$ref": definitions, "$answer": answer][member.name.string]
                if let source {
                    guard let found = source?[name.string] else { throw Malformed() }
                    return found.value
                }
            }
            return .object(try members.map { JSONMember($0.name, try resolve($0.value, answer)) })
        case .array(let elements): return .array(try elements.map { try resolve($0, answer) })
        default: return value
        }
    }
}
