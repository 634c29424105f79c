/// What stands between `{:` and `}`: an anchor, and members such as `title="…"`.
struct AttributeList: Equatable {
    private(set) var anchor: String?
    private(set) var members: [String: String] = [:]

    /// Reads the list at the start of `text`, if there is one, up to its closing brace.
    init?(at text: some StringProtocol) {
        guard text.hasPrefix("{:"), !text.hasPrefix("{::") else { return nil }
        var rest = text.dropFirst(2)[...]
        while true {
            rest = rest.drop { $0 == " " }
            guard let first = rest.first else { return nil }
            if first == "}" { return }
            if first == "#" {
                let name = rest.dropFirst().prefix { $0 != " " && $0 != "}" }
                anchor = String(name)
                rest = rest[name.endIndex...]
                continue
            }
            let name = rest.prefix { $0 != "=" && $0 != " " && $0 != "}" }
            rest = rest[name.endIndex...]
            guard rest.first == "=" else {
                members[String(name)] = ""
                continue
            }
            rest = rest.dropFirst()
            let quote: Character? = rest.first == "\"" ? "\"" : nil
            if quote != nil { rest = rest.dropFirst() }
            let value = rest.prefix { quote != nil ? $0 != quote : $0 != " " && $0 != "}" }
            members[String(name)] = String(value)
            rest = rest[value.endIndex...].dropFirst(quote == nil ? 0 : 1)
        }
    }
}
