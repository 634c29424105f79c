public import Claims
public import Encoding

/// `oversight`: actions that a further party approves before they are executed.
public struct Oversight: Hashable, Sendable {
    /// The actions; at least one, none twice.
    public var requiresApprovalFor: [Action]
    /// Who approves.
    public var approver: ExactString
    /// An approval token, where the issuer had it already.
    public var approval: ExactString?

    /// Oversight of actions by an approver.
    public init(requiresApprovalFor actions: [Action], approver: ExactString, approval: ExactString? = nil) {
        requiresApprovalFor = actions
        self.approver = approver
        self.approval = approval
    }

    init(parsing node: JSONNode) throws(ACTError) {
        guard node.kind == .object, let list = node["requires_approval_for"], let party = node["approver"]
        else {
            throw .rule(.oversight)
        }
        let names: Set<ExactString> = ["requires_approval_for", "approver", "approval"]
        for (name, _) in node.members where !names.contains(name) { throw .rule(.oversight) }
        guard list.kind == .array else { throw .rule(.oversightActions) }
        requiresApprovalFor = []
        for element in list.elements {
            guard let action = element.string.flatMap(Action.init) else { throw .rule(.oversightActions) }
            requiresApprovalFor.append(action)
        }
        guard !requiresApprovalFor.isEmpty, Set(requiresApprovalFor).count == requiresApprovalFor.count else {
            throw .rule(.oversightActions)
        }
        guard let approver = party.string, StringOrURI.isValid(approver) else {
            throw .rule(.oversightApprover)
        }
        self.approver = approver
        if let member = node["approval"] {
            guard let token = member.string else { throw .rule(.oversightApproval) }
            approval = token
        }
    }

    var value: JSONValue {
        var members = [
            JSONMember("requires_approval_for", .array(requiresApprovalFor.map { .string($0.text) })),
            JSONMember("approver", .string(approver)),
        ]
        if let approval { members.append(JSONMember("approval", .string(approval))) }
        return .object(members)
    }
}
