import ArgumentParser
import Encoding
import JOSE
import Signing

/// `actect key`
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Make, show and import keys.",
        discussion: "Private keys are JWK files of mode 0600. Nothing prints a private value.",
        subcommands: [New.self, Public.self, Thumbprint.self, Import.self])

    /// The algorithms that keys are made for.
    enum Algorithm: String, ExpressibleByArgument, CaseIterable {
        case es256 = "ES256"
        case es384 = "ES384"
        case edDSA = "EdDSA"

        var keyType: KeyType {
            switch self {
            case .es256: .p256
            case .es384: .p384
            case .edDSA: .ed25519
            }
        }
    }

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a private key; prints its public JWK.")

        @Option(help: "ES256 (P-256), ES384 (P-384; ECT only) or EdDSA (Ed25519).")
        var alg = Algorithm.es256

        @Option(help: "The key's identifier, 1 to 256 octets; its thumbprint where it is not given.")
        var kid: String?

        @Option(help: ArgumentHelp("Where to put the key; nothing is overwritten.", valueName: "file"))
        var out: String

        func run() throws {
            let key: PrivateKey
            do { key = try PrivateKey.generate(alg.keyType) } catch {
                throw CommandFailure(.internal, "\(error)")
            }
            try KeyFile.save(key, kid: kid, to: out)
        }
    }

    struct Public: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the public JWK of a private one.")

        @Argument(help: "A private JWK file.")
        var file: String

        func run() throws {
            Console.print(String(decoding: try KeyOptions.privateKey(file).publicJWK.encode(), as: UTF8.self))
        }
    }

    struct Thumbprint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the SHA-256 thumbprint of a JWK, private or public (RFC 7638).")

        @Argument(help: "A JWK file.")
        var file: String

        func run() throws {
            Console.print(try KeyFile.publicKey(file).thumbprint)
        }
    }

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn a PKCS #8 PEM file (unencrypted) into a private JWK.",
            discussion: """
                The block is PRIVATE KEY. What openssl writes as EC PRIVATE KEY becomes one with:

                  openssl pkcs8 -topk8 -nocrypt -in ec.pem -out key.pem
                """)

        @Argument(help: "A PEM file with one PRIVATE KEY block.")
        var pem: String

        @Option(help: "The key's identifier; its thumbprint where it is not given.")
        var kid: String?

        @Option(help: ArgumentHelp("Where to put the key; nothing is overwritten.", valueName: "file"))
        var out: String

        func run() throws {
            let text = String(decoding: try Files.read(pem), as: UTF8.self)
            let key: PrivateKey
            do { key = try PrivateKey(pkcs8PEM: text) } catch {
                throw CommandFailure(.malformedData, "\(pem): \(error)")
            }
            try KeyFile.save(key, kid: kid, to: out)
        }
    }
}

/// Key files.
enum KeyFile {
    static func save(_ key: PrivateKey, kid: String?, to path: String) throws(CommandFailure) {
        if let kid, !(1...256).contains(kid.utf8.count) {
            throw CommandFailure(.usage, "--kid must be 1 to 256 octets")
        }
        let jwk: PrivateJWK
        do throws(JWKError) {
            let thumbprint = try PrivateJWK(key).publicJWK.thumbprint
            jwk = try PrivateJWK(key, keyID: ExactString(kid ?? thumbprint))
        } catch {
            throw CommandFailure(.usage, "\(error)")
        }
        try Files.write(jwk.encode() + [0x0A], to: path, isSecret: true, overwrites: false)
        Console.print(String(decoding: jwk.publicJWK.encode(), as: UTF8.self))
    }

    /// The public part of a JWK file, private or not.
    static func publicKey(_ path: String) throws(CommandFailure) -> JWK {
        let octets = try Files.read(path)
        do { return try JWK(parsing: octets) } catch {
            // A private key whose `key_ops` is `sign` alone is no key to verify with, but has a public part.
            if let key = try? PrivateJWK(parsing: octets) { return key.publicJWK }
            throw CommandFailure(.malformedData, "\(path): \(error)")
        }
    }

    /// The public keys of a JWK file or a JWK Set file.
    static func publicKeys(_ path: String) throws(CommandFailure) -> [JWK] {
        let octets = try Files.read(path)
        if let document = try? JSONDocument(parsing: octets), document.root["keys"] != nil {
            do { return try JWKSet(parsing: document.root).keys } catch {
                throw CommandFailure(.malformedData, "\(path): \(error)")
            }
        }
        return [try publicKey(path)]
    }
}
