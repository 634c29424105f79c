import Dispatch
import ECT

/// Many tokens on all cores against the same tokens on one.
enum BulkVerification: Subject {
    static let name = "bulk"
    static let summary = "ECTs verified on all cores, over the rate on one core"

    static func run(_ report: Report, _ scale: Scale) throws {
        let cores = Machine.cores
        // Of two cores, one wholly used and the other to four fifths.
        let aim = Report.Aim.atLeast(0.9 * Double(cores))
        for algorithm in Algorithm.allCases {
            let set = try TokenSet(algorithm, count: 100, agents: 1)
            let verifier = try set.liveVerifier()
            let (lines, tokens) = (set.lines, scale.calls * 10)
            @Sendable func verify(_ share: Int, of shares: Int) {
                for call in stride(from: share, to: tokens, by: shares) {
                    guard (try? verifier.verify(lines[call % 100])) != nil else {
                        preconditionFailure("a token of ours does not verify")
                    }
                }
            }
            let comparison = PairedRuns(rounds: scale.rounds / 3, calls: tokens, clock: .wall).compare(
                ours: { _ in verify(0, of: 1) },
                floor: { _ in
                    DispatchQueue.concurrentPerform(iterations: cores) { verify($0, of: cores) }
                })
            report.figure(
                "\(algorithm.rawValue) on \(cores) cores / on one", comparison, aim: aim, ours: "one",
                floor: "all")
        }
    }
}
