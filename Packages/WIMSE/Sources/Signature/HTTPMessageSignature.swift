import Encoding
import HTTPTypes
public import JOSE
public import Signing

/// A signature of an HTTP message (RFC 9421) that was found in its fields and **not** verified.
public struct HTTPMessageSignature: Sendable {
    /// The label of both fields.
    public let label: String
    /// What the signature covers, in its order.
    public let components: [CoveredComponent]
    /// Its parameters.
    public let parameters: SignatureParameters
    private let identifiers: [[UInt8]]
    /// The inner list and the parameters as they were received.
    private let text: [UInt8]
    private let value: [UInt8]

    /// The most signatures and the most components of a message that are looked at.
    public static let limit = 16
    /// The most components of a signature.
    public static let componentLimit = 64

    /// All signatures of a message, in the order of `Signature-Input`. A malformed one spoils the message.
    public static func all(in message: HTTPMessage) throws(WIMSEError) -> [HTTPMessageSignature] {
        do { return try signatures(in: message) { _ in true } } catch { throw .signature(error) }
    }

    /// The one signature of a message that has `tag`. Labels are not looked at: they are the sender's choice.
    public static func tagged(
        _ tag: String, in message: HTTPMessage
    ) throws(WIMSEError) -> HTTPMessageSignature {
        do throws(SignatureFault) {
            let found = try signatures(in: message) { $0.tag == tag }
            guard let first = found.first else { throw .missing }
            guard found.count == 1 else { throw .ambiguous }
            return first
        } catch {
            throw .signature(error)
        }
    }

    private static func signatures(
        in message: HTTPMessage, where isWanted: (SignatureParameters) -> Bool
    ) throws(SignatureFault) -> [HTTPMessageSignature] {
        guard let input = CombinedField(.signatureInput, in: message.fields) else { return [] }
        guard let inputs = StructuredDictionary(parsing: input.octets, limit: limit) else { throw .malformed }
        var wanted: [(StructuredDictionary.Member, [StructuredItem], SignatureParameters)] = []
        for member in inputs.members {
            guard case .innerList(let list, let texts) = member.value else { throw .malformed }
            let parameters = try SignatureParameters(texts)
            if isWanted(parameters) { wanted.append((member, list, parameters)) }
        }
        guard !wanted.isEmpty else { return [] }
        guard let field = CombinedField(.signature, in: message.fields) else { throw .valueMissing }
        guard let values = StructuredDictionary(parsing: field.octets, limit: limit) else { throw .malformed }
        var signatures: [HTTPMessageSignature] = []
        for (member, list, parameters) in wanted {
            guard let value = values.members.first(where: { $0.name == member.name }) else {
                throw .valueMissing
            }
            guard let octets = value.byteSequence else { throw .malformed }
            signatures.append(try HTTPMessageSignature(member, list, parameters, octets))
        }
        return signatures
    }

    private init(
        _ member: StructuredDictionary.Member, _ list: [StructuredItem], _ parameters: SignatureParameters,
        _ value: [UInt8]
    ) throws(SignatureFault) {
        guard list.count <= Self.componentLimit else { throw .malformed }
        var components: [CoveredComponent] = []
        var identifiers: [[UInt8]] = []
        for item in list {
            let component = try CoveredComponent(item)
            components.append(component)
            identifiers.append(component.identifier(like: item))
        }
        label = member.name
        text = member.text
        self.components = components
        self.identifiers = identifiers
        self.parameters = parameters
        self.value = value
    }

    /// The signature base that this signature is over, for people and tests.
    public func base(of message: HTTPMessage) throws(WIMSEError) -> SignatureBase {
        do { return try signatureBase(message) } catch { throw .signature(error) }
    }

    private func signatureBase(_ message: HTTPMessage) throws(SignatureFault) -> SignatureBase {
        try SignatureBase(message, components: components, identifiers: identifiers, parameters: text)
    }

    /// Verifies the signature as plain RFC 9421 asks, without the WIMSE profile: whether the key may speak for the
    /// sender, what must be covered and until when it counts are the caller's to decide.
    ///
    /// `algorithm` is what the key is used with; nil for the one that the key has. An `alg` parameter must agree.
    public func verify(
        over message: HTTPMessage, with key: JWK, algorithm: SignatureAlgorithm? = nil
    ) throws(WIMSEError) -> VerifiedSignature {
        do { return try verified(message, key, algorithm) } catch { throw .signature(error) }
    }

    func verified(
        _ message: HTTPMessage, _ key: JWK, _ algorithm: SignatureAlgorithm?
    ) throws(SignatureFault) -> VerifiedSignature {
        var stated: SignatureAlgorithm?
        if let name = parameters.algorithm {
            guard let known = SignatureAlgorithm(httpName: name) else { throw .algorithm }
            stated = known
        }
        guard let used = algorithm ?? key.onlyAlgorithm?.signatureAlgorithm ?? stated,
            stated == nil || stated == used, key.allows(JWSAlgorithm(writing: used))
        else { throw .algorithm }
        let base = try signatureBase(message)
        do {
            try key.publicKey.verify(value.span, over: base.octets.span, algorithm: used)
        } catch {
            throw .invalid
        }
        return VerifiedSignature(
            label: label, components: components, parameters: parameters, key: key, algorithm: used)
    }
}

/// A signature that verified over a message. It can be had from `HTTPMessageSignature.verify` only.
public struct VerifiedSignature: Sendable {
    /// The label of both fields.
    public let label: String
    /// What the signature covers.
    public let components: [CoveredComponent]
    /// Its parameters, which it covers too.
    public let parameters: SignatureParameters
    /// The key that verified it.
    public let key: JWK
    /// The algorithm.
    public let algorithm: SignatureAlgorithm

    /// Whether the component is covered as the message has it.
    public func covers(_ component: CoveredComponent) -> Bool { components.contains(component) }
}

extension SignatureAlgorithm {
    /// The algorithms of the "HTTP Signature Algorithms" registry (RFC 9421 §6.2.2) that exist here.
    static let httpNames: [(name: String, algorithm: SignatureAlgorithm)] = [
        ("ecdsa-p256-sha256", .es256), ("ecdsa-p384-sha384", .es384), ("ed25519", .ed25519),
        ("rsa-pss-sha512", .ps512), ("rsa-v1_5-sha256", .rs256),
    ]

    /// The algorithm of a name in that registry; nil for another.
    public init?(httpName: String) {
        guard let known = Self.httpNames.first(where: { $0.name == httpName }) else { return nil }
        self = known.algorithm
    }

    /// The name in that registry; nil where it has none.
    public var httpName: String? { Self.httpNames.first { $0.algorithm == self }?.name }
}
