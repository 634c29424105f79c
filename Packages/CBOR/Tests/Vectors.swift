import CBOR
import TestSupport
import Testing

/// A case of the two files in `Vectors`.
struct Example: Decodable, CustomTestStringConvertible {
    let hex: String
    let comment: String?
    let diagnostic: String?
    let refused: String?

    var testDescription: String { [hex, comment].compactMap(\.self).joined(separator: " ") }
    var octets: [UInt8] { unhex(hex) }

    private struct File: Decodable { let cases: [Example] }

    static func read(_ name: String) -> [Example] {
        (try? VectorFile(name).decoded(as: File.self))?.cases ?? []
    }
}

/// The octets of hexadecimal text; spaces are for the eye.
func unhex(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// Why hexadecimal text is refused; nil if it is not.
func refusal(
    _ hex: String, rules: CBORRules = .deterministic, limits: CBORLimits = .standard
) -> CBORError? {
    do throws(CBORError) {
        _ = try CBORValue(decoding: unhex(hex), rules: rules, limits: limits)
        return nil
    } catch {
        return error
    }
}
