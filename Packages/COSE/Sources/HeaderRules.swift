import CBOR

/// What the RFCs say of the values and places of the parameters that this module knows; other labels may
/// hold anything anywhere.
extension HeaderMap {
    /// Where a parameter may stand.
    enum Place { case anywhere, protected, unprotected }

    /// Checks the parameters of one header by themselves.
    func check(in place: Place) throws(COSEError) {
        for entry in map {
            guard let label = COSELabel(entry.key), let rule = Self.rule(label) else { continue }
            switch (rule.place, place) {
            case (.protected, .unprotected): throw .parameterUnprotected(label)
            case (.unprotected, .protected): throw .parameterProtected(label)
            default: break
            }
            guard rule.isValid(entry.value) else { throw .parameterInvalid(label) }
        }
    }

    private static func rule(_ label: COSELabel) -> (place: Place, isValid: (CBORValue) -> Bool)? {
        switch label {
        // "MUST be authenticated where the ability to do so exists" (RFC 9052 §3.1): with a signature it
        // always does.
        case .algorithm: (.protected, { COSELabel($0) != nil })
        case .critical: (.protected, { CriticalLabels.read($0) != nil })
        case .contentType, .type: (.anywhere, { ContentType($0) != nil })
        case .keyID, .initializationVector, .partialInitializationVector: (.anywhere, { $0.bytes != nil })
        case .claims: (.anywhere, { CWTClaims($0) != nil })
        case .certificateChain: (.anywhere, { X509.chain($0) != nil })
        case .certificateHash: (.anywhere, { X509.Hash($0) != nil })
        case .payloadHashAlgorithm: (.protected, { $0.integer != nil })
        case .preimageContentType: (.protected, { ContentType($0) != nil })
        case .payloadLocation: (.protected, { $0.text != nil })
        case .receipts: (.unprotected, { $0.isByteStrings })
        case .verifiableDataStructure: (.protected, { $0.integer != nil })
        case .verifiableDataProofs: (.unprotected, { VerifiableDataProofs.isValid($0) })
        default: nil
        }
    }

    /// Checks what two headers of one message may not have together.
    static func check(_ protected: HeaderMap, _ unprotected: HeaderMap) throws(COSEError) {
        for entry in unprotected.map {
            if protected.map[entry.key] != nil, let label = COSELabel(entry.key) {
                throw .labelRepeated(label)
            }
        }
        func has(_ label: COSELabel) -> Bool { protected[label] != nil || unprotected[label] != nil }
        for (a, b) in exclusiveLabels where has(a) && has(b) { throw .parametersExclusive(a, b) }
    }

    private static let exclusiveLabels: [(COSELabel, COSELabel)] = [
        (.initializationVector, .partialInitializationVector),  // RFC 9052 §3.1
        (.contentType, .payloadHashAlgorithm),  // RFC 9995 §4
    ]
}

/// `crit` (RFC 9052 §3.1): `[+ label]`.
enum CriticalLabels {
    /// The labels; nil if the value is no array of labels, empty, or names one twice.
    static func read(_ value: CBORValue) -> [COSELabel]? {
        guard let elements = value.elements, !elements.isEmpty else { return nil }
        let labels = elements.compactMap(COSELabel.init)
        return labels.count == elements.count && Set(labels).count == labels.count ? labels : nil
    }
}

extension CBORValue {
    /// The octets of each element of a non-empty array of byte strings, `[+ bstr]`.
    var byteStrings: [[UInt8]]? { isByteStrings ? elements?.compactMap(\.bytes) : nil }

    /// Whether this is a non-empty array of byte strings.
    var isByteStrings: Bool {
        guard let elements, !elements.isEmpty else { return false }
        return elements.allSatisfy { if case .byteString = $0 { true } else { false } }
    }
}
