public import Testing

/// Says which requirements of the drafts a test or a suite verifies, by their names `ACT#req-…` and
/// `ECT#req-…`, so that tests and requirements can be joined.
///
/// ```swift
/// @Test("an unsigned token is refused", .verifies("ECT#req-ect-l1-none")) func …
/// ```
public struct Verifies: TestTrait, SuiteTrait {
    /// The requirements.
    public let requirements: [String]
}

extension Trait where Self == Verifies {
    /// The test shows that these requirements are kept.
    public static func verifies(_ requirements: String...) -> Verifies {
        Verifies(requirements: requirements)
    }

    /// The test shows that these requirements are kept: a table's, one a row.
    public static func verifies(_ requirements: [String]) -> Verifies {
        Verifies(requirements: Set(requirements).sorted())
    }
}
