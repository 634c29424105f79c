import Claims
import ECT
import Encoding
import JOSE

/// A copy of the sample workflow's tokens that somebody has tampered with, and what an audit must find.
struct SampleAttack {
    let name: String
    /// What was done, as a sentence.
    let summary: String
    let tokens: [String]
    /// `invalid` or `incomplete`.
    let verdict: String
    /// The codes of the refusals that must be among those found; none where something is missing only.
    let codes: [String]
}

extension SampleWorkflow {
    /// The attacks, each on a copy of its own.
    func attacks() throws -> [SampleAttack] {
        [
            try flipped("analyse-sample"), try removed("analyse-sample"), try resigned("check-stock"),
            try replayedUnderAnotherName("read-records"),
        ]
    }

    private func replacing(_ name: String, _ replacement: [String]) -> [String] {
        tokens.flatMap { $0.name == name ? replacement : [$0.text] }
    }

    /// One octet of the payload is changed: the last of the hash that commits to the output.
    private func flipped(_ name: String) throws -> SampleAttack {
        let jws = try JWS(parsing: Array(try token(name).utf8))
        var payload = jws.unverifiedPayload
        let mark = Array("\"out_hash\":\"".utf8)
        guard let at = payload.indices.first(where: { payload[$0...].starts(with: mark) }) else {
            throw CommandFailure(.internal, "the sample workflow's records have no output hash")
        }
        let octet = at + mark.count
        payload[octet] = payload[octet] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        let parts = try token(name).split(separator: ".")
        let text = [String(parts[0]), Base64URL.encode(payload), String(parts[2])].joined(separator: ".")
        return SampleAttack(
            name: "one-octet", summary: "one octet of the record \(name) is changed",
            tokens: replacing(name, [text]), verdict: "invalid", codes: ["ect-signature"])
    }

    private func removed(_ name: String) throws -> SampleAttack {
        SampleAttack(
            name: "removed-record", summary: "the record \(name) is taken out",
            tokens: replacing(name, []), verdict: "incomplete", codes: [])
    }

    /// The record's own claims under the name of its issuer's key, signed by somebody else's.
    private func resigned(_ name: String) throws -> SampleAttack {
        let jws = try JWS(parsing: Array(try token(name).utf8))
        let text = try JWS.sign(
            jws.unverifiedPayload, type: ECTVerifier.type, with: parties.stranger.key,
            keyID: jws.header.keyID)
        return SampleAttack(
            name: "another-key", summary: "the record \(name) is signed again with a key of somebody else",
            tokens: replacing(name, [text]), verdict: "invalid", codes: ["ect-signature"])
    }

    /// The stranger claims to have done what another did, with a key of its own that nobody trusts.
    private func replayedUnderAnotherName(_ name: String) throws -> SampleAttack {
        let jws = try JWS(parsing: Array(try token(name).utf8))
        let issuer = String(parties.coordinator.identifier.string)
        let claims = String(decoding: jws.unverifiedPayload, as: UTF8.self)
            .replacingFirst("\"iss\":\"\(issuer)\"", by: "\"iss\":\"\(parties.stranger.identifier)\"")
        let text = try JWS.sign(
            Array(claims.utf8), type: ECTVerifier.type, with: parties.stranger.key)
        return SampleAttack(
            name: "stranger", summary: "a stranger puts a record of its own in place of \(name)",
            tokens: replacing(name, [text]), verdict: "invalid", codes: ["ect-key-issuer"])
    }
}

extension String {
    fileprivate func replacingFirst(_ part: String, by other: String) -> String {
        let (text, wanted) = (Array(utf8), Array(part.utf8))
        guard let at = text.indices.first(where: { text[$0...].starts(with: wanted) }) else { return self }
        return String(decoding: text[..<at] + Array(other.utf8) + text[(at + wanted.count)...], as: UTF8.self)
    }
}
