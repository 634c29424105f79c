import Claims
import Encoding
import Import
import TestSupport
import Testing

@Suite("WfFormat executions")
struct WfFormatReaderTests {
    /// A diamond: split, two that work, merge.
    static let diamond = #"""
        {"name": "d", "schemaVersion": "1.5", "runtimeSystem": {"name": "Engine", "version": "1"},
         "workflow": {
          "specification": {
           "tasks": [
            {"name": "split_ID0000001", "id": "s", "parents": [], "children": ["a", "b"],
             "inputFiles": ["in.txt"], "outputFiles": ["1", "2"]},
            {"name": "Work.Part_12", "id": "a", "parents": ["s"], "children": ["m"], "inputFiles": ["1"]},
            {"id": "b", "parents": ["s"], "children": ["m"], "inputFiles": ["2", "?"]},
            {"name": "merge", "id": "m", "parents": ["a", "b"], "children": []}],
           "files": [{"sizeInBytes": 5, "id": "in.txt"}, {"id": "1", "sizeInBytes": 1}, {"id": "2"}]},
          "execution": {"executedAt": "2020-12-28T04:29:02+00:00", "makespanInSeconds": 9,
           "tasks": [
            {"id": "s", "runtimeInSeconds": 1.5, "command": {"program": "split-it", "arguments": []},
             "machines": ["w1", "w2"]},
            {"id": "m", "runtimeInSeconds": 1},
            {"id": "a", "runtimeInSeconds": 2, "command": {"program": "sh -c 'a b'"}, "machines": []},
            {"id": "b", "runtimeInSeconds": 1e1, "executedAt": "2020-12-28T04:30:00Z"}],
           "machines": [{"nodeName": "w1"}, {"nodeName": "w2"}]}}}
        """#

    @Test("parents are predecessors, and times follow from the start and the run times")
    func diamond() throws {
        let execution = try read(Self.diamond, as: .wfformat)
        #expect(execution.edges == [[], [0], [0], [1, 2]])
        let start: Int64 = 1_609_129_742
        #expect(execution.tasks.map(\.endedAt.seconds) == [start + 1, start + 3, start + 68, start + 69])
        #expect(execution.tasks.map(\.agent) == ["w1", "Engine", "Engine", "Engine"])
        #expect(execution.tasks.map(\.action.description) == ["split-it", "work.part", "b", "merge"])
        #expect(execution.tasks[0].detail("name") == "split_ID0000001")
        #expect(execution.holds)
    }

    @Test("hashes are over the file entries in the order of the task's list")
    func files() throws {
        func hash(_ text: String) -> ContentHash { ContentHash(of: Array(text.utf8)) }
        let tasks = try read(Self.diamond, as: .wfformat).tasks
        #expect(tasks[0].inputHash == hash(#"[{"sizeInBytes":5,"id":"in.txt"}]"#))
        #expect(tasks[0].outputHash == hash(#"[{"id":"1","sizeInBytes":1},{"id":"2"}]"#))
        #expect(tasks[2].inputHash == hash(#"[{"id":"2"},{"id":"?"}]"#))
        #expect(tasks[3].inputHash == nil && tasks[3].outputHash == nil)
    }

    @Test("a single machine ran everything; without a name the runtime system did")
    func agents() throws {
        let single = Self.diamond.replacing(#", {"nodeName": "w2"}"#, with: "")
            .replacing(#""machines": ["w1", "w2"]"#, with: #""avgCPU": 1"#)
        #expect(try read(single, as: .wfformat).tasks.allSatisfy { $0.agent == "w1" })
        let unnamed = Self.diamond.replacing(#""name": "Engine", "#, with: "")
        #expect(try read(unnamed, as: .wfformat).tasks[3].agent == "runtime-system")
        let absent = Self.diamond.replacing(#""runtimeSystem""#, with: #""system""#)
        #expect(try read(absent, as: .wfformat).tasks[3].agent == "runtime-system")
    }

    @Test(
        "dates",
        arguments: [
            ("2020-12-28T04:29:02+00:00", 1_609_129_742), ("20200401T054215+0000", 1_585_719_735),
            ("2023-03-21T11:10:20-10:00", 1_679_433_020), ("12-20-20T02:09:08Z", 1_608_430_148),
            ("2020-02-29T00:00:00.999999999z", 1_582_934_400), ("1970-01-01 00:00:00", 0),
            ("1970-01-01T00:00:00+01", 0), ("2000-12-31T23:59:60Z", 978_307_199),
            ("9999-12-31T23:59:59Z", 253_402_300_799), ("2024-03-01t12:00:00,5Z", 1_709_294_400),
        ])
    func dates(text: String, seconds: Int64) throws {
        let source = Self.diamond.replacing("2020-12-28T04:29:02+00:00", with: text)
            .replacing(#""runtimeInSeconds": 1.5"#, with: #""runtimeInSeconds": 0"#)
        #expect(try read(source, as: .wfformat).tasks[0].endedAt.seconds == seconds)
    }

    @Test(
        "texts that are no dates",
        arguments: [
            "", "2020", "2020-12-28", "2020-13-01T00:00:00Z", "2021-02-29T00:00:00Z", "1900-02-28T00:00:00Z",
            "2020-1201T00:00:00Z", "2020-12-01T24:00:00Z", "2020-12-01T00:60:00Z", "2020-12-01T00:00:61Z",
            "2020-12-01T00:0000Z", "2020-12-01T00:00:00.Z", "2020-12-01T00:00:00+24:00",
            "2020-12-01T00:00:00+00:60",
            "2020-12-01T00:00:00Zx", "2020-12-01T00:00:00 UTC", "12-20-20", "12-32-20T00:00:00Z",
            "12/20/20T00:00:00Z",
            "2020-12-00T00:00:00Z", "2020-12-01T0x:00:00Z", "12-20-2", "2020-12-01T00:00:00+0",
        ])
    func noDates(text: String) throws {
        let source = Self.diamond.replacing("2020-12-28T04:29:02+00:00", with: text)
        guard case .expected(.dateTime, let place)? = refusal(of: source, as: .wfformat) else {
            Issue.record("was read as a date")
            return
        }
        #expect(place.pointer == "/workflow/execution/executedAt")
    }

    @Test("any graph of tasks becomes one that holds")
    func anyGraph() {
        forAll({ random in
            let count = random.integer(in: 1...30)
            var parents = [[Int]](repeating: [], count: count)
            for child in 0..<count {
                parents[child] = (0..<child).filter { _ in random.oneIn(4) }.shuffled(using: &random)
            }
            return Self.text(parents, order: (0..<count).shuffled(using: &random)) {
                _ in random.integer(in: 0...500)
            }
        }) { text in
            try read(text, as: .wfformat).holds
        }
    }

    @Test("tasks with hundreds of parents are joined")
    func joins() throws {
        let parents = [[Int]](repeating: [], count: 250) + [Array(0..<250)]
        let execution = try read(Self.text(parents, order: Array(0...250)) { $0 }, as: .wfformat)
        #expect(execution.joins == 3)
        #expect(execution.holds)
    }

    /// An execution whose task `n` has the parents `parents[n]`, the tasks listed in `order`.
    static func text(_ parents: [[Int]], order: [Int], runtime: (Int) -> Int) -> String {
        var children = [[Int]](repeating: [], count: parents.count)
        for (child, list) in parents.enumerated() { for parent in list { children[parent].append(child) } }
        func names(_ list: [Int]) -> String { list.map { "\"t\($0)\"" }.joined(separator: ",") }
        let tasks = order.map {
            #"{"id":"t\#($0)","parents":[\#(names(parents[$0]))],"children":[\#(names(children[$0]))]}"#
        }
        let runs = parents.indices.map { #"{"id":"t\#($0)","runtimeInSeconds":\#(runtime($0))}"# }
        return #"{"schemaVersion":"1.5","workflow":{"specification":{"tasks":["#
            + tasks.joined(separator: ",") + #"]},"execution":{"executedAt":"2020-12-28T04:29:02Z","tasks":["#
            + runs.joined(separator: ",") + "]}}}"
    }
}
