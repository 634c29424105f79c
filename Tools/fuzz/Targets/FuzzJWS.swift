import Encoding
import JOSE
import Signing

extension FuzzTarget {
    /// A token that is split has one spelling, and no input is a signature; any payload that is signed comes back.
    static let jws = FuzzTarget("FuzzJWS") { text in
        let all = Set(SignatureAlgorithm.allCases)
        if let jws = try? JWS(parsing: text) {
            let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            try must(parts.count == 3, "\(parts.count) segments")
            for part in parts {
                let letters = String(decoding: part, as: UTF8.self)
                try must(try Base64URL.encode(Base64URL.decode(letters)) == letters, "a second spelling")
            }
            let isForged = (try? jws.verify(with: FuzzKey.key.publicJWK, algorithms: all)) != nil
            try must(!isForged || text.starts(with: Self.honest), "a forged signature")
        }
        let token = try JWS.sign(text, type: "x+jwt", with: FuzzKey.key)
        let verified = try JWS(parsing: token, limit: .max).verify(
            with: FuzzKey.key.publicJWK, algorithms: all)
        try must(verified.payload == text, "the payload is another")
    }

    /// The signing input of the seed that FuzzKey signed.
    private static let honest = Array(
        "eyJhbGciOiJFZERTQSIsInR5cCI6Ingrand0Iiwia2lkIjoiYWxpY2UifQ.e30.".utf8)
}
