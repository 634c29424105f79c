public import Claims
public import Encoding

/// One task of an execution, whatever format it came in.
public struct ImportedTask: Hashable, Sendable {
    /// What it is called in its ECT: `jti`.
    public var identifier: UUIDText
    /// The workflow that it belongs to: `wid`.
    public var workflow: UUIDText
    /// The name of the agent that carried it out, as the source has it.
    public var agent: ExactString
    /// What was done: `exec_act`, in the grammar of ACT.
    public var action: Action
    /// When it ended: `iat`.
    public var endedAt: NumericDate
    /// The tasks that it followed from, as many as the source has: `pred`.
    public var predecessors: [UUIDText]
    /// The hash of its input.
    public var inputHash: ContentHash?
    /// The hash of its output.
    public var outputHash: ContentHash?
    /// What else the source says of it, for `ect_ext`.
    public var details: [JSONMember]

    init(
        identifier: UUIDText, workflow: UUIDText, agent: ExactString, action: Action, endedAt: NumericDate,
        predecessors: [UUIDText] = [], inputHash: ContentHash? = nil, outputHash: ContentHash? = nil,
        details: [JSONMember] = []
    ) {
        self.identifier = identifier
        self.workflow = workflow
        self.agent = agent
        self.action = action
        self.endedAt = endedAt
        self.predecessors = predecessors
        self.inputHash = inputHash
        self.outputHash = outputHash
        self.details = details
    }
}

/// An execution as it was read.
public struct ImportedExecution: Hashable, Sendable {
    /// The form that it was in.
    public let format: SourceFormat
    /// Its tasks, in the order of the source.
    public internal(set) var tasks: [ImportedTask]
    /// How many of them stand for no task of the source: they gather predecessors that are too many for one ECT.
    public internal(set) var joins = 0

    init(_ format: SourceFormat, _ tasks: [ImportedTask]) {
        self.format = format
        self.tasks = tasks
    }

    /// Reads an execution. `now` is what tasks without a time of their own are dated by.
    public init(
        reading source: consuming ImportSource, as format: SourceFormat, now: NumericDate
    ) throws(ImportError) {
        switch format {
        case .otlp: self = try OTLPReader.read(&source, now: now)
        case .wfformat: self = try WfFormatReader.read(source.rest())
        case .messages: self = try MessageReader.read(source.rest(), now: now)
        }
        guard !tasks.isEmpty else { throw .empty }
        boundFanIn()
    }
}
