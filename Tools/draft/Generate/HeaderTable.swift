import ACT
import ECT
import JOSE
import Signing

/// The tables of header parameters, from what the verifiers accept and refuse.
enum HeaderTable {
    static let act = table(
        type: "`\(ACTVerifier.type)`", ACTVerifier.algorithms,
        chain: "certificate chain ({{tier-x509}})")

    static let ect = table(
        type: "`\(ECTVerifier.type)`; also read: `\(ECTVerifier.earlierType)`", ECTVerifier.algorithms,
        chain: "certificate chain ({{bind-x509}})")

    private static func table(
        type: String, _ algorithms: Set<SignatureAlgorithm>, chain: String
    ) -> MarkdownTable {
        let names = JWSAlgorithm.allCases.filter { algorithms.contains($0.signatureAlgorithm) }
            .map { "`\($0.rawValue)`" }
        let lengths = KeyID.lengths
        let refused = JWSProtectedHeader.forbidden.map { "`\($0)`" }.joined(separator: ", ")
        return MarkdownTable(
            header: ["Parameter", "Presence", "Value"],
            rows: [
                ["`typ`", "R", type],
                ["`alg`", "R", "\(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"],
                ["`kid`", "R", "string of \(lengths.lowerBound) to \(lengths.upperBound) octets"],
                ["`x5c`", "O", chain],
                [refused, "-", "refused"],
            ], anchor: "tbl-header", title: "Header parameters (R: required, O: optional)")
    }
}
