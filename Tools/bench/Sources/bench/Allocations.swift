import CFloor
import Claims
import ECT
import Encoding
import Foundation
import JOSE
import Signing

/// Allocations of one verification, OpenSSL's own included.
enum Allocations: Subject {
    static let name = "allocations"
    static let summary = "heap allocations for one verified token, OpenSSL's included"

    static func run(_ report: Report, _ scale: Scale) throws {
        for algorithm in Algorithm.allCases {
            let set = try TokenSet(algorithm, count: 100, agents: 1)
            let verifier = try set.liveVerifier()
            let key = try set.key(of: 0)
            let floor = try RawVerifier(key, algorithm)
            let raw = try set.lines.map { try RawToken($0, algorithm) }
            let algorithms: Set<SignatureAlgorithm> = [.es256, .ed25519]
            let subjects: [(String, (Int) throws -> Void)] = [
                ("raw verify", { try floor.verify(raw[$0]) }),
                ("JWS", { _ = try JWS(parsing: set.lines[$0]).verify(with: key, algorithms: algorithms) }),
                ("whole token", { _ = try verifier.verify(set.lines[$0]) }),
            ]
            for (subject, body) in subjects {
                let (count, octets) = try counted(100, body)
                report.figure(
                    "\(algorithm.rawValue) \(subject)", [count], "allocations",
                    note: "\(Report.number(octets)) octets")
            }
        }
        try growth(report)
    }

    /// A payload that is thirty times larger takes as many allocations.
    private static func growth(_ report: Report) throws {
        let key = try PrivateJWK(PrivateKey.generate(.p256), keyID: "key")
        var counts: [Double] = []
        for size in [1 << 10, 1 << 15] {
            let payload = Array("{\"text\":\"\(String(repeating: "a", count: size))\"}".utf8)
            let token = Array(try JWS.sign(payload, type: "exec+jwt", with: key).utf8)
            counts.append(
                try counted(100) { _ in
                    _ = try JWS(parsing: token).verify(with: key.publicJWK, algorithms: [.es256])
                }.count)
        }
        report.figure(
            "JWS of 32 KiB less one of 1 KiB", [counts[1] - counts[0]], "allocations", aim: .atMost(0))
    }

    private static func counted(
        _ calls: Int, _ body: (Int) throws -> Void
    ) rethrows -> (count: Double, octets: Double) {
        try body(0)
        let (count, octets) = (floor_allocations(), floor_allocated_octets())
        for call in 0..<calls { try body(call) }
        return (
            Double(floor_allocations() - count) / Double(calls),
            Double(floor_allocated_octets() - octets) / Double(calls)
        )
    }
}
