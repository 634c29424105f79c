// Registers statements at a service as fast as it takes them, and says how fast that was.
//
//     scitt-load trust DIR                                 makes DIR/issuer.jwk and DIR/trust.json
//     scitt-load run DIR PORT TRUST COUNT CONNECTIONS      registers COUNT statements; TRUST has the service
//
// Statements are signed before the clock runs, and one in a hundred receipts is verified after it has stopped.

import Claims
import Encoding
import Foundation
import JOSE
import SCITT
import Signing
import Trust

let issuerName: ExactString = "https://load.example"

func makeTrust(_ folder: String) throws {
    let key = try PrivateJWK(PrivateKey.generate(.p256), keyID: "load-1")
    var trust = TrustFile()
    try trust.add(key.publicJWK, for: issuerName)
    try Data(key.encode()).write(to: URL(fileURLWithPath: "\(folder)/issuer.jwk"))
    try Data(trust.encode()).write(to: URL(fileURLWithPath: "\(folder)/trust.json"))
}

func seconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

struct Load {
    let statements: [SignedStatement]
    let requests: [[UInt8]]
    var receipts: [Int: [UInt8]] = [:]
    var latencies: [Double] = []
    var failed = 0

    init(_ folder: String, count: Int) throws {
        let key = try PrivateJWK(
            parsing: Array(Data(contentsOf: URL(fileURLWithPath: "\(folder)/issuer.jwk"))))
        let issuer = try StatementIssuer(issuerName, key: key)
        let random = SystemRandom()
        statements = try (0..<count).map { _ in
            guard let uuid = UUIDText(random: random.octets(count: 16)) else {
                throw CocoaError(.featureUnsupported)
            }
            return try issuer.statement(
                about: random.octets(count: 32), type: .ect,
                subject: RecordSubject(identifier: uuid, workflow: nil))
        }
        requests = statements.map { statement in
            Array(
                """
                POST /entries HTTP/1.1\r
                Host: 127.0.0.1\r
                Content-Type: application/cose\r
                Content-Length: \(statement.octets.count)\r
                \r\n
                """.utf8) + statement.octets
        }
        latencies.reserveCapacity(count)
    }

    /// Registers everything over `count` connections, each with one request under way.
    mutating func run(port: UInt16, connections count: Int) throws -> Double {
        var connections = (0..<count).compactMap { _ in LoadConnection(port: port) }
        guard connections.count == count else { throw POSIXError(.ECONNREFUSED) }
        var next = 0
        var current: [(request: Int, began: Double)] = []
        let began = seconds()
        for index in connections.indices where next < requests.count {
            connections[index].send(requests[next])
            current.append((next, seconds()))
            next += 1
        }
        var open = current.count
        while open > 0 {
            var ready = connections.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
            guard poll(&ready, nfds_t(ready.count), 10_000) > 0 else { throw POSIXError(.ETIMEDOUT) }
            for index in current.indices where ready[index].revents != 0 {
                switch connections[index].step() {
                case .waiting: continue
                case .closed: throw POSIXError(.ECONNRESET)
                case .answered(let status, let body):
                    latencies.append(seconds() - current[index].began)
                    if status == 201 { receipts[current[index].request] = Array(body) } else { failed += 1 }
                }
                if next < requests.count {
                    current[index] = (next, seconds())
                    connections[index].send(requests[next])
                    next += 1
                } else {
                    open -= 1
                }
            }
        }
        return seconds() - began
    }

    /// How many of the receipts, one in a hundred, do not verify.
    func unverified(_ trust: TrustFile) throws -> Int {
        let policy = TransparencyPolicy(
            services: trust.services, now: NumericDate(clamping: Int64(time(nil)) + 5))
        return receipts.filter { $0.key % 100 == 0 }.count { index, octets in
            guard let receipt = try? Receipt(parsing: octets) else { return true }
            return (try? policy.verify(receipt, for: statements[index])) == nil
        }
    }
}

let arguments = CommandLine.arguments
switch (arguments.dropFirst().first, arguments.count) {
case ("trust", 3): try makeTrust(arguments[2])
case ("run", 7):
    guard let port = UInt16(arguments[3]), let count = Int(arguments[5]), let connections = Int(arguments[6])
    else { exit(EX_USAGE) }
    var load = try Load(arguments[2], count: count)
    let elapsed = try load.run(port: port, connections: connections)
    let trust = try TrustFile(parsing: Array(Data(contentsOf: URL(fileURLWithPath: arguments[4]))))
    let sorted = load.latencies.sorted()
    func milliseconds(_ share: Double) -> String {
        String(format: "%.1f", 1000 * sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])
    }
    print(
        """
        {"registered":\(load.receipts.count),"failed":\(load.failed),\
        "unverified":\(try load.unverified(trust)),"seconds":\(String(format: "%.3f", elapsed)),\
        "per_second":\(Int(Double(load.receipts.count) / elapsed)),"p50_ms":\(milliseconds(0.5)),\
        "p99_ms":\(milliseconds(0.99)),"max_ms":\(milliseconds(1))}
        """)
default: exit(EX_USAGE)
}
