import ArgumentParser

/// `actect bundle`
struct BundleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Put tokens, statements and receipts into one file, and verify such a file offline.",
        discussion: """
            A bundle is what an auditor is given: with it and a trust file, everything is verified without a \
            network and without asking anybody.

              actect bundle make evidence.bundle --ledger ledger.db --trust trust.json
              actect bundle verify evidence.bundle --trust trust.json
              actect bundle explain evidence.bundle --trust trust.json
            """,
        subcommands: [BundleMake.self, BundleVerify.self, BundleExplain.self, BundleExtract.self])
}
