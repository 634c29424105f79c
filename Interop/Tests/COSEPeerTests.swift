import Encoding
import JOSE
import Signing
import Testing

/// COSE_Sign1 messages, attached and detached.
@Suite("peers, COSE", .enabled(if: Peer.arePresent, Comment(rawValue: Peer.absence)))
struct COSEPeerTests {
    /// An algorithm by the name that all peers have for it, and a key for it.
    enum Algorithm: String, CaseIterable, Sendable {
        case es256 = "ES256"
        case es384 = "ES384"
        case es512 = "ES512"
        case edDSA = "EdDSA"

        var keyType: KeyType {
            switch self {
            case .es256: .p256
            case .es384: .p384
            case .es512: .p521
            case .edDSA: .ed25519
            }
        }
    }

    private static let payloads: [[UInt8]] = [
        [], [0], Array("one record of what an agent did".utf8), Array(repeating: 0xA5, count: 70_000),
    ]

    @Test(
        "what one implementation signs another verifies, and not with another payload, key or context",
        arguments: Algorithm.allCases,
        [
            (Peer.actect, Peer.cwt), (.actect, .pycose), (.cwt, .actect), (.pycose, .actect),
            (.actect, .scittCOSE), (.scittCOSE, .actect),
        ])
    func crossVerification(_ algorithm: Algorithm, _ pair: (signer: Peer, verifier: Peer)) throws {
        // scitt-cose has no ES512, and none of the external octets that both sides know.
        let isSCITT = [pair.signer, pair.verifier].contains { $0.description == "scitt_cose" }
        if isSCITT, algorithm == .es512 { return }
        let key = try PrivateJWK(PrivateKey.generate(algorithm.keyType), keyID: "key-1")
        let other = try PrivateJWK(PrivateKey.generate(algorithm.keyType), keyID: "key-1").publicJWK
        let secret = try JSONDocument(parsing: key.encode()).root.value
        let messages = Self.messages.filter { !isSCITT || $0.context.isEmpty }
        let signed = try pair.signer.answers(
            messages.map { message in
                let members = [
                    JSONMember("payload_hex", hex: message.payload), JSONMember("key", secret),
                    JSONMember("alg", .string(ExactString(algorithm.rawValue))),
                    JSONMember("detached", .boolean(message.isDetached)),
                ]
                return ("cose.sign1.sign", members + message.contextMember)
            }
        ).map { try $0.octets("hex") }
        func question(_ octets: [UInt8], _ message: Message, _ key: JWK) -> (String, [JSONMember]) {
            let detached = message.isDetached ? [JSONMember("detached_hex", hex: message.payload)] : []
            let members = [JSONMember("hex", hex: octets), JSONMember("key", key.value)]
            return ("cose.sign1.verify", members + detached + message.contextMember)
        }
        var good: [(String, [JSONMember])] = []
        var bad: [(String, [JSONMember])] = []
        for (octets, message) in zip(signed, messages) {
            good.append(question(octets, message, key.publicJWK))
            bad.append(question(octets, message, other))
            for changed in message.changed(isSCITT) {
                bad.append(question(octets, changed, key.publicJWK))
            }
        }
        let answers = try pair.verifier.answers(good + bad)
        let payloads = try answers.prefix(good.count).map { try $0.octets("payload_hex") }
        #expect(payloads == messages.map(\.payload))
        #expect(answers.dropFirst(good.count).allSatisfy { !$0.isAccepted })
    }

    /// What is signed, and how.
    private struct Message {
        var payload: [UInt8]
        let isDetached: Bool
        /// Octets that both sides know.
        var context: [UInt8]

        var contextMember: [JSONMember] { context.isEmpty ? [] : [JSONMember("aad_hex", hex: context)] }

        /// What the signature is not over.
        func changed(_ isContextFixed: Bool) -> [Message] {
            var (payload, context) = (self, self)
            payload.payload.append(1)
            context.context.append(1)
            return (isDetached ? [payload] : []) + (isContextFixed ? [] : [context])
        }
    }

    private static let messages = payloads.flatMap { payload in
        [false, true].flatMap { isDetached in
            [[], [1, 2, 3]].map { Message(payload: payload, isDetached: isDetached, context: $0) }
        }
    }
}
