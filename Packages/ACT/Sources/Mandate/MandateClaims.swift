public import Claims
public import Encoding

/// The claims of a mandate: who may do what, for which task.
public struct MandateClaims: Hashable, Sendable {
    /// `iss`: who grants.
    public var issuer: ExactString
    /// `sub`: the agent that may act.
    public var subject: ExactString
    /// `aud`: who will verify.
    public var audience: Audience
    /// `iat`
    public var issuedAt: NumericDate
    /// `exp`: until when it may be exercised.
    public var expiration: NumericDate
    /// `nbf`: from when it may be exercised.
    public var notBefore: NumericDate?
    /// `jti`: a version 4 UUID, also the task's.
    public var identifier: UUIDText
    /// `wid`: the workflow.
    public var workflow: UUIDText?
    /// `task`: what it is for.
    public var task: ACTTask
    /// `cap`: what may be done.
    public var capabilities: Capabilities
    /// `oversight`: what has to be approved first.
    public var oversight: Oversight?
    /// `del`: absent means that it may not be passed on.
    public var delegation: Delegation?

    /// Claims of a mandate.
    public init(
        issuer: ExactString, subject: ExactString, audience: Audience, issuedAt: NumericDate,
        expiration: NumericDate, notBefore: NumericDate? = nil, identifier: UUIDText,
        workflow: UUIDText? = nil, task: ACTTask, capabilities: Capabilities, oversight: Oversight? = nil,
        delegation: Delegation? = nil
    ) {
        self.issuer = issuer
        self.subject = subject
        self.audience = audience
        self.issuedAt = issuedAt
        self.expiration = expiration
        self.notBefore = notBefore
        self.identifier = identifier
        self.workflow = workflow
        self.task = task
        self.capabilities = capabilities
        self.oversight = oversight
        self.delegation = delegation
    }

    /// Reads the mandate claims of a payload: presence, types, grammar.
    public init(_ claims: ClaimSet) throws(ACTError) {
        do throws(ClaimError) {
            //= ACT#req-act-unknown-claims
            //# Claims that this document does not define MAY be present.
            try claims.check(ACTClaims.mandate)
            // `check` has seen every required claim, so a missing one can't get here.
            issuer = try claims.stringOrURI(.issuer).required(.issuer)
            subject = try claims.stringOrURI(.subject).required(.subject)
            audience = try claims.audience().required(.audience)
            issuedAt = try claims.date(.issuedAt).required(.issuedAt)
            expiration = try claims.date(.expiration).required(.expiration)
            guard expiration > issuedAt else { throw .invalid("exp", .contradiction) }
            notBefore = try claims.date(.notBefore)
            if let notBefore, notBefore >= expiration { throw .invalid("nbf", .contradiction) }
            identifier = try claims.uuid(.identifier).required(.identifier)
            guard identifier.isVersion4 else { throw .invalid("jti", .notAUUIDVersion4) }
            workflow = try claims.uuid(.workflow)
        } catch {
            throw .claim(error)
        }
        guard let task = claims.root["task"], let capabilities = claims.root["cap"] else {
            throw .rule(.task)
        }
        self.task = try ACTTask(parsing: task)
        self.capabilities = try Capabilities(parsing: capabilities)
        if let node = claims.root["oversight"] { oversight = try Oversight(parsing: node) }
        if let node = claims.root["del"] { delegation = try Delegation(parsing: node) }
    }

    /// The payload: the claims in the order of the draft's table.
    public func encode() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("iss", issuer)
        writer.member("sub", subject)
        writer.member("aud", audience.value)
        writer.member("iat", issuedAt.seconds)
        writer.member("exp", expiration.seconds)
        if let notBefore { writer.member("nbf", notBefore.seconds) }
        writer.member("jti", identifier.text)
        if let workflow { writer.member("wid", workflow.text) }
        writer.member("task", task.value)
        writer.member("cap", capabilities.value)
        if let oversight { writer.member("oversight", oversight.value) }
        if let delegation { writer.member("del", delegation.value) }
        writer.endObject()
        return writer.octets
    }
}
