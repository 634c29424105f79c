import HTTPTypes

/// The signature base (RFC 9421 §2.5): the octets that are signed.
public struct SignatureBase: Hashable, Sendable {
    /// One line a component, then `"@signature-params"`.
    public let octets: [UInt8]

    /// The base of `message` for components that the signer names.
    init(
        _ message: HTTPMessage, components: [(identifier: [UInt8], component: CoveredComponent)],
        parameters: [UInt8]
    ) throws(SignatureFault) {
        var octets: [UInt8] = []
        octets.reserveCapacity(2048)
        for (at, (identifier, component)) in components.enumerated() {
            guard !components[..<at].contains(where: { $0.component == component }) else {
                throw .componentRepeated(component.description)
            }
            let value = try ComponentValue.octets(of: component, in: message)
            // A line break would let a value forge the lines after it.
            guard !value.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else {
                throw .componentRefused(component.description)
            }
            octets += identifier
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
