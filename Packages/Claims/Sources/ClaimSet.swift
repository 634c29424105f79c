public import Encoding

/// The claims of a payload, read by their definitions.
///
/// `init` checks presence and type of every claim that the rules name; the readers below then check the
/// grammar of one claim each. Claims that no rule names are ignored (RFC 7519 §4).
public struct ClaimSet: Sendable {
    /// The payload's object.
    public let root: JSONNode

    /// Reads the JSON of a payload, which must be an object.
    public init(parsing payload: [UInt8], limits: JSONLimits = .token) throws(ClaimError) {
        do { root = try JSONDocument(parsing: payload, limits: limits).root } catch { throw .json(error) }
        guard root.kind == .object else { throw .notAnObject }
    }

    /// An object within another document.
    public init(_ node: JSONNode, of claim: ClaimDefinition) throws(ClaimError) {
        guard node.kind == .object else { throw .wrongType(claim.name, expected: "an object") }
        root = node
    }

    /// Checks presence and JSON type of the claims that `rules` name.
    public func check(_ rules: [ClaimRule]) throws(ClaimError) { try check(rules[...]) }

    /// Checks presence and JSON type of the claims that `rules` name.
    public func check(_ rules: ArraySlice<ClaimRule>) throws(ClaimError) {
        for rule in rules {
            guard let node = root[rule.claim.name] else {
                if rule.presence == .required { throw .missing(rule.claim.name) }
                continue
            }
            if let expected = rule.claim.type.mismatch(node) {
                throw .wrongType(rule.claim.name, expected: expected)
            }
        }
    }

    /// Whether the claim is there.
    public func has(_ claim: ClaimDefinition) -> Bool { root[claim.name] != nil }

    /// A string, as it is; nil where the claim is absent.
    public func string(_ claim: ClaimDefinition) throws(ClaimError) -> ExactString? {
        guard let node = root[claim.name] else { return nil }
        guard let text = node.string else { throw .wrongType(claim.name, expected: "a string") }
        return text
    }

    /// The identifier of a party.
    public func stringOrURI(_ claim: ClaimDefinition) throws(ClaimError) -> ExactString? {
        guard let text = try string(claim) else { return nil }
        guard StringOrURI.isValid(text) else { throw .invalid(claim.name, .notAStringOrURI) }
        return text
    }

    /// A date in whole seconds; a fraction, an exponent or a date out of range is refused.
    public func date(_ claim: ClaimDefinition) throws(ClaimError) -> NumericDate? {
        guard let node = root[claim.name] else { return nil }
        guard node.kind == .number else { throw .wrongType(claim.name, expected: "a number") }
        //= ACT#req-act-json-integer
        //# integer: A number that this document defines MUST be written without fraction and exponent, not
        //# as -0, and lie between -(2^53 - 1) and 2^53 - 1.
        guard let seconds = node.integer else { throw .invalid(claim.name, .notAnIntegerDate) }
        //= ACT#req-act-numericdate
        //# It MUST be an integer that is not negative.
        guard let date = NumericDate(seconds) else { throw .invalid(claim.name, .outOfRange) }
        return date
    }

    /// A UUID.
    public func uuid(_ claim: ClaimDefinition) throws(ClaimError) -> UUIDText? {
        guard let text = try string(claim) else { return nil }
        guard let uuid = UUIDText(text) else { throw .invalid(claim.name, .notAUUID) }
        return uuid
    }

    /// An action name.
    public func action(_ claim: ClaimDefinition) throws(ClaimError) -> Action? {
        guard let text = try string(claim) else { return nil }
        guard let action = Action(text) else { throw .invalid(claim.name, .notAnAction) }
        return action
    }

    /// A SHA-256 value.
    public func hash(_ claim: ClaimDefinition) throws(ClaimError) -> ContentHash? {
        guard let text = try string(claim) else { return nil }
        guard let hash = ContentHash(text) else { throw .invalid(claim.name, .notAHash) }
        return hash
    }

    /// One or more parties.
    public func audience(_ claim: ClaimDefinition = .audience) throws(ClaimError) -> Audience? {
        guard let node = root[claim.name] else { return nil }
        if let text = node.string {
            guard let audience = Audience([text], isSingleString: true) else {
                throw .invalid(claim.name, .notAStringOrURI)
            }
            return audience
        }
        guard node.kind == .array else {
            throw .wrongType(claim.name, expected: "a string or an array of strings")
        }
        let parties = try strings(claim.name, node, limit: .max)
        if parties.isEmpty { throw .invalid(claim.name, .empty) }
        guard let audience = Audience(parties) else { throw .invalid(claim.name, .notAStringOrURI) }
        return audience
    }

    /// The predecessors of the task `task`.
    public func predecessors(
        _ claim: ClaimDefinition = .predecessors, of task: UUIDText, limit: Int = Predecessors.limit
    ) throws(ClaimError) -> Predecessors? {
        guard let node = root[claim.name] else { return nil }
        guard node.kind == .array else { throw .wrongType(claim.name, expected: "an array of strings") }
        var identifiers: [UUIDText] = []
        for text in try strings(claim.name, node, limit: limit) {
            guard let uuid = UUIDText(text) else { throw .invalid(claim.name, .notAUUID) }
            identifiers.append(uuid)
        }
        return try Predecessors(identifiers, of: task, limit: limit)
    }

    /// The strings of an array, no more than `limit`.
    public func strings(_ name: String, _ node: JSONNode, limit: Int) throws(ClaimError) -> [ExactString] {
        var strings: [ExactString] = []
        for element in node.elements {
            guard let text = element.string else { throw .wrongType(name, expected: "an array of strings") }
            guard strings.count < limit else { throw .invalid(name, .tooMany) }
            strings.append(text)
        }
        return strings
    }
}

extension JSONNode {
    /// Whether this is an object that has the members of `rules` and no others, each of its JSON type.
    public func isObject(of rules: [ClaimRule]) -> Bool {
        guard kind == .object else { return false }
        var known = 0
        for rule in rules {
            if let member = self[rule.claim.name] {
                guard rule.claim.type.mismatch(member) == nil else { return false }
                known += 1
            } else if rule.presence == .required {
                return false
            }
        }
        return known == count
    }
}

extension ClaimType {
    /// What `node` should have been, where its JSON type is another.
    func mismatch(_ node: JSONNode) -> String? {
        switch self {
        case .stringOrURI, .string, .uuid, .action, .hash: node.kind == .string ? nil : "a string"
        case .numericDate, .integer: node.kind == .number ? nil : "a number"
        case .audience:
            node.kind == .string || node.kind == .array ? nil : "a string or an array of strings"
        case .identifiers: node.kind == .array ? nil : "an array of strings"
        case .objects: node.kind == .array ? nil : "an array of objects"
        case .object: node.kind == .object ? nil : "an object"
        }
    }
}

extension Optional {
    /// The value of a claim that must be there.
    public func required(_ claim: ClaimDefinition) throws(ClaimError) -> Wrapped {
        guard let self else { throw .missing(claim.name) }
        return self
    }
}
