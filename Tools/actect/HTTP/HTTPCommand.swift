import ArgumentParser

/// `actect http`
struct HTTPCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http",
        abstract: "Sign and verify HTTP requests of workloads (WIMSE), with the tokens in them.",
        discussion: """
            A request is given as a URL with -X, -H and -d as curl has them, or as HTTP/1.1 text in a file \
            (--file; - is standard input). Nothing is sent: sign prints the request as HTTP/1.1 text, and what \
            it prints can be given to verify and explain. With --fields it prints the fields \
            alone, for curl:

              actect http sign https://b.example/review -d '{}' --fields \\
                -H 'Content-Type: application/json' --wit a.wit --key a.jwk > fields
              curl https://b.example/review -d '{}' -H @fields

            In the trust file, the keys of a trust domain stand under its identifier, as in \
            "spiffe://example.com".
            """,
        subcommands: [
            HTTPIdentityCommand.self, HTTPSignCommand.self, HTTPVerifyCommand.self, HTTPExplainCommand.self,
        ])
}
