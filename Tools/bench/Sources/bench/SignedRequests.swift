import Claims
import ECT
import Encoding
import HTTPTypes
import JOSE
import Ledger
import Signing
import Trust
import WIMSE

/// A request in, a verified request out: identity token, message signature and one ECT, with a digest of 1 KiB of
/// content, coverage, replay store and all, over what OpenSSL alone takes for the same signatures.
enum SignedRequests: Subject {
    static let name = "http"
    static let summary = "a signed request with one ECT verified, over the raw signature verifications"

    private static let now = NumericDate(clamping: 1_795_251_661)
    private static let audience: ExactString = "https://b.example/review"
    private static let workload: ExactString = "spiffe://example.com/agent/a"
    private static let content = [UInt8](repeating: UInt8(ascii: "x"), count: 1024)

    private struct Sample {
        let request: HTTPRequest
        /// The WIT, the message signature, the ECT.
        let raw: [RawToken]
    }

    static func run(_ report: Report, _ scale: Scale) throws {
        for algorithm in Algorithm.allCases {
            let domain = try PrivateJWK(PrivateKey.generate(algorithm.keyType), keyID: "domain")
            let key = try PrivateJWK(PrivateKey.generate(algorithm.keyType), keyID: "agent-a")
            let samples = try samples(scale.calls, algorithm, domain: domain, key: key)
            var file = TrustFile()
            try file.add(domain.publicJWK, for: "spiffe://example.com")
            let trust = TrustStore(file)
            let floors = try [domain, key, key].map { try RawVerifier($0.publicJWK, algorithm) }
            for isCached in [false, true] {
                let policy = WIMSEPolicy(audiences: [audience])
                let comparison = try PairedRuns(rounds: scale.rounds, calls: scale.calls, clock: .thread)
                    .compare(
                        ours: {
                            // A store of its own for each round: in it every request is new.
                            let verifier = RequestVerifier(
                                trust: trust, policy: policy, replay: MemoryReplayStore(),
                                cachedIdentities: isCached ? 64 : 0)
                            for call in 0..<$0 {
                                _ = try verifier.verify(
                                    samples[call].request, content: MessageContent(content), at: now)
                            }
                        },
                        floor: {
                            for call in 0..<$0 {
                                for (index, floor) in floors.enumerated() where index > 0 || !isCached {
                                    try floor.verify(samples[call].raw[index])
                                }
                            }
                        })
                let what = isCached ? "WIT cached / two raw verifies" : "/ three raw verifies"
                report.figure(
                    "\(algorithm.rawValue) request \(what)", comparison,
                    aim: .atMost(isCached ? 1.15 : 1.10))
            }
        }
    }

    private static func samples(
        _ count: Int, _ algorithm: Algorithm, domain: PrivateJWK, key: PrivateJWK
    ) throws -> [Sample] {
        guard let identifier = WorkloadIdentifier(workload), let audience = Audience([audience]) else {
            throw BenchError("no workload")
        }
        let identity = try WorkloadIdentityIssuer(key: domain).issue(
            for: identifier, confirming: key.publicJWK, issuedAt: now, expiration: now.advanced(by: 3600))
        let signer = try RequestSigner(identityToken: identity, key: key)
        let issuer = try ECTIssuer(key: key)
        var random = SplitMix(state: 7)
        return try (0..<count).map { _ in
            let ect = try issuer.issue(
                ExecutionClaims(
                    issuer: workload, audience: audience, issuedAt: now, expiration: now.advanced(by: 600),
                    identifier: uuid(&random), action: "review.spec",
                    inputHash: ContentHash(of: content)))
            var request = HTTPRequest(
                method: .post, scheme: "https", authority: "b.example", path: "/review?depth=2")
            request.headerFields[.contentType] = "application/json"
            _ = try signer.sign(
                &request, content: MessageContent(content), audience: SignedRequests.audience,
                tokens: ExecutionTokens(executionContext: [ect]), at: now)
            let message = HTTPMessage.request(request)
            guard let signature = try HTTPMessageSignature.all(in: message).first,
                let text = request.headerFields[.signature]?.split(separator: ":").dropFirst().first
            else { throw BenchError("no signature") }
            return Sample(
                request: request,
                raw: [
                    try RawToken(Array(identity.utf8), algorithm),
                    RawToken(
                        try signature.base(of: message).octets,
                        signature: try Base64.decode(String(text)), algorithm),
                    try RawToken(Array(ect.utf8), algorithm),
                ])
        }
    }

    private static func uuid(_ random: inout SplitMix) throws -> UUIDText {
        let octets = (0..<16).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        guard let uuid = UUIDText(random: octets) else { throw BenchError("no identifier") }
        return uuid
    }
}
