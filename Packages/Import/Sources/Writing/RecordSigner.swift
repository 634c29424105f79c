import Claims
import ECT
import Encoding
import JOSE

/// Turns tasks into signed ECTs of level 2.
struct RecordSigner: Sendable {
    let format: SourceFormat
    let audience: Audience
    /// By the agent's name.
    let agents: [ExactString: Agent]

    struct Agent: Sendable {
        let identifier: ExactString
        let issuer: ECTIssuer
    }

    /// The default lifetime of an ECT, in seconds (ECT, "Claims").
    private static let lifetime: Int64 = 600

    /// The ECTs of `tasks`, one a line.
    func lines(_ tasks: ArraySlice<ImportedTask>) throws(ImportError) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(tasks.count * 1024)
        for task in tasks {
            lines += try token(task).utf8
            lines.append(UInt8(ascii: "\n"))
        }
        return lines
    }

    private func token(_ task: ImportedTask) throws(ImportError) -> String {
        guard let agent = agents[task.agent] else { preconditionFailure("every agent has its key") }
        do throws(ECTError) {
            return try agent.issuer.issue(claims(task, agent))
        } catch {
            throw .record(error)
        }
    }

    private func claims(_ task: ImportedTask, _ agent: Agent) throws(ECTError) -> ExecutionClaims {
        let predecessors: Predecessors
        do { predecessors = try Predecessors(task.predecessors, of: task.identifier) } catch {
            throw .claim(error)
        }
        var details = [JSONMember("format", .string(ExactString(format.rawValue)))]
        if agent.identifier.utf8.count != task.agent.utf8.count { details.add("agent", task.agent) }
        details += task.details
        return ExecutionClaims(
            issuer: agent.identifier, audience: audience, issuedAt: task.endedAt,
            expiration: task.endedAt.advanced(by: Self.lifetime), identifier: task.identifier,
            workflow: task.workflow, action: task.action.text, predecessors: predecessors,
            inputHash: task.inputHash, outputHash: task.outputHash,
            extensions: .object([JSONMember(Self.extensionName, .object(details))]))
    }

    /// The member of `ect_ext` that says where a record comes from.
    static let extensionName: ExactString = "example.act-ect.import"
}
