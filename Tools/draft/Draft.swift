import ArgumentParser

/// The tool that keeps the drafts and the code in lockstep.
@main
struct Draft: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft",
        abstract: "Keeps the Internet-Drafts and the code in lockstep.",
        discussion: "Run it at the top of the checkout: swift run draft check",
        subcommands: [
            CheckCommand.self, GenerateCommand.self, TraceCommand.self, BuildCommand.self, DiffCommand.self,
            ReleaseCommand.self,
        ])
}
