import ACT
import Audit
import Claims
import ECT
import Encoding
import Foundation
import Gateway
import HTTPServer
import HTTPTransport
import JOSE
import Ledger
import Signing
import TestSupport
import TestTokens
import Testing
import Trust

/// The parties of the tests, and a data folder that goes away with them.
final class GatewayWorld: Sendable {
    let folder: String
    let organization = Party("https://org.example", key: Party.alice.key)
    let agent = Party("urn:agent:planner", key: Party.bob.key)
    let tools = Party("https://tools.example", key: Party.carol.key)
    let stranger = Party("urn:agent:stranger", key: Party.mallory.key)
    let trust: TrustFile

    /// `domain` is a trust domain whose workloads are known by their identity tokens.
    init(domain: Party? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("gateway-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // The agents of a trust domain are listed too, so that their records verify without their identity tokens.
        var parties = [organization, agent, tools, stranger]
        if let domain {
            parties.append(domain)
            parties.append(Party("spiffe://example.com/agent/a", key: agent.key))
            parties.append(Party("spiffe://example.com/org", key: organization.key))
        }
        let file = Party.trustFile(parties)
        trust = try TrustFile(parsing: file.encode())
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var data: String { "\(folder)/data" }

    static var now: NumericDate { NumericDate(clamping: Int64(time(nil))) }

    static func uuid() throws -> UUIDText {
        try #require(UUIDText(random: SystemRandom().octets(count: 16)))
    }

    /// A mandate for the agent, from the organization, for these elements of `cap`.
    func mandate(
        _ capabilities: String = #"[{"action":"echo"},{"action":"slow"},{"action":"fail"}]"#,
        subject: Party? = nil, issuer: Party? = nil, lifetime: Int64 = 600, workflow: UUIDText? = nil,
        audience: ExactString = "https://tools.example",
        change: (inout MandateClaims) throws -> Void = { _ in }
    ) throws -> String {
        let node = try JSONDocument(parsing: capabilities).root
        let now = Self.now
        var claims = MandateClaims(
            issuer: (issuer ?? organization).identifier, subject: (subject ?? agent).identifier,
            audience: try #require(Audience([audience])), issuedAt: now,
            expiration: now.advanced(by: lifetime), identifier: try Self.uuid(), workflow: workflow,
            task: ACTTask(purpose: "a test"),
            capabilities: try Capabilities(try node.elements.map { try Capability(parsing: $0) }))
        try change(&claims)
        return try ACTIssuer(key: (issuer ?? organization).key).issue(claims)
    }

    /// An ECT of the agent about something that it did before.
    func execution(
        by party: Party? = nil, workflow: UUIDText? = nil, predecessors: [UUIDText] = []
    ) throws -> (token: String, identifier: UUIDText) {
        let identifier = try Self.uuid()
        let party = party ?? agent
        let token = try ECTIssuer(key: party.key).issue(
            ExecutionClaims(
                issuer: party.identifier, audience: Audience([tools.identifier]), issuedAt: Self.now,
                expiration: Self.now.advanced(by: 600), identifier: identifier, workflow: workflow,
                action: "plan", predecessors: try Predecessors(predecessors, of: identifier)))
        return (token, identifier)
    }

    /// The ACT record of a mandate of the agent.
    func record() throws -> String {
        let verifier = ACTVerifier(
            trust: TrustStore(trust), policy: ACTPolicy(mode: .audit, now: Self.now, audience: []))
        let mandate = try verifier.mandate(Array(try mandate().utf8))
        return try ACTIssuer(key: agent.key).record(
            mandate,
            RecordClaims(
                action: #require(Action("echo")), predecessors: .none, executedAt: Self.now,
                outcome: .completed, mandateHash: mandate.hash))
    }

    func configuration(_ upstream: String) throws -> GatewayConfiguration {
        var configuration = GatewayConfiguration(
            upstream: try HTTPURL(parsing: upstream), identity: tools.identifier, key: tools.key,
            rootIssuers: [organization.identifier, "spiffe://example.com/org"])
        configuration.allowsUnbound = true
        configuration.requestsPerSecond = 0
        configuration.refusalsPerSecond = 0
        // Many tests run at once: a busy machine is no slow client.
        configuration.listener.bodySeconds = 600
        configuration.listener.idleSeconds = 600
        configuration.listener.transferSeconds = 600
        return configuration
    }

    // MARK: What was recorded

    /// All tokens of the ledger.
    func ledgerTokens() throws -> [[UInt8]] {
        let ledger = try Ledger.open("\(data)/\(Gateway.Files.ledger)", access: .read)
        var cursor = try ledger.entries()
        var tokens: [[UInt8]] = []
        while let entry = try cursor.next() { tokens.append(entry.token) }
        return tokens
    }

    /// The audit of everything that the ledger holds, by somebody who has the trust file alone.
    func audit() async throws -> AuditReport {
        let path = "\(folder)/tokens-\(UUID()).txt"
        let lines = try ledgerTokens().map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
        try Data(lines.utf8).write(to: URL(fileURLWithPath: path))
        let auditor = Auditor(trust: TrustStore(trust), policy: AuditPolicy(now: Self.now))
        return try await auditor.audit(TokenLines(path: path), workers: 2)
    }

    /// The gateway's own records, verified.
    func records() throws -> [VerifiedToken] {
        let tokens = try ledgerTokens()
        let act = ACTVerifier(
            trust: TrustStore(trust), policy: ACTPolicy(mode: .audit, now: Self.now, audience: []))
        let ect = ECTVerifier(
            trust: TrustStore(trust),
            policy: ECTPolicy(mode: .audit, now: Self.now, audience: [], minimumLevel: .level2, firstUse: nil)
        )
        let mandates = MandateSet(verifying: tokens.filter(MandateSet.isMandate), with: act)
        let verifier = TokenVerifier(act: act, ect: ect, mandates: mandates)
        return try tokens.map { try verifier.verify($0) }.filter {
            if case .mandate = $0 { false } else { $0.signer == tools.identifier }
        }
    }

    /// The ECTs of calls, without those of refusals.
    func calls() throws -> [ExecutionClaims] {
        try records().compactMap {
            guard case .execution(let ect) = $0, ect.claims.mandateHash != nil else { return nil }
            #expect(ect.verdict == .authorized)
            return ect.claims
        }
    }

    /// The requirements that recorded refusals name; the code where there is none.
    func refusals() throws -> [String] {
        try records().compactMap {
            guard case .execution(let ect) = $0,
                let details = ect.claims.extensions?["example.act-ect.refusal"]
            else { return nil }
            return (details["requirement"] ?? details["code"])?.text
        }
    }
}

extension JSONValue {
    /// The text of a string.
    var text: String? {
        if case .string(let text) = self { text.string } else { nil }
    }
}

extension ExecutionClaims {
    /// `status` and the code of `err`, as the gateway records them.
    var ending: String {
        let details = extensions?["example.act-ect.call"]
        let status = details?["status"]?.text ?? "none"
        guard let code = details?["err"]?["code"]?.text else { return status }
        return "\(status) \(code)"
    }
}
