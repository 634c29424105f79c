import Foundation
import Testing

/// The manifest lists the modules floor by floor. SwiftPM does not enforce floors; this does.
@Suite("The floors of the house")
struct FloorsTests {
    private let floors: [[Module]]

    struct Module: Hashable {
        let name: String
        let dependencies: Set<String>
    }

    init() throws {
        let manifest = try String(contentsOf: Repository.file("Package.swift"), encoding: .utf8)
        floors = Self.floors(in: manifest)
    }

    @Test("the manifest lists at least six floors of modules")
    func manifestIsRead() {
        #expect(floors.count >= 6)
        #expect(floors.joined().contains { $0.name == "ACT" })
        #expect(Set(floors.joined().map(\.name)).count == floors.joined().count)
    }

    @Test("a module depends on modules of lower floors only")
    func dependenciesRunDown() {
        for (height, floor) in floors.enumerated() {
            let lower = Set(floors[..<height].joined().map(\.name))
            let all = Set(floors.joined().map(\.name))
            for module in floor {
                let wrong = module.dependencies.intersection(all).subtracting(lower)
                #expect(wrong.isEmpty, "\(module.name) depends on \(wrong.sorted())")
            }
        }
    }

    @Test("a source file imports modules that its target declares, and none of its own floor or above")
    func importsRunDown() throws {
        let all = Set(floors.joined().map(\.name))
        for (height, floor) in floors.enumerated() {
            let lower = Set(floors[..<height].joined().map(\.name))
            for module in floor {
                let folder = Repository.file("Packages/\(module.name)/Sources")
                for file in Repository.swiftFiles(under: folder) {
                    let imported = try Self.imports(of: file).intersection(all)
                    #expect(
                        imported.isSubset(of: lower), "\(file.path) imports \(imported.subtracting(lower))")
                    #expect(
                        imported.isSubset(of: module.dependencies),
                        "\(file.path) imports \(imported.subtracting(module.dependencies)) undeclared")
                }
            }
        }
    }

    @Test("only the module that owns a heavy library imports it")
    func heavyLibrariesHaveOneOwner() throws {
        let owners = [
            "GRDB": ["Ledger", "SCITT", "TransparencyService", "Gateway"],
            "Hummingbird": ["HTTPServer", "TransparencyService", "WorkloadHTTP", "Gateway"],
            "COpenSSL": ["Signing"], "CCurl": ["HTTPTransport"],
        ]
        for module in floors.joined() {
            for file in Repository.swiftFiles(under: Repository.file("Packages/\(module.name)/Sources")) {
                for library in try Self.imports(of: file) {
                    guard let allowed = owners[library] else { continue }
                    #expect(allowed.contains(module.name), "\(file.path) imports \(library)")
                }
            }
        }
    }

    @Test("an arrow that runs up or sideways is found")
    func wrongArrowsAreFound() {
        let floors = Self.floors(
            in: """
                let ground = [module("A"), module("B", ["A"])]
                let above = [
                    module("C", ["A", "D"]),
                    module("D", ["B"]),
                ]
                """)
        #expect(floors.map { $0.map(\.name) } == [["A", "B"], ["C", "D"]])
        #expect(floors[0][1].dependencies == ["A"])
        #expect(floors[1][0].dependencies == ["A", "D"])
    }

    // MARK: Reading

    /// The lists of `module("…", […])`, in their order: a list begins with `let` at the start of a line.
    private static func floors(in manifest: String) -> [[Module]] {
        let lists = ("\n" + manifest).components(separatedBy: "\nlet ").dropFirst()
        return lists.map(modules).filter { !$0.isEmpty }
    }

    private static func modules(in body: String) -> [Module] {
        body.matches(of: /module\(\s*"(?<name>\w+)"(?:,\s*\[(?<list>[^\]]*)\])?/).map { match in
            let names = (match.output.list ?? "").matches(of: /"(\w+)"/).map { String($0.output.1) }
            return Module(name: String(match.output.name), dependencies: Set(names))
        }
    }

    private static func imports(of file: URL) throws -> Set<String> {
        let text = try String(contentsOf: file, encoding: .utf8)
        return Set(
            text.matches(of: /(?:^|\n)(?:public |package |internal |@\w+ )*import (?<name>\w+)/)
                .map { String($0.output.name) })
    }
}
