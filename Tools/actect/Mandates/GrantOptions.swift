import ACT
import ArgumentParser
import Claims
import Encoding

/// What a mandate grants.
struct GrantOptions: ParsableArguments {
    @Option(help: "The agent that may act.")
    var sub: String

    @Option(help: "Who will verify; may be given several times.")
    var aud: [String]

    @Option(help: "Why, in words.")
    var purpose: String

    @Option(help: "An action that is granted without limits; may be given several times.")
    var allow: [String] = []

    @Option(
        help: ArgumentHelp(
            "An action with constraints, {\"action\", \"constraints\"}; may be given several times.",
            valueName: "json"))
    var cap: [String] = []

    @Option(help: ArgumentHelp("How long the mandate may be exercised.", valueName: "seconds"))
    var ttl: Int64 = 3600

    @Option(help: "The sensitivity of the data: public, internal, confidential or restricted.")
    var sensitivity: String?

    @Option(help: "An action that needs approval; may be given several times.")
    var approve: [String] = []

    @Option(help: "Who approves.")
    var approver: String?

    /// The claims of a mandate; nothing later than the parent's end.
    func claims(
        issuer: ExactString, workflow: UUIDText?, now: NumericDate, delegation: Delegation?,
        parent: MandateClaims? = nil
    ) throws -> MandateClaims {
        guard ttl > 0 else { throw CommandFailure(.usage, "--ttl must be 1 or more") }
        var task = ACTTask(purpose: ExactString(purpose))
        if let sensitivity {
            guard let level = Sensitivity(rawValue: sensitivity) else {
                throw CommandFailure(.usage, "--sensitivity: public, internal, confidential or restricted")
            }
            task.dataSensitivity = level
        }
        let end = now.advanced(by: ttl)
        return MandateClaims(
            issuer: issuer, subject: try Value.identifier(sub, "--sub"),
            audience: try Value.audience(aud, "--aud"), issuedAt: now,
            expiration: min(end, parent?.expiration ?? end), notBefore: parent?.notBefore,
            identifier: try Value.freshUUID(), workflow: workflow, task: task,
            capabilities: try capabilities(), oversight: try oversight(), delegation: delegation)
    }

    private func capabilities() throws -> Capabilities {
        var list = try allow.map { Capability(try Value.action($0, "--allow")) }
        for text in cap {
            do {
                list.append(try Capability(parsing: JSONDocument(parsing: text).root))
            } catch let error as ACTError where error.requirement == .conUnknown {
                throw CommandFailure(
                    .usage,
                    """
                    --cap: a constraint must be max_calls, max_amount, not_before, not_after, resources, \
                    max_sensitivity or params
                    """)
            } catch {
                throw CommandFailure(.usage, "--cap: \(error)")
            }
        }
        return try Capabilities(list)
    }

    private func oversight() throws -> Oversight? {
        guard !approve.isEmpty || approver != nil else { return nil }
        guard let approver, !approve.isEmpty else {
            throw CommandFailure(.usage, "--approve and --approver go together")
        }
        return Oversight(
            requiresApprovalFor: try approve.map { try Value.action($0, "--approve") },
            approver: try Value.identifier(approver, "--approver"))
    }
}
