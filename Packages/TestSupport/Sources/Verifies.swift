public import Testing

/// Says which requirements of the drafts a test verifies, by their names `ACT#req-…` and `ECT#req-…`.
///
/// ```swift
/// @Test("an unsigned token is refused", .verifies("ECT#req-ect-l1-none")) func …
/// ```
///
/// Where the environment variable `ACTECT_TRACE_OUTPUT` names a file, each case of the test that ran adds a line
/// for each requirement to it, with what became of the case: `Tools/test` has `draft trace` join them with the
/// drafts. A suite's requirements are those of each of its tests.
public struct Verifies: TestTrait, SuiteTrait, TestScoping {
    /// The requirements.
    public let requirements: [String]

    /// Holds for the tests of a suite, each on its own.
    public var isRecursive: Bool { true }

    /// Runs a case of a test and records what it showed.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let evidence = Evidence(requirements)
        let watch: IssueHandlingTrait = .compactMapIssues { issue in
            if issue.isFailure { evidence.fail() }
            return issue
        }
        do {
            try await Evidence.$current.withValue(evidence) {
                try await watch.provideScope(for: test, testCase: testCase, performing: function)
            }
        } catch {
            evidence.fail()
            evidence.write(for: test)
            throw error
        }
        evidence.write(for: test)
    }

    /// The case that runs, of a test with this trait, verifies a requirement too: that of a row in a table, or of
    /// a vector. `name` says which row; a vector is named by its file, a colon and its name.
    public static func record(_ requirement: String, in name: String) {
        guard let evidence = Evidence.current else {
            Issue.record("\(requirement) is recorded in a test without the trait .verifies")
            return
        }
        evidence.add(requirement, name)
    }
}

extension Trait where Self == Verifies {
    /// The test shows that these requirements are kept. Without any, it says which as it runs:
    /// ``Verifies/record(_:in:)``.
    public static func verifies(_ requirements: String...) -> Verifies {
        Verifies(requirements: requirements)
    }
}
