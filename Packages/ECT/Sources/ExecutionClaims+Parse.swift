import Claims
import Encoding

/// The claims that are read before the others: issuer, audience and times.
struct EnvelopeClaims {
    let issuer: ExactString?
    let audience: Audience?
    let issuedAt: NumericDate
    let expiration: NumericDate

    /// How many claims of the lists in `ECTClaims` these are.
    static let count = 4

    init(_ claims: ClaimSet, _ rules: [ClaimRule]) throws(ECTError) {
        do throws(ClaimError) {
            try claims.check(rules.prefix(Self.count))
            issuer = try claims.stringOrURI(.issuer)
            audience = try claims.audience()
            issuedAt = try claims.date(.issuedAt).required(.issuedAt)
            expiration = try claims.date(.expiration).required(.expiration)
            guard expiration > issuedAt else { throw .invalid("exp", .contradiction) }
        } catch {
            throw .claim(error)
        }
    }
}

extension ExecutionClaims {
    /// Reads the remaining claims, by the names of the current revision or, where `readsDraft00`, of -00 too.
    init(
        _ claims: ClaimSet, _ envelope: EnvelopeClaims, _ rules: [ClaimRule], predecessorLimit: Int,
        readsDraft00: Bool
    ) throws(ECTError) {
        //= ECT#req-ect-unknown-claims
        //# A verifier MUST ignore a claim that it does not know
        let names = try Names(claims, readsDraft00: readsDraft00)
        do throws(ClaimError) {
            try claims.check(names.applied(to: rules.dropFirst(EnvelopeClaims.count)))
            identifier = try claims.uuid(.identifier).required(.identifier)
            workflow = try claims.uuid(.workflow)
            action = try claims.string(.executedAction).required(.executedAction)
            guard !action.isEmpty else { throw .invalid("exec_act", .empty) }
            guard action.utf8.count <= Self.actionLimit else { throw .invalid("exec_act", .tooLong) }
            predecessors = try claims.predecessors(
                names.predecessors, of: identifier, limit: predecessorLimit
            ).required(names.predecessors)
            inputHash = try claims.hash(.inputHash)
            outputHash = try claims.hash(.outputHash)
            mandateHash = try claims.hash(.mandateHash)
            if let node = claims.root[names.extensions.name] {
                guard node.text.count <= Self.extensionsLimit else { throw .invalid("ect_ext", .tooLong) }
                guard node.depth <= Self.extensionsDepth else { throw .invalid("ect_ext", .tooDeep) }
                //= ECT#req-ect-ext-unknown
                //# A verifier MUST ignore a member of 'ect_ext' that it does not know.
                extensions = node.value
            }
        } catch {
            throw .claim(error)
        }
        issuer = envelope.issuer
        audience = envelope.audience
        issuedAt = envelope.issuedAt
        expiration = envelope.expiration
        if claims.root["sub"] != nil { throw .rule(.noSub) }
        if claims.root["pol"] != nil || claims.root["pol_decision"] != nil { throw .rule(.noPolicy) }
    }

    /// The names of the two claims that revision -00 called otherwise.
    private struct Names {
        var predecessors = ClaimDefinition.predecessors
        var extensions = ClaimDefinition.extensions
        private let areOld: Bool

        init(_ claims: ClaimSet, readsDraft00: Bool) throws(ECTError) {
            let oldPredecessors = claims.has(.draft00Predecessors)
            let oldExtensions = claims.has(.draft00Extensions)
            areOld = oldPredecessors || oldExtensions
            guard areOld else { return }
            //= ECT#req-ect-compat-switch
            //# An implementation MUST NOT read the names of revision -00 unless its configuration turns the
            //# compatibility mode on.
            guard readsDraft00 else { throw .rule(.oldNames) }
            if oldPredecessors {
                guard !claims.has(.predecessors) else { throw .rule(.compatBoth) }
                predecessors = .draft00Predecessors
            }
            if oldExtensions {
                guard !claims.has(.extensions) else { throw .rule(.compatBoth) }
                extensions = .draft00Extensions
            }
        }

        //= ECT#req-ect-compat-read
        //# In compatibility mode a verifier MUST apply every rule for 'pred' to 'par', and every rule for
        //# 'ect_ext' to 'ext'.
        /// The rules, under the names that the token has.
        func applied(to rules: ArraySlice<ClaimRule>) -> ArraySlice<ClaimRule> {
            guard areOld else { return rules }
            return rules.map { rule in
                switch rule.claim {
                case .predecessors: .required(predecessors)
                case .extensions: .optional(extensions)
                default: rule
                }
            }[...]
        }
    }
}
