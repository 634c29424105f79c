public import CBOR

/// `vdp`: the proofs of a verifiable data structure (RFC 9942), each the octets of its own CBOR.
///
/// ```cddl
/// verifiable-data-proofs = {
///     ? -1 => [ + bstr .cbor inclusion-proof ]
///     ? -2 => [ + bstr .cbor consistency-proof ]
///     * int => any
/// }
/// ```
public struct VerifiableDataProofs: Hashable, Sendable {
    /// Inclusion proofs; empty where there are none.
    public let inclusion: [[UInt8]]
    /// Consistency proofs; empty where there are none.
    public let consistency: [[UInt8]]

    /// Gathers proofs.
    public init(inclusion: [[UInt8]] = [], consistency: [[UInt8]] = []) {
        self.inclusion = inclusion
        self.consistency = consistency
    }

    init?(_ value: CBORValue) {
        guard Self.isValid(value), let map = value.entries else { return nil }
        self.init(
            inclusion: map[-1]?.byteStrings ?? [], consistency: map[-2]?.byteStrings ?? [])
    }

    /// Whether a data item has the form.
    static func isValid(_ value: CBORValue) -> Bool {
        guard let map = value.entries else { return false }
        return map.allSatisfy { entry in
            switch entry.key.integer {
            case -1, -2: entry.value.isByteStrings
            case let label: label != nil
            }
        }
    }

    /// The proofs as a data item; kinds without proofs are left out.
    public var value: CBORValue {
        var map = CBORMap()
        if !inclusion.isEmpty { map[-1] = .array(inclusion.map { .byteString($0) }) }
        if !consistency.isEmpty { map[-2] = .array(consistency.map { .byteString($0) }) }
        return .map(map)
    }
}
