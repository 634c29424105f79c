import Encoding
import JOSE
import Signing
import TestSupport
import Testing

@Suite("Attacks on JWS, JWK and JWK Sets")
struct HostileTests {
    static let file = VectorFile("hostile.json")
    static let keys = file.json["keys"]

    @Test("each attack is refused for its reason, and what is honest is not", arguments: file.cases)
    func attack(_ vector: Vector) {
        #expect(Self.outcome(vector) == vector.string("expect"), "\(vector.string("class"))")
    }

    @Test("the table covers every class, with at least 120 attacks")
    func coverage() {
        let attacks = Self.file.cases.filter { $0.string("expect") != "accepted" }
        #expect(attacks.count >= 120)
        let classes = Set(attacks.map { $0.string("class") })
        let expected: Set = [
            "none", "hmac", "alg", "ecdsa", "eddsa", "rsa", "base64url", "segments", "bomb", "json",
            "steering",
            "typ", "kid", "key",
        ]
        #expect(classes == expected)
    }

    /// What a careful caller does: key or set, parse, `typ`, key for the header, signature.
    static func outcome(_ vector: Vector) -> String {
        do throws(JWKError) {
            let keys = try keySet(vector)
            do throws(JWSError) {
                let jws = try JWS(parsing: token(vector))
                if let type = vector.optional("typ")?.string { try jws.header.requireType([type]) }
                let key: JWK
                switch keys {
                case .one(let one): key = one
                case .set(let set): key = try set.key(for: jws.header)
                }
                let verified = try jws.verify(with: key, algorithms: algorithms(vector))
                return verified.compact == token(vector) ? "accepted" : "changed"
            } catch {
                return error.code
            }
        } catch {
            return error.code
        }
    }

    private enum Keys {
        case one(JWK)
        case set(JWKSet)
    }

    private static func keySet(_ vector: Vector) throws(JWKError) -> Keys {
        if let set = vector.optional("keys") { return .set(try JWKSet(parsing: set)) }
        if let text = vector.optional("key_text")?.string { return .one(try JWK(parsing: Array(text.utf8))) }
        guard let name = vector.optional("key")?.string else {
            return .one(try JWK(parsing: vector.node["key"] ?? vector.node))
        }
        guard let node = keys?[name.string] else { fatalError("no key \(name)") }
        return .one(try JWK(parsing: node))
    }

    private static func token(_ vector: Vector) -> [UInt8] {
        if let text = vector.optional("token")?.string { return Array(text.utf8) }
        var octets: [UInt8] = []
        for piece in vector.optional("pieces").map({ Array($0.elements) }) ?? [] {
            let parts = Array(piece.elements)
            let text = Array((parts[0].string ?? "").utf8)
            for _ in 0..<(parts[1].integer ?? 0) { octets += text }
        }
        return octets
    }

    private static func algorithms(_ vector: Vector) -> Set<SignatureAlgorithm> {
        guard let list = vector.optional("algs") else { return Set(SignatureAlgorithm.allCases) }
        return Set(list.elements.compactMap { $0.string.flatMap { SignatureAlgorithm(rawValue: $0.string) } })
    }
}
