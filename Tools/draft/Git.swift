/// What git knows of the checkout.
enum Git {
    /// What git prints, or nil where it fails: the revision or the path isn't there.
    static func run(_ arguments: String...) throws -> String? {
        guard let git = Program.find("git") else {
            throw MissingPrograms(missing: [("git", "apt-get install -y git")])
        }
        let outcome = try git.run(arguments)
        return outcome.status == 0 ? String(decoding: outcome.output, as: UTF8.self) : nil
    }

    /// A file as it was at a revision.
    static func file(_ path: String, at revision: String) throws -> String? {
        try run("show", "\(revision):./\(path)")
    }

    /// The files of a folder at a revision, from the top of the checkout.
    static func files(under folder: String, at revision: String) throws -> [String] {
        let listed = try run("ls-tree", "-r", "--name-only", revision, "--", "\(folder)/") ?? ""
        return listed.split(separator: "\n").map(String.init)
    }

    /// The revisions of a draft that were tagged: 2 for `draft-…-02`.
    static func numbers(of draft: DraftFile) throws -> [Int] {
        let tags = try run("tag", "--list", "\(draft.name)-[0-9][0-9]") ?? ""
        return tags.split(separator: "\n").compactMap { Int($0.suffix(2)) }.sorted()
    }

    /// Whether every file is as it was committed.
    static func isClean() throws -> Bool { try run("status", "--porcelain")?.isEmpty == true }
}

extension DraftFile {
    /// Its name with a revision: `draft-nennemann-act-02`.
    func numbered(_ number: Int) -> String { "\(name)-\(number < 10 ? "0" : "")\(number)" }
}
