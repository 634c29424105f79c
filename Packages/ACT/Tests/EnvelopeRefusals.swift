import ACT
import Encoding
import JOSE
import TestTokens

private func header(_ name: String, _ value: JSONValue?) -> Scenario.Edit {
    { $0.header[member: name] = value }
}

private func compact(
    _ requirement: ACTRequirement, _ name: String, _ edit: @escaping @Sendable ([UInt8]) -> [UInt8]
) -> Refusal {
    Refusal(requirement, "envelope: \(name)") { $0.editCompact = edit }
}

/// Draft §4: serialization, header, signature.
let envelopeRefusals: [Refusal] = [
    compact(.size, "65 537 octets") { $0 + [UInt8](repeating: 0x41, count: 65_537 - $0.count) },
    compact(.segments, "four segments") { $0 + Array(".AA".utf8) },
    compact(.segments, "no dot") { $0.filter { $0 != 0x2E } },
    compact(.segments, "no signature") { Array($0[...($0.lastIndex(of: 0x2E) ?? 0)]) },
    .mandate(.segments, "no payload") { $0.payloadOctets = [] },
    compact(.base64url, "padding") { $0 + [0x3D] },
    compact(.base64url, "a line feed at the end") { $0 + [0x0A] },
    .mandate(.json, "a comma too many in the payload") {
        $0.payloadOctets = $0.payload.encode().dropLast() + Array(",}".utf8)
    },
    .mandate(.json, "a byte order mark before the payload") {
        $0.payloadOctets = [0xEF, 0xBB, 0xBF] + $0.payload.encode()
    },
    .mandate(.json, "a lone surrogate") { $0.payloadOctets = Array(#"{"iss":"\ud800"}"#.utf8) },
    .mandate(.json, "octets that are not UTF-8 in the header") {
        $0.headerOctets = [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]
    },
    .mandate(.json, "a second value after the payload") {
        $0.payloadOctets = $0.payload.encode() + Array(" 1".utf8)
    },
    .mandate(.jsonObject, "a payload that is an array") { $0.payload = [$0.payload] },
    .mandate(.jsonObject, "a header that is a string") { $0.header = "act+jwt" },
    .mandate(.jsonUnique, "sub twice, once escaped") {
        $0.payloadOctets =
            $0.payload.encode().dropLast() + Array(#","\u0073ub":"https://mallory.example"}"#.utf8)
    },
    .mandate(.jsonUnique, "alg twice") {
        $0.headerOctets = $0.header.encode().dropLast() + Array(#","alg":"none"}"#.utf8)
    },
    .mandate(.jsonUnique, "a name twice deep inside") {
        $0.payloadOctets = $0.payload.encode().dropLast() + Array(#","x":[{"a":{"b":1,"b":1}}]}"#.utf8)
    },
    .mandate(.jsonDepth, "65 levels") {
        $0.payloadOctets =
            $0.payload.encode().dropLast() + Array(#","x":"#.utf8) + [UInt8](repeating: 0x5B, count: 64)
            + [UInt8](repeating: 0x5D, count: 64) + [0x7D]
    },
    .mandate(.typ, "of an ECT", header("typ", "exec+jwt")),
    .mandate(.typ, "of an approval", header("typ", "act-approval+jwt")),
    .mandate(.typ, "in capitals", header("typ", "ACT+JWT")),
    .mandate(.typ, "with application/", header("typ", "application/act+jwt")),
    .mandate(.typ, "absent", header("typ", nil)),
    .mandate(.typ, "no string", header("typ", ["act+jwt"])),
    .mandate(.alg, "none", header("alg", "none")),
    .mandate(.alg, "HS256", header("alg", "HS256")),
    .mandate(.alg, "ES384, which ACT does not have", header("alg", "ES384")),
    .mandate(.alg, "absent", header("alg", nil)),
    .mandate(.alg, "a number", header("alg", 256)),
    .mandate(.algKey, "EdDSA with a P-256 key", header("alg", "EdDSA")),
    .mandate(.kid, "absent", header("kid", nil)),
    .mandate(.kid, "empty", header("kid", "")),
    .mandate(.kid, "with a line feed", header("kid", "alice-key\n")),
    .mandate(.kid, "of 257 octets", header("kid", .string(ExactString(String(repeating: "k", count: 257))))),
    .mandate(.kid, "a number", header("kid", 1)),
    .mandate(.crit, "crit", header("crit", ["exp"])),
    .mandate(.crit, "crit of null", header("crit", .null)),
    .mandate(.b64, "b64", header("b64", false)),
    .mandate(.keyReference, "jwk", header("jwk", Party.mallory.key.publicJWK.value)),
    .mandate(.keyReference, "jku", header("jku", "https://mallory.example/keys")),
    .mandate(.keyReference, "x5u", header("x5u", "https://mallory.example/x5u")),
    .mandate(.x5c, "no list", header("x5c", "MIIB")),
    .mandate(.x5c, "without an anchor", header("x5c", ["MIIB"])),
    compact(.sigForm, "a signature of 63 octets") { token in
        let dot = token.lastIndex(of: 0x2E) ?? 0
        return Array(token[...dot]) + [UInt8](repeating: 0x41, count: 84)
    },
    compact(.sig, "a signature of zeros") { token in
        let dot = token.lastIndex(of: 0x2E) ?? 0
        return Array(token[...dot]) + [UInt8](repeating: 0x41, count: 86)
    },
    Refusal(.sig, "the issuer's kid over mallory's signature") {
        $0.editRoot = { draft in
            let honest = draft.header
            draft.signer = .mallory
            draft.header = honest
        }
    },
    .record(.sig, "a record that the issuer signed instead of the agent") {
        $0.signer = .mallory
    },
]
