public import Encoding
public import Signing

/// A SHA-256 value as claims carry it: 43 characters of base64url, no `sha-256:` before them.
public struct ContentHash: Hashable, Sendable, CustomStringConvertible {
    /// The value.
    public let digest: Digest32

    /// A value that was computed.
    public init(_ digest: Digest32) {
        self.digest = digest
    }

    //= ECT#req-ect-inp-hash
    //# An issuer that writes 'inp_hash' MUST compute it as the SHA-256 RFC6234 of the exact octets of the
    //# task's input.
    //= ECT#req-ect-out-hash
    //# MUST compute it as the SHA-256 of the exact octets of the task's output
    //= ECT#req-ect-mnd-hash
    //# MUST write 'mnd_hash' as the SHA-256 of the ASCII octets of the mandate's compact form
    /// The hash of `octets`.
    public init(of octets: [UInt8]) {
        digest = SHA256.digest(octets)
    }

    /// Reads the text form; nil where it is not one.
    public init?(_ text: ExactString) {
        //= ACT#req-act-hash
        //# It MUST be a string of 43 characters
        guard text.utf8.count == 43, let octets = try? Base64URL.decode(text.string),
            let digest = Digest32(octets)
        else { return nil }
        self.digest = digest
    }

    /// The text form.
    public var text: ExactString { ExactString(Base64URL.encode(digest.octets)) }

    /// The text form.
    public var description: String { text.string }
}
