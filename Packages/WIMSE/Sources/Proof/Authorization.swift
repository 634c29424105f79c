import Encoding
import HTTPTypes
import JOSE

/// The credentials of a request, as far as they are of WIMSE.
enum Authorization {
    /// Refuses a WIT in `Authorization`, under whatever scheme: there it would be a bearer token.
    static func refuseIdentityToken(in fields: HTTPFields) throws(WIMSEError) {
        for line in CombinedField.lines(of: .authorization, in: fields) {
            let parts = line.split { !isTokenCharacter($0) }
            for part in parts where isIdentityToken(part) { throw .identity(.inAuthorization) }
        }
    }

    /// Whether a compact JWS may have the octet: what else stands around one, such as quotes, separates.
    private static func isTokenCharacter(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// Whether a text is a JWS with the `typ` of a WIT.
    private static func isIdentityToken(_ text: ArraySlice<UInt8>) -> Bool {
        guard let dot = text.firstIndex(of: UInt8(ascii: ".")),
            dot - text.startIndex <= WorkloadProofToken.limit,
            let header = try? Base64URL.decode(Array(text[..<dot]).span),
            let document = try? JSONDocument(parsing: header)
        else { return false }
        return document.root["typ"]?.string == WorkloadIdentityVerifier.type
    }

    /// The proof token; nil where the request has credentials of other schemes only, or none.
    static func proofToken(in fields: HTTPFields) throws(ProofFault) -> [UInt8]? {
        let lines = CombinedField.lines(of: .authorization, in: fields)
        guard lines.contains(where: hasScheme) else { return nil }
        guard lines.count == 1, let line = lines.first else { throw .malformed }
        let token = line.dropFirst(WorkloadProofToken.scheme.utf8.count + 1)
        let text = token.drop { $0 == UInt8(ascii: " ") }
        guard CompactToken.isValid(text, in: .actRecord) else { throw .malformed }
        return Array(text)
    }

    /// Whether a line's scheme is `WPT`, in upper or lower case.
    private static func hasScheme(_ line: [UInt8]) -> Bool {
        let scheme = line.prefix { $0 != UInt8(ascii: " ") }
        guard scheme.count == WorkloadProofToken.scheme.utf8.count else { return false }
        return zip(scheme, WorkloadProofToken.scheme.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
}
