import ECT
import Foundation
import JOSE
import Signing

/// Other implementations on the same tokens, by turns with ours: each verifies the signature, decodes the
/// claims and checks times and audience.
enum Peers: Subject {
    static let name = "peers"
    static let summary = "golang-jwt, PyJWT and joserfc on the same tokens, over ours"

    private struct Peer {
        let name: String
        /// The variable that names the program; `Tools/bench/run` sets it where the peer is installed.
        let variable: String
        let arguments: [String]
    }

    private static let peers = [
        Peer(name: "golang-jwt", variable: "BENCH_GOLANG", arguments: []),
        Peer(name: "PyJWT", variable: "BENCH_PYTHON", arguments: ["Tools/bench/peers/verify.py", "pyjwt"]),
        Peer(
            name: "joserfc", variable: "BENCH_PYTHON", arguments: ["Tools/bench/peers/verify.py", "joserfc"]),
    ]

    static func run(_ report: Report, _ scale: Scale) throws {
        for algorithm in Algorithm.allCases {
            let set = try TokenSet(algorithm, count: 100, agents: 1)
            let keyFile = try Machine.folder("peers").appendingPathComponent("\(algorithm.rawValue).pem")
            try Data(set.key(of: 0).publicKey.subjectPublicKeyInfoPEM.utf8).write(to: keyFile)
            let verifier = try set.liveVerifier()
            for peer in peers {
                let figure = "\(algorithm.rawValue) \(peer.name) / ours"
                guard let program = ProcessInfo.processInfo.environment[peer.variable], !program.isEmpty
                else {
                    report.skip(figure, because: "not installed; Tools/setup --bench installs it")
                    continue
                }
                var comparison = PairedRuns.Comparison()
                for _ in 0..<scale.sessions {
                    let ours = try time(verifier, set.lines, scale)
                    let theirs = try time(
                        program, peer.arguments + [algorithm.rawValue, keyFile.path, set.tokens.path])
                    comparison.add(ours: theirs, floor: ours, calls: 1)
                }
                report.figure(figure, comparison, ours: peer.name, floor: "ours")
            }
        }
    }

    /// The median of rounds over all tokens, in seconds a token.
    private static func time(_ verifier: ECTVerifier, _ tokens: [[UInt8]], _ scale: Scale) throws -> Double {
        try (0..<20).map { _ in
            try Stopwatch.process.seconds { for token in tokens { _ = try verifier.verify(token) } }
                / Double(tokens.count)
        }.median
    }

    /// A peer prints the same for itself.
    private static func time(_ program: String, _ arguments: [String]) throws -> Double {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0,
            let seconds = Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { throw BenchError("\(program) \(arguments.joined(separator: " ")) failed: \(text)") }
        return seconds
    }
}
