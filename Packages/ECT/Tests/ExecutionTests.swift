import Claims
import DAG
import ECT
import Encoding
import JOSE
import Signing
import TestSupport
import TestTokens
import Testing
import Trust

@Suite("Execution Context Tokens")
struct ExecutionTests {
    static let now = Scenario.now

    static func claims(_ party: Party) throws -> ExecutionClaims {
        ExecutionClaims(
            issuer: party.identifier, audience: Audience(["https://verifier.example"]),
            issuedAt: NumericDate(clamping: now), expiration: NumericDate(clamping: now + 600),
            identifier: try #require(UUIDText(ExactString(Scenario.identifier))),
            workflow: UUIDText(ExactString(Scenario.workflow)), action: "Review the spec, twice",
            inputHash: ContentHash(of: Array("test".utf8)), outputHash: ContentHash(of: Array("foo".utf8)),
            mandateHash: Scenario.mandateHash, extensions: ["pol": "policy_v1", "deep": [[1, true, .null]]])
    }

    static func verifier(_ change: (inout ECTPolicy) -> Void = { _ in }) throws -> ECTVerifier {
        var policy = Scenario().policy
        change(&policy)
        return ECTVerifier(
            trust: try TrustStore(TrustFile(parsing: Party.trustFile().encode())), policy: policy)
    }

    @Test(
        "an honest token verifies, at L2 and at L1, live and in an audit",
        .verifies("ECT#req-ect-l1-identity"))
    func honest() throws {
        for isSigned in [true, false] {
            for mode in [ECTPolicy.Mode.live, .audit] {
                var scenario = Scenario()
                scenario.isSigned = isSigned
                scenario.policy.mode = mode
                let ect = try scenario.verify()
                #expect(ect.level == (isSigned ? .level2 : .level1) && ect.verdict == .unproven)
                #expect(ect.claims.identifier.description == Scenario.identifier)
                #expect((ect.key == nil) == !isSigned, "nobody's word at L1")
                #expect(try ect.compact == scenario.compact() || isSigned)
            }
        }
    }

    @Test(
        "what is issued verifies, claim by claim",
        .verifies(
            "ECT#req-ect-compat-write",
            "ECT#req-ect-l1-envelope", "ECT#req-ect-l2-envelope", "ECT#req-ect-typ-write",
            "ECT#req-ect-alg-support"), arguments: [Party.alice, .bob, .erin].map(\.identifier))
    func issued(identifier: ExactString) throws {
        let party = try #require(Party.trusted.first { $0.identifier == identifier })
        let claims = try Self.claims(party)
        let token = Array(try ECTIssuer(key: party.key).issue(claims).utf8)
        let ect = try Self.verifier().verify(token)
        #expect(ect.claims == claims && ect.level == .level2 && ect.key == party.key.publicJWK)
        #expect(try JWS(parsing: token).header.type == "exec+jwt")
        let unsigned = try Self.verifier().verify(Array(try ECTIssuer.unsigned(claims).utf8))
        #expect(unsigned.claims == claims && unsigned.level == .level1)
    }

    @Test(
        "at L1 issuer and audience may be absent, at L2 an issuer signs nothing without them",
        .verifies("ECT#req-ect-iss", "ECT#req-ect-aud"))
    func absent() throws {
        var claims = try Self.claims(.bob)
        claims.issuer = nil
        claims.audience = nil
        #expect(try Self.verifier().verify(Array(try ECTIssuer.unsigned(claims).utf8)).claims == claims)
        #expect(throws: ECTError.claim(.missing("iss"))) { try ECTIssuer(key: Party.bob.key).issue(claims) }
    }

    @Test("an issuer signs nothing that a reader refuses")
    func issuing() throws {
        let issuer = try ECTIssuer(key: Party.bob.key)
        var claims = try Self.claims(.bob)
        claims.action = ""
        #expect(throws: ECTError.claim(.invalid("exec_act", .empty))) { try issuer.issue(claims) }
        claims = try Self.claims(.bob)
        claims.extensions = ["a": [[[[["b": 1]]]]]]
        #expect(throws: ECTError.claim(.invalid("ect_ext", .tooDeep))) { try issuer.issue(claims) }
        claims.extensions = "x"
        #expect(throws: ECTError.claim(.wrongType("ect_ext", expected: "an object"))) {
            try issuer.issue(claims)
        }
        claims = try Self.claims(.bob)
        claims.audience = Audience(
            (0..<2000).map { ExactString("https://party.example/\($0)/with/a/long/path") })
        #expect { try issuer.issue(claims) } throws: { ($0 as? ECTError)?.requirement == .size }
        let p521 = Party("frank", .p521)
        #expect(throws: ECTError.rule(.alg)) { try ECTIssuer(key: p521.key) }
        let unnamed = try PrivateJWK(Party.bob.key.privateKey)
        let token = try ECTIssuer(key: unnamed).issue(Self.claims(.bob))
        #expect(try JWS(parsing: token).header.keyID?.string == unnamed.publicJWK.thumbprint)
    }

    @Test(
        "limits are met from below: 4096 octets and 5 levels of ect_ext, 128 octets of exec_act, 256 predecessors"
    )
    func limits() throws {
        var scenario = Scenario()
        scenario.policy.predecessorLimit = 256
        scenario.edit = {
            $0["ect_ext"] = ["x": .string(ExactString(String(repeating: "x", count: 4088)))]
            $0["exec_act"] = .string(ExactString(String(repeating: "é", count: 64)))
            $0["pred"] = .array(
                (0..<256).map {
                    .string(ExactString("33333333-3333-7333-a333-\(String(100_000_000_000 + $0))"))
                })
        }
        #expect(try scenario.verify().claims.predecessors.identifiers.count == 256)
        scenario.edit = { $0["ect_ext"] = ["a": [["b": [1, "[[[[[["]]]] }
        _ = try scenario.verify()
    }

    @Test(
        "revision -00 is read where that is switched on, and typ of -00 always",
        .verifies("ECT#req-ect-compat-switch", "ECT#req-ect-compat-read", "ECT#req-ect-compat-write"))
    func compatibility() throws {
        var scenario = Scenario()
        scenario.policy.readsDraft00 = true
        scenario.edit = {
            $0.header[member: "typ"] = "wimse-exec+jwt"
            $0["par"] = $0["pred"]
            $0["pred"] = nil
            $0["ext"] = $0["ect_ext"]
            $0["ect_ext"] = nil
        }
        let ect = try scenario.verify()
        #expect(ect.claims.predecessors.identifiers.map(\.description) == [Scenario.otherID])
        #expect(ect.claims.extensions == ["pol": "policy_v1", "pol_decision": "approved"])
        #expect(!String(decoding: ect.claims.encode(), as: UTF8.self).contains(#""par""#))
        scenario.policy.readsDraft00 =
            ECTPolicy(
                mode: .live, now: scenario.policy.now, audience: [], minimumLevel: .level1, firstUse: nil
            ).readsDraft00
        #expect(throws: ECTError.rule(.oldNames)) { try scenario.verify() }
        scenario.edit = { $0.header[member: "typ"] = "wimse-exec+jwt" }
        _ = try scenario.verify()
    }

    @Test(
        "with its mandate at hand an execution of the agent, or of a party that verifies, is authorized",
        .verifies("ECT#req-ect-mnd-l1"))
    func authorized() throws {
        for (subject, party) in [(Party.bob.identifier, Party.bob), (Party.alice.identifier, .carol)] {
            var scenario = Scenario()
            scenario.signer = party
            scenario.policy.requiresAuthorized = true
            scenario.mandates = { _ in Scenario.mandate(subject: subject, notBefore: -90, notAfter: 90) }
            #expect(try scenario.verify().verdict == .authorized)
        }
        var unsigned = Scenario()
        unsigned.isSigned = false
        unsigned.mandates = { _ in Scenario.mandate() }
        #expect(try unsigned.verify().verdict == .unproven)
    }

    @Test("input and output are held against the hashes", .verifies("ECT#req-ect-hash-compare"))
    func content() throws {
        let ect = try Scenario().verify()
        try ect.check()
        try ect.check(input: Array("test".utf8), output: Array("foo".utf8))
        #expect(throws: ECTError.rule(.hashCompare)) { try ect.check(input: Array("foo".utf8)) }
        #expect(throws: ECTError.rule(.hashCompare)) { try ect.check(output: []) }
    }

    @Test("an audit does not care for exp, age, replay or a missing audience of its own")
    func audit() throws {
        var scenario = Scenario()
        scenario.policy.mode = .audit
        scenario.policy.audience = []
        scenario.policy.now = NumericDate(clamping: Self.now + 1_000_000_000)
        scenario.policy.firstUse = { _ in false }
        _ = try scenario.verify()
    }

    @Test(
        "a use is stored for as long as the token would be accepted, after the signature",
        .verifies("ECT#req-ect-replay-after-signature", "ECT#req-ect-replay-retention"))
    func replay() throws {
        let asked = Asked()
        var scenario = Scenario()
        scenario.policy.firstUse = { asked.first($0) }
        _ = try scenario.verify()
        #expect(throws: ECTError.rule(.replay)) { try scenario.verify() }
        #expect(asked.uses.map(\.scope.string) == ["ect:\(Scenario.workflow)"])
        #expect(asked.uses.map(\.until.seconds) == [Self.now + 541])
        var forged = Scenario()
        forged.policy.firstUse = { asked.first($0) }
        forged.edit = {
            $0["jti"] = .string(ExactString(Scenario.otherID))
            $0["pred"] = []
            $0.signer = .dave
            $0.header[member: "kid"] = "bob-key"
        }
        #expect(throws: ECTError.jws(.signatureInvalid)) { try forged.verify() }
        #expect(asked.uses.count == 1)
    }

    @Test("no octet of a token can be changed", arguments: [Party.alice, .bob].map(\.identifier))
    func everyOctet(identifier: ExactString) throws {
        let party = try #require(Party.trusted.first { $0.identifier == identifier })
        var scenario = Scenario()
        scenario.signer = party
        scenario.policy.minimumLevel = .level2
        let token = try scenario.compact()
        let verifier = try Self.verifier { $0.minimumLevel = .level2 }
        _ = try verifier.verify(token)
        for at in token.indices {
            var changed = token
            changed[at] ^= UInt8(1 << (at % 7))
            #expect(throws: ECTError.self, "octet \(at)") { try verifier.verify(changed) }
        }
    }

    @Test("levels are ordered, and read by their names")
    func levels() {
        #expect(AssuranceLevel.allCases == AssuranceLevel.allCases.sorted())
        for level in AssuranceLevel.allCases {
            #expect(AssuranceLevel(level.description) == level)
            #expect(level.graphLevel.rawValue == level.rawValue)
        }
        #expect(AssuranceLevel("l2") == nil && AssuranceLevel("L4") == nil)
    }
}

/// A replay store that keeps what it was asked.
private final class Asked: @unchecked Sendable {
    private(set) var uses: [TokenUse] = []
    func first(_ use: TokenUse) -> Bool {
        if uses.contains(use) { return false }
        uses.append(use)
        return true
    }
}

@Suite("The first failure is the one named")
struct OrderTests {
    /// Changes in the order of the draft's steps.
    static let steps: [(ECTRequirement, @Sendable (inout Scenario) -> Void, Scenario.Edit)] = [
        (.typ, { _ in }, { $0.header[member: "typ"] = "act+jwt" }),
        (.alg, { _ in }, { $0.header[member: "alg"] = "HS256" }),
        (.kid, { _ in }, { $0.header[member: "kid"] = 1 }),
        (.crit, { _ in }, { $0.header[member: "crit"] = ["exp"] }),
        (.iss, { _ in }, { $0["iss"] = nil }),
        (.signature, { _ in }, { $0.signer = Party("https://bob.example", key: Party.dave.key) }),
        (.aud, { _ in }, { $0["aud"] = nil }),
        (.audMatch, { $0.policy.audience = ["https://other.example"] }, { _ in }),
        (.oldNames, { _ in }, { $0["par"] = [] }),
        (.jti, { _ in }, { $0["jti"] = "x" }),
        (.execAct, { _ in }, { $0["exec_act"] = "" }),
        (.noSub, { _ in }, { $0["sub"] = "x" }),
        (.minimumLevel, { $0.policy.minimumLevel = .level3 }, { _ in }),
        (.mndRequired, { $0.policy.requiresAuthorized = true }, { _ in }),
        (.replay, { $0.policy.firstUse = { _ in false } }, { _ in }),
    ]

    @Test(
        "two faults: the earlier step decides",
        .verifies("ECT#req-ect-unverified", "ECT#req-ect-order", "ECT#req-ect-error"),
        arguments: steps.indices)
    func pairs(first: Int) throws {
        for second in Self.steps.indices where second > first {
            let (one, other) = (Self.steps[first], Self.steps[second])
            let refusal = Refusal(one.0, "and \(other.0)") {
                other.1(&$0)
                one.1(&$0)
                $0.edit = { draft in
                    other.2(&draft)
                    one.2(&draft)
                }
            }
            #expect(try refusal.outcome() == one.0, "before \(other.0)")
        }
    }
}
