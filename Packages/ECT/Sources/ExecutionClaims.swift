public import Claims
public import Encoding

/// The claims of an ECT: one task, carried out by its issuer.
public struct ExecutionClaims: Hashable, Sendable {
    /// `iss`: who carried the task out; always there when signed.
    public var issuer: ExactString?
    /// `aud`: who is expected to verify; always there when signed.
    public var audience: Audience?
    /// `iat`: when the ECT was made, which is when the task ended.
    public var issuedAt: NumericDate
    /// `exp`: from when it is not accepted live any more.
    public var expiration: NumericDate
    /// `jti`: of the token and of the task.
    public var identifier: UUIDText
    /// `wid`: the workflow.
    public var workflow: UUIDText?
    /// `exec_act`: what was done, 1 to 128 octets.
    public var action: ExactString
    /// `pred`: the tasks that it followed from.
    public var predecessors: Predecessors
    /// `inp_hash`
    public var inputHash: ContentHash?
    /// `out_hash`
    public var outputHash: ContentHash?
    /// `mnd_hash`: the mandate under which it was done.
    public var mandateHash: ContentHash?
    /// `ect_ext`: an object of at most 4096 octets and 5 levels.
    public var extensions: JSONValue?

    /// The longest `exec_act`, in octets.
    public static let actionLimit = 128
    /// The largest `ect_ext`, in octets as it stands in the payload.
    public static let extensionsLimit = 4096
    /// The deepest nesting of `ect_ext`; the object itself is 1.
    public static let extensionsDepth = 5

    /// Claims of an ECT.
    public init(
        issuer: ExactString?, audience: Audience?, issuedAt: NumericDate, expiration: NumericDate,
        identifier: UUIDText, workflow: UUIDText? = nil, action: ExactString,
        predecessors: Predecessors = .none, inputHash: ContentHash? = nil, outputHash: ContentHash? = nil,
        mandateHash: ContentHash? = nil, extensions: JSONValue? = nil
    ) {
        self.issuer = issuer
        self.audience = audience
        self.issuedAt = issuedAt
        self.expiration = expiration
        self.identifier = identifier
        self.workflow = workflow
        self.action = action
        self.predecessors = predecessors
        self.inputHash = inputHash
        self.outputHash = outputHash
        self.mandateHash = mandateHash
        self.extensions = extensions
    }

    //= ECT#req-ect-compat-write
    //# An issuer MUST NOT write the names of revision -00.
    /// The payload: the claims in the order of the draft's table, in the names of the current revision.
    public func encode() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        if let issuer { writer.member("iss", issuer) }
        if let audience { writer.member("aud", audience.value) }
        writer.member("iat", issuedAt.seconds)
        writer.member("exp", expiration.seconds)
        writer.member("jti", identifier.text)
        if let workflow { writer.member("wid", workflow.text) }
        writer.member("exec_act", action)
        writer.member("pred", predecessors.value)
        if let inputHash { writer.member("inp_hash", inputHash.text) }
        if let outputHash { writer.member("out_hash", outputHash.text) }
        if let mandateHash { writer.member("mnd_hash", mandateHash.text) }
        if let extensions { writer.member("ect_ext", extensions) }
        writer.endObject()
        return writer.octets
    }
}
