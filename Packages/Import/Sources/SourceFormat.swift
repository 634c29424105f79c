/// The forms of executions that can be imported.
public enum SourceFormat: String, Hashable, Sendable, CaseIterable {
    /// OpenTelemetry traces in OTLP/JSON: one object, or one object a line.
    case otlp
    /// A workflow execution in WfFormat 1.5.
    case wfformat
    /// A log of messages: a list of objects with `role` and `content`.
    case messages
}
