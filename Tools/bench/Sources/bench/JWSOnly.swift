import JOSE
import Signing

/// The same below the profile: the compact JWS parsed and verified, its claims not looked at.
enum JWSOnly: Subject {
    static let name = "jws"
    static let summary = "a compact JWS parsed and verified, over the raw signature verification"

    static func run(_ report: Report, _ scale: Scale) throws {
        for algorithm in Algorithm.allCases {
            let set = try TokenSet(algorithm, count: 100, agents: 1)
            let raw = try set.lines.map { try RawToken($0, algorithm) }
            let key = try set.key(of: 0)
            let algorithms: Set<SignatureAlgorithm> = [.es256, .ed25519]
            let floor = try RawVerifier(key, algorithm)
            let comparison = try PairedRuns(rounds: scale.rounds, calls: scale.calls, clock: .thread).compare(
                ours: {
                    for call in 0..<$0 {
                        _ = try JWS(parsing: set.lines[call % 100]).verify(with: key, algorithms: algorithms)
                    }
                },
                floor: { for call in 0..<$0 { try floor.verify(raw[call % 100]) } })
            report.figure("\(algorithm.rawValue) JWS / raw verify", comparison, aim: .atMost(1.10))
        }
    }
}
