public import Claims
public import Encoding

/// The `sub` of a statement: `urn:uuid:` and the workflow of the record, or its `jti` where it has none.
public struct RecordSubject: Hashable, Sendable, CustomStringConvertible {
    /// The UUID.
    public let identifier: UUIDText

    private static let prefix = "urn:uuid:"

    /// The subject of a record with that `jti` and `wid`.
    public init(identifier: UUIDText, workflow: UUIDText?) {
        self.identifier = workflow ?? identifier
    }

    /// The subject of a batch: the workflow that its records have in common, or a UUID made for it.
    public init(_ identifier: UUIDText) {
        self.identifier = identifier
    }

    /// Reads the URN; nil where it is not one, or not in lower case (RFC 9562 §4).
    public init?(_ text: ExactString) {
        guard text.utf8.starts(with: Self.prefix.utf8),
            let identifier = UUIDText(ExactString(String(text.string.dropFirst(Self.prefix.count))))
        else { return nil }
        self.identifier = identifier
    }

    /// The URN.
    public var text: ExactString { ExactString(Self.prefix + identifier.description) }

    /// The URN.
    public var description: String { text.string }
}
