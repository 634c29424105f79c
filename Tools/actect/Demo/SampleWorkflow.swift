import ACT
import Claims
import ECT
import Encoding
import Trust

/// A small workflow across three organizations, as real tokens: a mandate and its delegations, a fork, a join,
/// a task that failed and its second try, an action that was refused, and attacks upon all that.
///
///     mandate (clinic -> coordinator)
///       |- mandate (coordinator -> analyst)
///       `- mandate (coordinator -> dispenser)
///
///     read-records --> analyse-sample --> report-findings --.
///        `-----------> check-stock --> check-interactions --+--> draft-prescription
///                           `--> (first try, failed)        |
struct SampleWorkflow {
    let parties: SampleParties
    let trust: TrustFile
    /// Mandates, then records, in the order in which they were made.
    let tokens: [Token]
    /// What was tried and did not come to be a record.
    let refusals: [Refusal]

    /// A token, and what it stands for.
    struct Token {
        let name: String
        let text: String
    }

    /// An attempt that was refused, by whom, and under which requirement.
    struct Refusal {
        let name: String
        let refusedBy: String
        let code: String
        let requirement: String
        let detail: String
    }

    /// The token called `name`.
    func token(_ name: String) throws -> String {
        guard let token = tokens.first(where: { $0.name == name }) else {
            throw CommandFailure(.internal, "the sample workflow has no token \(name)")
        }
        return token.text
    }

    /// A workflow that ends at `now`, with fresh keys and identifiers.
    init(now: NumericDate) throws {
        let builder = try SampleWorkflowBuilder(start: now.advanced(by: -300))
        parties = builder.parties
        trust = try builder.parties.trustFile()
        (tokens, refusals) = try builder.build(trust: TrustStore(trust), now: now)
    }
}

/// Makes the tokens of the sample workflow.
private struct SampleWorkflowBuilder {
    let parties: SampleParties
    let start: NumericDate
    let workflow: UUIDText
    private var tokens: [SampleWorkflow.Token] = []
    private var refusals: [SampleWorkflow.Refusal] = []

    init(start: NumericDate) throws {
        parties = try SampleParties()
        self.start = start
        workflow = try Value.freshUUID()
    }

    consuming func build(
        trust: TrustStore, now: NumericDate
    ) throws -> ([SampleWorkflow.Token], [SampleWorkflow.Refusal]) {
        var verifier = ACTVerifier(
            trust: trust, policy: ACTPolicy(mode: .live, now: now, audience: [SampleParties.auditor]))
        verifier.policy.rootIssuers = [parties.clinic.identifier]
        let coordinator = try mandate(verifier)
        let analyst = try delegate(
            coordinator, to: parties.analyst, "analyse a blood sample and report the findings",
            ["sample.analyse", "findings.report"], verifier)
        let dispenser = try delegate(
            coordinator, to: parties.dispenser, "check for interactions", ["interactions.check"], verifier)
        try tryWiderDelegation(analyst)

        let read = try execute("read-records", parties.coordinator, "records.read", coordinator, [], 60)
        // Fork: two organizations go on at the same time.
        let analysed = try execute(
            "analyse-sample", parties.analyst, "sample.analyse", analyst, [read], 120)
        let stock = try execute("check-stock", parties.dispenser, "stock.check", coordinator, [read], 90)
        try record(
            "check-interactions-failed", parties.dispenser, "interactions.check", dispenser, [stock], 130,
            .failed(RecordClaims.Failure(code: "database-unavailable", detail: "no answer within 30 seconds"))
        )
        let interactions = try execute(
            "check-interactions", parties.dispenser, "interactions.check", dispenser, [stock], 180)
        let report = try record(
            "report-findings", parties.analyst, "findings.report", analyst, [analysed], 170)
        try tryForbiddenAction(analyst, after: report, trust: trust, now: now)
        // Join: the coordinator goes on with what both of them found.
        try record(
            "draft-prescription", parties.coordinator, "prescription.draft", coordinator,
            [report, interactions], 240)
        return (tokens, refusals)
    }

    // MARK: Mandates

    private mutating func mandate(_ verifier: ACTVerifier) throws -> VerifiedMandate {
        var once = Constraints()
        once.maxCalls = 1
        once.maxSensitivity = .restricted
        let claims = MandateClaims(
            issuer: parties.clinic.identifier, subject: parties.coordinator.identifier,
            audience: try parties.audience(), issuedAt: start, expiration: start.advanced(by: 3600),
            identifier: try Value.freshUUID(), workflow: workflow,
            task: ACTTask(
                purpose: "prepare a prescription", dataSensitivity: .restricted,
                createdBy: parties.clinic.identifier),
            capabilities: try Capabilities(
                [("records.read", once), ("prescription.draft", once)].map {
                    Capability(try Value.action($0.0, "action"), $0.1)
                }
                    + ["sample.analyse", "findings.report", "stock.check", "interactions.check"].map {
                        Capability(try Value.action($0, "action"))
                    }),
            delegation: try Delegation(maxDepth: 2))
        let text = try ACTIssuer(key: parties.clinic.key).issue(claims)
        return try add("mandate-coordinator", text, verifier)
    }

    /// Part of the coordinator's mandate for another agent: fewer actions, fewer calls, a shorter time.
    private mutating func delegate(
        _ parent: VerifiedMandate, to party: SampleParties.Party, _ purpose: ExactString,
        _ actions: [String], _ verifier: ACTVerifier
    ) throws -> VerifiedMandate {
        let text = try ACTIssuer(key: parties.coordinator.key).delegate(
            parent, to: try child(of: parent, for: party, purpose, actions))
        return try add("mandate-\(party.name)", text, verifier)
    }

    private func child(
        of parent: VerifiedMandate, for party: SampleParties.Party, _ purpose: ExactString,
        _ actions: [String]
    ) throws -> MandateClaims {
        var few = Constraints()
        few.maxCalls = 3
        return MandateClaims(
            issuer: parent.claims.subject, subject: party.identifier, audience: try parties.audience(),
            issuedAt: start.advanced(by: 10), expiration: start.advanced(by: 1800),
            identifier: try Value.freshUUID(), workflow: workflow,
            task: ACTTask(purpose: purpose, dataSensitivity: .restricted),
            capabilities: try Capabilities(
                actions.map { Capability(try Value.action($0, "action"), few) }))
    }

    private mutating func add(
        _ name: String, _ text: String, _ verifier: ACTVerifier
    ) throws -> VerifiedMandate {
        let held = MandateSet(verifying: tokens.map { Array($0.text.utf8) }, with: verifier)
        let mandate = try verifier.mandate(Array(text.utf8), mandates: held)
        tokens.append(SampleWorkflow.Token(name: name, text: text))
        return mandate
    }

    // MARK: Tasks

    /// An ECT of a task under `mandate`, `seconds` after the start.
    @discardableResult
    private mutating func execute(
        _ name: String, _ party: SampleParties.Party, _ action: String, _ mandate: VerifiedMandate,
        _ predecessors: [UUIDText], _ seconds: Int64
    ) throws -> UUIDText {
        let claims = try execution(party, action, mandate, predecessors, seconds, name)
        let text = try ECTIssuer(key: party.key).issue(claims)
        tokens.append(SampleWorkflow.Token(name: name, text: text))
        return claims.identifier
    }

    private func execution(
        _ party: SampleParties.Party, _ action: String, _ mandate: VerifiedMandate,
        _ predecessors: [UUIDText], _ seconds: Int64, _ name: String
    ) throws -> ExecutionClaims {
        let identifier = try Value.freshUUID()
        let time = start.advanced(by: seconds)
        return ExecutionClaims(
            issuer: party.identifier, audience: try parties.audience(), issuedAt: time,
            expiration: time.advanced(by: 600), identifier: identifier, workflow: workflow,
            action: ExactString(action), predecessors: try Predecessors(predecessors, of: identifier),
            inputHash: ContentHash(of: Array("input of \(name)".utf8)),
            outputHash: ContentHash(of: Array("output of \(name)".utf8)), mandateHash: mandate.hash)
    }

    /// The record that a mandate's own task ends with.
    @discardableResult
    private mutating func record(
        _ name: String, _ party: SampleParties.Party, _ action: String, _ mandate: VerifiedMandate,
        _ predecessors: [UUIDText], _ seconds: Int64, _ outcome: RecordClaims.Outcome = .completed
    ) throws -> UUIDText {
        let identifier = mandate.claims.identifier
        let claims = RecordClaims(
            action: try Value.action(action, "action"),
            predecessors: try Predecessors(predecessors, of: identifier),
            executedAt: start.advanced(by: seconds), outcome: outcome, mandateHash: mandate.hash,
            inputHash: ContentHash(of: Array("input of \(name)".utf8)),
            outputHash: outcome == .completed ? ContentHash(of: Array("output of \(name)".utf8)) : nil)
        let text = try ACTIssuer(key: party.key).record(mandate, claims)
        tokens.append(SampleWorkflow.Token(name: name, text: text))
        return identifier
    }

    // MARK: What is refused

    /// The analyst would pass on what it was not given.
    private mutating func tryWiderDelegation(_ mandate: VerifiedMandate) throws {
        let claims = try child(
            of: mandate, for: parties.dispenser, "draft it at once", ["prescription.draft"])
        do throws(ACTError) {
            _ = try ACTIssuer(key: parties.analyst.key).delegate(mandate, to: claims)
        } catch {
            return refuse("delegate-more-than-was-given", "the issuer's own library", error)
        }
        throw CommandFailure(.internal, "a wider delegation was not refused")
    }

    /// The analyst would draft the prescription itself. Its library writes no such record; an ECT that it makes
    /// all the same is refused by everyone who has the mandate.
    private mutating func tryForbiddenAction(
        _ mandate: VerifiedMandate, after task: UUIDText, trust: TrustStore, now: NumericDate
    ) throws {
        var isRefused = false
        do throws(ACTError) {
            _ = try ACTIssuer(key: parties.analyst.key).record(
                mandate,
                RecordClaims(
                    action: try action("prescription.draft"), predecessors: .none,
                    executedAt: start.advanced(by: 175), outcome: .completed, mandateHash: mandate.hash))
        } catch {
            isRefused = true
            refuse("record-an-action-outside-the-mandate", "the issuer's own library", error)
        }
        let claims = try execution(
            parties.analyst, "prescription.draft", mandate, [task], 175, "forbidden action")
        let text = try ECTIssuer(key: parties.analyst.key).issue(claims)
        let policy = ECTPolicy(
            mode: .live, now: now, audience: [SampleParties.auditor], minimumLevel: .level2,
            firstUse: nil)
        let scope = mandate.scope
        do throws(ECTError) {
            _ = try ECTVerifier(trust: trust, policy: policy).verify(Array(text.utf8)) { hash in
                hash == scope.hash ? .verified(scope) : nil
            }
        } catch {
            refusals.append(
                SampleWorkflow.Refusal(
                    name: "execute-an-action-outside-the-mandate", refusedBy: "every verifier",
                    code: error.code, requirement: error.requirement.name, detail: error.description))
            if isRefused { return }
        }
        throw CommandFailure(.internal, "an action outside the mandate was not refused")
    }

    private func action(_ name: ExactString) throws(ACTError) -> Action {
        guard let action = Action(name) else { throw .rule(.capAction) }
        return action
    }

    private mutating func refuse(_ name: String, _ party: String, _ error: ACTError) {
        refusals.append(
            SampleWorkflow.Refusal(
                name: name, refusedBy: party, code: error.code, requirement: error.requirement.name,
                detail: error.description))
    }
}
