import Foundation
import FuzzTargets
import Testing

@Suite("Kept inputs of the fuzz targets")
struct FuzzCorpusTests {
    private static let corpus = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Tools/fuzz/Corpus")

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }
            .sorted()
    }

    @Test("every kept input holds what its target demands", arguments: FuzzTarget.all)
    func replay(target: FuzzTarget) throws {
        let folder = Self.corpus.appendingPathComponent(target.name)
        let inputs = try names(in: folder)
        #expect(!inputs.isEmpty)
        for input in inputs {
            let octets = try [UInt8](Data(contentsOf: folder.appendingPathComponent(input)))
            #expect(target.broken(by: octets) == nil, "\(input)")
        }
    }

    @Test("every corpus has its target and every target its corpus")
    func complete() throws {
        #expect(try names(in: Self.corpus) == FuzzTarget.all.map(\.name).sorted())
    }
}
