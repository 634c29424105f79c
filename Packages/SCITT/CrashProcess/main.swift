// A process for tests to kill: it carries the statements of an outbox to a service on this host.
//
//     outbox-crash PATH SERVICE URL JWK [POINT | FAULT OPERATION]
//
// SERVICE is the `iss` of its receipts, JWK its key. With POINT, the process kills itself at that point of its
// way, counted from 0, and says on standard output what the point was. With FAULT (of `DiskFault`), that happens
// to the operation with that number on the outbox's file.

import Claims
import Encoding
import Foundation
import HTTPTransport
import JOSE
import SCITT
import Signing
import TestStorage
import Trust

/// Ends the process at one of the points that it passes.
final class Fate: @unchecked Sendable {
    private let lock = NSLock()
    private var left: Int?

    init(point: Int?) { left = point }

    func pass(_ name: String) {
        lock.withLock {
            guard let left else { return }
            self.left = left - 1
            guard left == 0 else { return }
            FileHandle.standardOutput.write(Data("\(name)\n".utf8))
            kill(getpid(), SIGKILL)
        }
    }
}

let arguments = CommandLine.arguments
guard arguments.count >= 5 else { exit(EX_USAGE) }
let service = ExactString(arguments[2])
let fate = Fate(point: arguments.count == 6 ? Int(arguments[5]) : nil)
let disk = FaultyDisk(URL(fileURLWithPath: arguments[1]).deletingLastPathComponent().path)
if arguments.count > 6, let fault = DiskFault(rawValue: arguments[5]), let operation = Int(arguments[6]) {
    disk.arm(fault, at: operation)
}

do {
    let outbox = try Outbox(path: arguments[1], patience: 20) { fate.pass($0) }
    let trusted = TrustedService(try JWKSet([JWK(parsing: Array(arguments[4].utf8))]))
    let clock = SystemAnchorClock()
    let client = TransparencyClient(
        TransparencyServiceAddress(url: try HTTPURL(parsing: arguments[3])), transport: try CurlTransport()
    ) { clock.now / 1000 }
    let run = AnchorRun(
        outbox: outbox, clients: [service: client], clock: clock,
        schedule: RetrySchedule(first: 1, longest: 20), concurrency: 4
    ) { now in
        TransparencyPolicy(services: [service: trusted], now: now)
    }
    let summary = try await run.run(until: clock.now + 60_000)
    FileHandle.standardOutput.write(Data("end \(summary.open)\n".utf8))
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(EX_IOERR)
}
