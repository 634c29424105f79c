/// What is known of a requirement.
enum RequirementState: String, CaseIterable {
    /// A test that names it failed.
    case failing
    /// Neither code nor a test names it.
    case open
    /// It is to be done, and the file of exceptions says so.
    case todo
    /// A test names it, and no code.
    case unimplemented
    /// Code names it, and no test that ran.
    case untested
    /// It is beyond this code, for a reason.
    case excepted
    /// It follows from a verified one, for a reason.
    case implied
    /// Code names it, and a test that ran and passed.
    case verified

    /// Whether a statement of the level MUST may be left so.
    var isSettled: Bool { rank >= 3 }

    /// Less is worse: a requirement that sinks has regressed.
    var rank: Int {
        switch self {
        case .failing: 0
        case .open, .todo: 1
        case .unimplemented, .untested: 2
        case .excepted, .implied: 3
        case .verified: 4
        }
    }
}
