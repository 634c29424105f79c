import Claims
import ECT
import Encoding
import JOSE
import TestTokens

private func unsigned(
    _ requirement: ECTRequirement, _ name: String, _ change: @escaping @Sendable (inout Scenario) -> Void
) -> Refusal {
    Refusal(requirement, "L1: \(name)") {
        $0.isSigned = false
        change(&$0)
    }
}

/// The draft's encoding, header, signature, key and levels.
let envelopeRefusals: [Refusal] = [
    .compact(.size, "65 537 octets") { $0 + [UInt8](repeating: 0x41, count: 65_537 - $0.count) },
    unsigned(.size, "65 537 octets") { $0.editCompact = { _ in [UInt8](repeating: 0x41, count: 65_537) } },
    .compact(.segments, "one dot") { Array($0[...($0.lastIndex(of: 0x2E) ?? 0)].dropLast()) },
    .compact(.segments, "four segments") { $0 + Array(".AA".utf8) },
    .compact(.segments, "nothing") { _ in [] },
    .compact(.segments, "no signature") { Array($0[...($0.lastIndex(of: 0x2E) ?? 0)]) },
    .token(.segments, "no payload") { $0.payloadOctets = [] },
    .compact(.base64url, "padding") { $0 + [0x3D] },
    unsigned(.base64url, "padding") { $0.editCompact = { $0 + [0x3D] } },
    unsigned(.base64url, "a line feed") { $0.editCompact = { $0 + [0x0A] } },
    unsigned(.base64url, "the JSON itself") { $0.editCompact = { _ in Array("{}".utf8) } },
    .token(.json, "the payload is an array") { $0.payload = [$0.payload] },
    .token(.json, "the header is a string") { $0.header = "exec+jwt" },
    .token(.json, "a byte order mark") { $0.payloadOctets = [0xEF, 0xBB, 0xBF] + $0.payload.encode() },
    .token(.json, "octets after the payload") { $0.payloadOctets = $0.payload.encode() + [0x30] },
    .token(.json, "a lone surrogate") { $0.payloadOctets = Array(#"{"iss":"\udc00"}"#.utf8) },
    unsigned(.json, "no JSON") { $0.edit = { $0.payloadOctets = Array("hello".utf8) } },
    .token(.jsonDuplicate, "jti twice") {
        $0.payloadOctets = $0.payload.encode().dropLast() + Array(#","\u006ati":"x"}"#.utf8)
    },
    unsigned(.jsonDuplicate, "a name twice inside ect_ext") {
        $0.edit = {
            $0["ect_ext"] = nil
            $0.payloadOctets = $0.payload.encode().dropLast() + Array(#","ect_ext":{"a":1,"a":2}}"#.utf8)
        }
    },
    .token(.jsonDepth, "65 levels") {
        $0.payloadOctets =
            $0.payload.encode().dropLast() + Array(#","x":"#.utf8) + [UInt8](repeating: 0x5B, count: 64)
            + [UInt8](repeating: 0x5D, count: 64) + [0x7D]
    },
    .header(.typ, "typ", "act+jwt"), .header(.typ, "typ", "JWT"), .header(.typ, "typ", "Exec+jwt"),
    .header(.typ, "typ", "application/exec+jwt"), .header(.typ, "typ", nil), .header(.typ, "typ", 1),
    .header(.l1None, "alg", "none"), .header(.l1None, "alg", "NONE"), .header(.l1None, "alg", "nOnE"),
    .header(.alg, "alg", "HS256"), .header(.alg, "alg", "ES512"), .header(.alg, "alg", "RS256"),
    .header(.alg, "alg", nil), .header(.alg, "alg", ["EdDSA"]), .header(.algKey, "alg", "ES256"),
    .header(.kid, "kid", nil), .header(.kid, "kid", ""), .header(.kid, "kid", "bob-key\u{7F}"),
    .header(.kid, "kid", 1),
    .header(.kid, "kid", .string(ExactString(String(repeating: "k", count: 257)))),
    .header(.crit, "crit", ["exp"]), .header(.b64, "b64", true),
    .header(.headerKey, "jwk", Party.mallory.key.publicJWK.value),
    .header(.headerKey, "jku", "https://x.example"),
    .header(.headerKey, "x5u", "https://x.example"), .header(.x5c, "x5c", "MIIB"), .header(.x5c, "x5c", []),
    .header(.x5c, "x5c", ["MIIB"]),
    .compact(.signatureForm, "a signature of 63 octets") { token in
        Array(token[...(token.lastIndex(of: 0x2E) ?? 0)]) + [UInt8](repeating: 0x41, count: 84)
    },
    .compact(.signature, "a signature of zeros") { token in
        Array(token[...(token.lastIndex(of: 0x2E) ?? 0)]) + [UInt8](repeating: 0x41, count: 86)
    },
    Refusal(.signature, "mallory's signature under bob's kid") {
        $0.edit = {
            $0.signer = Party("https://bob.example", key: Party.dave.key)
        }
    },
    .claim(.keyIssuer, "iss", "https://stranger.example"),
    .claim(.keyIssuer, "iss", "https://Bob.example"),
    .claim(.keyIssuer, "iss", "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"),
    .header(.keyKnown, "kid", "mallory-key"), .header(.keyKnown, "kid", "Bob-key"),
    .claim(.keyKnown, "iss", "https://mallory.example"),
    unsigned(.minimumLevel, "L2 is demanded") { $0.policy.minimumLevel = .level2 },
    .policy(.minimumLevel, "L3 is demanded of a signed token") { $0.minimumLevel = .level3 },
]
