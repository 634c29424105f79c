import HTTPTypes

/// The signature base (RFC 9421 §2.5): the octets that are signed.
public struct SignatureBase: Hashable, Sendable {
    /// One line a component, then `"@signature-params"`.
    public let octets: [UInt8]

    /// The base of `message` for components that the signer names.
    init(
        _ message: HTTPMessage, components: [(identifier: String, component: CoveredComponent)],
        parameters: [UInt8]
    ) throws(SignatureFault) {
        var octets: [UInt8] = []
        var seen: Set<CoveredComponent> = []
        for (identifier, component) in components {
            guard seen.insert(component).inserted else { throw .componentRepeated(identifier) }
            let value = try ComponentValue.octets(of: component, identifier, in: message)
            // A line break would let a value forge the lines after it.
            guard !value.contains(UInt8(ascii: "\n")), !value.contains(UInt8(ascii: "\r")) else {
                throw .componentRefused(identifier)
            }
            octets += identifier.utf8
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
