import ArgumentParser
import Encoding
import Ledger

/// The ledger's file.
struct LedgerOptions: ParsableArguments {
    @Argument(help: "The ledger: an SQLite file.")
    var db: String

    func open(_ access: LedgerAccess = .read) throws(CommandFailure) -> Ledger {
        do { return try Ledger.open(db, access: access) } catch { throw error.failure(of: db) }
    }
}

/// Checkpoints that were kept in files.
enum CheckpointFile {
    /// The checkpoint of a file, signed with the key of this verifier key (name+hex+base64).
    static func verified(_ path: String, key: String) throws(CommandFailure) -> Checkpoint {
        let octets = try Files.read(path)
        let verifier: NoteVerifier
        do { verifier = try NoteVerifier(parsing: key) } catch {
            throw CommandFailure(.usage, "--checkpoint-key: \(error)")
        }
        do { return try Checkpoint(verifying: octets, with: [verifier]) } catch {
            throw error.failure(of: path)
        }
    }
}

extension LedgerError {
    /// The failure that ends the command.
    var failure: CommandFailure { failure(of: "the ledger") }

    /// The failure that ends the command, naming the file.
    func failure(of path: String) -> CommandFailure {
        let status: ExitStatus =
            switch self {
            case .cannotOpen: .noInput
            case .notALedger, .newerVersion, .damaged, .checkpointMalformed, .checkpointKeyUnknown,
                .checkpointSignatureInvalid, .checkpointKeyUnsuitable:
                .malformedData
            case .outOfRange, .duplicate, .tokenTooLarge: .invalid
            case .readOnly: .cantCreate
            case .locked, .diskFull, .writeFailed, .storage, .replayStoreFull, .replayWindowPassed:
                .inputOutput
            }
        return CommandFailure(status, "\(path): \(description)")
    }
}

extension LedgerEntry {
    /// What a listing says of an entry: all but the token.
    var summary: JSONValue {
        [
            "seq": .integer(Int64(clamping: sequence)), "kind": .string(ExactString(name.kind.label)),
            "wid": name.wid.map(JSONValue.string) ?? .null, "jti": .string(name.jti),
            "iss": .string(name.iss), "recorded": .integer(recorded),
        ]
    }
}
