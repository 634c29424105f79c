public import Encoding

/// One use of a token that must be its first: what a replay store is asked.
public struct TokenUse: Hashable, Sendable {
    /// The token's `jti`.
    public let identifier: UUIDText
    /// Within what the `jti` is unique: the kind of token and its `wid`.
    public let scope: ExactString
    /// Until when the store has to remember.
    public let until: NumericDate

    /// A use of a token of `kind` within `workflow`.
    public init(of identifier: UUIDText, kind: String, workflow: UUIDText?, until: NumericDate) {
        self.identifier = identifier
        scope = ExactString("\(kind):\(workflow?.description ?? "")")
        self.until = until
    }
}

/// Looks a use up and stores it in one atomic step; answers whether it was the first. A store that can't
/// answer throws, and the token is refused.
public typealias FirstUse = @Sendable (TokenUse) throws -> Bool
