import ACT
import Claims
import Encoding

/// What the record of a call will say, decided before the call is passed on. It is kept durably until the record
/// is in the ledger.
struct CallPlan: Hashable, Sendable {
    /// What the record will be.
    enum Form: Hashable, Sendable {
        /// The ACT record of this mandate, whose task the call is.
        case record(mandate: [UInt8])
        /// An ECT for these parties.
        case execution(audience: [ExactString])
    }

    let form: Form
    /// `jti` of the record.
    let identifier: UUIDText
    /// `wid` of the record.
    let workflow: UUIDText?
    /// `exec_act`
    let action: Action
    /// `mnd_hash`
    let mandate: ContentHash
    /// `pred`
    let predecessors: [UUIDText]
    /// `inp_hash`: of the request's content.
    let input: ContentHash
    /// When the call was admitted.
    let started: NumericDate

    /// Whether the call is the task of a mandate for this server.
    var isTask: Bool {
        if case .record = form { true } else { false }
    }
}

/// A call that may be passed on: it is counted, and what was planned is durable.
struct AdmittedCall: Sendable {
    /// Its number in the journal.
    let number: Int64
    let plan: CallPlan
    let mandate: VerifiedMandate
    /// The last second at which the execution may end.
    let end: NumericDate
}

extension CallPlan {
    /// As the journal keeps it.
    func encode() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("jti", identifier.text)
        if let workflow { writer.member("wid", workflow.text) }
        writer.member("act", action.text)
        writer.member("mnd", mandate.text)
        writer.member("pred", JSONValue.array(predecessors.map { .string($0.text) }))
        writer.member("inp", input.text)
        writer.member("started", started.seconds)
        switch form {
        case .record(let token): writer.member("mandate", String(decoding: token, as: UTF8.self))
        case .execution(let audience):
            writer.member("aud", JSONValue.array(audience.map { .string($0) }))
        }
        writer.endObject()
        return writer.octets
    }

    /// Nil for what `encode` has not written.
    init?(parsing octets: [UInt8]) {
        let limits = JSONLimits(octets: 1 << 20, depth: 4, values: 65_536)
        guard let root = try? JSONDocument(parsing: octets, limits: limits).root,
            let identifier = root["jti"]?.string.flatMap(UUIDText.init),
            let action = root["act"]?.string.flatMap(Action.init),
            let mandate = root["mnd"]?.string.flatMap(ContentHash.init),
            let input = root["inp"]?.string.flatMap(ContentHash.init),
            let started = root["started"]?.integer.flatMap(NumericDate.init), let pred = root["pred"]
        else { return nil }
        self.identifier = identifier
        workflow = root["wid"]?.string.flatMap(UUIDText.init)
        self.action = action
        self.mandate = mandate
        self.input = input
        self.started = started
        predecessors = pred.elements.compactMap { $0.string.flatMap(UUIDText.init) }
        if let token = root["mandate"]?.string {
            form = .record(mandate: Array(token.utf8))
        } else {
            form = .execution(audience: root["aud"]?.elements.compactMap(\.string) ?? [])
        }
    }
}
