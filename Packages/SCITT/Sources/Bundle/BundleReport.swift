import ACT
public import Audit
import Claims
public import ECT
import Encoding

/// What a bundle is worth: a verdict for each token, one on the graph, and one for all.
public struct BundleReport: Sendable {
    /// What was found of the tokens; `line` is the token's index plus one. Approval tokens have no entry.
    public private(set) var audit = AuditReport()
    /// What came of each anchor, in their order.
    public internal(set) var anchors: [Result<VerifiedAnchor, SCITTError>] = []
    /// What is wrong with the bundle itself; empty for one that is as it was written.
    public internal(set) var flaws: [SCITTError]
    /// Whether the sender judged by the same trust file; nil where the bundle does not say. It changes no
    /// verdict.
    public let hasSamePolicy: Bool?
    /// How many tokens there are, approvals included.
    public let tokenCount: Int

    var approvals: Set<Int> = []
    private let minimumLevel: AssuranceLevel
    private let requiresAnchors: Bool
    private var anchoring: [Anchoring]
    /// The entry of each token; -1 for an approval.
    private var entries: [Int32]

    /// Whether a token is anchored.
    public enum Anchoring: Sendable {
        /// No statement covers it.
        case none
        /// The first anchor that does, by its index.
        case anchored(by: Int)
        /// A statement covers it, and this is wrong with it.
        case refused(SCITTError)
    }

    /// One token of the bundle.
    public struct Element: Sendable {
        /// Its index.
        public let index: Int
        /// What the audit found; nil for an approval token, which counts with the record that needs it.
        public let entry: AuditReport.Entry?
        /// What came of it: the audit's finding, and the demands that its anchor was to meet.
        public let finding: AuditReport.Finding?
        /// Whether it is anchored.
        public let anchoring: Anchoring
        /// The assurance level with the evidence of its anchor; nil for mandates, approvals and what was refused.
        public let level: AssuranceLevel?
    }

    /// The worst verdict on a record.
    public enum Verdict: String, Hashable, Sendable {
        case authorized
        case unproven
        case invalid
    }

    init(
        tokenCount: Int, flaws: [SCITTError], minimumLevel: AssuranceLevel, requiresAnchors: Bool,
        hasSamePolicy: Bool?
    ) {
        self.tokenCount = tokenCount
        self.flaws = flaws
        self.minimumLevel = minimumLevel
        self.requiresAnchors = requiresAnchors
        self.hasSamePolicy = hasSamePolicy
        anchoring = Array(repeating: .none, count: tokenCount)
        entries = Array(repeating: -1, count: tokenCount)
    }

    mutating func take(_ audit: AuditReport) {
        self.audit = audit
        for (place, entry) in audit.entries.enumerated() where entries.indices.contains(entry.line - 1) {
            entries[entry.line - 1] = Int32(place)
        }
    }

    /// Raises the anchored records of the audit to L3, and holds the effective levels against a minimum.
    mutating func raise(minimumEffective: AssuranceLevel?) {
        for (token, standing) in anchoring.enumerated() where entries[token] >= 0 {
            if case .anchored = standing { audit.raise(Int(entries[token])) }
        }
        if let minimumEffective { audit.demand(effective: minimumEffective) }
    }

    /// Notes what one statement says of a token: one good anchor is not spoiled by a bad one.
    mutating func note(_ token: Int, _ finding: Anchoring) {
        switch (anchoring[token], finding) {
        case (.none, _), (.refused, .anchored): anchoring[token] = finding
        default: break
        }
    }

    /// Type and subject of a token that verified.
    func description(of token: Int) -> (type: RecordType, subject: RecordSubject)? {
        entry(of: token).flatMap { $0.isRefused ? nil : $0.described }
    }

    private func entry(of token: Int) -> AuditReport.Entry? {
        guard entries.indices.contains(token), entries[token] >= 0 else { return nil }
        return audit.entries[Int(entries[token])]
    }

    /// The token with that index; nil where there is none.
    public func element(at index: Int) -> Element? {
        guard anchoring.indices.contains(index) else { return nil }
        let entry = entry(of: index)
        let level = level(of: entry, anchoring[index])
        return Element(
            index: index, entry: entry, finding: entry.map { finding(of: $0, level, anchoring[index]) },
            anchoring: anchoring[index], level: level)
    }

    private func level(of entry: AuditReport.Entry?, _ anchoring: Anchoring) -> AssuranceLevel? {
        guard let entry, let level = entry.level.flatMap({ AssuranceLevel($0) }) else { return nil }
        if case .refused = entry.finding { return nil }
        guard level >= .level2, case .anchored = anchoring else { return level }
        return .level3
    }

    private func finding(
        of entry: AuditReport.Entry, _ level: AssuranceLevel?, _ anchoring: Anchoring
    ) -> AuditReport.Finding {
        if case .refused = entry.finding { return entry.finding }
        if entry.kind == .ect, let level, level < minimumLevel {
            let error = ECTError.level(level, minimum: minimumLevel)
            return .refused(
                code: error.code, requirement: error.requirement.name, detail: error.description)
        }
        guard requiresAnchors else { return entry.finding }
        let requirement = ACTRequirement.bundleAnchor
        switch anchoring {
        case .anchored: return entry.finding
        case .refused(let error):
            return .refused(
                code: error.code, requirement: error.requirement?.description, detail: error.description)
        case .none:
            return .refused(
                code: "act-bundle-anchor", requirement: requirement.name,
                detail: "no statement covers the token")
        }
    }

    /// All tokens, in their order.
    public var elements: some Sequence<Element> {
        (0..<tokenCount).lazy.compactMap { element(at: $0) }
    }

    /// How many tokens are anchored.
    public var anchored: Int { anchoring.count { if case .anchored = $0 { true } else { false } } }

    /// How many tokens were refused.
    public var refused: Int { elements.count { $0.finding?.code == "invalid" } }

    //= ACT#req-act-bundle-verdict
    //# A verifier MUST report a verdict for each record, the verdict on the graph, and for the bundle the
    //# worst verdict on a record: invalid, else unproven, else authorized.
    /// The verdict on the bundle: invalid where anything in it is refused or it is not as it was written, else
    /// the worst verdict on a record. The verdict on the graph is `audit.graph`.
    public var verdict: Verdict {
        guard flaws.isEmpty else { return .invalid }
        var verdict = Verdict.authorized
        for element in elements {
            switch element.finding {
            case .refused?: return .invalid
            case .unproven?: verdict = .unproven
            default: break
            }
        }
        return verdict
    }
}
