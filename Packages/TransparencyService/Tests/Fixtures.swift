import CBOR
import COSE
import Claims
import Encoding
import Foundation
import JOSE
import SCITT
import Signing
import Trust

@testable import TransparencyService

/// A folder that goes away with the test.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("service-\(UUID())").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// Somebody who anchors, and the trust file that admits nobody else.
struct Anchorer: Sendable {
    let name: ExactString = "https://anchor.example"
    let key: PrivateJWK
    let issuer: StatementIssuer

    init() throws {
        key = try PrivateJWK(PrivateKey.generate(.p256), keyID: "anchor-1")
        issuer = try StatementIssuer(name, key: key)
    }

    var trust: TrustFile {
        get throws {
            var file = TrustFile()
            try file.add(key.publicJWK, for: name)
            return file
        }
    }

    /// A statement about a record of its own.
    func statement(_ number: Int = 0) throws -> SignedStatement {
        let digits = String(number, radix: 16)
        let text = "00000000-0000-4000-8000-\(String(repeating: "0", count: 12 - digits.count))\(digits)"
        let subject = try #require(UUIDText(ExactString(text)))
        return try issuer.statement(
            about: Array("record \(number)".utf8), type: .ect,
            subject: RecordSubject(identifier: subject, workflow: nil))
    }

    /// A message with a header and a payload of the test's choice, signed by this key where it can be.
    func message(
        algorithm: Int64 = -7, keyID: [UInt8]? = Array("anchor-1".utf8), issuer: String? = nil,
        subject: String? = "urn:example:1", payload: [UInt8]? = [1, 2, 3], signature: [UInt8]? = nil
    ) throws -> [UInt8] {
        var claims: CBORMap = [1: .text(issuer ?? name.string)]
        if let subject { claims[2] = .text(subject) }
        var header: CBORMap = [1: .integer(algorithm), 15: .map(claims)]
        if let keyID { header[4] = .byteString(keyID) }
        let protected = CBORValue.map(header).encode()
        let signed = CBORValue.array([
            "Signature1", .byteString(protected), .byteString([]), .byteString(payload ?? []),
        ]).encode()
        let valid = try key.privateKey.sign(signed, algorithm: .es256)
        let parts: [CBORValue] = [
            .byteString(protected), .map([:]), payload.map { .byteString($0) } ?? .null,
            .byteString(signature ?? valid),
        ]
        return [0xD2] + CBORValue.array(parts).encode()
    }
}

import Testing

extension TransparencyPolicy {
    /// A verifier that pins what the service prints.
    init(pinning file: TrustFile) {
        self.init(services: file.services, now: NumericDate(clamping: Int64(time(nil))))
    }
}

/// The time of tests that need none.
let noon: @Sendable () -> Int64 = { 1_790_000_000 }
