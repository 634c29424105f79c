package import Encoding

/// Names that the server could take for those that decide: some readers of JSON match names without regard to case,
/// some without regard to how an accented letter is composed, and then the last of two counts.
package enum MemberNames {
    /// The members of a message that decide about it.
    package static let message: Set<ExactString> = ["jsonrpc", "id", "method", "params", "result", "error"]
    /// The members of the `params` of a tool call that decide about it.
    package static let call: Set<ExactString> = ["name", "arguments", "_meta", "task"]

    /// Refuses an object that has a name which could be taken for one of `names` and is not written like it.
    package static func check(_ object: JSONNode?, for names: Set<ExactString>) throws(MCPError) {
        guard let object, let longest = names.map(\.utf8.count).max() else { return }
        let folded = Set(names.map(fold))
        for (name, _) in object.members
        where name.utf8.count <= longest * spread && !names.contains(name) && folded.contains(fold(name)) {
            throw .memberName
        }
    }

    /// How many times as long another spelling can be. To compare longer names would take minutes for one of some MiB.
    private static let spread = 16

    /// Equal for names that a lenient reader takes for the same; strings are equal whether composed or not.
    private static func fold(_ name: ExactString) -> String { name.string.uppercased().lowercased() }
}
