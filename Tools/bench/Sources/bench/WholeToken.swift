import ECT

/// Text in, verified claims out: everything that a verifier of ECTs does, over what OpenSSL alone takes for
/// the signature of the same bytes.
enum WholeToken: Subject {
    static let name = "token"
    static let summary = "a whole ECT verified live, one warm key, over the raw signature verification"

    static func run(_ report: Report, _ scale: Scale) throws {
        for algorithm in Algorithm.allCases {
            let set = try TokenSet(algorithm, count: 100, agents: 1)
            let raw = try set.lines.map { try RawToken($0, algorithm) }
            let verifier = try set.liveVerifier()
            let floor = try RawVerifier(set.key(of: 0), algorithm)
            let comparison = try PairedRuns(rounds: scale.rounds, calls: scale.calls, clock: .thread).compare(
                ours: { for call in 0..<$0 { _ = try verifier.verify(set.lines[call % 100]) } },
                floor: { for call in 0..<$0 { try floor.verify(raw[call % 100]) } })
            report.figure("\(algorithm.rawValue) whole token / raw verify", comparison, aim: .atMost(1.10))
        }
    }
}
