/// What stands above the abstract: title, authors, references.
struct FrontMatter {
    let root: YAMLValue

    init(lines: [DraftLine]) throws(YAMLError) {
        root = try YAMLValue(lines: lines)
    }

    /// The value of a top-level name, if it is a scalar.
    subscript(name: String) -> String? { root[name]?.scalar }

    /// The line of a top-level name, or that of the first.
    func line(of name: String) -> Int { root.members.first { $0.name == name }?.line ?? 1 }

    /// The references that `normative` and `informative` declare, in their order.
    var references: [Reference] {
        [Reference.Group.normative, .informative].flatMap { group in
            (root[group.rawValue]?.members ?? []).map {
                Reference(anchor: $0.name, group: group, line: $0.line, value: $0.value)
            }
        }
    }
}

/// A reference that the front matter declares.
struct Reference {
    let anchor: String
    let group: Group
    let line: Int
    /// What it says of itself: nothing, the name that it has in the cache, or an entry.
    let value: YAMLValue

    enum Group: String, CaseIterable { case normative, informative }

    /// The name of its entry in `Drafts/refcache`, where it doesn't bring its own.
    var cacheName: String? {
        guard value.members.isEmpty else { return nil }
        let name = value.scalar.flatMap { $0.isEmpty ? nil : $0 } ?? anchor
        return Self.cacheName(of: name)
    }

    /// `reference.RFC.0791.xml` of RFC791, `reference.I-D.ietf-x.xml` of I-D.ietf-x.
    static func cacheName(of name: String) -> String {
        if name.hasPrefix("RFC"), let number = Int(name.dropFirst(3)) {
            let digits = String(number)
            return "reference.RFC.\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).xml"
        }
        return "reference.\(name).xml"
    }
}
