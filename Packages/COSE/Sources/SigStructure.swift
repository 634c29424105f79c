import CBOR

/// What a COSE_Sign1 signature is over (RFC 9052 §4.4).
///
/// ```cddl
/// Sig_structure = [
///     context: "Signature1",
///     body_protected: empty_or_serialized_map,
///     external_aad: bstr,
///     payload: bstr
/// ]
/// ```
struct SigStructure {
    let protected: ProtectedHeader
    let externalAAD: [UInt8]
    let payload: [UInt8]

    /// The octets to be signed: the protected header as it is, and without octets if it has no parameters.
    func encode() -> [UInt8] {
        let parts = protected.octets.count + externalAAD.count + payload.count
        var encoder = CBOREncoder(capacity: 12 + 3 * CBORItemHead.longest + parts)
        encoder.array(count: 4)
        encoder.textString("Signature1")
        encoder.byteString(protected.parameters.isEmpty ? [] : protected.octets)
        encoder.byteString(externalAAD)
        encoder.byteString(payload)
        return encoder.octets
    }
}
