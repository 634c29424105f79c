import Claims
import Encoding
import Import

extension FuzzTarget {
    /// A file of any of the forms is refused at a place within it, or gives tasks that ECTs can state: the
    /// first octet chooses the form, the others are the file.
    static let imports = FuzzTarget("FuzzImport") { input in
        let formats = SourceFormat.allCases
        guard let first = input.first, let now = NumericDate(1_900_000_000) else { return }
        let format = formats[Int(first) % formats.count]
        let text = Array(input.dropFirst())
        let execution: ImportedExecution
        do throws(ImportError) {
            execution = try ImportedExecution(reading: ImportSource(octets: text), as: format, now: now)
        } catch {
            return try checkPlace(of: error, in: text)
        }
        try must(!execution.tasks.isEmpty, "no tasks and no refusal")
        var identifiers: Set<UUIDText> = []
        for task in execution.tasks {
            try must(identifiers.insert(task.identifier).inserted, "two tasks of one identifier")
            try must(!task.predecessors.contains(task.identifier), "a task that follows from itself")
            try must(Set(task.predecessors).count == task.predecessors.count, "a predecessor twice")
            try must(task.predecessors.count <= 100, "more predecessors than verifiers accept")
            let details = JSONValue.object(task.details).encode()
            try must(details.count <= 4096, "more details than an ECT has room for")
        }
    }

    private static func checkPlace(of error: ImportError, in text: [UInt8]) throws {
        guard let place = error.place else { return try must(error == .empty, "\(error)") }
        try must(place.offset <= text.count, "a place behind the end")
        let lines = text[..<place.offset].count { $0 == 0x0A }
        try must(place.line == lines + 1, "line \(place.line) of \(lines + 1)")
        let start = text[..<place.offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        try must(place.column == place.offset - start + 1, "column \(place.column)")
        if case .expected = error { try must(place.pointer != nil, "no pointer") }
    }
}
