/// Where an audit reads its tokens from: in order, and twice.
public protocol TokenSource: ~Copyable {
    /// Makes sure that the tokens can be read a second time.
    mutating func keep() throws(AuditError)

    /// Up to `count` tokens with their numbers, ascending; empty at the end.
    mutating func next(_ count: Int) throws(AuditError) -> [TokenLines.Line]

    /// Goes back to the start.
    mutating func rewind() throws(AuditError)
}

extension TokenLines: TokenSource {
    /// Keeps a pipe in a temporary file.
    public mutating func keep() throws(AuditError) {
        if !isSeekable { try spool() }
    }
}

extension TokenLines.Line {
    /// The token with that number.
    public init(number: Int, of token: [UInt8]) {
        self.init(number: number, token: token)
    }
}
