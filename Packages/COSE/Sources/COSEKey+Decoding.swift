public import CBOR
import Signing

extension COSEKey {
    /// Reads one COSE_Key that fills `octets`; its labels may come in any order.
    ///
    /// Throws `cbor`, `malformed`, and the errors that start with `key`.
    public init(decoding octets: [UInt8], limits: CBORLimits = .standard) throws(COSEError) {
        let value: CBORValue
        do {
            value = try CBORValue(decoding: octets, rules: .unordered, limits: limits)
        } catch {
            throw .cbor(error, in: .key)
        }
        try self.init(value)
    }

    /// Reads a COSE_Key out of a larger structure.
    ///
    /// Throws `malformed`, and the errors that start with `key`.
    public init(_ value: CBORValue) throws(COSEError) {
        guard let map = value.entries else { throw .malformed(.key) }
        let parameters = KeyParameters(map: map)
        let publicKey = try parameters.publicKey()
        let keyID = try parameters.optional(2) { $0.bytes }
        let identifier = try parameters.optional(3, COSELabel.init)
        _ = try parameters.optional(5) { $0.bytes }
        var algorithm: COSEAlgorithm?
        if let identifier {
            algorithm = COSEAlgorithm(identifier)
            guard let algorithm, algorithm.allows(publicKey.type) else { throw .keyAlgorithm(identifier) }
        }
        let operations = try parameters.optional(4) { value -> Set<KeyOperation>? in
            guard let elements = value.elements, !elements.isEmpty else { return nil }
            let labels = elements.compactMap(COSELabel.init)
            return labels.count == elements.count ? Set(labels.map(KeyOperation.init)) : nil
        }
        try self.init(publicKey, keyID: keyID, algorithm: algorithm, operations: operations)
    }
}

/// The parameters of a key by their numbers, which mean other things for another key type.
private struct KeyParameters {
    let map: CBORMap

    func required<Value>(_ label: Int64, _ read: (CBORValue) -> Value?) throws(COSEError) -> Value {
        guard let value = try optional(label, read) else { throw .keyParameter(.integer(label)) }
        return value
    }

    func optional<Value>(_ label: Int64, _ read: (CBORValue) -> Value?) throws(COSEError) -> Value? {
        guard let value = map[.integer(label)] else { return nil }
        guard let parameter = read(value) else { throw .keyParameter(.integer(label)) }
        return parameter
    }

    func publicKey() throws(COSEError) -> PublicKey {
        switch try required(1, COSELabel.init) {
        case 1: return try octetKeyPair()
        case 2: return try ellipticCurve()
        case 3: return try rsa()
        default: throw .keyUnsupported(.type)
        }
    }

    /// RFC 9053 §7.2.
    private func octetKeyPair() throws(COSEError) -> PublicKey {
        try refusePrivate(-4 ... -4)
        guard try required(-1, COSELabel.init) == 6 else { throw .keyUnsupported(.curve) }
        let x = try required(-2) { $0.bytes }
        return try imported { () throws(SigningError) in try PublicKey(ed25519: x) }
    }

    /// RFC 9053 §7.1.1.
    private func ellipticCurve() throws(COSEError) -> PublicKey {
        try refusePrivate(-4 ... -4)
        let curve: EllipticCurve
        switch try required(-1, COSELabel.init) {
        case 1: curve = .p256
        case 2: curve = .p384
        case 3: curve = .p521
        default: throw .keyUnsupported(.curve)
        }
        let x = try required(-2) { $0.bytes }
        if map[-3] == .boolean(true) || map[-3] == .boolean(false) { throw .keyUnsupported(.compressedPoint) }
        let y = try required(-3) { $0.bytes }
        return try imported { () throws(SigningError) in try PublicKey(curve: curve, x: x, y: y) }
    }

    /// RFC 8230 §4.
    private func rsa() throws(COSEError) -> PublicKey {
        try refusePrivate(-12 ... -3)
        let n = try required(-1) { $0.bytes }
        let e = try required(-2) { $0.bytes }
        return try imported { () throws(SigningError) in try PublicKey(rsaModulus: n, exponent: e) }
    }

    /// Somebody who hands out a private key made a mistake that nobody should build on.
    private func refusePrivate(_ labels: ClosedRange<Int64>) throws(COSEError) {
        for label in labels where map[.integer(label)] != nil { throw .keyPrivate }
    }

    private func imported(_ make: () throws(SigningError) -> PublicKey) throws(COSEError) -> PublicKey {
        do {
            return try make()
        } catch {
            throw .keyRejected(error)
        }
    }
}
