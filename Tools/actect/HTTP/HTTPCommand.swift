import ArgumentParser

/// `actect http`
struct HTTPCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http",
        abstract: "Sign and verify HTTP requests of workloads (WIMSE), with the tokens in them.",
        discussion: """
            A request is given as a URL with -X, -H and -d as curl has them, or as HTTP/1.1 text in a file \
            (--file; - is standard input). Nothing is sent: sign prints the request as HTTP/1.1 text, and what \
            it prints can be given to verify and explain.

              actect http identity --key domain.jwk --subject spiffe://example.com/a --public a.jwk > a.wit
              actect http sign https://b.example/review -d '{}' --wit a.wit --key a.jwk > request.http
              actect http explain --file request.http
              actect http verify --file request.http --trust trust.json --audience https://b.example/review

            In the trust file, the keys of a trust domain stand under its identifier, as in \
            "spiffe://example.com".
            """,
        subcommands: [
            HTTPIdentityCommand.self, HTTPSignCommand.self, HTTPVerifyCommand.self, HTTPExplainCommand.self,
        ])
}
