import ArgumentParser
import Foundation

/// `draft generate`
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write the drafts' tables, examples and vectors from the code, or compare them with it.",
        discussion: """
            A generated block stands between two comments, "generated: NAME" and "end: NAME"; what is between \
            them is replaced. Everything comes from the code, from Interop/vectors, from names and from fixed \
            times, so that two runs write the same octets.

            Exit status: 0 the drafts have what is generated, 1 with --check: they don't.
            """)

    @Flag(help: "Write nothing; name the blocks that differ.")
    var check = false

    func run() throws {
        let generator = try Generator()
        var differs = false
        for file in DraftFile.all {
            let text = try String(contentsOfFile: file.path, encoding: .utf8)
            let result = try generator.generate(file, text: text)
            for block in result.changed {
                print(
                    "\(file.path):\(block.line): \(block.name) \(check ? "is not what is generated" : "written")"
                )
            }
            guard result.text != text else { continue }
            differs = true
            if !check {
                try Data(result.text.utf8).write(to: URL(fileURLWithPath: file.path), options: .atomic)
            }
        }
        if check, differs {
            print("swift run draft generate writes them anew")
            throw ExitCode(1)
        }
    }
}
