import Signing
import TestSupport
import Testing

@Suite("Keys in PEM and DER")
struct KeyFileTests {
    static let file = VectorFile("keys.json")

    @Test("a public key is read and written, or refused", arguments: file.cases("public"))
    func publicKey(_ vector: Vector) throws {
        let text = vector.string("pem")
        if let rejection = try vector.rejection() {
            #expect(throws: SigningError.keyRejected(rejection)) {
                try PublicKey(subjectPublicKeyInfoPEM: text)
            }
            return
        }
        let key = try PublicKey(subjectPublicKeyInfoPEM: text)
        #expect(key.type.description == vector.string("type"))
        #expect(key.description == "\(vector.string("type")) public key")
        #expect(key.subjectPublicKeyInfoPEM == text)
        #expect(key.subjectPublicKeyInfo == vector.octets("der"))
        #expect(try PublicKey(key.components) == key)
        let windows = text.split(separator: "\n").joined(separator: "\r\n")
        #expect(try PublicKey(subjectPublicKeyInfoPEM: windows) == key)
        #expect(try PublicKey(subjectPublicKeyInfoPEM: text + "\n\r\n") == key)
    }

    @Test("a private key is read and written, or refused", arguments: file.cases("private"))
    func privateKey(_ vector: Vector) throws {
        let text = vector.string("pem")
        if let rejection = try vector.rejection() {
            #expect(throws: SigningError.keyRejected(rejection)) { try PrivateKey(pkcs8PEM: text) }
            return
        }
        let key = try PrivateKey(pkcs8PEM: text)
        #expect(key.type.description == vector.string("type"))
        #expect(key.scalarOrSeed == vector.octets("secret"))
        #expect(key.pkcs8PEM() == text)
        #expect(key.publicKey.subjectPublicKeyInfoPEM == vector.string("public"))
    }

    @Test(
        "a key that was generated comes back from its file",
        arguments: [KeyType.p256, .p384, .p521, .ed25519])
    func generated(type: KeyType) throws {
        let key = try PrivateKey.generate(type)
        #expect(key.type == type)
        let again = try PrivateKey(pkcs8PEM: key.pkcs8PEM())
        #expect(again.publicKey == key.publicKey)
        #expect(again.scalarOrSeed == key.scalarOrSeed)
    }

    @Test("a file of more than 64 KiB is not read")
    func huge() {
        let lines = String(repeating: String(repeating: "A", count: 64) + "\n", count: 1100)
        #expect(throws: SigningError.keyRejected(.notPEM)) {
            try PublicKey(
                subjectPublicKeyInfoPEM: "-----BEGIN PUBLIC KEY-----\n" + lines + "-----END PUBLIC KEY-----\n"
            )
        }
    }

    @Test("no octet of a file can be changed unnoticed")
    func changed() throws {
        let der = try PrivateKey.generate(.p256).publicKey.subjectPublicKeyInfo
        let key = try PublicKey(subjectPublicKeyInfo: der)
        for index in der.indices {
            for bit: UInt8 in 0..<8 {
                var other = der
                other[index] ^= 1 << bit
                #expect((try? PublicKey(subjectPublicKeyInfo: other)) != key)
            }
        }
    }
}
