import COSE
import Encoding
import Foundation
import GRDB
import JOSE
import Ledger
import Merkle
import SCITT
import Signing
import Testing
import Trust

@testable import TransparencyService

@Suite("The log of statements")
struct StatementLogTests {
    let folder = TemporaryFolder()
    let anchorer: Anchorer
    let policy: RegistrationPolicy

    init() throws {
        anchorer = try Anchorer()
        policy = try RegistrationPolicy(.trusted(anchorer.trust))
    }

    private func open(
        _ policy: RegistrationPolicy? = nil, service: ExactString? = "urn:example:service"
    ) throws -> StatementLog {
        try StatementLog.open(
            folder.file("data"), service: service, policy: policy ?? self.policy, clock: noon)
    }

    @Test("entries 0 and 1 are the policy and the anchors, signed by the service, with receipts that verify")
    func genesis() throws {
        let log = try open()
        #expect(try log.head().size == 2)
        let key = try #require(log.keySet.keys.first)
        let jwk = try JWK(key.publicKey)
        for (index, content) in [policy.document, policy.anchors].enumerated() {
            let entry = try #require(try log.entry(at: UInt64(index)))
            let statement = try SignedStatement(parsing: entry.statement)
            let verified = try statement.message.verify(with: key, algorithms: COSEAlgorithm.all)
            #expect(verified.payload == content)
            #expect(statement.issuer == log.service)
            let receipt = try Receipt(parsing: entry.receipt)
            let inclusion = try receipt.verifyInclusion(of: statement, key: jwk, profile: .statement)
            #expect(inclusion.size == 2 && inclusion.index == UInt64(index))
            #expect(receipt.claims.issuedAt == noon())
        }
        #expect(try TrustFile(parsing: policy.anchors) == anchorer.trust)
    }

    @Test("a log that is opened again goes on where it was, and its name can't change")
    func reopened() async throws {
        let first = try open()
        let entry = try await first.register(anchorer.statement(1))
        #expect(entry.isNew && entry.sequence == 2)
        first.close()
        let second = try open(service: nil)
        #expect(second.service == "urn:example:service")
        #expect(second.keySet == first.keySet)
        let again = try await second.register(anchorer.statement(1))
        // ECDSA signs with a fresh nonce, so this is another statement; that of the first run is found by its hash.
        #expect(again.sequence == 3)
        #expect(try second.entry(entry.digest)?.receipt == entry.receipt)
        second.close()
        #expect(throws: ServiceError.serviceDiffers(stored: "urn:example:service")) {
            try open(service: "urn:example:other")
        }
        #expect(FileManager.default.contents(atPath: folder.file("data/log.sqlite-wal")) == nil)
    }

    @Test(
        "a name that no checkpoint or claim can carry is refused",
        arguments: ["", "a b:c", "urn:a+b", "x:\u{1}"])
    func badName(name: String) {
        #expect(throws: ServiceError.serviceInvalid) { try open(service: ExactString(name)) }
    }

    @Test("the key file is for its owner only, and a log without it is not opened")
    func keyFile() throws {
        try open().close()
        let path = folder.file("data/keys.json")
        for file in [path, folder.file("data/log.sqlite")] {
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        chmod(path, 0o640)
        #expect(throws: ServiceError.keyFileExposed) { try open() }
        chmod(path, 0o600)
        let keys = try Data(contentsOf: URL(fileURLWithPath: path))
        for content in ["", "{}", #"{"receipts":{},"checkpoints":{}}"#] {
            try Data(content.utf8).write(to: URL(fileURLWithPath: path))
            chmod(path, 0o600)
            #expect(throws: ServiceError.self) { try open() }
        }
        unlink(path)
        #expect(throws: ServiceError.keyFileMissing) { try open() }
        try keys.write(to: URL(fileURLWithPath: path))
        chmod(path, 0o600)
        #expect(try open().head().size == 2)
    }

    @Test("what a killed process left of its key file does not stop the next one with its number")
    func keyDraft() throws {
        try FileManager.default.createDirectory(
            atPath: folder.file("data"), withIntermediateDirectories: true)
        let draft = folder.file("data/keys.json.\(getpid()).part")
        #expect(FileManager.default.createFile(atPath: draft, contents: Data("half".utf8)))
        #expect(try open().head().size == 2)
    }

    @Test("a retired key stays published, and receipts that it signed still verify")
    func retiredKey() async throws {
        let first = try open()
        let old = try #require(first.keySet.keys.first)
        let statement = try anchorer.statement(1)
        let entry = try await first.register(statement)
        first.close()
        let path = folder.file("data/keys.json")
        try Data(ServiceKeys.generate().encode()).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o600)
        let second = try open()
        #expect(second.keySet.keys.count == 2)
        #expect(second.keySet.keys.first == old)
        let receipt = try Receipt(parsing: entry.receipt)
        #expect(second.keySet.keys(withID: try #require(receipt.keyID)) == [old])
        let new = try await second.register(anchorer.statement(2))
        #expect(try Receipt(parsing: new.receipt).keyID != receipt.keyID)
        second.close()
        #expect(try LogVerification.run(folder.file("data")).faults == [])
    }

    @Test("keys of the wrong type are refused")
    func wrongKeys() throws {
        let key = try PrivateJWK(PrivateKey.generate(.p256))
        #expect(throws: ServiceError.keyUnsuitable("checkpoints")) {
            try ServiceKeys(receipts: key, checkpoints: key)
        }
        let keys = try ServiceKeys.generate()
        #expect(try ServiceKeys(parsing: keys.encode()).encode() == keys.encode())
    }

    @Test("every receipt of a growing log leads to the root of its size, at every size up to 130")
    func everySize() async throws {
        let log = try open()
        let key = try JWK(try #require(log.keySet.keys.first).publicKey)
        var tree = MerkleTree()
        for index in 0..<2 { tree.append(try #require(try log.entry(at: UInt64(index))).statement) }
        for number in 0..<128 {
            let statement = try anchorer.statement(number)
            let entry = try await log.register(statement)
            tree.append(statement.octets)
            let inclusion = try Receipt(parsing: entry.receipt).verifyInclusion(
                of: statement, key: key, profile: .statement)
            #expect(inclusion.root == tree.root)
            #expect(inclusion.size == tree.size)
            #expect(try log.head().root == tree.root)
        }
        // Two processes may write one file: the second goes on from what the first has written.
        let other = try open()
        #expect(try await other.register(anchorer.statement(200)).sequence == 130)
        #expect(try await log.register(anchorer.statement(201)).sequence == 131)
        #expect(try LogVerification.run(folder.file("data")).faults == [])
    }

    @Test("a folder that has lost its log is not begun anew under the same key")
    func lostLog() throws {
        try open().close()
        try Data("{}".utf8).write(to: URL(fileURLWithPath: folder.file("data/service-trust.json")))
        try open().close()
        let path = folder.file("data/log.sqlite")
        unlink(path)
        #expect(throws: ServiceError.logMissing) { try open() }
        #expect(FileManager.default.contents(atPath: path) == nil)
        #expect(FileManager.default.createFile(atPath: path, contents: Data()))
        #expect(throws: ServiceError.logMissing) { try open() }
    }

    @Test(
        "nothing goes on from an end that was edited, and no checkpoint is signed over it",
        arguments: [
            "DELETE FROM service", "DELETE FROM checkpoint", "DELETE FROM checkpoint WHERE size = 3",
            "UPDATE checkpoint SET root = zeroblob(32)", "INSERT INTO checkpoint VALUES (9, zeroblob(32))",
            "DELETE FROM entry WHERE seq = 2", "UPDATE entry SET nodes = x'' WHERE seq = 2",
        ])
    func editedEnd(edit: String) async throws {
        let log = try open()
        _ = try await log.register(anchorer.statement(1))
        #expect(throws: Never.self) { try log.checkpoint() }
        let queue = try DatabaseQueue(path: folder.file("data/log.sqlite"))
        try await queue.writeWithoutTransaction { try $0.execute(sql: edit) }
        try queue.close()
        func isDamage(_ error: any Error) -> Bool {
            switch error {
            case let error as LedgerError: error.code == LedgerError.damaged("").code
            case let error as ServiceError: error.code == LedgerError.damaged("").code
            default: false
            }
        }
        if edit != "DELETE FROM service" {
            #expect(performing: { try log.checkpoint() }, throws: isDamage)
        }
        log.close()
        #expect(performing: { try open() }, throws: isDamage)
    }

    @Test("a file that is something else is left as it was")
    func otherFile() throws {
        try FileManager.default.createDirectory(
            atPath: folder.file("data"), withIntermediateDirectories: true)
        let path = folder.file("data/log.sqlite")
        _ = try Ledger.open(path)
        let keys = folder.file("data/keys.json")
        try Data(ServiceKeys.generate().encode()).write(to: URL(fileURLWithPath: keys))
        chmod(keys, 0o600)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(throws: ServiceError.log(.notALedger)) { try open() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }
}
