public import ECT
public import Encoding
import Glibc
public import JOSE
public import Trust

/// Why an execution could not be imported. Nothing was written then, but keys that may have been made.
public enum ImportError: Error, Hashable, Sendable {
    /// The file is no strict JSON there. The offset within the error counts from the start of its JSON text.
    case json(JSONError, at: SourcePlace)
    /// The format asks for something else there.
    case expected(SourceExpectation, at: SourcePlace)
    /// The file has nothing to import.
    case empty
    /// The file is longer than can be read, in octets.
    case tooLarge(limit: Int)
    /// A file can't be read; `errno` of the system.
    case unreadable(String, errno: Int32)
    /// A file can't be written; `errno` of the system.
    case unwritable(String, errno: Int32)
    /// A file of the key folder is no private key that signs ECTs.
    case key(String, JWKError?)
    /// The trust file is malformed, or already says something else of an agent's key.
    case trust(String, TrustError)
    /// The trust domain is no SPIFFE trust domain: 1 to 255 of `a` to `z`, digits, `.`, `-` and `_`.
    case trustDomain
    /// A task can't be stated as an ECT.
    case record(ECTError)

    /// A stable name for machines.
    public var code: String {
        switch self {
        case .json(let error, _): error.code
        case .expected: "import-expected"
        case .empty: "import-empty"
        case .tooLarge: "import-too-large"
        case .unreadable: "import-unreadable"
        case .unwritable: "import-unwritable"
        case .key: "import-key"
        case .trust(_, let error): error.code
        case .trustDomain: "import-trust-domain"
        case .record(let error): error.code
        }
    }

    /// Where in the imported file the fault is; nil where it is not one of that file.
    public var place: SourcePlace? {
        switch self {
        case .json(_, let place), .expected(_, let place): place
        default: nil
        }
    }
}

extension ImportError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .json(let error, let place): "\(place): \(error.fault)"
        case .expected(let what, let place): "\(place): expected \(what)"
        case .empty: "the file has nothing to import"
        case .tooLarge(let limit): "the file, or a line of it, is longer than \(limit) octets"
        case .unreadable(let path, let number):
            unsafe "\(path) can't be read: \(String(cString: strerror(number)))"
        case .unwritable(let path, let number):
            unsafe "\(path) can't be written: \(String(cString: strerror(number)))"
        case .key(let path, let error):
            "\(ExactString(path).quoted) has no private key that signs ECTs"
                + (error.map { ": \($0)" } ?? "")
        case .trust(let path, let error): "trust file \(ExactString(path).quoted): \(error)"
        case .trustDomain: "the trust domain is not 1 to 255 of a to z, digits, '.', '-' and '_'"
        case .record(let error): "a task can't be stated as an ECT: \(error)"
        }
    }
}

/// What a reader expected at a place.
public enum SourceExpectation: Hashable, Sendable, CustomStringConvertible {
    /// A JSON object.
    case object
    /// A JSON array.
    case array
    /// A JSON string.
    case string
    /// A string that is not empty.
    case name
    /// An object with this member.
    case member(String)
    /// An object with one of these members.
    case oneOf([String])
    /// That many hexadecimal digits, not all of them 0.
    case identifier(digits: Int)
    /// A time in whole nanoseconds since 1970, as a string or an integer.
    case nanoseconds
    /// A point in time in ISO 8601.
    case dateTime
    /// Seconds, not negative and at most 10^9.
    case seconds
    /// This version of the format.
    case version(String)
    /// An identifier that is not used before.
    case unique(ExactString)
    /// An identifier that this list defines.
    case defined(ExactString, by: String)
    /// A task that the other side of the edge names too.
    case mutual(ExactString, list: String)
    /// A task or span that is not its own ancestor.
    case acyclic
    /// An array that has an element for this task of the specification.
    case execution(of: ExactString)
    /// At least one of what the list is for.
    case element

    /// What was expected, in words that follow "expected".
    public var description: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .name: "a string that is not empty"
        case .member(let name): "an object with the member \"\(name)\""
        case .oneOf(let names):
            "an object with the member " + names.map { "\"\($0)\"" }.joined(separator: " or ")
        case .identifier(let digits): "\(digits) hexadecimal digits that are not all 0"
        case .nanoseconds: "a time in whole nanoseconds since 1970"
        case .dateTime: "a date and time in ISO 8601"
        case .seconds: "a number of seconds from 0 to 1000000000"
        case .version(let version): "version \(version)"
        case .unique(let id): "an identifier other than \(id.quoted), which is used before"
        case .defined(let id, let list): "an identifier that \(list) has, which \(id.quoted) is not"
        case .mutual(let id, let list): "a task that has \(id.quoted) among its \(list)"
        case .acyclic: "something that is not its own ancestor"
        case .execution(let id): "an array with the execution of the task \(id.quoted)"
        case .element: "an array with at least one element"
        }
    }
}

extension JSONError {
    /// What is wrong, without the place: that of the file is said instead.
    fileprivate var fault: String {
        let text = description
        guard let offset, text.hasSuffix(" at octet \(offset)") else { return text }
        return String(text.dropLast(" at octet \(offset)".count))
    }
}
