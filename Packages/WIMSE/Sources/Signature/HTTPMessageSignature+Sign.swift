import Encoding
public import HTTPTypes
public import JOSE
import Signing

extension HTTPMessageSignature {
    /// Signs `message` and answers the two fields' values for `label`: what a sender adds to the fields that are
    /// there. Throws `signature` errors: for a component that is not in the message, or is covered twice.
    public static func sign(
        _ message: HTTPMessage, covering components: [CoveredComponent], parameters: SignatureParameters,
        label: String = "wimse", with key: PrivateJWK
    ) throws(WIMSEError) -> SignatureFieldValues {
        do { return try signed(message, components, parameters, label, key) } catch {
            throw .signature(error)
        }
    }

    private static func signed(
        _ message: HTTPMessage, _ components: [CoveredComponent], _ parameters: SignatureParameters,
        _ label: String, _ key: PrivateJWK
    ) throws(SignatureFault) -> SignatureFieldValues {
        guard isKey(label) else { throw .parameterInvalid("label") }
        let identifiers = components.map(\.description)
        let text = "(" + identifiers.joined(separator: " ") + ")" + (try parameters.serialized())
        let base = try SignatureBase(
            message, components: components, identifiers: identifiers.map { Array($0.utf8) },
            parameters: Array(text.utf8))
        guard let algorithm = key.publicJWK.onlyAlgorithm,
            let value = try? key.privateKey.sign(base.octets, algorithm: algorithm.signatureAlgorithm)
        else { throw .algorithm }
        return SignatureFieldValues(
            input: "\(label)=\(text)", signature: "\(label)=:\(Base64.encode(value)):", base: base)
    }

    /// Whether `label` is a key of RFC 9651 §3.1.2.
    private static func isKey(_ label: String) -> Bool {
        guard let first = label.utf8.first else { return false }
        func isLetter(_ octet: UInt8) -> Bool {
            octet &- UInt8(ascii: "a") < 26 || octet == UInt8(ascii: "*")
        }
        return isLetter(first)
            && label.utf8.allSatisfy {
                isLetter($0) || $0 &- UInt8(ascii: "0") < 10 || "_-.".utf8.contains($0)
            }
    }
}

/// What a signature adds to a message.
public struct SignatureFieldValues: Hashable, Sendable {
    /// A member of `Signature-Input`.
    public let input: String
    /// A member of `Signature`.
    public let signature: String
    /// What was signed.
    public let base: SignatureBase

    /// Adds both fields as lines of their own.
    public func add(to fields: inout HTTPFields) {
        fields.append(HTTPField(name: .signatureInput, value: input))
        fields.append(HTTPField(name: .signature, value: signature))
    }
}
