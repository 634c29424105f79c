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
        let octets: Data = row["statement"]
        guard let statement = try? SignedStatement(parsing: [UInt8](octets)) else {
            throw OutboxError.damaged("a statement can't be read")
        }
        let state: Int64 = row["state"]
        self.init(
            service: ExactString(row["service"] as String), statement: statement,
            state: try State(state, row), attempts: row["attempts"], due: row["due"],
            lastFailure: row["last_failure"], queuedAt: row["queued_at"])
        guard row["digest"] as Data == digest.octets.blob else {
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

    fileprivate init(_ number: Int64, _ row: Row) throws {
        switch number {
        case 0: self = .queued
        case 1:
            guard let text = row["location"] as String?, let place = try? HTTPURL(parsing: text) else {
                throw OutboxError.damaged("a location is no URL")
            }
            self = .sent(at: place)
        case 2:
            guard let receipt = row["receipt"] as Data?, let text = row["receipt_key"] as Data?,
                let key = try? JWK(parsing: [UInt8](text))
            else { throw OutboxError.damaged("a receipt has no key") }
            self = .anchored(receipt: [UInt8](receipt), key: key)
        default: self = .refused(reason: row["reason"] ?? "")
        }
    }
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
