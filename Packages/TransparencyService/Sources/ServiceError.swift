public import Encoding
public import HTTPServer
public import JOSE
public import Ledger
public import SCITT

/// Why a transparency service could not start, or could not go on.
public enum ServiceError: Error, Hashable, Sendable {
    /// The log failed.
    case log(LedgerError)
    /// A statement or receipt of the service's own could not be made or read.
    case statement(SCITTError)
    /// The key file is no key file.
    case keyFileMalformed
    /// A key of the key file was refused.
    case keyRejected(JWKError)
    /// A key of the key file is of a type that it can't be used with.
    case keyUnsuitable(String)
    /// The key file is missing although the log has entries: new keys would be those of another service.
    case keyFileMissing
    /// The log is missing from a folder that has served one.
    case logMissing
    /// Others than its owner may read the key file.
    case keyFileExposed
    /// A file or folder could not be read or made, for this reason of the system.
    case file(path: String, reason: String)
    /// The log is that of a service with another name.
    case serviceDiffers(stored: ExactString)
    /// The name is no StringOrURI, or one that no checkpoint can carry.
    case serviceInvalid
    /// A setting is out of its range.
    case settingInvalid(String)
    /// The service could not listen.
    case listener(HTTPServerError)

    /// The stable name of this error.
    public var code: String {
        switch self {
        case .log(let error): error.code
        case .statement(let error): error.code
        case .keyFileMalformed: "service-key-file-malformed"
        case .keyRejected(let error): error.code
        case .keyUnsuitable: "service-key-unsuitable"
        case .keyFileMissing: "service-key-file-missing"
        case .logMissing: "service-log-missing"
        case .keyFileExposed: "service-key-file-exposed"
        case .file: "service-file"
        case .serviceDiffers: "service-differs"
        case .serviceInvalid: "service-invalid"
        case .settingInvalid: "service-setting-invalid"
        case .listener(let error): error.code
        }
    }
}

extension ServiceError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .log(let error): error.description
        case .statement(let error): error.description
        case .keyFileMalformed:
            "the key file is not a JSON object with the private keys 'receipts' and 'checkpoints'"
        case .keyRejected(let error): "a key of the key file was refused: \(error)"
        case .keyUnsuitable(let member):
            "the key '\(member)' of the key file has a type that can't be used for it"
        case .keyFileMissing:
            "the log has entries and its key file is missing; bring it back, because new keys would be another service"
        case .logMissing:
            """
            the folder has served a log that is missing; bring it back, because one that begins anew under the same \
            key would be a second history
            """
        case .keyFileExposed: "the key file may be read by others than its owner; set its mode to 0600"
        case .file(let path, let reason): "\(path): \(reason)"
        case .serviceDiffers(let stored): "the log is that of the service \(stored.quoted)"
        case .serviceInvalid:
            "the name of the service must be a StringOrURI without white space, plus signs and control characters"
        case .settingInvalid(let what): what
        case .listener(let error): error.description
        }
    }
}
