import Audit
import Claims
import Encoding
import Foundation
import HTTPTransport
import JOSE
import Merkle
import SCITT
import Signing
import Trust

/// A million records anchored by one registration: their tree, the statement, the outbox, a service in its own
/// process, the receipt, and a path for every record. Their own signatures are not verified here.
enum BatchAnchoring: Subject {
    static let name = "batch"
    static let summary =
        "a batch of 2^20 or fewer records anchored, a path for each, beside signature verification"

    static func run(_ report: Report, _ scale: Scale) async throws {
        let set = try TokenSet(.es256, count: 2000, agents: 20)
        let folder = try Machine.folder("batch").path
        let anchors = try AnchorSet(.es256)
        var trust = TrustFile()
        try trust.add(anchors.key.publicJWK, for: AnchorSet.anchorer)
        try Data(trust.encode()).write(to: URL(fileURLWithPath: "\(folder)/trust.json"))
        let service = try ServiceProcess("\(folder)/data", trust: "\(folder)/trust.json")
        let pinned = try TrustFile(parsing: Array(Data(contentsOf: URL(fileURLWithPath: service.trust))))

        /// A record like a real one, and like no other.
        func record(_ index: Int) -> [UInt8] {
            var token = set.lines[index % set.lines.count]
            token.replaceSubrange(100..<108, with: AnchorSet.octets(index))
            return token
        }
        var batch = Batch()
        let building = try Stopwatch.wall.seconds {
            for index in 0..<scale.batch { try batch.append(record(index)) }
            _ = batch.root
        }
        var receipt: [UInt8] = []
        var statement: SignedStatement?
        let registering = try await Stopwatch.wall.seconds {
            let subject = RecordSubject(try AnchorSet.uuid(1))
            let made = try anchors.issuer.statement(about: batch, subject: subject)
            receipt = try await Self.anchor(made, at: service, pinned, folder)
            statement = made
        }
        var octets = 0
        let paths = try Stopwatch.wall.seconds {
            for index in 0..<batch.count {
                guard let path = batch.path(of: index) else { throw BenchError("a path is missing") }
                octets += path.encode().count
            }
        }
        let verifying = try Stopwatch.wall.seconds {
            for index in 0..<scale.batch {
                guard let path = batch.path(of: UInt64(index)) else { throw BenchError("a path is missing") }
                try path.verify(leafHash: MerkleHash.leaf(record(index)), root: batch.root)
            }
        }
        let records = "\(scale.batch) records"
        let total = building + registering + paths
        report.figure("batch anchored, end to end", [total], "s", aim: .atMost(60), note: records)
        report.figure("  tree and root", [building], "s")
        report.figure("  statement, registration, verified receipt", [registering * 1000], "ms")
        report.figure("  a path for each record, encoded", [paths], "s")
        report.figure("  (besides) every path verified from its record", [verifying], "s")
        report.figure("path, size", [Double(octets) / Double(scale.batch)], "octets")
        report.figure(
            "evidence of one record: path, statement, receipt",
            [Double(octets / scale.batch + (statement?.octets.count ?? 0) + receipt.count)], "octets")
    }

    /// Through the outbox, as a client does it.
    private static func anchor(
        _ statement: SignedStatement, at service: ServiceProcess, _ pinned: TrustFile, _ folder: String
    ) async throws -> [UInt8] {
        guard let name = pinned.services.keys.first else { throw BenchError("the service has no name") }
        let path = "\(folder)/outbox.sqlite"
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        let outbox = try Outbox(path: path)
        let clock = SystemAnchorClock()
        try outbox.enqueue(statement, for: name, now: clock.now)
        let address = TransparencyServiceAddress(
            url: try HTTPURL(parsing: "http://127.0.0.1:\(service.port)"))
        let client = TransparencyClient(address, transport: try CurlTransport(CurlSettings())) {
            clock.now / 1000
        }
        let run = AnchorRun(outbox: outbox, clients: [name: client]) { now in
            TransparencyPolicy(services: pinned.services, now: now)
        }
        guard try await run.run().anchored == 1,
            case .anchored(let receipt, _)? = try outbox.entries().first?.state
        else { throw BenchError("the batch was not anchored") }
        return receipt
    }
}
