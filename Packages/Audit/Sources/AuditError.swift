public import DAG
import Glibc
public import Ledger

/// Why an audit could not be carried out. That a token is refused is no such error, but a finding.
public enum AuditError: Error, Hashable, Sendable {
    /// The token set can't be read.
    case unreadable(String, errno: Int32)
    /// A set that comes through a pipe can't be kept to be read twice.
    case unspooled(errno: Int32)
    /// The ledger can't be written.
    case ledger(LedgerError)
    /// The graph can't hold so many records.
    case graph(GraphError)

    /// A stable name for machines.
    public var code: String {
        switch self {
        case .unreadable: "audit-unreadable"
        case .unspooled: "audit-unspooled"
        case .ledger(let error): error.code
        case .graph(let error): error.code
        }
    }
}

extension AuditError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .unreadable(let path, let number):
            unsafe "\(path) can't be read: \(String(cString: strerror(number)))"
        case .unspooled(let number):
            unsafe "no temporary file can hold the token set: \(String(cString: strerror(number)))"
        case .ledger(let error): error.description
        case .graph(let error): error.description
        }
    }
}
