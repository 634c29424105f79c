public import CBOR

/// The parameters of one header (RFC 9052 §3): labels, each once, and their values.
///
/// ```cddl
/// header_map = {
///     Generic_Headers,
///     * label => values
/// }
/// ```
public struct HeaderMap: Hashable, Sendable {
    private(set) var map: CBORMap

    /// No parameters.
    public init() { map = CBORMap() }

    /// The parameters of a map whose keys are all labels.
    init(_ map: CBORMap) throws(COSEError) {
        for entry in map where COSELabel(entry.key) == nil { throw .labelInvalid }
        self.map = map
    }

    /// The value of a label; nil where there is none. Setting nil removes the parameter.
    public subscript(label: COSELabel) -> CBORValue? {
        get { map[label.value] }
        set { map[label.value] = newValue }
    }

    /// The labels, in the order of their encodings.
    public var labels: [COSELabel] { map.compactMap { COSELabel($0.key) } }

    /// Whether there are no parameters.
    public var isEmpty: Bool { map.isEmpty }
}

extension HeaderMap: ExpressibleByDictionaryLiteral {
    /// Parameters written out; of equal labels the last one counts.
    public init(dictionaryLiteral elements: (COSELabel, CBORValue)...) {
        self.init()
        for (label, value) in elements { self[label] = value }
    }
}
