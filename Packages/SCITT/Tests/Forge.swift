public import CBOR
import COSE
import Claims
import Encoding
import JOSE
import Merkle
import SCITT
import Signing
import Testing
import Trust

/// Makes messages that a library would refuse to make, with signatures that are good, so that each case has
/// one thing wrong with it.
struct Forge: Sendable {
    let parties: Parties
    let token: [UInt8]
    let statement: SignedStatement
    let proof: InclusionProof
    let root: Digest32

    init() throws {
        parties = try Parties()
        token = try parties.ect(1)
        statement = try parties.statement(about: token)
        let leaf = ReceiptIssuer.leafHash(of: statement)
        let tree = Parties.tree(around: leaf, size: 8, index: 5)
        proof = try #require(tree.inclusionProof(of: 5, size: 8))
        root = tree.root
    }

    /// The protected header of a good receipt.
    func header() throws -> CBORMap {
        let issuer = try parties.issuer()
        return [
            1: -7, 4: .byteString(issuer.keyID), 395: 1,
            15: [
                1: .text(Parties.service.string), 2: .text(statement.subject?.string ?? ""),
                6: .integer(Parties.now.seconds),
            ],
        ]
    }

    /// A receipt with parts changed, signed over the root (or `signing` in its place) after the change.
    func receipt(
        _ change: (inout CBORMap) -> Void = { _ in }, unprotected: CBORMap? = nil, proofs: [[UInt8]]? = nil,
        payload: CBORValue = .null, signing: [UInt8]? = nil, protected: [UInt8]? = nil,
        by name: ExactString = Parties.service, key: PrivateKey? = nil
    ) throws -> [UInt8] {
        var map = try header()
        change(&map)
        let octets = protected ?? CBORValue.map(map).encode()
        let signature = try Self.sign(octets, signing ?? root.octets, key ?? parties.key(name).privateKey)
        let proofs = CBORValue.array((proofs ?? [proof.encode()]).map { .byteString($0) })
        return Self.message(
            .byteString(octets), .map(unprotected ?? [396: [-1: proofs]]), payload, .byteString(signature))
    }

    /// A statement with parts changed, signed after the change.
    func statement(
        _ change: (inout CBORMap) -> Void = { _ in }, unprotected: CBORMap = [:], payload: CBORValue? = nil,
        key: PrivateKey? = nil
    ) throws -> [UInt8] {
        var map = try #require(
            CBORValue(decoding: statement.message.protected.octets).entries)
        change(&map)
        let octets = CBORValue.map(map).encode()
        let payload = payload ?? .byteString(SHA256.hash(token))
        let signature = try Self.sign(
            octets, payload.bytes ?? SHA256.hash(token), key ?? parties.key(Parties.anchorer).privateKey)
        return Self.message(.byteString(octets), .map(unprotected), payload, .byteString(signature))
    }

    static func message(_ parts: CBORValue...) -> [UInt8] { CBORValue.tagged(18, .array(parts)).encode() }

    static func sign(_ protected: [UInt8], _ payload: [UInt8], _ key: PrivateKey) throws -> [UInt8] {
        let signed = CBORValue.array([
            "Signature1", .byteString(protected), .byteString([]), .byteString(payload),
        ]).encode()
        return try key.sign(signed, algorithm: key.type == .ed25519 ? .ed25519 : .es256)
    }
}

extension CBORValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// An array written out.
    public init(arrayLiteral elements: CBORValue...) { self = .array(elements) }

    /// A map written out; of equal keys the last one counts.
    public init(dictionaryLiteral elements: (CBORValue, CBORValue)...) {
        var map = CBORMap()
        for (key, value) in elements { map[key] = value }
        self = .map(map)
    }
}

extension CBORMap {
    /// Changes a claim of the CWT claims.
    mutating func claim(_ label: CBORValue, _ value: CBORValue?) {
        var claims = self[15]?.entries ?? [:]
        claims[label] = value
        self[15] = .map(claims)
    }
}

extension [UInt8] {
    /// The octets with those at `offset` replaced.
    func replacing(_ count: Int = 1, at offset: Int, with octets: [UInt8]) -> [UInt8] {
        var copy = self
        copy.replaceSubrange(offset..<offset + count, with: octets)
        return copy
    }
}
