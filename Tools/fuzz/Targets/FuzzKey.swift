import Encoding
import JOSE
import Signing
import Trust

/// The one party of the fuzz targets: its key, and a store that trusts it for its name.
enum FuzzKey {
    static let identifier: ExactString = "https://alice.example"

    static let key: PrivateJWK = {
        do {
            return try PrivateJWK(PrivateKey(ed25519: [UInt8](repeating: 7, count: 32)), keyID: "alice")
        } catch {
            fatalError("\(error)")
        }
    }()

    static var publicKey: PublicKey { key.publicJWK.publicKey }

    static let trust: TrustStore = {
        let issuers = JSONMember(identifier, ["jwks": ["keys": [key.publicJWK.value]]])
        let file: JSONValue = ["issuers": .object([issuers])]
        do {
            return try TrustStore(TrustFile(parsing: file.encode()))
        } catch {
            fatalError("\(error)")
        }
    }()

    /// What honest tokens of the targets say of their time.
    static let now: Int64 = 1_767_225_600
}
