import ACT
import Claims
import ECT
import Encoding
import Foundation
import HTTPTypes
import JOSE
import Ledger
import Trust
import WIMSE

// A mandate, verified offline; then a request of the workload that holds it, signed with the mandate and an ECT of
// what was done before, and verified by the service that it calls.

let now = NumericDate(clamping: Int64(Date().timeIntervalSince1970))
let organization: ExactString = "https://org.example"
let service: ExactString = "https://tools.example"
guard let agent = WorkloadIdentifier("spiffe://example.com/agent"), let audience = Audience([service]),
    let action = Action("orders.place")
else { throw Failure("a name is not one") }

// Keys, and whom the service trusts for what.
let organizationKey = try PrivateJWK(.generate(.p256), keyID: "org-1")
let domainKey = try PrivateJWK(.generate(.p256), keyID: "domain-1")
let agentKey = try PrivateJWK(.generate(.ed25519), keyID: "agent-1")
var file = TrustFile()
try file.add(organizationKey.publicJWK, for: organization)
try file.add(domainKey.publicJWK, for: agent.trustDomain)
let trust = TrustStore(file)

// The organization gives the agent a mandate.
let mandate = try ACTIssuer(key: organizationKey).issue(
    MandateClaims(
        issuer: organization, subject: agent.uri, audience: audience, issuedAt: now,
        expiration: now.advanced(by: 600), identifier: identifier(), workflow: nil,
        task: ACTTask(purpose: "an order"), capabilities: Capabilities([Capability(action)])))
let verifier = ACTVerifier(trust: trust, policy: ACTPolicy(mode: .live, now: now, audience: [service]))
print("mandate:", try verifier.mandate(Array(mandate.utf8)).claims.task.purpose)

// The agent calls the service with it.
let identity = try WorkloadIdentityIssuer(key: domainKey).issue(
    for: agent, confirming: agentKey.publicJWK, issuedAt: now, expiration: now.advanced(by: 3600))
let before = try ECTIssuer(key: agentKey).issue(
    ExecutionClaims(
        issuer: agent.uri, audience: audience, issuedAt: now, expiration: now.advanced(by: 600),
        identifier: identifier(), action: "orders.plan"))
let content = MessageContent(Array(#"{"item":7}"#.utf8))
var request = HTTPRequest(method: .post, scheme: "https", authority: "tools.example", path: "/orders")
try RequestSigner(identityToken: identity, key: agentKey).sign(
    &request, content: content, audience: service,
    tokens: ExecutionTokens(executionContext: [before], mandate: mandate), at: now)

// The service verifies all of it, and a second time nothing.
let requests = RequestVerifier(
    trust: trust, policy: WIMSEPolicy(audiences: [service]), replay: MemoryReplayStore())
let verified = try requests.verify(request, content: content, at: now)
print("request of:", verified.workload.workload.uri, "after:", verified.tokens.presented[0].claims.action)
do {
    _ = try requests.verify(request, content: content, at: now)
    throw Failure("a replayed request was accepted")
} catch let error as WIMSEError {
    print("again:", error.code)
}

struct Failure: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}

func identifier() throws -> UUIDText {
    let octets = (0..<16).map { _ in UInt8.random(in: 0...255) }
    guard let identifier = UUIDText(random: octets) else { throw Failure("no identifier") }
    return identifier
}
