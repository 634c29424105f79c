import Claims
import Encoding
import HTTPTypes

/// The WIMSE profile of RFC 9421 (draft-ietf-wimse-http-signature-07 §3).
enum SignatureProfile {
    /// The `tag` of its signatures.
    static let tag = "wimse-workload-to-workload"
    /// The longest nonce, in octets: it is remembered until the signature expires.
    static let nonceLimit = 256

    /// Fields that a signature covers when the message has them.
    private static let fields: [HTTPField.Name] = [
        .contentType, .contentDigest, .authorization, .transactionToken, .workloadIdentityToken,
    ]
    /// Of those, the ones that have one value only, so that a repeated one is no message to sign.
    private static let singletons: [HTTPField.Name] = [
        .contentType, .authorization, .transactionToken, .workloadIdentityToken,
    ]
    private static let tokenFields: [TokenField] = [.executionContext, .actMandate, .actRecord]

    // MARK: What is covered

    /// The components that a signature of `message` covers, `more` among them when present.
    static func components(of message: HTTPMessage, _ more: Set<HTTPField.Name>) -> [CoveredComponent] {
        let names =
            fields + tokenFields.compactMap(\.name) + more.sorted { $0.canonicalName < $1.canonicalName }
        var seen: Set<HTTPField.Name> = []
        let present = names.filter { message.fields.contains($0) && seen.insert($0).inserted }
        return derived(message) + present.compactMap { CoveredComponent($0.canonicalName) }
    }

    private static func derived(_ message: HTTPMessage) -> [CoveredComponent] {
        message.isResponse ? ofResponse : ofRequest
    }

    private static let ofRequest = ["@method", "@path", "@query"].compactMap { CoveredComponent($0) }
    private static let ofResponse =
        [CoveredComponent("@status")].compactMap { $0 }
        + ["@method", "@path", "@query"].compactMap { CoveredComponent($0, ofRequest: true) }

    /// Refuses a signature that leaves something out, and a message with two values where there is one.
    static func checkCoverage(
        of signature: HTTPMessageSignature, _ message: HTTPMessage, _ more: Set<HTTPField.Name>
    ) throws(WIMSEError) {
        for name in singletons where message.fields[fields: name].count > 1 {
            throw .signature(.componentRefused(CoveredComponent.quoted(name.canonicalName)))
        }
        for component in derived(message) where !signature.components.contains(component) {
            throw .signature(.notCovered(component.description))
        }
        for name in fields + more where message.fields.contains(name) && !signature.covers(name) {
            throw .signature(.notCovered(CoveredComponent.quoted(name.canonicalName)))
        }
        for field in tokenFields {
            guard let name = field.name, message.fields.contains(name), !signature.covers(name) else {
                continue
            }
            throw .binding(.notCovered, field)
        }
    }

    // MARK: Parameters

    /// Refuses `keyid` and `alg`, and parameters that are missing; answers `expires`.
    static func checkParameters(
        _ parameters: SignatureParameters, _ policy: WIMSEPolicy, _ now: NumericDate
    ) throws(SignatureFault) {
        guard parameters.keyID == nil else { throw .parameterForbidden("keyid") }
        guard parameters.algorithm == nil else { throw .parameterForbidden("alg") }
        guard let created = parameters.created else { throw .parameterMissing("created") }
        guard let expires = parameters.expires else { throw .parameterMissing("expires") }
        guard let nonce = parameters.nonce else { throw .parameterMissing("nonce") }
        guard (1...nonceLimit).contains(nonce.utf8.count) else { throw .parameterInvalid("nonce") }
        guard let opens = NumericDate(created) else { throw .parameterInvalid("created") }
        guard let closes = NumericDate(expires) else { throw .parameterInvalid("expires") }
        guard opens <= now.advanced(by: policy.skew) else { throw .createdAhead }
        guard now < closes else { throw .expired }
        guard opens < closes, closes <= opens.advanced(by: policy.maximumLifetime) else { throw .lifetime }
    }

    /// Refuses a request for somebody else.
    static func checkAudience(
        _ parameters: SignatureParameters, _ policy: WIMSEPolicy
    ) throws(SignatureFault) {
        guard let audience = parameters.audience else { throw .parameterMissing("wimse-aud") }
        guard policy.audiences.contains(ExactString(audience)) else { throw .audience }
    }
}

extension HTTPMessageSignature {
    /// Whether it covers the field of the message itself, whole and as it is.
    fileprivate func covers(_ name: HTTPField.Name) -> Bool {
        components.contains { $0.isField(name.canonicalName) }
    }

    /// The profile's signature; nil where the message has none.
    static func profile(in message: HTTPMessage) throws(WIMSEError) -> HTTPMessageSignature? {
        do throws(WIMSEError) {
            return try tagged(SignatureProfile.tag, in: message)
        } catch {
            guard error == .signature(.missing) else { throw error }
            return nil
        }
    }
}
