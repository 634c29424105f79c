import Claims
import Encoding
import Signing

/// Makes the identifiers of imported tasks from the identifiers of the source, so that importing again gives
/// the same ones: a version 8 UUID of the SHA-256 over the parts, each after its length.
struct TaskIdentifier {
    private var octets: [UInt8]

    /// `kind` tells apart what has the same identifiers in the source, such as a trace and a workflow.
    init(_ kind: String) {
        octets = Array("act-ect-import".utf8)
        append(Array(kind.utf8))
    }

    func adding(_ part: [UInt8]) -> TaskIdentifier {
        var next = self
        next.append(part)
        return next
    }

    func adding(_ part: ExactString) -> TaskIdentifier { adding(Array(part.utf8)) }

    func adding(_ number: Int) -> TaskIdentifier { adding(Array(String(number).utf8)) }

    private mutating func append(_ part: [UInt8]) {
        for shift in stride(from: 24, through: 0, by: -8) {
            octets.append(UInt8(truncatingIfNeeded: part.count >> shift))
        }
        octets += part
    }

    var uuid: UUIDText {
        guard let uuid = UUIDText(named: SHA256.hash(octets)) else {
            preconditionFailure("a SHA-256 value names a UUID")
        }
        return uuid
    }
}
