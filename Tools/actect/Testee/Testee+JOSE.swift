import Encoding
import JOSE
import Signing

extension Testee {
    static func decodeBase64URL(_ request: Request) throws(Refusal) -> Answer {
        let input = try request.string("input")
        do { return [("hex", hex(try Base64URL.decode(input.string)))] } catch {
            throw Refusal(error.code, "\(error)")
        }
    }

    static func parseJSON(_ request: Request) throws(Refusal) -> Answer {
        let octets = try request.hex("hex")
        let limits = JSONLimits(
            octets: JSONLimits.document.octets, depth: 64, values: JSONLimits.document.values)
        do { _ = try JSONDocument(parsing: octets, limits: limits) } catch {
            throw Refusal(error.code, "\(error)")
        }
        return []
    }

    static func parseJWK(_ request: Request) throws(Refusal) -> Answer {
        let key = try jwk(request.node("jwk"))
        let type =
            switch key.publicKey.components {
            case .ellipticCurve: "EC"
            case .ed25519: "OKP"
            case .rsa: "RSA"
            }
        var answer: Answer = [("thumbprint", text(key.thumbprint)), ("kty", text(type))]
        if let algorithm = key.algorithm { answer.append(("alg", text(algorithm.rawValue))) }
        return answer
    }

    static func verifyJWS(_ request: Request) throws(Refusal) -> Answer {
        let algorithms = try algorithms(request)
        let token = try request.token()
        let jws: JWS
        do { jws = try JWS(parsing: token) } catch { throw Refusal(error.code, "\(error)") }
        let type = try request.optionalString("typ")
        let keys = try request.optional("keys").map { node throws(Refusal) in try jwkSet(node) }
        let only = keys == nil ? try jwk(request.node("key")) : nil
        do throws(JWSError) {
            if let type { try jws.header.requireType([type]) }
            var key = only
            if let keys { key = try keys.key(for: jws.header) }
            guard let key else { throw .keyIDMissing }
            let verified = try jws.verify(with: key, algorithms: algorithms)
            return [
                ("payload_hex", hex(verified.payload)),
                ("header", (try? JSONDocument(parsing: Self.header(of: token)).root.value) ?? .null),
            ]
        } catch {
            throw Refusal(error.code, "\(error)")
        }
    }

    static func signJWS(_ request: Request) throws(Refusal) -> Answer {
        let payload = try request.hex("payload_hex")
        let type = try request.optionalString("typ")
        let keyID = try request.optionalString("kid")
        if let keyID, !KeyID.isValid(keyID) {
            throw Refusal(
                "jws-header-parameter-invalid", "'kid' is 1 to 256 octets without control characters")
        }
        let node = try request.node("key")
        let key: PrivateJWK
        do { key = try PrivateJWK(parsing: node) } catch { throw Refusal(error.code, "\(error)") }
        do { return [("token", text(try JWS.sign(payload, type: type, with: key, keyID: keyID)))] } catch {
            throw Refusal(error.code, "\(error)")
        }
    }

    static func jwk(_ node: JSONNode) throws(Refusal) -> JWK {
        do { return try JWK(parsing: node) } catch { throw Refusal(error.code, "\(error)") }
    }

    private static func jwkSet(_ node: JSONNode) throws(Refusal) -> JWKSet {
        do { return try JWKSet(parsing: node) } catch { throw Refusal(error.code, "\(error)") }
    }

    /// What the caller allows; all that exist where it does not say.
    private static func algorithms(_ request: Request) throws(Refusal) -> Set<SignatureAlgorithm> {
        guard let names = try request.strings("algs") else { return Set(SignatureAlgorithm.allCases) }
        // A name that does not exist here, such as HS256 or none, allows nothing.
        return Set(names.compactMap { JWSAlgorithm(rawValue: $0.string)?.signatureAlgorithm })
    }

    private static func header(of token: [UInt8]) throws -> [UInt8] {
        try Base64URL.decode(Array(token.prefix { $0 != UInt8(ascii: ".") }).span)
    }
}
