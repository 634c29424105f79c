import Encoding
import JOSE
import Signing
import Trust

/// Somebody who signs, for tests.
struct Party: Sendable {
    let identifier: ExactString
    let key: PrivateJWK

    init(_ identifier: ExactString, _ type: KeyType = .p256, keyID: ExactString? = "key-1") throws {
        self.identifier = identifier
        key = try PrivateJWK(PrivateKey.generate(type), keyID: keyID)
    }

    /// A signed token, parsed and not verified.
    func token(keyID: ExactString? = nil, certificates: [[UInt8]] = []) throws -> JWS {
        try JWS(
            parsing: JWS.sign(
                Array("{}".utf8), type: nil, with: key, keyID: keyID, certificates: certificates))
    }
}

/// A header with just these members, its signature nonsense.
func header(_ members: String) throws -> JWSProtectedHeader {
    try JWS(parsing: Base64URL.encode(Array(members.utf8)) + ".e30.AAAA").header
}

extension TrustFile {
    /// A file that pins one key for each of `parties`.
    init(pinning parties: Party...) throws {
        self.init()
        for party in parties { try add(party.key.publicJWK, for: party.identifier) }
    }
}

extension TrustStore {
    /// The key for a token of `party`, verified with it.
    @discardableResult
    func verify(_ token: JWS, for identifier: ExactString, at time: Int64 = 0) throws -> AuthorizedKey {
        let authorized = try authorizedKey(for: identifier, header: token.header, at: time)
        _ = try token.verify(with: authorized.key, algorithms: authorized.algorithms)
        return authorized
    }
}
