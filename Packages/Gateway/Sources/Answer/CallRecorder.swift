import ACT
import Audit
import Claims
import ECT
import Encoding
import JOSE
import Ledger
import Signing
import Trust

/// How a call ended.
struct CallEnd: Sendable {
    let outcome: RecordClaims.Outcome
    /// Of the octets of the answer's content; nil where none came.
    let output: ContentHash?
    /// When it ended.
    let time: NumericDate
}

/// Signs the records of calls and refusals, and appends them to the ledger.
struct CallRecorder: Sendable {
    private let identity: ExactString
    private let auditors: [ExactString]
    private let actIssuer: ACTIssuer
    private let ectIssuer: ECTIssuer
    private let ledger: Ledger

    /// The member of `ect_ext` that says how a call ended: `status` and `err` as in an ACT record.
    static let callExtension: ExactString = "example.act-ect.call"
    /// The member of `ect_ext` that says what was refused.
    static let refusalExtension: ExactString = "example.act-ect.refusal"
    /// `exec_act` of the record of a refusal: refusing is what the gateway did. No mandate is named by it, since
    /// nothing was executed under one.
    static let refusalAction: ExactString = "gateway.refuse"
    /// How long an ECT is accepted live, in seconds.
    private static let lifetime: Int64 = 600

    init(_ configuration: GatewayConfiguration, ledger: Ledger) throws(GatewayError) {
        identity = configuration.identity
        auditors = configuration.auditors
        self.ledger = ledger
        // A P-384 key signs ECTs only: a mandate for this server itself could be carried out and not recorded.
        do {
            ectIssuer = try ECTIssuer(key: configuration.key)
            actIssuer = try ACTIssuer(key: configuration.key)
        } catch {
            throw .keyUnsuitable("\(error)")
        }
    }

    /// Signs the record of a call and appends it; it is durable when this returns. Nil where the ledger held the
    /// record already.
    func record(
        _ plan: CallPlan, under mandate: VerifiedMandate?, _ end: CallEnd
    ) async throws(RecordingError) -> [UInt8] {
        let token = try sign(plan, mandate, end)
        try await append(token, at: end.time)
        return token
    }

    private func sign(
        _ plan: CallPlan, _ mandate: VerifiedMandate?, _ end: CallEnd
    ) throws(RecordingError) -> [UInt8] {
        do {
            let predecessors = try Predecessors(plan.predecessors, of: plan.identifier)
            switch plan.form {
            case .record:
                guard let mandate else { throw RecordingError.notSigned("no mandate") }
                let claims = RecordClaims(
                    action: plan.action, predecessors: predecessors, executedAt: end.time,
                    outcome: end.outcome, mandateHash: plan.mandate, inputHash: plan.input,
                    outputHash: end.output)
                return Array(try actIssuer.record(mandate, claims).utf8)
            case .execution(let audience):
                let claims = ExecutionClaims(
                    issuer: identity, audience: Audience(audience), issuedAt: end.time,
                    expiration: end.time.advanced(by: Self.lifetime), identifier: plan.identifier,
                    workflow: plan.workflow, action: plan.action.text, predecessors: predecessors,
                    inputHash: plan.input, outputHash: end.output, mandateHash: plan.mandate,
                    extensions: .object([JSONMember(Self.callExtension, end.outcome.value)]))
                return Array(try ectIssuer.issue(claims).utf8)
            }
        } catch let error as RecordingError {
            throw error
        } catch {
            throw .notSigned("\(error)")
        }
    }

    //= ACT#req-act-call-refused
    //# The record of a refused call MUST NOT name the mandate in 'mnd_hash'.
    /// Records that a call was refused.
    func record(
        _ refusal: CallRefusal, of tool: ExactString?, input: [UInt8], answer: [UInt8], at now: NumericDate
    ) async throws(RecordingError) {
        var details = [JSONMember("code", .string(ExactString(refusal.code)))]
        if let requirement = refusal.requirement {
            details.append(JSONMember("requirement", .string(ExactString(requirement))))
        }
        if let tool, tool.utf8.count <= 256 { details.append(JSONMember("tool", .string(tool))) }
        let token: [UInt8]
        do {
            guard let identifier = UUIDText(random: SystemRandom().octets(count: 16)) else {
                throw RecordingError.notSigned("no identifier")
            }
            let claims = ExecutionClaims(
                issuer: identity, audience: Audience([identity] + auditors), issuedAt: now,
                expiration: now.advanced(by: Self.lifetime), identifier: identifier,
                action: Self.refusalAction, inputHash: ContentHash(of: input),
                outputHash: ContentHash(of: answer),
                extensions: .object([JSONMember(Self.refusalExtension, .object(details))]))
            token = Array(try ectIssuer.issue(claims).utf8)
        } catch {
            throw .notSigned("\(error)")
        }
        try await append(token, at: now)
    }

    private func append(_ token: [UInt8], at now: NumericDate) async throws(RecordingError) {
        guard let name = TokenName(parsing: token) else { throw .notSigned("its own record is not readable") }
        do {
            _ = try await ledger.append(NewEntry(name: name, token: token, recorded: now.seconds))
        } catch {
            throw .notKept(error)
        }
    }

    /// Whether the ledger has the record of a call; another's record of that name is not it.
    func hasRecord(of plan: CallPlan) throws(LedgerError) -> Bool {
        try ledger.signers(of: RecordName(of: plan)).contains(identity)
    }
}

/// Why a record was not made.
enum RecordingError: Error, Hashable, Sendable {
    case notSigned(String)
    case notKept(LedgerError)
}

extension RecordClaims.Outcome {
    /// `status` and `err`, as in an ACT record.
    fileprivate var value: JSONValue {
        var members = [JSONMember("status", .string(ExactString(status)))]
        if let failure {
            var err = [JSONMember("code", .string(failure.code))]
            if let detail = failure.detail { err.append(JSONMember("detail", .string(detail))) }
            members.append(JSONMember("err", .object(err)))
        }
        return .object(members)
    }
}
