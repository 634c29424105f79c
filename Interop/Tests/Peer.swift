import Encoding
import Foundation

/// An implementation behind the conformance interface: JSON lines in, one answer line each.
struct Peer: CustomStringConvertible, Sendable {
    let description: String
    private let program: URL
    private let arguments: [String]

    /// Ours.
    static let actect = Peer(
        description: "actect",
        program: URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("actect"),
        arguments: ["testee"])
    static let joserfc = python("joserfc")
    static let pyjwt = python("pyjwt")
    static let pymerkle = python("pymerkle")
    static let cwt = python("cwt")
    static let pycose = python("pycose")
    static let scittCOSE = python("scitt_cose")
    static let rfc9290 = python("rfc9290")
    static let pyscitt = python("pyscitt")
    static let httpMessageSignatures = python("http_message_signatures")

    /// Whether the environment that `Tools/setup` makes for other implementations is there.
    static let arePresent = FileManager.default.isExecutableFile(atPath: interpreter.path)
    static let absence = "Tools/setup makes .build/peers, which is not there"

    /// Whether that environment has pyscitt, which Python before 3.12 does not get.
    static let isPyscittPresent = FileManager.default.isExecutableFile(
        atPath: Repository.file(".build/peers/bin/scitt").path)
    static let pyscittAbsence = "pyscitt needs Python 3.12; Tools/setup found none, or was not run"

    /// The Python of that environment.
    static let interpreter = Repository.file(".build/peers/bin/python")

    private static func python(_ library: String) -> Peer {
        Peer(
            description: library, program: interpreter,
            arguments: [Repository.file("Interop/peers/testee.py").path, library])
    }

    /// The answer to one request.
    func answer(_ op: String, _ members: [JSONMember]) throws -> Answer {
        try answers([(op, members)])[0]
    }

    /// The answers to all requests, each an operation and its members.
    func answers(_ requests: [(op: String, members: [JSONMember])]) throws -> [Answer] {
        let lines = requests.enumerated().map { index, request in
            JSONValue.object(
                [
                    JSONMember("id", .integer(Int64(index))),
                    JSONMember("op", .string(ExactString(request.op))),
                ] + request.members
            ).encode()
        }
        let input = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(lines.joined(separator: [0x0A]) + [0x0A]).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let answers = try text.split(separator: 0x0A).map {
            Answer(try JSONDocument(parsing: Array($0), limits: .document).root)
        }
        guard process.terminationStatus == 0, answers.count == requests.count else {
            throw PeerError("\(self) answered \(answers.count) of \(requests.count) requests")
        }
        return answers
    }

    /// One answer.
    struct Answer: Sendable {
        let node: JSONNode

        init(_ node: JSONNode) { self.node = node }

        /// A string of an answer that is no refusal.
        func string(_ name: String) throws -> ExactString {
            guard node["ok"]?.boolean == true else {
                throw PeerError("refused: \(node["error"]?["detail"]?.string?.string ?? "no reason")")
            }
            guard let text = node[name]?.string else { throw PeerError("there is no \(name)") }
            return text
        }

        /// Octets of an answer that is no refusal.
        func octets(_ name: String) throws -> [UInt8] { try Hexadecimal.decode(string(name).string) }

        var isAccepted: Bool { node["ok"]?.boolean == true }
    }
}

/// What went wrong with a peer.
struct PeerError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension JSONMember {
    /// Octets in hexadecimal.
    init(_ name: ExactString, hex octets: [UInt8]) {
        self.init(name, .string(ExactString(Hexadecimal.encode(octets))))
    }
}
