import ArgumentParser
import Audit
import Claims
import Encoding
import Glibc
import JOSE
import Signing
import Trust

/// How results are shown.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON, one object a line, for machines.")
    var json = false
}

/// The time that counts as the present.
struct TimeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The present time, in seconds since 1970; the clock's where it is not given.",
            valueName: "seconds"))
    var now: Int64?

    /// The time given, or the clock's.
    func present() throws(CommandFailure) -> NumericDate {
        guard let now else { return NumericDate(clamping: Int64(time(nil))) }
        guard let date = NumericDate(now) else {
            throw CommandFailure(.usage, "--now must be 0 to \(NumericDate.latest)")
        }
        return date
    }
}

/// The trust file.
struct TrustOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The trust file: whose keys may say what.", valueName: "file"))
    var trust: String

    func file() throws(CommandFailure) -> TrustFile { try Self.file(trust) }

    static func file(_ path: String) throws(CommandFailure) -> TrustFile {
        let octets = try Files.read(path)
        do { return try TrustFile(parsing: octets) } catch {
            throw CommandFailure(.malformedData, "\(path): \(error)")
        }
    }

    func store() throws(CommandFailure) -> TrustStore {
        TrustStore(try file())
    }
}

/// A private key file.
struct KeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The private key that signs: a JWK file.", valueName: "file"))
    var key: String

    func privateKey() throws(CommandFailure) -> PrivateJWK { try Self.privateKey(key) }

    static func privateKey(_ path: String) throws(CommandFailure) -> PrivateJWK {
        let octets = try Files.read(path)
        do { return try PrivateJWK(parsing: octets) } catch {
            throw CommandFailure(.malformedData, "\(path): \(error)")
        }
    }
}

/// Reads values of options, naming the option where they are wrong.
enum Value {
    static func identifier(_ text: String, _ option: String) throws(CommandFailure) -> ExactString {
        let identifier = ExactString(text)
        guard StringOrURI.isValid(identifier) else {
            throw CommandFailure(.usage, "\(option): \(identifier.quoted) is not a StringOrURI (RFC 7519 §2)")
        }
        return identifier
    }

    static func uuid(_ text: String, _ option: String) throws(CommandFailure) -> UUIDText {
        guard let uuid = UUIDText(ExactString(text)) else {
            throw CommandFailure(.usage, "\(option): \(ExactString(text).quoted) is not a lower-case UUID")
        }
        return uuid
    }

    static func action(_ text: String, _ option: String) throws(CommandFailure) -> Action {
        guard let action = Action(ExactString(text)) else {
            throw CommandFailure(
                .usage, "\(option): \(ExactString(text).quoted) is not an action, such as \"email.send\"")
        }
        return action
    }

    static func audience(_ texts: [String], _ option: String) throws(CommandFailure) -> Audience {
        var parties: [ExactString] = []
        for text in texts { parties.append(try identifier(text, option)) }
        guard let audience = Audience(parties, isSingleString: parties.count == 1) else {
            throw CommandFailure(.usage, "\(option): at least one identifier is needed")
        }
        return audience
    }

    /// A fresh version 4 UUID.
    static func freshUUID() throws(CommandFailure) -> UUIDText {
        guard let uuid = UUIDText(random: SystemRandom().octets(count: 16)) else {
            throw CommandFailure(.internal, "no random octets")
        }
        return uuid
    }

    static func seconds(_ seconds: Int64, _ option: String) throws(CommandFailure) -> NumericDate {
        guard let date = NumericDate(seconds) else {
            throw CommandFailure(.usage, "\(option): not a time in seconds since 1970")
        }
        return date
    }
}
