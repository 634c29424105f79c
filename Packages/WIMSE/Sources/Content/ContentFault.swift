/// Why a message's content was refused (RFC 9530).
public enum ContentFault: String, Error, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// There is content and no `Content-Digest`.
    case digestMissing = "content-digest-missing"
    /// `Content-Digest` is no dictionary of byte sequences, or names an algorithm twice.
    case digestMalformed = "content-digest-malformed"
    /// `Content-Digest` has neither `sha-256` nor `sha-512`.
    case noKnownAlgorithm = "content-digest-algorithm"
    /// A digest is not that of the content.
    case digestMismatch = "content-digest-mismatch"
    /// The content was not digested with the algorithm that the field has.
    case notDigested = "content-not-digested"

    /// One sentence for people.
    public var description: String {
        switch self {
        case .digestMissing: "the message has content and no Content-Digest"
        case .digestMalformed: "Content-Digest is not a dictionary of byte sequences"
        case .noKnownAlgorithm: "Content-Digest has neither sha-256 nor sha-512"
        case .digestMismatch: "Content-Digest is not the digest of the content"
        case .notDigested: "the content was not digested with an algorithm of Content-Digest"
        }
    }
}
