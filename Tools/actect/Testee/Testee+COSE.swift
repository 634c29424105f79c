import CBOR
import COSE
import Encoding
import JOSE

extension Testee {
    static func decodeCBOR(_ request: Request) throws(Refusal) -> Answer {
        let octets = try request.hex("hex")
        do { return [("diagnostic", text(try CBORValue(decoding: octets).diagnostic))] } catch {
            throw Refusal(error.code, "\(error)")
        }
    }

    static func verifyCOSESign1(_ request: Request) throws(Refusal) -> Answer {
        let octets = try request.hex("hex")
        let key = try jwk(request.node("key"))
        let detached = try request.optionalHex("detached_hex")
        let externalAAD = try request.optionalHex("aad_hex") ?? []
        let bound = key.algorithm?.signatureAlgorithm
        let algorithms = COSEAlgorithm.all.filter { bound == nil || $0.signature == bound }
        do {
            let message = try COSESign1(decoding: octets)
            let verified = try message.verify(
                with: key.publicKey, algorithms: algorithms, detached: detached, externalAAD: externalAAD)
            return [("payload_hex", hex(verified.payload))]
        } catch {
            throw Refusal(error.code, "\(error)")
        }
    }

    static func signCOSESign1(_ request: Request) throws(Refusal) -> Answer {
        let payload = try request.hex("payload_hex")
        let externalAAD = try request.optionalHex("aad_hex") ?? []
        let isDetached = request.optional("detached")?.boolean ?? false
        let node = try request.node("key")
        let key: PrivateJWK
        do { key = try PrivateJWK(parsing: node) } catch { throw Refusal(error.code, "\(error)") }
        let name = try request.optionalString("alg")
        let algorithm = COSEAlgorithm.allCases.first { $0.description == name?.string }
        if let name, algorithm == nil {
            throw Refusal(
                "cose-algorithm-unsupported", "\(name.quoted) is no algorithm of this implementation")
        }
        do {
            let message = try COSESigner(key: key.privateKey, algorithm: algorithm).sign(
                payload, protected: [.keyID: .byteString(Array(key.publicJWK.effectiveKeyID.utf8))],
                detached: isDetached, externalAAD: externalAAD)
            return [("hex", hex(message.encode()))]
        } catch {
            throw Refusal(error.code, "\(error)")
        }
    }
}
