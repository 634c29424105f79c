import Encoding
import JOSE
import Signing
import Testing

/// What we sign others verify, what they sign we verify, and trees and thumbprints are the same.
@Suite("peers", .enabled(if: Peer.arePresent, Comment(rawValue: Peer.absence)))
struct PeerTests {
    /// The algorithms of ACT and ECT, with the `alg` that older peers read.
    enum Algorithm: String, CaseIterable, Sendable {
        case es256 = "ES256"
        case es384 = "ES384"
        case edDSA = "EdDSA"

        var keyType: KeyType {
            switch self {
            case .es256: .p256
            case .es384: .p384
            case .edDSA: .ed25519
            }
        }
    }

    /// Payloads of all lengths around a base64 group, and one of some size.
    private static let payloads = [0, 1, 2, 3, 900].map {
        "{\"text\":\"\(String(repeating: "ä", count: $0))\"}"
    }
    private static let type = JSONMember("typ", .string("exec+jwt"))

    @Test(
        "what one implementation signs another verifies, and not under another payload or key",
        arguments: Algorithm.allCases,
        [
            (Peer.actect, Peer.joserfc), (.actect, .pyjwt), (.joserfc, .actect),
            (.pyjwt, .actect),
        ])
    func crossVerification(_ algorithm: Algorithm, _ pair: (signer: Peer, verifier: Peer)) throws {
        let key = try PrivateJWK(PrivateKey.generate(algorithm.keyType), keyID: "agent-1")
        let other = try PrivateJWK(PrivateKey.generate(algorithm.keyType), keyID: "agent-1")
        let secret = try JSONDocument(parsing: key.encode()).root.value
        let alg = ExactString(algorithm.rawValue)
        let tokens = try pair.signer.answers(
            Self.payloads.map { payload in
                let members = [
                    JSONMember("payload_hex", Self.hex(payload)), JSONMember("key", secret), Self.type,
                    JSONMember("kid", .string("agent-1")), JSONMember("alg", .string(alg)),
                ]
                return ("jws.sign", members)
            }
        ).map { try $0.string("token") }
        func verified(_ tokens: [ExactString], _ key: JWK) throws -> [Peer.Answer] {
            try pair.verifier.answers(
                tokens.map { token in
                    let members = [
                        JSONMember("token", .string(token)), JSONMember("key", key.value), Self.type,
                        JSONMember("algs", .array([.string(alg)])),
                    ]
                    return ("jws.verify", members)
                })
        }
        let read = try verified(tokens, key.publicJWK).map { try $0.string("payload_hex") }
        #expect(read == Self.payloads.map { ExactString(Hexadecimal.encode(Array($0.utf8))) })
        #expect(try verified(tokens, other.publicJWK).allSatisfy { !$0.isAccepted })
        let swapped = zip(tokens, tokens.dropFirst()).map { first, second in
            let (a, b) = (first.string.split(separator: "."), second.string.split(separator: "."))
            return ExactString("\(a[0]).\(b[1]).\(a[2])")
        }
        #expect(try verified(swapped, key.publicJWK).allSatisfy { !$0.isAccepted })
    }

    @Test("thumbprints of keys are those of joserfc", arguments: Algorithm.allCases)
    func thumbprints(_ algorithm: Algorithm) throws {
        let keys = try (0..<8).map { _ in try JWK(PrivateKey.generate(algorithm.keyType).publicKey).value }
        let requests = keys.map { (op: "jwk.parse", members: [JSONMember("jwk", $0)]) }
        let ours = try Peer.actect.answers(requests).map { try $0.string("thumbprint") }
        let theirs = try Peer.joserfc.answers(requests).map { try $0.string("thumbprint") }
        #expect(ours == theirs)
    }

    @Test("roots of trees of 1 to 70 leaves are those of pymerkle")
    func roots() throws {
        let requests = (1...70).map { size in
            (op: "merkle.root", members: [JSONMember("leaves_hex", Self.leaves(size))])
        }
        let ours = try Peer.actect.answers(requests).map { try $0.string("root_hex") }
        let theirs = try Peer.pymerkle.answers(requests).map { try $0.string("root_hex") }
        #expect(ours == theirs)
    }

    @Test("pymerkle's proofs of inclusion verify, and not for the leaf beside")
    func inclusion() throws {
        let places = [1, 2, 3, 7, 8, 33].flatMap { size in (0..<size).map { (size: size, index: $0) } }
        let proofs = try Peer.pymerkle.answers(
            places.map { place in
                let index = JSONMember("index", .integer(Int64(place.index)))
                return ("merkle.prove", [JSONMember("leaves_hex", Self.leaves(place.size)), index])
            })
        func answers(shift: Int) throws -> [Bool] {
            let requests = try zip(places, proofs).map { place, proof in
                let index = (place.index + shift) % place.size
                let members = [
                    JSONMember("leaf_hash_hex", .string(try proof.string("leaf_hash_hex"))),
                    JSONMember("index", .integer(Int64(index))),
                    JSONMember("size", .integer(Int64(place.size))),
                    JSONMember("proof_hex", proof.node["proof_hex"]?.value ?? .null),
                    JSONMember("root_hex", .string(try proof.string("root_hex"))),
                ]
                return (op: "merkle.inclusion", members: members)
            }
            return try Peer.actect.answers(requests).map(\.isAccepted)
        }
        #expect(try answers(shift: 0).allSatisfy { $0 })
        let shifted = try zip(places, answers(shift: 1)).filter { $0.0.size > 1 }
        #expect(shifted.allSatisfy { !$0.1 })
    }

    private static func leaves(_ size: Int) -> JSONValue {
        .array((0..<size).map { hex("leaf \($0)") })
    }

    private static func hex(_ text: String) -> JSONValue {
        .string(ExactString(Hexadecimal.encode(Array(text.utf8))))
    }
}
