/// HMAC (RFC 2104) with SHA-256.
public enum HMAC {
    /// The authentication code of `message` under `key`.
    public static func sha256(key: [UInt8], message: [UInt8]) -> Digest32 {
        hmacSHA256(key: key, message: message)
    }

    /// Whether `code` is the authentication code of `message`, in time that does not depend on where it
    /// differs.
    public static func isValid(_ code: [UInt8], key: [UInt8], message: [UInt8]) -> Bool {
        equalInConstantTime(code, sha256(key: key, message: message).octets)
    }
}
