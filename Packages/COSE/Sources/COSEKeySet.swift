public import CBOR

/// A COSE_KeySet (RFC 9052 §7): the keys that can be used, and why the others can't.
///
/// ```cddl
/// COSE_KeySet = [+ COSE_Key]
/// ```
public struct COSEKeySet: Hashable, Sendable {
    /// The keys, in their order.
    public let keys: [COSEKey]
    /// What the RFC tells to ignore: keys that are malformed or not understood, by their place in the set.
    public let ignored: [Int: COSEError]

    /// Gathers keys.
    public init(_ keys: [COSEKey]) {
        self.keys = keys
        ignored = [:]
    }

    /// Reads one COSE_KeySet that fills `octets`. Each key stands for itself: one that can't be used does not
    /// spoil the others.
    ///
    /// Throws `cbor` and `malformed`.
    public init(decoding octets: [UInt8], limits: CBORLimits = .standard) throws(COSEError) {
        let value: CBORValue
        do {
            value = try CBORValue(decoding: octets, rules: .unordered, limits: limits)
        } catch {
            throw .cbor(error, in: .keySet)
        }
        guard let elements = value.elements, !elements.isEmpty else { throw .malformed(.keySet) }
        var keys: [COSEKey] = []
        var ignored: [Int: COSEError] = [:]
        for (index, element) in elements.enumerated() {
            do throws(COSEError) {
                keys.append(try COSEKey(element))
            } catch {
                ignored[index] = error
            }
        }
        self.keys = keys
        self.ignored = ignored
    }

    /// The keys with that `kid`, of which there can be several (RFC 9052 §3.1).
    public func keys(withID keyID: [UInt8]) -> [COSEKey] { keys.filter { $0.keyID == keyID } }

    /// The deterministic encoding; nil for a set without keys, which has none.
    public func encode() -> [UInt8]? { keys.isEmpty ? nil : CBORValue.array(keys.map(\.value)).encode() }
}
