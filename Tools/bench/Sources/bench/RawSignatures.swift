import CFloor
import Encoding
import JOSE
import Signing

/// A token cut up beforehand: what the raw verification is given.
struct RawToken: Sendable {
    let signingInput: [UInt8]
    /// r ‖ s or the 64 octets of Ed25519, in the form that OpenSSL takes: DER for ECDSA.
    let signature: [UInt8]

    init(_ compact: [UInt8], _ algorithm: Algorithm) throws {
        guard let dot = compact.lastIndex(of: UInt8(ascii: ".")) else { throw BenchError("no compact token") }
        signingInput = Array(compact[..<dot])
        let raw = try Base64URL.decode(compact.span.extracting(dot + 1..<compact.count))
        signature = algorithm == .es256 ? Self.der(raw) : raw
    }

    /// A signature over octets, as JOSE and COSE have it.
    init(_ signingInput: [UInt8], signature raw: [UInt8], _ algorithm: Algorithm) {
        self.signingInput = signingInput
        signature = algorithm == .es256 ? Self.der(raw) : raw
    }

    private static func der(_ raw: [UInt8]) -> [UInt8] {
        let numbers = [raw[..<32], raw[32...]].flatMap { half -> [UInt8] in
            var number = Array(half.drop { $0 == 0 })
            if number.first.map({ $0 > 127 }) ?? true { number.insert(0, at: 0) }
            return [0x02, UInt8(number.count)] + number
        }
        return [0x30, UInt8(numbers.count)] + numbers
    }
}

/// OpenSSL with nothing of ours between: one key, its context made once. One thread at a time.
final class RawVerifier {
    private let verifier: OpaquePointer

    init(_ key: JWK, _ algorithm: Algorithm) throws {
        let der = key.publicKey.subjectPublicKeyInfo
        guard let verifier = floor_verifier_new(der, der.count, algorithm.digest) else {
            throw BenchError("OpenSSL does not take the key")
        }
        self.verifier = verifier
    }

    deinit { floor_verifier_free(verifier) }

    func verify(_ token: RawToken) throws {
        guard
            floor_verify(
                verifier, token.signature, token.signature.count, token.signingInput,
                token.signingInput.count) == 1
        else { throw BenchError("a signature does not verify") }
    }
}

/// The same for signing.
final class RawSigner {
    private let signer: OpaquePointer

    init(pem: String, _ algorithm: Algorithm) throws {
        guard let signer = floor_signer_new(pem, algorithm.digest) else {
            throw BenchError("OpenSSL does not take the key")
        }
        self.signer = signer
    }

    deinit { floor_signer_free(signer) }

    func sign(_ message: [UInt8]) throws {
        guard floor_sign(signer, message, message.count) == 1 else { throw BenchError("signing failed") }
    }
}
