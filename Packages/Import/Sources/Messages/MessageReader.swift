import Claims
import Encoding
import Signing

/// Reads a log of messages: a list of objects with `role` and `content`, bare or as `history` or `messages` of
/// an object. Tool calls are followed where the log has them as OpenAI's chat interface writes them.
struct MessageReader {
    private let digest: [UInt8]
    private var tasks: [ImportedTask] = []
    private var outputs: [[UInt8]] = []
    /// What the next message follows from.
    private var frontier: [Int] = []
    /// Of the calls that were made since the last message that is no tool's answer: who made each, and its name.
    private var calls: [ExactString: Call] = [:]
    private var caller: Int?

    private struct Call {
        let caller: Int
        let function: ExactString?
    }

    /// A conversation is one chain, and verifiers follow a chain through 10 000 ancestors and no further (ECT,
    /// "Configuration"). A longer log becomes several workflows.
    static let longestChain = 10_000

    static func read(_ octets: [UInt8], now: NumericDate) throws(ImportError) -> ImportedExecution {
        let document = try SourceDocument(parsing: octets)
        let digest = SHA256.hash(octets)
        let tasks = try document.read { root throws(SourceFault) in
            var reader = MessageReader(digest: digest)
            for message in try list(root) { try reader.add(Message(message)) }
            return reader.dated(now)
        }
        return ImportedExecution(.messages, tasks)
    }

    private init(digest: [UInt8]) {
        self.digest = digest
    }

    private static func list(_ root: JSONNode) throws(SourceFault) -> JSONElements {
        if root.kind == .array { return root.elements }
        guard let list = try root.asObject().optional("history") ?? root.optional("messages") else {
            throw SourceFault(.oneOf(["history", "messages"]), at: root)
        }
        return try list.asArray()
    }

    // MARK: Structure

    private mutating func add(_ message: Message) throws(SourceFault) {
        let at = tasks.count
        let segment = at / Self.longestChain
        var agent = message.speaker
        var action = message.action
        var predecessors = frontier
        if let answered = message.answered {
            guard let call = calls[answered.id] else {
                throw SourceFault(.defined(answered.id, by: "an assistant message before"), at: answered.node)
            }
            predecessors = [call.caller]
            agent = message.name ?? call.function ?? agent
            if let function = call.function { action = ActionName.action("tool." + function.string) }
        }
        let kept = predecessors.filter { $0 / Self.longestChain == segment }
        tasks.append(
            ImportedTask(
                identifier: identifier(at),
                workflow: TaskIdentifier("messages-log").adding(digest).adding(segment).uuid, agent: agent,
                action: action, endedAt: NumericDate(clamping: 0),
                predecessors: kept.map(identifier), inputHash: input(predecessors),
                outputHash: message.output.map { ContentHash(of: $0) },
                details: details(message, cut: predecessors.first { $0 / Self.longestChain != segment })))
        outputs.append(message.output ?? [])
        try move(at, message)
    }

    /// What the following message follows from: the answers to a message's calls where there are any,
    /// otherwise this message.
    private mutating func move(_ at: Int, _ message: Message) throws(SourceFault) {
        if message.answered != nil {
            if let caller, frontier == [caller] { frontier = [] }
            frontier.append(at)
            return
        }
        frontier = [at]
        caller = at
        calls = [:]
        for (id, function, node) in message.calls {
            guard calls.updateValue(Call(caller: at, function: function), forKey: id) == nil else {
                throw SourceFault(.unique(id), at: node)
            }
        }
    }

    private func identifier(_ at: Int) -> UUIDText {
        TaskIdentifier("messages-message").adding(digest).adding(at).uuid
    }

    /// The outputs of the messages that were answered, one after the other.
    private func input(_ predecessors: [Int]) -> ContentHash? {
        if predecessors.count == 1 { return tasks[predecessors[0]].outputHash }
        let octets = predecessors.flatMap { outputs[$0] }
        return octets.isEmpty ? nil : ContentHash(of: octets)
    }

    /// `cut` is a message that this one followed from and does not name, because it ended a workflow.
    private func details(_ message: Message, cut: Int?) -> [JSONMember] {
        var details: [JSONMember] = []
        details.add("role", message.role)
        details.append(JSONMember("index", .integer(Int64(tasks.count))))
        if let cut { details.add("continues", identifier(cut).text) }
        return details
    }

    // MARK: Time

    /// Messages have no times: the last is dated `now`, and each one before it a second earlier.
    private func dated(_ now: NumericDate) -> [ImportedTask] {
        tasks.enumerated().map { at, task in
            var task = task
            task.endedAt = now.advanced(by: -Int64(tasks.count - 1 - at))
            return task
        }
    }
}
