import ACT
import Claims
import Encoding
import JOSE
import TestSupport
import TestTokens
import Testing
import Trust

@Suite("From mandate to record")
struct LifecycleTests {
    static let now = Scenario.now

    static func date(_ seconds: Int64) -> NumericDate { NumericDate(clamping: now + seconds) }

    static func identifier(_ number: Int) throws -> UUIDText {
        try #require(UUIDText(random: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 16)))
    }

    static func store() throws -> TrustStore {
        try TrustStore(TrustFile(parsing: Party.trustFile().encode()))
    }

    static func live() -> ACTPolicy {
        ACTPolicy(mode: .live, now: date(0), audience: ["https://verifier.example"])
    }

    static func claims(_ number: Int, to subject: Party, maxDepth: Int? = 3) throws -> MandateClaims {
        MandateClaims(
            issuer: Party.alice.identifier, subject: subject.identifier,
            audience: try #require(Audience(["https://verifier.example"], isSingleString: true)),
            issuedAt: date(-60), expiration: date(540), notBefore: date(-60),
            identifier: try identifier(number),
            workflow: try identifier(99), task: ACTTask(purpose: "report", dataSensitivity: .public),
            capabilities: try Capabilities([
                Capability(try #require(Action("read.data"))), Capability(try #require(Action("write.data"))),
            ]),
            oversight: Oversight(
                requiresApprovalFor: [try #require(Action("write.data"))], approver: Party.dave.identifier),
            delegation: try maxDepth.map { try Delegation(maxDepth: $0) })
    }

    static func execution(_ action: ExactString = "read.data") throws -> RecordClaims {
        RecordClaims(
            action: try #require(Action(action)), predecessors: .none, executedAt: date(-10),
            outcome: .completed,
            mandateHash: ContentHash(of: []), inputHash: ContentHash(of: [1]),
            outputHash: ContentHash(of: [2]))
    }

    /// Alice to bob, bob to carol, carol to erin's P-256 successor mallory: three mandates.
    static func chain() throws -> [[UInt8]] {
        var verifier = ACTVerifier(trust: try store(), policy: live())
        verifier.policy.mode = .audit
        let root = try ACTIssuer(key: Party.alice.key).issue(claims(1, to: .bob))
        var tokens = [Array(root.utf8)]
        for (number, party, next) in [(2, Party.bob, Party.carol), (3, .carol, .mallory)]
            as [(Int, Party, Party)]
        {
            let held = try verifier.mandate(
                try #require(tokens.last), mandates: MandateSet(verifying: tokens, with: verifier))
            let child = try ACTIssuer(key: party.key).delegate(held, to: claims(number, to: next))
            tokens.append(Array(child.utf8))
        }
        return tokens
    }

    @Test("what is issued verifies, claim by claim")
    func issued() throws {
        let claims = try Self.claims(1, to: .bob)
        let token = try ACTIssuer(key: Party.alice.key).issue(claims)
        let mandate = try ACTVerifier(trust: Self.store(), policy: Self.live()).mandate(Array(token.utf8))
        #expect(mandate.claims == claims)
        #expect(mandate.delegation == .none && mandate.key == Party.alice.key.publicJWK)
        #expect(mandate.compact == Array(token.utf8) && mandate.hash == ContentHash(of: Array(token.utf8)))
        #expect(mandate.scope.actions.count == 2 && mandate.scope.opens == claims.notBefore)
    }

    @Test(
        "a record keeps the mandate's claims and is authorized beside it, unproven without it",
        .verifies(
            "ACT#req-act-verdict-authorized", "ACT#req-act-verdict-unproven", "ACT#req-act-data-hash",
            "ACT#req-act-phase-record"))
    func recorded() throws {
        let verifier = ACTVerifier(trust: try Self.store(), policy: Self.live())
        let token = Array(try ACTIssuer(key: Party.alice.key).issue(Self.claims(1, to: .bob)).utf8)
        let mandate = try verifier.mandate(token)
        for outcome in [
            RecordClaims.Outcome.completed, .failed(.init(code: "timeout", detail: "after 30 s")),
            .partial(nil),
            .partial(.init(code: "half")),
        ] {
            var claims = try Self.execution()
            claims.outcome = outcome
            let record = Array(try ACTIssuer(key: Party.bob.key).record(mandate, claims).utf8)
            claims.mandateHash = mandate.hash
            let beside = try verifier.record(record, mandates: MandateSet(verifying: [token], with: verifier))
            #expect(
                beside.claims == claims && beside.mandate == mandate.claims && beside.verdict == .authorized)
            #expect(try verifier.record(record).verdict == .unproven)
            try beside.check(input: [1], output: [2])
            #expect(throws: ACTError.rule(.dataHash)) { try beside.check(input: [2]) }
            #expect(throws: ACTError.rule(.dataHash)) { try beside.check(output: [1]) }
            #expect(beside.claims.outcome.status == outcome.status)
        }
    }

    @Test(
        "a phase that is not expected is refused",
        .verifies("ACT#req-act-phase-expected", "ACT#req-act-phase-record", "ACT#req-act-phase-mandate"))
    func phases() throws {
        let verifier = ACTVerifier(trust: try Self.store(), policy: Self.live())
        let token = Array(try ACTIssuer(key: Party.alice.key).issue(Self.claims(1, to: .bob)).utf8)
        let record = Array(
            try ACTIssuer(key: Party.bob.key).record(verifier.mandate(token), Self.execution()).utf8)
        #expect(throws: ACTError.rule(.phaseExpected)) { try verifier.record(token) }
        #expect(throws: ACTError.rule(.phaseExpected)) { try verifier.mandate(record) }
        #expect(MandateSet.isMandate(token) && !MandateSet.isMandate(record))
        #expect(!MandateSet.isMandate([]) && !MandateSet.isMandate(Array("a.b.c".utf8)))
    }

    @Test("a mandate of the same jti contradicts a record or a hop only where it is of the same parties")
    func namesakes() throws {
        for subject in [Scenario.Subject.child, .record] {
            var scenario = Scenario()
            scenario.subject = subject
            scenario.hasRoot = false
            scenario.hasChild = false
            // Of another agent, and so of no concern to bob.
            scenario.others = [{ _ in try Self.namesake(for: .carol, workflow: Scenario.workflow) }]
            _ = try scenario.verify()
            scenario.others = [{ _ in try Self.namesake(for: .bob, workflow: Scenario.otherID) }]
            _ = try scenario.verify()
        }
        var scenario = Scenario()
        scenario.subject = .record
        scenario.hasRoot = false
        // Of bob and his workflow, and of an issuer that the record does not name.
        scenario.others = [{ _ in try Self.namesake(for: .bob, workflow: Scenario.workflow) }]
        guard case .record(let record) = try scenario.verify() else { throw ACTError.rule(.phaseExpected) }
        #expect(record.verdict == .unproven)
    }

    /// A mandate by mallory that has the jti of the scenario's root.
    private static func namesake(for subject: Party, workflow: String) throws -> [UInt8] {
        var claims = try Self.claims(1, to: subject)
        claims.issuer = Party.mallory.identifier
        claims.identifier = try #require(UUIDText(ExactString(Scenario.rootID)))
        claims.workflow = UUIDText(ExactString(workflow))
        return Array(try ACTIssuer(key: Party.mallory.key).issue(claims).utf8)
    }

    @Test("a mandate's scope says which actions need approval, and which approvals are at hand")
    func approvalsInScope() throws {
        let verifier = ACTVerifier(trust: try Self.store(), policy: Self.live())
        let (write, read) = (try #require(Action("write.data")), try #require(Action("read.data")))
        let approval = try ACTIssuer(key: Party.dave.key).approve(
            ApprovalClaims(
                identifier: Self.identifier(1), action: write, issuedAt: Self.date(-30),
                expiration: Self.date(30)))
        var claims = try Self.claims(1, to: .bob)
        let plain = try verifier.mandate(Array(ACTIssuer(key: Party.alice.key).issue(claims).utf8))
        #expect(plain.scope.actions[write]?.approvals == [])
        #expect(try #require(plain.scope.actions[read]).approvals == nil)
        let beside = verifier.scope(of: plain, approvals: [Array(approval.utf8), Array("a.b.c".utf8)])
        #expect(beside.actions[write]?.approvals == [Self.date(-30)...Self.date(30)])
        claims.oversight?.approval = ExactString(approval)
        let carrying = try verifier.mandate(Array(ACTIssuer(key: Party.alice.key).issue(claims).utf8))
        #expect(carrying.scope.actions[write]?.approvals == [Self.date(-30)...Self.date(30)])
    }

    @Test(
        "an approved action is executed under its approval, and not without",
        .verifies("ACT#req-act-approval-missing", "ACT#req-act-approval-window", "ACT#req-act-approval-jti"))
    func approved() throws {
        let verifier = ACTVerifier(trust: try Self.store(), policy: Self.live())
        let token = Array(try ACTIssuer(key: Party.alice.key).issue(Self.claims(1, to: .bob)).utf8)
        let mandate = try verifier.mandate(token)
        let action = try #require(Action("write.data"))
        let record = Array(
            try ACTIssuer(key: Party.bob.key).record(mandate, Self.execution("write.data")).utf8)
        #expect(throws: ACTError.rule(.approvalMissing)) { try verifier.record(record) }
        let approver = try ACTIssuer(key: Party.dave.key)
        func approval(_ number: Int, from: Int64, to: Int64) throws -> [UInt8] {
            Array(
                try approver.approve(
                    ApprovalClaims(
                        identifier: Self.identifier(number), action: action, issuedAt: Self.date(from),
                        expiration: Self.date(to))
                ).utf8)
        }
        let good = try approval(1, from: -30, to: 30)
        let late = try approval(1, from: 100, to: 130)
        let others = try approval(2, from: -30, to: 30)
        _ = try verifier.record(record, approvals: [others, late, good])
        #expect(throws: ACTError.rule(.approvalWindow)) { try verifier.record(record, approvals: [late]) }
        #expect(throws: ACTError.rule(.approvalJti)) { try verifier.record(record, approvals: [others]) }
        #expect(throws: ACTError.self) { try approval(1, from: 30, to: 30) }
    }

    @Test(
        "an audit years later still finds the record authorized; a live verifier refuses it",
        .verifies("ACT#req-act-audit-expiry", "ACT#req-act-mode", "ACT#req-act-pair-mandate"))
    func audit() throws {
        var verifier = ACTVerifier(trust: try Self.store(), policy: Self.live())
        let token = Array(try ACTIssuer(key: Party.alice.key).issue(Self.claims(1, to: .bob)).utf8)
        let record = Array(
            try ACTIssuer(key: Party.bob.key).record(verifier.mandate(token), Self.execution()).utf8)
        verifier.policy.now = Self.date(1_000_000_000)
        #expect(throws: ACTError.rule(.timeExp)) { try verifier.record(record) }
        verifier.policy.mode = .audit
        verifier.policy.audience = []
        let mandates = MandateSet(verifying: [token], with: verifier)
        #expect(mandates.count == 1 && mandates.verified.count == 1)
        #expect(try verifier.record(record, mandates: mandates).verdict == .authorized)
    }

    @Test(
        "a chain of three is proven with its ancestors at hand, asserted without, in any order of them",
        .verifies("ACT#req-act-del-proven", "ACT#req-act-del-asserted"))
    func chains() throws {
        let tokens = try Self.chain()
        let verifier = ACTVerifier(trust: try Self.store(), policy: Self.live())
        for ancestors in [[tokens[0], tokens[1]], [tokens[1], tokens[0]], tokens.reversed()] {
            let mandates = MandateSet(verifying: ancestors, with: verifier)
            let mandate = try verifier.mandate(tokens[2], mandates: mandates)
            #expect(mandate.delegation == .proven && mandate.rootIssuer == "https://alice.example")
        }
        for ancestors in [[], [tokens[0]], [tokens[1]]] as [[[UInt8]]] {
            let mandates = MandateSet(verifying: ancestors, with: verifier)
            let mandate = try verifier.mandate(tokens[2], mandates: mandates)
            #expect(mandate.delegation == .asserted && mandate.rootIssuer == nil)
        }
    }

    @Test(
        "what may not be passed on is not",
        .verifies("ACT#req-act-del-permitted", "ACT#req-act-del-max-depth-kept", "ACT#req-act-narrow-actions")
    )
    func delegationRefused() throws {
        let verifier = ACTVerifier(trust: try Self.store(), policy: Self.live())
        let bob = try ACTIssuer(key: Party.bob.key)
        func held(_ depth: Int?) throws -> VerifiedMandate {
            try verifier.mandate(
                Array(ACTIssuer(key: Party.alice.key).issue(Self.claims(1, to: .bob, maxDepth: depth)).utf8))
        }
        #expect(throws: ACTError.rule(.delPermitted)) {
            try bob.delegate(held(nil), to: Self.claims(2, to: .carol))
        }
        #expect(throws: ACTError.rule(.delDepth)) {
            try bob.delegate(held(0), to: Self.claims(2, to: .carol))
        }
        #expect(throws: ACTError.rule(.delMaxDepthKept)) {
            try bob.delegate(held(3), to: Self.claims(2, to: .carol), maxDepth: 4)
        }
        var wider = try Self.claims(2, to: .carol)
        wider.capabilities = try Capabilities([Capability(try #require(Action("delete.data")))])
        #expect(throws: ACTError.rule(.narrowActions)) { try bob.delegate(held(3), to: wider) }
        #expect(throws: ACTError.rule(.delMaxDepth)) { try Delegation(maxDepth: 17) }
        #expect(throws: ACTError.rule(.delMaxDepth)) { try Delegation(maxDepth: -1) }
    }

    @Test("an issuer signs nothing that a reader refuses")
    func issuing() throws {
        let issuer = try ACTIssuer(key: Party.alice.key)
        var claims = try Self.claims(1, to: .bob)
        claims.expiration = claims.issuedAt
        #expect(throws: ACTError.claim(.invalid("exp", .contradiction))) { try issuer.issue(claims) }
        claims = try Self.claims(1, to: .bob)
        claims.issuer = ""
        #expect(throws: ACTError.claim(.invalid("iss", .notAStringOrURI))) { try issuer.issue(claims) }
        claims = try Self.claims(1, to: .bob)
        claims.task.purpose = ExactString(String(repeating: "p", count: 60_000))
        #expect { try issuer.issue(claims) } throws: { ($0 as? ACTError)?.requirement == .size }
        #expect(throws: ACTError.rule(.alg)) { try ACTIssuer(key: Party.erin.key) }
        let unnamed = try PrivateJWK(Party.alice.key.privateKey)
        #expect(throws: ACTError.rule(.kid)) { try ACTIssuer(key: unnamed) }
        let mandate = try ACTVerifier(trust: Self.store(), policy: Self.live()).mandate(
            Array(issuer.issue(Self.claims(1, to: .bob)).utf8))
        #expect(throws: ACTError.rule(.execActInCap)) {
            try ACTIssuer(key: Party.bob.key).record(mandate, Self.execution("delete.data"))
        }
    }

    @Test(
        "revision -00's par is read as pred where that is switched on", .verifies("ACT#req-act-compat-read"))
    func compatibility() throws {
        var scenario = Scenario()
        scenario.subject = .record
        scenario.policy.readsDraft00 = true
        scenario.editRecord = {
            $0["pred"] = nil
            $0["par"] = [.string(ExactString(Scenario.otherID))]
        }
        guard case .record(let record) = try scenario.verify() else {
            Issue.record("not a record")
            return
        }
        #expect(record.claims.predecessors.identifiers.map(\.text) == [ExactString(Scenario.otherID)])
    }

    @Test(
        "no octet of a token can be changed", .verifies("ACT#req-act-sig"),
        arguments: [Scenario.Subject.root, .childRecord])
    func everyOctet(subject: Scenario.Subject) throws {
        var scenario = Scenario()
        scenario.subject = subject
        let tokens = try scenario.tokens()
        let verifier = ACTVerifier(trust: try Self.store(), policy: Self.live())
        let mandates = MandateSet(verifying: [tokens.root, tokens.child], with: verifier)
        _ = try verifier.verify(tokens.subject, mandates: mandates)
        for at in tokens.subject.indices {
            var changed = tokens.subject
            changed[at] ^= UInt8(1 << (at % 7))
            #expect(throws: ACTError.self, "octet \(at)") { try verifier.verify(changed, mandates: mandates) }
        }
    }

    @Test(
        "a record that leaves its mandate in any way is never authorized",
        .verifies("ACT#req-act-verdict-authorized", "ACT#req-act-pair-kept", "ACT#req-act-pair-added"))
    func outside() {
        let fields = [
            "iss", "sub", "aud", "iat", "exp", "jti", "wid", "task", "cap", "del", "com.example.note",
        ]
        // None of them is what a claim has already: that would change nothing.
        let values: [JSONValue?] = [
            nil, .null, 1, "x", [], .object([]), .string(Party.mallory.identifier), .integer(Self.now),
            ["action": "read.data"],
            [["action": "read.data"]], .string(ExactString(Scenario.otherID)),
        ]
        forAll({ ($0.pick(fields), $0.pick(values), $0.oneIn(2)) }, runs: 300) { field, value, isChild in
            var scenario = Scenario()
            scenario.subject = isChild ? .childRecord : .record
            scenario.policy.mode = .audit
            scenario.editRecord = { $0[field] = value }
            do {
                guard case .record(let record) = try scenario.verify() else { return false }
                return record.verdict != .authorized
            } catch is ACTError {
                return true
            }
        }
    }
}
