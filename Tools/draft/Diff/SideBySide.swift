import Foundation

/// Two texts of a draft beside one another, as HTML by iddiff.
enum SideBySide {
    /// The program in the virtual environment of `Tools/setup`, or in `PATH`.
    static var program: Program? {
        DraftPrograms.environment("xml2rfc", program: "iddiff") ?? Program.find("iddiff")
    }

    /// The page, or nil where the program is missing.
    static func html(from older: Data, _ olderName: String, to newer: Data, _ newerName: String) throws
        -> Data?
    {
        guard let program else { return nil }
        return try TemporaryFolder.with { folder in
            let paths = ["\(olderName).txt", "\(newerName).txt"].map { "\(folder)/\($0)" }
            for (path, text) in zip(paths, [older, newer]) { try text.write(to: URL(fileURLWithPath: path)) }
            let outcome = try program.run(paths, in: folder)
            guard outcome.status == 0, !outcome.output.isEmpty else { throw Failure(errors: outcome.errors) }
            return outcome.output
        }
    }

    /// iddiff ended otherwise than well.
    struct Failure: Error, CustomStringConvertible {
        let errors: String

        var description: String { "iddiff says: \(errors.trimming())" }
    }

    /// The draft's text as it was at a revision: its folder of that time, built with the programs of today.
    static func text(of file: DraftFile, at revision: String, programs: DraftPrograms) throws -> Data {
        try TemporaryFolder.with { folder in
            for path in try Git.files(under: "Drafts", at: revision) {
                guard let text = try Git.file(path, at: revision) else { continue }
                let url = URL(fileURLWithPath: "\(folder)/\(path)")
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: url)
            }
            return try DraftBuild(programs: programs, root: folder).document(file).document["txt"] ?? Data()
        }
    }
}
