import HTTPTypes

/// The signature base (RFC 9421 §2.5): the octets that are signed.
public struct SignatureBase: Hashable, Sendable {
    /// One line a component, then `"@signature-params"`.
    public let octets: [UInt8]

    /// The base of `message` for components that the signer names, each by its identifier.
    init(
        _ message: HTTPMessage, components: [CoveredComponent], identifiers: [[UInt8]], parameters: [UInt8]
    ) throws(SignatureFault) {
        var octets: [UInt8] = []
        octets.reserveCapacity(2048)
        for (at, component) in components.enumerated() {
            guard !components[..<at].contains(component) else {
                throw .componentRepeated(component.description)
            }
            // A line break would let a value forge the lines after it: HTTPTypes writes a space for one.
            let value = try ComponentValue.octets(of: component, in: message)
            octets += identifiers[at]
            octets += [UInt8(ascii: ":"), UInt8(ascii: " ")]
            octets += value
            octets.append(UInt8(ascii: "\n"))
        }
        octets += "\"@signature-params\": ".utf8
        octets += parameters
        self.octets = octets
    }
}

extension SignatureBase: CustomStringConvertible {
    /// The lines as text, for people.
    public var description: String { String(decoding: octets, as: UTF8.self) }
}
