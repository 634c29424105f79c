public import Encoding
public import HTTPServer
public import HTTPTransport
public import Ledger

/// Why a gateway could not start, or could not go on.
public enum GatewayError: Error, Hashable, Sendable {
    /// The ledger or the journal failed.
    case storage(LedgerError)
    /// Another gateway works in the data folder.
    case folderInUse
    /// The data folder can't be made or used, for this reason of the system.
    case folder(path: String, reason: String)
    /// The ledger has entries and the journal, which counts calls, is missing.
    case journalMissing
    /// The upstream server's URL can't be used, or the transport not be started.
    case upstream(HTTPTransportError)
    /// The gateway's key can't sign records, for this reason.
    case keyUnsuitable(String)
    /// The trust file does not list the gateway's key under the gateway's name.
    case keyNotTrusted(ExactString)
    /// The tool map is malformed, at this place.
    case toolMap(String)
    /// A setting is out of its range.
    case settingInvalid(String)
    /// The gateway could not listen.
    case listener(HTTPServerError)

    /// The stable name of this error.
    public var code: String {
        switch self {
        case .storage(let error): error.code
        case .folderInUse: "gateway-folder-in-use"
        case .folder: "gateway-folder"
        case .journalMissing: "gateway-journal-missing"
        case .upstream(let error): error.code
        case .keyUnsuitable: "gateway-key-unsuitable"
        case .keyNotTrusted: "gateway-key-not-trusted"
        case .toolMap: "gateway-tool-map"
        case .settingInvalid: "gateway-setting-invalid"
        case .listener(let error): error.code
        }
    }
}

extension GatewayError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .storage(let error): error.description
        case .folderInUse: "another gateway works in this data folder"
        case .folder(let path, let reason): "\(path): \(reason)"
        case .journalMissing:
            "the ledger has entries and the journal is missing: without it, calls made so far would count as none"
        case .upstream(let error): "the upstream server: \(error)"
        case .keyUnsuitable(let reason): "the gateway's key can't sign records: \(reason)"
        case .keyNotTrusted(let identity):
            "the trust file does not list the gateway's key for \(identity.quoted), so that nobody could verify its records"
        case .toolMap(let place): "the tool map is malformed: \(place)"
        case .settingInvalid(let what): what
        case .listener(let error): error.description
        }
    }
}
