#if Service
    import ArgumentParser
    import HTTPServer

    /// With what a server proves its name to those who connect.
    struct TLSOptions: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                "Serve https: the server's certificate and those that lead to its anchor, in PEM.",
                valueName: "file"))
        var tlsCertificate: String?

        @Option(help: ArgumentHelp("The private key of that certificate, in PEM.", valueName: "file"))
        var tlsKey: String?

        func files() throws(CommandFailure) -> TLSFiles? {
            switch (tlsCertificate, tlsKey) {
            case (nil, nil): return nil
            case (let certificates?, let key?):
                for path in [certificates, key] { _ = try Files.read(path) }
                return TLSFiles(certificates: certificates, key: key)
            default: throw CommandFailure(.usage, "--tls-certificate and --tls-key go together")
            }
        }
    }
#endif
