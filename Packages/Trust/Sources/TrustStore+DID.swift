import Encoding
import JOSE

extension TrustStore {
    /// Tier 3: the key of a DID. A `did:key` costs its decoding and import at each call, for P-256 and P-384 a
    /// square root besides, together less than two verifications; nothing is remembered, so nothing grows.
    func key(ofDID request: Request) throws(TrustError) -> JWK {
        let did = request.identifier
        guard let method = Self.method(of: did) else { throw .didInvalid(did) }
        //= ACT#req-act-tier3
        //# An implementation MAY support identifiers
        if method == "key", allowsDIDKey {
            let key: DIDKey
            do { key = try DIDKey(parsing: did) } catch { throw .didKey(error) }
            guard key.isNamed(by: request.keyID) else { throw .didKeyID(request.keyID, identifier: did) }
            return try Self.named(key.publicKey, request)
        }
        //= ACT#req-act-did-web
        //# a verifier MUST resolve the identifier through a resolver that its configuration supplies; by
        //# default there is none, and nothing is fetched
        if method == "web", let resolver {
            guard let keys = resolver.keys(for: did)?.keys else { throw .issuerUnknown(did) }
            let wanted = Self.fragment(request.keyID, of: did)
            let named = keys.filter { Self.fragment($0.effectiveKeyID, of: did).elementsEqual(wanted) }
            guard named.count == 1, let key = named.first else {
                throw .keyUnknown(request.keyID, identifier: did)
            }
            return key
        }
        throw .didMethodNotEnabled(method)
    }

    /// Whether `identifier` is for tier 3: what begins like a DID is never anything else.
    static func isDID(_ identifier: ExactString) -> Bool {
        identifier.utf8.starts(with: "did:".utf8)
    }

    /// The method of a DID; nil unless it obeys the syntax of DID Core §3.1.
    private static func method(of did: ExactString) -> ExactString? {
        let parts = did.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count >= 3, did.utf8.count <= TrustFile.identifierLimit,
            let last = parts.last, !last.isEmpty, !parts[1].isEmpty,
            parts[1].allSatisfy({ isLowerCase($0) || isDigit($0) }), parts[2...].allSatisfy(isIdentifierPart)
        else { return nil }
        return ExactString(String(decoding: parts[1], as: UTF8.self))
    }

    /// idchar = ALPHA / DIGIT / "." / "-" / "_" / "%" HEXDIG HEXDIG
    private static func isIdentifierPart(_ part: Substring.UTF8View) -> Bool {
        var digitsDue = 0
        for octet in part {
            let letter = octet | 0x20
            if digitsDue > 0 {
                guard isDigit(octet) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(letter) else {
                    return false
                }
                digitsDue -= 1
            } else if octet == UInt8(ascii: "%") {
                digitsDue = 2
            } else {
                guard isLowerCase(letter) || isDigit(octet) || ".-_".utf8.contains(octet) else {
                    return false
                }
            }
        }
        return digitsDue == 0
    }

    private static func isLowerCase(_ octet: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(octet)
    }

    private static func isDigit(_ octet: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet)
    }

    /// What stands behind `did#` or `#` in a key's name, or the name itself.
    private static func fragment(_ keyID: ExactString, of did: ExactString) -> Substring.UTF8View {
        let name = keyID.utf8
        let prefix = name.starts(with: did.utf8) ? did.utf8.count : 0
        let rest = name.dropFirst(prefix)
        return rest.first == UInt8(ascii: "#") ? rest.dropFirst() : name[...]
    }
}
