public import Claims
public import Encoding

/// What the executing agent adds to the claims of its mandate.
public struct RecordClaims: Hashable, Sendable {
    /// `exec_act`: what was executed.
    public var action: Action
    /// `pred`: the tasks that it followed from.
    public var predecessors: Predecessors
    /// `exec_ts`: when the execution ended.
    public var executedAt: NumericDate
    /// `status`, and `err` with it.
    public var outcome: Outcome
    /// `mnd_hash`: of the mandate's compact form.
    public var mandateHash: ContentHash
    /// `inp_hash`
    public var inputHash: ContentHash?
    /// `out_hash`
    public var outputHash: ContentHash?

    /// How an execution ended. `failed` has a failure, `completed` has none.
    public enum Outcome: Hashable, Sendable {
        case completed
        case failed(Failure)
        case partial(Failure?)

        /// `status` on the wire.
        public var status: String {
            switch self {
            case .completed: Status.completed.rawValue
            case .failed: Status.failed.rawValue
            case .partial: Status.partial.rawValue
            }
        }

        /// `err` on the wire.
        public var failure: Failure? {
            switch self {
            case .completed: nil
            case .failed(let failure): failure
            case .partial(let failure): failure
            }
        }
    }

    /// `err`: what went wrong.
    public struct Failure: Hashable, Sendable {
        /// 1 to 128 octets.
        public var code: ExactString
        /// In words.
        public var detail: ExactString?

        /// A failure.
        public init(code: ExactString, detail: ExactString? = nil) {
            self.code = code
            self.detail = detail
        }
    }

    /// Claims of a record.
    public init(
        action: Action, predecessors: Predecessors, executedAt: NumericDate, outcome: Outcome,
        mandateHash: ContentHash, inputHash: ContentHash? = nil, outputHash: ContentHash? = nil
    ) {
        self.action = action
        self.predecessors = predecessors
        self.executedAt = executedAt
        self.outcome = outcome
        self.mandateHash = mandateHash
        self.inputHash = inputHash
        self.outputHash = outputHash
    }

    /// Reads the record claims of a payload whose mandate claims are `mandate`. `predecessors` is the claim
    /// that they stand in: `pred`, or `par` where revision -00 is read.
    init(
        _ claims: ClaimSet, mandate: MandateClaims, predecessors name: ClaimDefinition = .predecessors
    ) throws(ACTError) {
        let status: Status
        do throws(ClaimError) {
            try claims.check(ACTClaims.record.map { $0.claim == .predecessors ? .required(name) : $0 })
            action = try claims.action(.action).required(.action)
            predecessors = try claims.predecessors(name, of: mandate.identifier).required(.predecessors)
            executedAt = try claims.date(.executedAt).required(.executedAt)
            status = try Status(claims)
            mandateHash = try claims.hash(.mandateHash).required(.mandateHash)
            inputHash = try claims.hash(.inputHash)
            outputHash = try claims.hash(.outputHash)
        } catch {
            throw .claim(error)
        }
        let failure = try claims.root["err"].map { node throws(ACTError) in try Failure(parsing: node) }
        outcome = try Outcome(status, failure)
        guard mandate.capabilities[action] != nil else { throw .rule(.execActInCap) }
        // Authority is not a causal edge.
        let ancestors = mandate.delegation?.chain.map(\.identifier) ?? []
        guard !ancestors.contains(where: predecessors.identifiers.contains) else {
            throw .rule(.predNoMandate)
        }
    }

    /// Appends the claims to an object that is open.
    func write(to writer: inout JSONWriter) {
        writer.member("exec_act", action.text)
        writer.member("pred", predecessors.value)
        writer.member("exec_ts", executedAt.seconds)
        writer.member("status", outcome.status)
        writer.member("mnd_hash", mandateHash.text)
        if let inputHash { writer.member("inp_hash", inputHash.text) }
        if let outputHash { writer.member("out_hash", outputHash.text) }
        if let failure = outcome.failure { writer.member("err", failure.value) }
    }
}

/// The values of `status`.
private enum Status: String {
    case completed, failed, partial

    init(_ claims: ClaimSet) throws(ClaimError) {
        let text = try claims.string(.status).required(.status)
        guard let status = Status(rawValue: text.string) else { throw .invalid("status", .unknownValue) }
        self = status
    }
}

extension RecordClaims.Outcome {
    /// A failure has its reason, a success has none.
    fileprivate init(_ status: Status, _ failure: RecordClaims.Failure?) throws(ACTError) {
        switch (status, failure) {
        case (.completed, nil): self = .completed
        case (.completed, _): throw .rule(.errForbidden)
        case (.failed, nil): throw .rule(.errRequired)
        case (.failed, let failure?): self = .failed(failure)
        case (.partial, let failure): self = .partial(failure)
        }
    }
}

extension RecordClaims.Failure {
    init(parsing node: JSONNode) throws(ACTError) {
        guard node.kind == .object, let code = node["code"]?.string, (1...128).contains(code.utf8.count)
        else {
            throw .rule(.err)
        }
        self.code = code
        if let member = node["detail"] {
            guard let detail = member.string else { throw .rule(.err) }
            self.detail = detail
        }
    }

    var value: JSONValue {
        var members = [JSONMember("code", .string(code))]
        if let detail { members.append(JSONMember("detail", .string(detail))) }
        return .object(members)
    }
}
