import ArgumentParser

/// `actect anchor`
struct AnchorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "anchor",
        abstract: "Have transparency services witness records, and keep their receipts.",
        discussion: """
            A statement about each record, or one about up to 2^20 of them, is signed and sent to a SCITT \
            transparency service; the service answers with a receipt that shows the statement in its log. A \
            record counts as anchored when its receipt has verified with the key that the trust file pins, and \
            is then at level L3.

            Statements and receipts are kept in an outbox beside the ledger. Whatever is interrupted is \
            finished by running the same command again, or "actect anchor wait": nothing is anchored twice, \
            and nothing is lost.

              actect trust add-service --trust trust.json --from service/service-trust.json
              actect anchor tokens.txt --service http://127.0.0.1:8080 \\
                --trust trust.json --ledger ledger.db
              actect anchor status --ledger ledger.db
              actect bundle make evidence.bundle --ledger ledger.db --trust trust.json

            Exit status: 0 everything is anchored, 1 something was refused, 2 receipts are still to come; 64 \
            and above: it could not be carried out.
            """,
        subcommands: [
            AnchorSubmit.self, AnchorStatus.self, AnchorWait.self, AnchorRetry.self, AnchorAcknowledge.self,
        ],
        defaultSubcommand: AnchorSubmit.self)
}
