import COSE
import Encoding
import Foundation
import GRDB
import HTTPTransport
import JOSE
import Signing

extension OutboxEntry {
    /// An entry as it stands in the file, which is read like any other input.
    init(_ row: Row) throws {
        guard let statement = try? SignedStatement(parsing: row.octets("statement")) else {
            throw OutboxError.damaged("a statement can't be read")
        }
        let attempts = try row.decode(Int.self, forColumn: "attempts")
        guard (0..<1 << 40).contains(attempts) else {
            throw OutboxError.damaged("a count of attempts is none")
        }
        self.init(
            service: ExactString(try row.decode(String.self, forColumn: "service")), statement: statement,
            state: try State(row), attempts: attempts,
            due: try row.decode(forColumn: "due"),
            lastFailure: try row.decode(String?.self, forColumn: "last_failure"),
            queuedAt: try row.decode(forColumn: "queued_at"))
        guard try row.octets("digest") == digest.octets else {
            throw OutboxError.damaged("a statement is not the one that was put in")
        }
    }
}

extension OutboxEntry.State {
    /// The state's number in the file.
    var number: Int64 {
        switch self {
        case .queued: 0
        case .sent: 1
        case .anchored: 2
        case .refused: 3
        }
    }

    fileprivate init(_ row: Row) throws {
        switch try row.decode(Int64.self, forColumn: "state") {
        case 0: self = .queued
        case 1:
            guard let place = try? HTTPURL(parsing: row.decode(forColumn: "location")) else {
                throw OutboxError.damaged("a location is no URL")
            }
            self = .sent(at: place)
        case 2:
            guard let receipt = try? row.octets("receipt"),
                let key = try? JWK(parsing: row.octets("receipt_key"))
            else { throw OutboxError.damaged("a receipt has no key") }
            self = .anchored(receipt: receipt, key: key)
        default: self = .refused(reason: try row.decode(String?.self, forColumn: "reason") ?? "")
        }
    }
}

extension Row {
    /// The octets of a column; unlike GRDB's subscripts, it ends no process where a file holds something else.
    func octets(_ column: String) throws -> [UInt8] { [UInt8](try decode(Data.self, forColumn: column)) }
}

extension SignedStatement {
    /// SHA-256 of what the signature covers: the same for two signatures over one content.
    var contentDigest: Digest32 {
        SHA256.digest(message.sigStructure(payload: message.unverifiedPayload ?? [], externalAAD: []))
    }
}

extension [UInt8] {
    /// The octets as GRDB binds them.
    var blob: Data { Data(self) }
}
