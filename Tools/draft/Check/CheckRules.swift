/// All rules, in the order of `draft check --help`.
enum CheckRules {
    static let all: [any CheckRule.Type] = [
        FrontMatterRule.self, DocumentNameRule.self, AbstractRule.self, SectionRule.self, AnchorRule.self,
        DeclaredReferenceRule.self, CitedReferenceRule.self, CachedReferenceRule.self, TextReferenceRule.self,
        SiblingSectionRule.self, KeyWordRule.self, RequirementRule.self, RetiredRequirementRule.self,
        SharedClaimRule.self,
        SharedTermRule.self, IncludeRule.self, CodeTypeRule.self, JSONRule.self, ABNFRule.self,
        TokenRule.self,
        ShownClaimsRule.self, MandateHashRule.self, ExampleHostRule.self, ExampleAddressRule.self,
        CharacterRule.self, LineWidthRule.self, RepeatedWordRule.self,
    ]

    /// A line for each rule, those of the build and of the ignore list included.
    static var help: String {
        let own = all.map { (name: $0.name, about: $0.about) }
        let others =
            DraftBuild.rules + [(name: "ignore", about: "Every entry of the ignore list ignores a finding.")]
        return (own + others).map { "\($0.name): \($0.about)" }.joined(separator: "\n")
    }
}
