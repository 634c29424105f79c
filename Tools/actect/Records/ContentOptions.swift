import ArgumentParser
import Claims
import Encoding

/// What was done, and after what: shared by records of both kinds.
struct ContentOptions: ParsableArguments {
    @Option(help: "What was done.")
    var action: String

    @Option(help: "The jti of a task that this one followed from; may be given several times.")
    var pred: [String] = []

    @Option(help: ArgumentHelp("A file whose SHA-256 becomes inp_hash.", valueName: "file"))
    var input: String?

    @Option(help: ArgumentHelp("A file whose SHA-256 becomes out_hash.", valueName: "file"))
    var output: String?

    func predecessors(of task: UUIDText) throws -> Predecessors {
        let identifiers = try pred.map { try Value.uuid($0, "--pred") }
        do { return try Predecessors(identifiers, of: task) } catch {
            throw CommandFailure(.usage, "--pred: \(error)")
        }
    }

    func inputHash() throws -> ContentHash? { try input.map { ContentHash(of: try Files.read($0)) } }

    func outputHash() throws -> ContentHash? { try output.map { ContentHash(of: try Files.read($0)) } }
}
