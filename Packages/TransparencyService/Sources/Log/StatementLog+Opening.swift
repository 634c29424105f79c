public import Encoding
import Foundation
import GRDB
import COSE
import Ledger
import SCITT

extension StatementLog {
    /// The files of a data folder.
    public enum Files {
        /// The log.
        public static let log = "log.sqlite"
        /// The private keys, mode 0600.
        public static let keys = "keys.json"
        /// What a verifier pins: a trust file with the service and its keys.
        public static let trust = "service-trust.json"
    }

    /// Opens the log in a folder, or makes both.
    ///
    /// At the first start the keys are made and entries 0 and 1 are written. At any other, a key that the log
    /// does not know (the operator has put another into the file) joins the published set, and where there is one,
    /// or a policy or anchors other than those in force, both are registered before anything else is.
    ///
    /// A log whose newest root does not follow from its entries is refused, and so is a folder that has lost its log:
    /// one that began anew under the same key would sign a second history.
    ///
    /// - Parameters:
    ///   - folder: the data folder.
    ///   - service: the name of the service, which never changes; by default that in the log, or a new
    ///     `urn:uuid:`.
    ///   - policy: what is registered from now on.
    ///   - clock: the present time, in seconds since 1970.
    ///   - observer: called after each transaction.
    public static func open(
        _ folder: String, service: ExactString? = nil, policy: RegistrationPolicy,
        clock: @escaping @Sendable () -> Int64,
        observer: @escaping @Sendable (CommittedGroup) -> Void = { _ in }
    ) throws(ServiceError) -> StatementLog {
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw .system(folder) }
        let path = "\(folder)/\(Files.log)"
        let exists = FileManager.default.fileExists(atPath: path)
        let hasServed = FileManager.default.fileExists(atPath: "\(folder)/\(Files.trust)")
        guard exists || !hasServed else { throw .logMissing }
        let keys = try ServiceKeys.load("\(folder)/\(Files.keys)", mayCreate: !exists)
        return try ServiceError.wrapping {
            let (writer, reader) = try SQLiteFile.open(
                path, access: .create, patience: 5, content: StatementLogSchema.content,
                create: StatementLogSchema.create)
            guard let writer else { throw LedgerError.readOnly }
            let founding = Founding(
                service: service, policy: policy, keys: keys, mayBegin: !hasServed, at: clock())
            let founded = try ServiceError.outOf { run in
                try SQLiteFile.write(writer) { db in try run { try founding.run(StatementRows(db)) } }
            }
            return try StatementLog(
                service: founded.service, keySet: COSEKeySet(founded.published), keys: keys,
                files: (writer, reader), clock: clock, observer: observer)
        }
    }
}

extension ServiceError {
    /// Runs `body` and turns what it throws into an error of the service.
    static func wrapping<Result>(_ body: () throws -> Result) throws(ServiceError) -> Result {
        do {
            return try body()
        } catch let error as ServiceError {
            throw error
        } catch let error as LedgerError {
            throw .log(error)
        } catch let error as SCITTError {
            throw .statement(error)
        } catch let error as COSEError {
            throw .statement(.signing(error))
        } catch {
            throw .log(.damaged("\(error)"))
        }
    }

    /// Lets an error of the service pass through a transaction, which knows its own errors only.
    static func outOf<Result>(
        _ transaction: (_ run: (() throws -> Result) throws -> Result) throws -> Result
    ) throws -> Result {
        var failure: ServiceError?
        do {
            return try transaction { body in
                do throws(ServiceError) {
                    return try wrapping(body)
                } catch {
                    failure = error
                    throw error
                }
            }
        } catch {
            throw failure ?? error
        }
    }
}
