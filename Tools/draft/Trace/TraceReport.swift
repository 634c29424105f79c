import Encoding

/// What a trace found, for people and for machines.
struct TraceReport {
    let requirements: [TracedRequirement]
    let findings: [Finding]

    /// How many there are of each level and state, per draft.
    var summary: String {
        var rows: [String] = []
        for draft in DraftFile.all {
            let own = requirements.filter { $0.id.hasPrefix("\(draft.abbreviation)#") }
            rows.append("\(draft.abbreviation): \(own.count) requirements")
            for level in RequirementLevel.allCases {
                let bound = own.filter { $0.level == level }
                guard !bound.isEmpty else { continue }
                let counts = RequirementState.allCases.reversed().compactMap { state -> String? in
                    let count = bound.count(where: { $0.state == state })
                    return count == 0 ? nil : "\(count) \(state)"
                }
                rows.append(
                    "  \(level.rawValue.padded(to: 6)) \(bound.count): \(counts.joined(separator: ", "))")
            }
        }
        let verified = requirements.count(where: { $0.state == .verified })
        rows.append("verified: \(verified * 100 / max(1, requirements.count)) % of all")
        return rows.joined(separator: "\n")
    }

    /// A line for each requirement.
    var list: String {
        requirements.map { requirement in
            let tests = Set(requirement.evidence.map(\.test)).count
            let vectors = requirement.evidence.count(where: \.isVector)
            return "\(requirement.state.rawValue.padded(to: 13)) \(requirement.level.rawValue.padded(to: 6)) "
                + "\(requirement.id): \(requirement.code.count) in the code, \(tests) tests, \(vectors) vectors"
        }.joined(separator: "\n")
    }

    var json: String {
        let value: JSONValue = .object([
            JSONMember("requirements", .array(requirements.map(\.json))),
            JSONMember("findings", .array(findings.map(\.json))),
        ])
        return String(decoding: value.encode(), as: UTF8.self)
    }
}

extension TracedRequirement {
    fileprivate var json: JSONValue {
        var members = [
            JSONMember("id", .text(id)), JSONMember("level", .text(level.rawValue)),
            JSONMember("state", .text(state.rawValue)), JSONMember("text", .text(requirement.text)),
            JSONMember("line", .integer(Int64(requirement.line))),
        ]
        if let section { members.append(JSONMember("section", .text(section.title))) }
        if let exception {
            members.append(JSONMember("reason", .text(exception.reason)))
            if let by = exception.by { members.append(JSONMember("implied_by", .text(by))) }
        }
        let places = code.map { place -> JSONValue in
            .object([JSONMember("file", .text(place.file)), JSONMember("line", .integer(Int64(place.line)))])
        }
        let tests = evidence.map { test -> JSONValue in
            .object([
                JSONMember("test", .text(test.test)), JSONMember("file", .text(test.file)),
                JSONMember("line", .integer(Int64(test.line))), JSONMember("passed", .boolean(test.isPassed)),
                JSONMember("row", .text(test.row)),
            ])
        }
        members += [JSONMember("code", .array(places)), JSONMember("tests", .array(tests))]
        return .object(members)
    }
}

extension JSONValue {
    fileprivate static func text(_ text: String) -> JSONValue { .string(ExactString(text)) }
}

extension String {
    /// With spaces up to a width.
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
