import CBOR
import COSE
import Signing
import TestSupport
import Testing

/// A case of a file in `Vectors`.
struct Example: Decodable, CustomTestStringConvertible {
    let name: String
    let message: String?
    let key: String?
    let payload: String?
    let aad: String?
    let detached: Bool?
    let toBeSigned: String?
    let thumbprint: String?
    let refused: String?

    var testDescription: String { name }

    static func read(_ name: String) -> [Example] {
        (try? VectorFile(name).decoded(as: File.self))?.cases ?? []
    }

    private struct File: Decodable { let cases: [Example] }
}

/// The octets of hexadecimal text; spaces are for the eye.
func unhex(_ text: String?) -> [UInt8] {
    let digits = (text ?? "").compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// The code of the error that `body` throws; nil if it throws none.
func refusal(_ body: () throws(COSEError) -> Void) -> String? {
    do throws(COSEError) {
        try body()
        return nil
    } catch {
        return error.code
    }
}

/// A message with a signature that nobody made, as diagnostic notation would write it.
func unsigned(
    _ protected: CBORMap, _ unprotected: CBORMap = [:], payload: CBORValue = .byteString([1])
) -> [UInt8] {
    let signature = CBORValue.byteString([UInt8](repeating: 1, count: 64))
    return CBORValue.tagged(
        18, .array([.byteString(CBORValue.map(protected).encode()), .map(unprotected), payload, signature])
    ).encode()
}
