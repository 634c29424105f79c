import Encoding
import Signing
import TestSupport
import Testing

extension Vector {
    /// Whether the member is there and true.
    func isTrue(_ name: String) -> Bool { optional(name)?.boolean == true }

    /// What the member `reason` names; nil where there is none.
    func rejection() throws -> KeyRejection? {
        guard let reason = optional("reason") else { return nil }
        return try #require(KeyRejection(rawValue: #require(reason.string?.string)))
    }
}
