public import Encoding
import JOSE
import Signing

extension TrustFile {
    /// The largest trust file: some 500 000 issuers of one key each.
    public static let limits = JSONLimits(octets: 1 << 28, depth: 16, values: 1 << 24)

    /// The longest identifier of an issuer or service, in octets.
    public static let identifierLimit = 2048

    /// Reads a trust file.
    public init(parsing octets: [UInt8]) throws(TrustError) {
        let document: JSONDocument
        do { document = try JSONDocument(parsing: octets, limits: Self.limits) } catch { throw .json(error) }
        try self.init(parsing: document.root)
    }

    /// Reads the UTF-8 octets of `text`.
    public init(parsing text: String) throws(TrustError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Reads a trust file that is a value inside another JSON text.
    public init(parsing node: JSONNode) throws(TrustError) {
        let root = TrustFileCursor(node: node, pointer: "")
        try root.object(knowing: ["issuers", "x509", "did_key", "services"])
        if let member = root["issuers"] { issuers = try Self.identified(member, Self.issuer) }
        if let member = root["x509"] { anchors = try Self.anchors(member) }
        if let member = root["did_key"] { allowsDIDKey = try member.boolean() }
        if let member = root["services"] { services = try Self.identified(member, Self.service) }
    }

    /// Whether `identifier` may stand in a trust file: 1 to 2048 octets, no control characters.
    static func isIdentifier(_ identifier: ExactString) -> Bool {
        let octets = identifier.utf8
        return (1...identifierLimit).contains(octets.count)
            && octets.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    private static func identified<Value>(
        _ cursor: TrustFileCursor, _ read: (TrustFileCursor) throws(TrustError) -> Value
    ) throws(TrustError) -> [ExactString: Value] {
        var values: [ExactString: Value] = [:]
        for (identifier, value) in try cursor.members() {
            guard isIdentifier(identifier) else {
                throw .memberInvalid(value.place, expected: .identifier)
            }
            values[identifier] = try read(value)
        }
        return values
    }

    private static func issuer(_ cursor: TrustFileCursor) throws(TrustError) -> TrustedIssuer {
        try cursor.object(knowing: ["jwks", "algs"])
        return TrustedIssuer(
            try cursor["jwks"]?.keySet(), algorithms: try cursor["algs"].map(algorithms))
    }

    private static func service(_ cursor: TrustFileCursor) throws(TrustError) -> TrustedService {
        try cursor.object(knowing: ["keys", "profile"])
        var profile = ReceiptProfile.statement
        if let member = cursor["profile"] {
            let name = try member.string()
            guard let known = ReceiptProfile.allCases.first(where: { ExactString($0.rawValue) == name })
            else {
                throw .memberInvalid(member.place, expected: .profile)
            }
            profile = known
        }
        return TrustedService(cursor["keys"] == nil ? nil : try cursor.keySet(), profile: profile)
    }

    /// JOSE names; `EdDSA` and `Ed25519` are one algorithm. An empty list allows none.
    private static func algorithms(_ cursor: TrustFileCursor) throws(TrustError) -> Set<SignatureAlgorithm> {
        var algorithms: Set<SignatureAlgorithm> = []
        for element in try cursor.elements() {
            let name = try element.string()
            guard let known = JWSAlgorithm.allCases.first(where: { ExactString($0.rawValue) == name }) else {
                throw .memberInvalid(element.place, expected: .algorithm)
            }
            algorithms.insert(known.signatureAlgorithm)
        }
        return algorithms
    }

    private static func anchors(_ cursor: TrustFileCursor) throws(TrustError) -> [TrustAnchor] {
        try cursor.object(knowing: ["anchors"])
        var anchors: Set<TrustAnchor> = []
        for element in try cursor["anchors"]?.elements() ?? [] {
            let text = try element.string()
            do {
                anchors.insert(try TrustAnchor(pem: text.string))
            } catch {
                throw .anchorRejected(error, at: element.place)
            }
        }
        return anchors.sorted()
    }
}
