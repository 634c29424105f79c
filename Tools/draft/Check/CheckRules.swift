/// All rules, in the order of `draft check --help`.
enum CheckRules {
    static let all: [any CheckRule.Type] = [
        FrontMatterRule.self, DocumentNameRule.self, AbstractRule.self, SectionRule.self, AnchorRule.self,
        DeclaredReferenceRule.self, CitedReferenceRule.self, CachedReferenceRule.self, TextReferenceRule.self,
        SiblingSectionRule.self, KeyWordRule.self, RequirementRule.self, RetiredRequirementRule.self,
        SharedClaimRule.self,
        SharedTermRule.self, IncludeRule.self, GeneratedRule.self, CodeTypeRule.self, JSONRule.self,
        ABNFRule.self,
        TokenRule.self,
        ShownClaimsRule.self, MandateHashRule.self, ExampleHostRule.self, ExampleAddressRule.self,
        CharacterRule.self, LineWidthRule.self, RepeatedWordRule.self,
    ]

    /// What is wrong with the drafts, the ignore list taken into account; with the programs, also with what they
    /// make of drafts that are right so far.
    static func findings(programs: DraftPrograms?) throws -> [Finding] {
        var findings: [Finding] = []
        do {
            let drafts = try DraftSet()
            findings = try all.flatMap { try $0.findings(in: drafts) }
        } catch let error as UnreadableDraft {
            return [error.finding]
        }
        findings = try IgnoreList().filter(findings)
        if let programs, findings.isEmpty { findings = try BuildCheck.findings(programs: programs) }
        return findings.sorted()
    }

    /// A line for each rule, those of the build and of the ignore list included.
    static var help: String {
        let own = all.map { (name: $0.name, about: $0.about) }
        let others =
            DraftBuild.rules + [(name: "ignore", about: "Every entry of the ignore list ignores a finding.")]
        return (own + others).map { "\($0.name): \($0.about)" }.joined(separator: "\n")
    }
}
