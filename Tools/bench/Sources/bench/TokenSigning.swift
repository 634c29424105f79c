import Encoding
import Foundation
import JOSE
import Signing

/// A payload in, a compact token out, over what OpenSSL alone takes to sign the same bytes.
enum TokenSigning: Subject {
    static let name = "sign"
    static let summary = "a compact JWS signed, over the raw signing"

    static func run(_ report: Report, _ scale: Scale) throws {
        for algorithm in Algorithm.allCases {
            let set = try TokenSet(algorithm, count: 100, agents: 1)
            let pem = try String(contentsOf: set.privateKey, encoding: .utf8)
            let key = try PrivateJWK(PrivateKey(pkcs8PEM: pem), keyID: "agent-0-2026")
            let payloads = try set.lines.map { token in
                try JWS(parsing: token).verify(with: key.publicJWK, algorithms: [.es256, .ed25519]).payload
            }
            let raw = try set.lines.map { try RawToken($0, algorithm) }
            let floor = try RawSigner(pem: pem, algorithm)
            let comparison = try PairedRuns(rounds: scale.rounds, calls: scale.calls, clock: .thread).compare(
                ours: {
                    for call in 0..<$0 { _ = try JWS.sign(payloads[call % 100], type: "exec+jwt", with: key) }
                },
                floor: { for call in 0..<$0 { try floor.sign(raw[call % 100].signingInput) } })
            report.figure("\(algorithm.rawValue) JWS / raw sign", comparison, aim: .atMost(1.10))
        }
    }
}
