import Encoding
import Foundation
import JOSE
import Signing
import Testing

/// HTTP message signatures that we make others verify, and those that they make we verify, as plain RFC 9421.
@Suite("peers of HTTP message signatures", .enabled(if: Peer.arePresent, Comment(rawValue: Peer.absence)))
struct HTTPSignaturePeerTests {
    struct Message: Sendable {
        let method: String
        let target: String
        let fields: [[String]]
        let covered: [String]
        /// A field that is changed so that the signature must not verify.
        let changed: Int

        func members(adding more: [[String]] = [], change: Bool = false) -> [JSONMember] {
            var fields = fields
            if change { fields[changed][1] += "x" }
            let list = (fields + more).map { JSONValue.array($0.map { .string(ExactString($0)) }) }
            return [
                JSONMember("method", .string(ExactString(method))),
                JSONMember("target", .string(ExactString(target))), JSONMember("fields", .array(list)),
            ]
        }
    }

    static let digest = "sha-256=:" + Base64.encode(SHA256.hash(Array("{}".utf8))) + ":"
    static let messages = [
        Message(
            method: "POST", target: "https://example.com/foo?param=Value&Pet=dog",
            fields: [["Content-Type", "application/json"], ["Content-Digest", digest]],
            covered: ["@method", "@authority", "@path", "@query", "content-type", "content-digest"],
            changed: 0),
        Message(
            method: "GET", target: "https://Example.com:443/",
            fields: [["Accept", "a/b"], ["Accept", "c/d"]],
            covered: ["@method", "@authority", "@scheme", "@query", "accept"], changed: 1),
        Message(
            method: "DELETE", target: "https://example.com:8443/a%20b/c?",
            fields: [["X-Empty", ""], ["Date", "now"]],
            covered: ["@authority", "@target-uri", "@request-target", "x-empty", "date"], changed: 1),
    ]

    @Test(
        "what one signs the other verifies, and not with a field changed or under another key",
        arguments: [KeyType.p256, .p384, .ed25519])
    func bothWays(_ type: KeyType) throws {
        let (key, other) = (
            try PrivateJWK(PrivateKey.generate(type)), try PrivateJWK(PrivateKey.generate(type))
        )
        let secret = try JSONDocument(parsing: key.encode()).root.value
        let now = Int64(Date().timeIntervalSince1970)
        for (signer, verifier) in [
            (Peer.actect, Peer.httpMessageSignatures), (.httpMessageSignatures, .actect), (.actect, .actect),
        ] {
            let signed = try signer.answers(
                Self.messages.map { message in
                    (
                        "http.signature.sign",
                        message.members() + [
                            JSONMember("key", secret), JSONMember("keyid", "k1"),
                            JSONMember("nonce", "n;\"1"),
                            JSONMember("created", .integer(now)), JSONMember("tag", "app"),
                            JSONMember("covered", .array(message.covered.map { .string(ExactString($0)) })),
                        ]
                    )
                })
            func verified(_ key: JWK, change: Bool = false) throws -> [Peer.Answer] {
                try verifier.answers(
                    zip(Self.messages, signed).map { message, answer in
                        let added = try [
                            ["Signature-Input", answer.string("signature_input").string],
                            ["Signature", answer.string("signature").string],
                        ]
                        return (
                            "http.signature.verify",
                            message.members(adding: added, change: change) + [JSONMember("key", key.value)]
                        )
                    })
            }
            for (message, answer) in try zip(Self.messages, verified(key.publicJWK)) {
                let covered = answer.node["covered"]?.elements.compactMap { $0.string?.string }
                #expect(
                    covered == message.covered.map { "\"\($0)\"" },
                    "\(signer) \(verifier) \(answer.node.value)")
            }
            #expect(try verified(key.publicJWK, change: true).allSatisfy { !$0.isAccepted })
            #expect(try verified(other.publicJWK).allSatisfy { !$0.isAccepted })
        }
    }
}
