import ArgumentParser
import Claims
import Encoding
import Glibc
import JOSE
import SCITT
import Signing
import Trust

/// Who anchors: who signs the statements.
struct AnchoringPartyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The private key that signs the statements: a JWK file. Without it, a key is made beside the ledger \
            (LEDGER.anchor.jwk) and trusted in the trust file under its own thumbprint.
            """, valueName: "file"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            "Who anchors, iss of the statements; by default whom the trust file trusts the key for.",
            valueName: "id"))
    var iss: String?

    /// The issuer of statements, whose key the trust file trusts: otherwise nobody could verify what it anchors.
    func issuer(
        ledger: String, trust options: TrustOptions, now: NumericDate
    ) throws(CommandFailure) -> StatementIssuer {
        let path = key ?? Self.path(besides: ledger)
        if key == nil, access(path, F_OK) != 0 { try Self.make(path) }
        let key = try KeyOptions.privateKey(path)
        var trust = try options.file()
        let name: ExactString
        if let iss {
            name = try Value.identifier(iss, "--iss")
        } else if self.key == nil {
            name = ExactString("urn:ietf:params:oauth:jwk-thumbprint:sha-256:\(key.publicJWK.thumbprint)")
            if trust.issuers[name] == nil { trust = try Self.trust(key.publicJWK, name, options) }
        } else {
            name = try Self.owner(of: key.publicJWK, path, trust, options.trust)
        }
        do throws(SCITTError) {
            let issuer = try StatementIssuer(name, key: key)
            try Self.check(issuer, trust, now)
            return issuer
        } catch .signing(let error) {
            throw CommandFailure(.malformedData, "\(path) can't sign statements: \(error)")
        } catch {
            throw CommandFailure(
                .invalid,
                """
                \(options.trust) does not trust \(path) for \(name.quoted), so nobody could verify what it \
                anchors: actect trust add --trust \(options.trust) --id \(name) --key \(path)
                """)
        }
    }

    static func path(besides ledger: String) -> String { ledger + ".anchor.jwk" }

    /// Makes a key, unless another process is faster.
    private static func make(_ path: String) throws(CommandFailure) {
        let key: PrivateJWK
        do { key = try PrivateJWK(PrivateKey.generate(.p256)) } catch {
            throw CommandFailure(.internal, "\(error)")
        }
        do {
            try Files.write(key.encode() + [0x0A], to: path, isSecret: true, overwrites: false)
            Console.error("actect: made the key \(path), which signs the statements; keep it")
        } catch {
            guard access(path, F_OK) == 0 else { throw error }
        }
    }

    /// The trust file with the key.
    private static func trust(
        _ key: JWK, _ name: ExactString, _ options: TrustOptions
    ) throws(CommandFailure) -> TrustFile {
        try TrustCommand.Edit.change(options) { file throws(TrustError) in _ = try file.add(key, for: name) }
        Console.error("actect: \(options.trust) trusts that key now, for \(name.quoted) and nothing else")
        return try options.file()
    }

    private static func owner(
        of key: JWK, _ path: String, _ trust: TrustFile, _ trustPath: String
    ) throws(CommandFailure) -> ExactString {
        let owners = trust.issuers.filter { $0.value.keys.contains { $0.publicKey == key.publicKey } }.keys
        guard let only = owners.first, owners.count == 1 else {
            throw CommandFailure(
                .usage,
                "--iss: \(trustPath) trusts \(path) for \(owners.isEmpty ? "nobody" : "several"); say who anchors"
            )
        }
        return only
    }

    /// Whether a statement by the issuer would verify.
    private static func check(
        _ issuer: StatementIssuer, _ trust: TrustFile, _ now: NumericDate
    ) throws(SCITTError) {
        guard let subject = UUIDText(named: Array(repeating: 0, count: 16)) else { return }
        let trial = try issuer.statement(
            about: [], type: .ect, subject: RecordSubject(identifier: subject, workflow: nil))
        _ = try StatementVerifier(trust: TrustStore(trust), time: now).verify(trial)
    }
}
