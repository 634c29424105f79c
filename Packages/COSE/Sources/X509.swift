public import CBOR

/// The header parameters of RFC 9360. The certificates are octets: whoever trusts anchors parses them.
public enum X509 {
    /// `x5t`: which certificate it is.
    ///
    /// ```cddl
    /// COSE_CertHash = [ hashAlg: (int / tstr), hashValue: bstr ]
    /// ```
    public struct Hash: Hashable, Sendable {
        /// The hash algorithm's identifier, -16 for SHA-256.
        public let algorithm: COSELabel
        /// The hash of the certificate's DER.
        public let octets: [UInt8]

        /// Names a certificate.
        public init(algorithm: COSELabel, octets: [UInt8]) {
            self.algorithm = algorithm
            self.octets = octets
        }

        init?(_ value: CBORValue) {
            guard let parts = value.elements, parts.count == 2, let algorithm = COSELabel(parts[0]),
                let octets = parts[1].bytes
            else { return nil }
            self.init(algorithm: algorithm, octets: octets)
        }

        /// The hash as a data item.
        public var value: CBORValue { .array([algorithm.value, .byteString(octets)]) }
    }

    /// `x5chain`: certificates in DER, the end-entity's first; nil if the value is none.
    ///
    /// ```cddl
    /// COSE_X509 = bstr / [ 2*certs: bstr ]
    /// ```
    static func chain(_ value: CBORValue) -> [[UInt8]]? {
        if let only = value.bytes { return [only] }
        guard let chain = value.byteStrings, chain.count >= 2 else { return nil }
        return chain
    }
}
