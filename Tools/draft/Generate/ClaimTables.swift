import ACT
import Claims
import ECT

/// The tables of claims and their registrations, from the definitions that the verifiers go by.
enum ClaimTables {
    static let actClaims = ACTClaims.mandate + ACTClaims.record
    static let ectClaims = ECTClaims.level2

    static let mandate = table(
        ACTClaims.mandate, "tbl-mandate", "Mandate claims (R: required, O: optional)")
    static let record = table(ACTClaims.record, "tbl-record", "Record claims (R: required, O: optional)")
    static let delegation = members(ACTClaims.delegation, "tbl-del", "Members of del (all required)")
    static let hop = members(ACTClaims.hop, "tbl-hop", "Members of a chain entry (all required)")

    /// The levels have the same claims in the same order; their tests say so.
    static let execution = MarkdownTable(
        header: ["Claim", "Type", "L1", "L2/L3", "Meaning"],
        rows: zip(ECTClaims.level1, ECTClaims.level2).map { unsigned, signed in
            [
                "`\(signed.claim.name)`", signed.claim.type.rawValue, unsigned.presence.letter,
                signed.presence.letter, signed.claim.meaning,
            ]
        }, anchor: "tbl-claims", title: "Claims of an ECT (R: required, O: optional)")

    private static func table(_ rules: [ClaimRule], _ anchor: String, _ title: String) -> MarkdownTable {
        MarkdownTable(
            header: ["Claim", "Type", "Presence", "Meaning"],
            rows: rules.map {
                ["`\($0.claim.name)`", $0.claim.type.rawValue, $0.presence.letter, $0.claim.meaning]
            }, anchor: anchor, title: title)
    }

    private static func members(_ rules: [ClaimRule], _ anchor: String, _ title: String) -> MarkdownTable {
        MarkdownTable(
            header: ["Member", "Type", "Meaning"],
            rows: rules.map { ["`\($0.claim.name)`", $0.claim.type.rawValue, $0.claim.meaning] },
            anchor: anchor, title: title)
    }

    /// The claims that a draft asks IANA to register, each with the section that has its requirement.
    static func registrations(_ rules: [ClaimRule], in source: DraftSource) throws -> [String] {
        let requirements = source.requirements
        let items = try rules.filter { $0.claim.registration == .requested }.flatMap { rule in
            let name = rule.claim.name
            let words = name.split(separator: "_").drop { source.file.prefix.hasSuffix("\($0)-") }
            let anchor = source.file.prefix + words.joined(separator: "-")
            guard let requirement = requirements.first(where: { $0.anchor == anchor }),
                let section = source.section(at: requirement.line)?.anchor
            else { throw GenerateError.claimWithoutRequirement(name, draft: source.file.path) }
            return Prose.item("\(name): \(rule.claim.meaning); {{\(section)}}")
        }
        return ["{: spacing=\"compact\"}"] + items
    }
}

extension Presence {
    fileprivate var letter: String { self == .required ? "R" : "O" }
}
