import ArgumentParser

extension DraftFile: ExpressibleByArgument {
    /// `act`, `ect`, or a draft's full name.
    init?(argument: String) {
        guard let draft = Self.all.first(where: { $0.name == argument || $0.shortName == argument }) else {
            return nil
        }
        self = draft
    }

    /// `act` or `ect`: the enumeration's prefix.
    var shortName: String { String(prefix.dropFirst(4).dropLast()) }

    static var allValueStrings: [String] { all.map(\.shortName) }

    var defaultValueDescription: String { shortName }
}
