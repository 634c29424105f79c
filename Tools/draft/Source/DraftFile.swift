/// One of the two drafts, and where the code has its requirements.
struct DraftFile: Hashable {
    /// Its name without revision, which is also that of its files.
    let name: String
    /// What the anchors of its requirements begin with.
    let prefix: String
    /// The name of the enumeration of its requirements.
    let enumeration: String
    /// The file of that enumeration, from the top of the checkout.
    let enumerationPath: String

    /// The draft's file, from the top of the checkout.
    var path: String { "Drafts/\(name).md" }

    static let act = DraftFile(
        name: "draft-nennemann-act", prefix: "req-act-", enumeration: "ACTRequirement",
        enumerationPath: "Packages/ACT/Sources/ACTRequirement.swift")

    static let ect = DraftFile(
        name: "draft-nennemann-wimse-ect", prefix: "req-ect-", enumeration: "ECTRequirement",
        enumerationPath: "Packages/ECT/Sources/ECTRequirement.swift")

    static let all = [act, ect]
}
