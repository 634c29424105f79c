// A process for tests to kill: it appends to a ledger and says on standard output what was acknowledged.
//
//     ledger-crash append PATH PREFIX COUNT   appends COUNT entries in small transactions
//     ledger-crash fill PATH PREFIX OCTETS    appends until no file may grow beyond OCTETS

import Encoding
import Foundation
import Ledger

/// The entry with a number, the same in the process and in the test.
func entry(_ prefix: String, _ number: Int) -> NewEntry {
    let jti = "\(prefix)-\(number)"
    let filler = String(repeating: "x", count: number * 37 % 900)
    return NewEntry(
        kind: .ect, wid: ExactString(prefix), jti: ExactString(jti), iss: "https://issuer.example",
        token: Array("3|\(prefix)|\(jti)|https://issuer.example|\(filler)".utf8), recorded: Int64(number))
}

func report(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

let arguments = CommandLine.arguments
guard arguments.count == 5, let limit = Int(arguments[4]) else { exit(EX_USAGE) }
let (mode, path, prefix) = (arguments[1], arguments[2], arguments[3])

do {
    let ledger = try Ledger.open(path, patience: 20)
    if mode == "fill" {
        signal(SIGXFSZ, SIG_IGN)
        var largest = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t(limit))
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &largest)
    }
    var number = 0
    while mode == "fill" || number < limit {
        let group = (number..<number + 1 + number % 5).map { entry(prefix, $0) }
        number += group.count
        for outcome in try ledger.append(contentsOf: group) {
            report("\(try outcome.get())")
        }
    }
    report("end")
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    report(error.code)
    exit(EX_IOERR)
}
