import Encoding
import JOSE
import Signing

extension FuzzTarget {
    /// A key that is read is the same key after it is written and read again; a private key belongs to its public
    /// one; what a set accepts it selects by the key's own name.
    static let jwk = FuzzTarget("FuzzJWK") { text in
        if let key = try? JWK(parsing: text) {
            let again = try JWK(parsing: key.encode())
            try must(again == key && again.thumbprint == key.thumbprint, "the written key is another")
            try must(key.value.encode() == key.encode(), "written in two ways")
            try must(JWSAlgorithm.allCases.contains(where: key.allows), "a key for nothing")
        }
        if let key = try? PrivateJWK(parsing: text) {
            let again = try PrivateJWK(parsing: key.encode())
            try must(again.publicJWK == key.publicJWK, "the written private key is another")
            let token = try JWS.sign([1], type: nil, with: key)
            _ = try JWS(parsing: token).verify(
                with: key.publicJWK, algorithms: Set(SignatureAlgorithm.allCases))
        }
        if let document = try? JSONDocument(parsing: text), let set = try? JWKSet(parsing: document.root) {
            let again = try JWKSet(parsing: JSONDocument(parsing: set.value.encode()).root)
            try must(again.keys == set.keys, "the written set is another")
            try must(Set(set.keys.map(\.effectiveKeyID)).count == set.keys.count, "a name twice")
        }
    }
}
