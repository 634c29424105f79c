/// What is wrong with the form of a checkpoint or of a signed note.
public enum CheckpointFlaw: Hashable, Sendable {
    /// More octets than `SignedNote.largest`.
    case tooLarge(octets: Int)
    /// Not UTF-8, or a control character other than the line feed.
    case characters
    /// No blank line between text and signatures, or no signature after it.
    case noSignatures
    /// More signatures than `SignedNote.mostSignatures`.
    case tooManySignatures
    /// A signature line that is not an em dash, a key name and base64 of at least five octets.
    case signatureLine(Int)
    /// A key name that is empty or has a space or a plus sign.
    case keyName
    /// Text that does not end in a line feed, or has an empty line.
    case lines
    /// An origin that is empty or missing.
    case origin
    /// A size that is not a decimal number without leading zeros, below 2^64.
    case size
    /// A root that is not base64 of 32 octets.
    case root
    /// A verifier key that is not a name, a key id and a key, joined by plus signs.
    case verifierKey
}

extension CheckpointFlaw: CustomStringConvertible {
    /// One phrase for people.
    public var description: String {
        switch self {
        case .tooLarge(let octets): "\(octets) octets are more than the \(SignedNote.largest) allowed"
        case .characters: "not UTF-8 text without control characters"
        case .noSignatures: "no signatures after a blank line"
        case .tooManySignatures: "more than \(SignedNote.mostSignatures) signatures"
        case .signatureLine(let number): "signature line \(number) is not a dash, a key name and base64"
        case .keyName: "a key name that is empty or has a space or a plus sign"
        case .lines: "an empty line, or no line feed at the end"
        case .origin: "no origin on the first line"
        case .size: "no decimal size on the second line"
        case .root: "no base64 of 32 octets on the third line"
        case .verifierKey: "not a verifier key: a name, a key id and a key, joined by plus signs"
        }
    }
}
