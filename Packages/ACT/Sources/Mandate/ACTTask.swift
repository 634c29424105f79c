import Claims
public import Encoding

/// `task`: what a mandate is for.
public struct ACTTask: Hashable, Sendable {
    /// Why, in words; not empty.
    public var purpose: ExactString
    /// The sensitivity of the data that the task handles.
    public var dataSensitivity: Sensitivity?
    /// The party on whose behalf the task was set up.
    public var createdBy: ExactString?

    /// A task.
    public init(purpose: ExactString, dataSensitivity: Sensitivity? = nil, createdBy: ExactString? = nil) {
        self.purpose = purpose
        self.dataSensitivity = dataSensitivity
        self.createdBy = createdBy
    }

    init(parsing node: JSONNode) throws(ACTError) {
        guard node.kind == .object else { throw .rule(.task) }
        guard let purpose = node["purpose"]?.string, !purpose.isEmpty else { throw .rule(.taskPurpose) }
        self.purpose = purpose
        if let member = node["data_sensitivity"] {
            guard let sensitivity = member.string.flatMap({ Sensitivity(rawValue: $0.string) }) else {
                throw .rule(.taskSensitivity)
            }
            dataSensitivity = sensitivity
        }
        if let member = node["created_by"] {
            guard let party = member.string, StringOrURI.isValid(party) else { throw .rule(.taskCreatedBy) }
            createdBy = party
        }
    }

    var value: JSONValue {
        var members = [JSONMember("purpose", .string(purpose))]
        if let dataSensitivity {
            members.append(JSONMember("data_sensitivity", .string(ExactString(dataSensitivity.rawValue))))
        }
        if let createdBy { members.append(JSONMember("created_by", .string(createdBy))) }
        return .object(members)
    }
}
