import CBOR
import COSE
import Encoding
import Signing
import Testing

@Suite("messages and keys of others")
struct VectorTests {
    static let workingGroup = Example.read("cose-wg-sign1.json")
    static let peers = Example.read("peers.json")
    static let thumbprints = Example.read("thumbprints.json")

    @Test("every file was read whole")
    func counts() {
        #expect(Self.workingGroup.count == 16)
        #expect(Self.peers.count == 28)
        #expect(Self.thumbprints.count == 4)
    }

    @Test(
        "the examples of the COSE working group verify, or are refused by their rule", arguments: workingGroup
    )
    func fromWorkingGroup(_ example: Example) throws {
        var verified: VerifiedCOSESign1?
        let code = refusal { () throws(COSEError) in
            let key = try COSEKey(decoding: unhex(example.key))
            let message = try COSESign1(decoding: unhex(example.message))
            verified = try message.verify(
                with: key, algorithms: COSEAlgorithm.all, externalAAD: unhex(example.aad))
        }
        #expect(code == example.refused)
        guard let verified, let payload = verified.message.unverifiedPayload else { return }
        #expect(verified.payload == unhex(example.payload))
        let signed = verified.message.sigStructure(payload: payload, externalAAD: unhex(example.aad))
        #expect(signed == unhex(example.toBeSigned))
    }

    @Test("a message signed by Ed25519 is that of the working group, octet for octet")
    func signed() throws {
        let example = try #require(Self.workingGroup.first { $0.name.hasPrefix("eddsa-sig-01") })
        // RFC 8032 §7.1, test 1.
        let seed = unhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        let signer = try COSESigner(key: PrivateKey(ed25519: seed))
        let message = try signer.sign(
            unhex(example.payload), protected: [.contentType: 0],
            unprotected: [.keyID: .byteString(Array("11".utf8))])
        #expect(message.encode() == unhex(example.message))
    }

    @Test("messages of pycose and cwt verify", arguments: peers)
    func fromPeers(_ example: Example) throws {
        let key = try COSEKey(decoding: unhex(example.key))
        let message = try COSESign1(decoding: unhex(example.message))
        let (payload, aad) = (unhex(example.payload), unhex(example.aad))
        let detached = message.unverifiedPayload == nil ? payload : nil
        #expect((detached != nil) == example.detached)
        let verified = try message.verify(
            with: key, algorithms: COSEAlgorithm.all, detached: detached, externalAAD: aad)
        #expect(verified.payload == payload)
        #expect(verified.protected.keyID == Array("key-1".utf8))
        #expect(verified.key == key.publicKey)

        let other = aad + [0]
        let code = refusal { () throws(COSEError) in
            _ = try message.verify(
                with: key, algorithms: COSEAlgorithm.all, detached: detached, externalAAD: other)
        }
        #expect(code == "cose-signature-invalid")
    }

    @Test("the statement of a peer reads as it was written")
    func statement() throws {
        let example = try #require(Self.peers.first { $0.name == "cwt, a hash envelope with CWT claims" })
        let header = try COSESign1(decoding: unhex(example.message)).protected
        #expect(header.claims?.issuer == "https://issuer.example")
        #expect(header.claims?.subject == "urn:example:subject")
        #expect(header.claims?.issuedAt == 1_500_000_000)
        #expect(header.type == "application/example+cose")
        #expect(header.payloadHashAlgorithm == -16)
        #expect(header.preimageContentType == "application/act+jwt")
    }

    @Test("the thumbprints of RFC 9679 and its authors' examples", arguments: thumbprints)
    func thumbprint(_ example: Example) throws {
        let key = try COSEKey(decoding: unhex(example.key))
        #expect(key.thumbprint.description == example.thumbprint)
    }
}
