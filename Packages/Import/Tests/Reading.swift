import Claims
import Encoding
import Import

/// Reads a text as a file of that format.
func read(_ text: String, as format: SourceFormat) throws(ImportError) -> ImportedExecution {
    try ImportedExecution(
        reading: ImportSource(octets: Array(text.utf8)), as: format, now: TemporaryFolder.now)
}

/// Why a text is refused.
func refusal(of text: String, as format: SourceFormat) -> ImportError? {
    do throws(ImportError) {
        _ = try read(text, as: format)
        return nil
    } catch {
        return error
    }
}

extension ImportedExecution {
    /// The tasks that `task` names, by their numbers in the execution; nil for one that is not there.
    func predecessors(of task: Int) -> [Int?] {
        tasks[task].predecessors.map { name in tasks.firstIndex { $0.identifier == name } }
    }

    /// All of them.
    var edges: [[Int?]] { tasks.indices.map(predecessors) }
}

extension ImportedTask {
    /// A detail that is a string.
    func detail(_ name: ExactString) -> String? {
        guard case .string(let text)? = details.first(where: { $0.name == name })?.value else { return nil }
        return text.string
    }
}

/// Writes spans as one OTLP/JSON object.
enum OTLPText {
    static let trace = "5b8efff798038103d269b633813fc60c"

    /// A span. Numbers become identifiers of 16 digits; times are in milliseconds.
    static func span(
        _ id: Int, parent: Int? = nil, trace: String = trace, name: String = "work", start: Int = 1,
        end: Int = 2, more: String = ""
    ) -> String {
        let parent = parent.map { #","parentSpanId":"\#(hexadecimal($0))""# } ?? ""
        return #"{"traceId":"\#(trace)","spanId":"\#(hexadecimal(id))""# + parent + #","name":"\#(name)","#
            + #""startTimeUnixNano":"\#(start)000000","endTimeUnixNano":"\#(end)000000"\#(more)}"#
    }

    static func link(_ id: Int, trace: String = trace) -> String {
        #"{"traceId":"\#(trace)","spanId":"\#(hexadecimal(id))"}"#
    }

    static func attributes(_ values: [(String, String)]) -> String {
        let list = values.map { #"{"key":"\#($0.0)","value":\#($0.1)}"# }
        return #","attributes":[\#(list.joined(separator: ","))]"#
    }

    static func request(_ spans: [String], service: String = "s") -> String {
        #"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"\#(service)"}}]},"#
            + #""scopeSpans":[{"spans":[\#(spans.joined(separator: ","))]}]}]}"#
    }

    static func hexadecimal(_ id: Int) -> String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
