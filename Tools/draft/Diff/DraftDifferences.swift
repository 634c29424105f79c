import Foundation

/// What changed from one version of a draft to another, with the code and the tests that are concerned.
struct DraftDifferences {
    let older: DraftVersion
    let newer: DraftVersion
    let differences: [Difference]

    init(from older: DraftVersion, to newer: DraftVersion) throws {
        self.older = older
        self.newer = newer
        let file = newer.source.file
        var scan = CodeScan([older.source, newer.source])
        var tests = TestScan()
        for path in CodeScan.files() { scan.read(try Self.read(path), path: path) }
        for path in TestScan.files() { tests.read(try Self.read(path), path: path) }

        var requirements = Difference.all(
            .requirement, from: Self.requirements(older), to: Self.requirements(newer))
        for at in requirements.indices {
            let id = "\(file.abbreviation)#\(requirements[at].name)"
            requirements[at].code = scan.citations[id] ?? []
            let vectors = newer.vectors.filter { $0.value.requirements.contains(id) }.keys.sorted()
            requirements[at].tests = (tests.places[id] ?? []) + vectors
        }
        var claims = Difference.all(.claim, from: Self.claims(older), to: Self.claims(newer))
        for at in claims.indices {
            let literal = "\"\(claims[at].name)\""
            claims[at].code = try Self.places(of: literal, in: CodeScan.files())
            claims[at].tests = try Self.places(of: literal, in: TestScan.files()).map {
                "\($0.file):\($0.line)"
            }
        }
        // Vectors of the other draft are the other's differences.
        let own = Self.vectors(older, of: file), now = Self.vectors(newer, of: file)
        differences = requirements + claims + Difference.all(.vector, from: own, to: now)
    }

    private static func read(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    private static func requirements(_ version: DraftVersion) -> [String: String] {
        Dictionary(
            version.source.requirements.map { ($0.anchor, $0.text) }, uniquingKeysWith: { first, _ in first })
    }

    /// From the tables with a column Claim: the other cells, by their columns.
    private static func claims(_ version: DraftVersion) -> [String: String] {
        var claims: [String: String] = [:]
        for table in version.source.tables {
            guard let column = table.column("Claim") else { continue }
            for row in table.rows where row.cells.count == table.header.count {
                let cells = zip(table.header, row.cells).filter { $0.0 != "Claim" }.map { "\($0): \($1)" }
                claims[row.cells[column]] = cells.joined(separator: ", ")
            }
        }
        return claims
    }

    private static func vectors(_ version: DraftVersion, of file: DraftFile) -> [String: String] {
        let others = DraftFile.all.filter { $0 != file }.map { "/\($0.shortName)" }
        return version.vectors.filter { vector in !others.contains { vector.value.file.contains($0) } }
            .mapValues {
                String(decoding: $0.text, as: UTF8.self)
            }
    }

    private static func places(of literal: String, in files: [String]) throws -> [CodeCitation] {
        try files.flatMap { path -> [CodeCitation] in
            let text = try read(path)
            guard text.contains(literal) else { return [] }
            return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
                at, line in
                line.contains(literal) ? CodeCitation(file: path, line: at + 1) : nil
            }
        }
    }
}
