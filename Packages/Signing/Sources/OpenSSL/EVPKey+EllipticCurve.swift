import COpenSSL

extension EllipticCurve {
    /// The name by which OpenSSL knows the curve's group.
    var groupName: String {
        switch self {
        case .p256: "prime256v1"
        case .p384: "secp384r1"
        case .p521: "secp521r1"
        }
    }

    private var identifier: Int32 {
        switch self {
        case .p256: NID_X9_62_prime256v1
        case .p384: NID_secp384r1
        case .p521: NID_secp521r1
        }
    }

    /// The point of `scalar` times the base point, uncompressed: 04 ‖ x ‖ y.
    func point(of scalar: [UInt8]) -> [UInt8]? {
        let group = EC_GROUP_new_by_curve_name(identifier)
        let point = group.flatMap { EC_POINT_new($0) }
        let number = BN_secure_new()
        defer {
            EC_GROUP_free(group)
            EC_POINT_free(point)
            BN_clear_free(number)
        }
        guard let group, let point, let number, BN_bin2bn(scalar, Int32(scalar.count), number) != nil else {
            return nil
        }
        BN_set_flags(number, BN_FLG_CONSTTIME)
        guard EC_POINT_mul(group, point, number, nil, nil, nil) == 1 else { return nil }
        var octets = [UInt8](repeating: 0, count: 1 + 2 * coordinateLength)
        let written = EC_POINT_point2oct(
            group, point, POINT_CONVERSION_UNCOMPRESSED, &octets, octets.count, nil)
        return written == octets.count ? octets : nil
    }

    /// The coordinates of a compressed point, 02 or 03 ‖ x (SEC 1 §2.3.4); nil where the curve has none.
    func coordinates(compressed octets: [UInt8]) -> (x: [UInt8], y: [UInt8])? {
        let group = EC_GROUP_new_by_curve_name(identifier)
        let point = group.flatMap { EC_POINT_new($0) }
        defer {
            EC_GROUP_free(group)
            EC_POINT_free(point)
            ERR_clear_error()
        }
        var affine = [UInt8](repeating: 0, count: 1 + 2 * coordinateLength)
        guard let group, let point, octets.count == 1 + coordinateLength,
            octets[0] == 2 || octets[0] == 3,
            EC_POINT_oct2point(group, point, octets, octets.count, nil) == 1,
            EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, &affine, affine.count, nil)
                == affine.count
        else { return nil }
        return (Array(affine[1...coordinateLength]), Array(affine[(1 + coordinateLength)...]))
    }
}

extension EVPKey {
    /// A public key from the affine coordinates of a point, which OpenSSL checks to be on the curve.
    static func ellipticCurve(
        _ curve: EllipticCurve, x: [UInt8], y: [UInt8]
    ) throws(SigningError) -> EVPKey {
        let length = curve.coordinateLength
        guard x.count == length, y.count == length else { throw .keyRejected(.length) }
        guard let template = CurveTemplate.of(curve).pointer, let key = EVPKey(owning: EVP_PKEY_new()) else {
            throw .libraryFailed
        }
        let point = [4] + x + y
        guard EVP_PKEY_copy_parameters(key.pointer, template) == 1 else {
            ERR_clear_error()
            throw .libraryFailed
        }
        guard EVP_PKEY_set1_encoded_public_key(key.pointer, point, point.count) == 1 else {
            ERR_clear_error()
            throw .keyRejected(.pointNotOnCurve)
        }
        return key
    }

    /// A private key from its scalar, whose range the caller has checked, and the scalar's point.
    static func ellipticCurve(
        _ curve: EllipticCurve, scalar: [UInt8], point: [UInt8]
    ) throws(SigningError) -> EVPKey {
        let made = shim_ec_key(curve.groupName, point, point.count, scalar, scalar.count)
        guard let key = EVPKey(owning: made) else { throw .libraryFailed }
        return key
    }

    /// The curve of an elliptic curve key, if it is one of ours and was named and not spelt out: parameters
    /// that an attacker chose once passed for a known curve (CVE-2020-0601).
    var curve: EllipticCurve? {
        var explicit: Int32 = 0
        let told = EVP_PKEY_get_int_param(pointer, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &explicit)
        var name = [CChar](repeating: 0, count: 32)
        var length = 0
        let got = EVP_PKEY_get_group_name(pointer, &name, name.count, &length)
        guard told == 1, explicit == 0, got == 1, length < name.count else {
            ERR_clear_error()
            return nil
        }
        return EllipticCurve.allCases.first {
            $0.groupName.utf8.elementsEqual(name[..<length].map { UInt8(bitPattern: $0) })
        }
    }

    /// The coordinates of an elliptic curve key, if its point is in the uncompressed form.
    func coordinates(on curve: EllipticCurve) -> (x: [UInt8], y: [UInt8])? {
        let length = curve.coordinateLength
        var point = [UInt8](repeating: 0, count: 2 + 2 * length)
        var count = 0
        let got = EVP_PKEY_get_octet_string_param(
            pointer, OSSL_PKEY_PARAM_PUB_KEY, &point, point.count, &count)
        guard got == 1, count == 1 + 2 * length, point[0] == 4 else {
            ERR_clear_error()
            return nil
        }
        return (Array(point[1...length]), Array(point[(1 + length)..<count]))
    }

    /// The scalar of an elliptic curve private key.
    func scalar(on curve: EllipticCurve) -> [UInt8]? {
        number(OSSL_PKEY_PARAM_PRIV_KEY, length: curve.coordinateLength)
    }
}

/// A key that others take their curve's parameters from. To make them from the curve's name takes three times as
/// long as all the rest of an import.
private struct CurveTemplate: @unchecked Sendable {
    /// Only read from once it is made.
    let pointer: OpaquePointer?

    private init(_ curve: EllipticCurve) {
        let base = curve.point(of: [1]) ?? []
        pointer = shim_ec_key(curve.groupName, base, base.count, nil, 0)
    }

    private static let p256 = CurveTemplate(.p256)
    private static let p384 = CurveTemplate(.p384)
    private static let p521 = CurveTemplate(.p521)

    static func of(_ curve: EllipticCurve) -> CurveTemplate {
        switch curve {
        case .p256: p256
        case .p384: p384
        case .p521: p521
        }
    }
}
