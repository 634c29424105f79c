public import ACT
public import Claims
public import Encoding

/// One task that a workload carried out: what an ECT is issued about.
public struct Execution: Sendable {
    /// What was done, 1 to 128 octets.
    public var action: ExactString
    /// The workflow.
    public var workflow: UUIDText?
    /// The tasks that it followed from.
    public var predecessors: [UUIDText] = []
    /// The mandate under which it was done.
    public var mandate: VerifiedMandate?
    /// The SHA-256 of what it was given; nil where there is nothing to commit to.
    public var input: ContentHash?
    /// The SHA-256 of what came out.
    public var output: ContentHash?

    /// A task.
    public init(_ action: ExactString, workflow: UUIDText? = nil, predecessors: [UUIDText] = []) {
        self.action = action
        self.workflow = workflow
        self.predecessors = predecessors
    }
}

/// An ECT that this workload issued and has kept.
public struct RecordedExecution: Hashable, Sendable {
    /// The task's identifier: what those that follow from it name in `pred`.
    public let identifier: UUIDText
    /// The ECT in compact form.
    public let token: String
}
