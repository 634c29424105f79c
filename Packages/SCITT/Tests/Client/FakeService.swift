import CBOR
import COSE
import Claims
import Encoding
import Foundation
import HTTPTransport
import JOSE
import Merkle
import SCITT
import Signing
import TestSupport
import Trust

/// A transparency service for tests, in any dialect, honest unless it is told otherwise. It registers what has
/// the same octets once, as SCRAPI asks.
final class FakeService: @unchecked Sendable {
    enum Dialect: String, CaseIterable, Sendable {
        /// 201 with the receipt.
        case immediate
        /// -11: 202, then 204, then 200.
        case revision11
        /// -04 to -10: 303, then 302, then 200.
        case revision09
        /// -03: 202 with CBOR, operations, then the entry.
        case revision03
        /// Up to -02: 202 with JSON and a Location.
        case revision02
        /// JSON operations, as the first emulators had them.
        case emulator
        /// CCF: as -09, with a version in the query and a transparent statement in the end.
        case ccf
        /// 400 "Already Registered" to a statement that it has already.
        case duplicate
    }

    /// What it does wrong.
    enum Lie: String, CaseIterable, Sendable {
        case rubbish, emptyReceipt, receiptOfAnotherStatement, wrongRoot, wrongLeafIndex, swappedSize
        case otherKey, otherService, truncatedReceipt
    }

    static let name: ExactString = "https://ts.example"

    let dialect: Dialect
    let key: PrivateKey
    let jwk: JWK
    /// How often a registration is said to be running before it is done.
    let polls: Int
    var lie: Lie?
    var offersConsistency = true
    var breaksConsistency = false
    var retryAfter: String?
    /// Answers instead of the service, where it answers.
    var override: (@Sendable (LoopbackRequest) -> [UInt8]?)?

    private let issuer: ReceiptIssuer
    private let lock = NSLock()
    private var tree = MerkleTree()
    private var places: [Digest32: UInt64] = [:]
    private var statements: [SignedStatement] = []
    private var pollsLeft: [UInt64: Int] = [:]
    private var requestCount = 0

    init(_ dialect: Dialect = .immediate, polls: Int = 2) throws {
        self.dialect = dialect
        self.polls = polls
        key = try PrivateKey.generate(.ed25519)
        jwk = try JWK(key.publicKey)
        issuer = try ReceiptIssuer(Self.name, key: key)
        // Genesis entries, as a service that follows RFC 9943 has.
        for entry in ["policy", "anchors"] { tree.append(Array(entry.utf8)) }
    }

    var trusted: TrustedService { get throws { TrustedService(try JWKSet([jwk])) } }
    var size: UInt64 { lock.withLock { tree.size } }
    var requests: Int { lock.withLock { requestCount } }

    /// How many registrations there are of a statement: 0 or 1, or there is a fault.
    func registrations(of statement: SignedStatement) -> Int {
        lock.withLock { statements.count { $0.digest == statement.digest } }
    }

    /// Becomes a service of the same name and key with another past: every leaf is another, and so many.
    func fork(size: UInt64) {
        lock.withLock {
            tree = MerkleTree()
            for number in 0..<size { tree.append(Array("another past \(number)".utf8)) }
            places = [:]
            statements = []
        }
    }

    func serve(_ connection: LoopbackConnection) {
        while let request = connection.request() {
            let octets = lock.withLock { () -> [UInt8] in
                requestCount += 1
                return override?(request) ?? answer(request)
            }
            guard connection.write(octets) else { return }
        }
    }

    // MARK: - Answers

    private func answer(_ request: LoopbackRequest) -> [UInt8] {
        let parts = request.target.split(separator: "?")[0].split(separator: "/").map(String.init)
        if dialect == .ccf, parts.first == "entries", !request.target.hasSuffix("?api-version=2026-03-26") {
            return Self.problem(400, "Unsupported Version", "api-version is missing")
        }
        switch (request.method, parts.first) {
        case ("POST", "entries"): return register(request.content)
        case ("GET", "entries") where parts.count == 2: return entry(parts[1])
        case ("GET", "operations") where parts.count == 2: return operation(parts[1])
        case ("GET", "consistency") where parts.count == 3 && offersConsistency:
            return consistency(parts[1], parts[2])
        case ("GET", ".well-known"):
            let keys = try? COSEKeySet([COSEKey(key.publicKey)]).encode()
            return LoopbackConnection.response(200, ["Content-Type": "application/cbor"], keys ?? [])
        default: return Self.problem(404, "Not Found", request.target)
        }
    }

    private func register(_ octets: [UInt8]) -> [UInt8] {
        guard let statement = try? SignedStatement(parsing: octets) else {
            return Self.problem(400, "Malformed request", "no statement")
        }
        let isKnown = places[statement.digest] != nil
        let index = places[statement.digest] ?? tree.size
        if !isKnown {
            places[statement.digest] = index
            statements.append(statement)
            pollsLeft[index] = polls
            tree.append(statement.octets)
        }
        var fields = ["Location": "/entries/\(index)"]
        fields["Retry-After"] = retryAfter
        switch dialect {
        case .immediate: return LoopbackConnection.response(201, fields, receipt(index))
        case .duplicate where isKnown:
            let content = Self.problemContent("Already Registered", "entry \(index)")
            return LoopbackConnection.response(400, fields, content)
        case .revision11, .duplicate: return LoopbackConnection.response(202, fields)
        case .revision09, .ccf: return LoopbackConnection.response(303, fields)
        case .revision02:
            let json = "{\"receipt\": \"urn:ietf:params:scitt:receipt:\(index)\"}"
            return LoopbackConnection.response(202, fields, Array(json.utf8))
        case .revision03:
            let map: CBORMap = ["OperationID": .text("\(index)"), "Status": "running"]
            return LoopbackConnection.response(202, [:], CBORValue.map(map).encode())
        case .emulator:
            let json = "{\"operationId\": \"\(index)\", \"status\": \"running\"}"
            return LoopbackConnection.response(202, [:], Array(json.utf8))
        }
    }

    private func entry(_ name: String) -> [UInt8] {
        guard let index = UInt64(name), let statement = statement(at: index) else {
            return Self.problem(404, "Not Found", "no entry \(name)")
        }
        if ![.revision03, .emulator].contains(dialect), isRunning(index) {
            var fields = ["Location": "/entries/\(index)"]
            fields["Retry-After"] = retryAfter
            switch dialect {
            case .revision09, .ccf: return LoopbackConnection.response(302, fields)
            case .revision02:
                return LoopbackConnection.response(202, fields, Array("{\"receipt\": \"x\"}".utf8))
            default: return LoopbackConnection.response(204, fields)
            }
        }
        var content = receipt(index)
        if dialect == .ccf { content = (try? statement.transparent(with: [content])) ?? [] }
        return LoopbackConnection.response(200, ["Content-Type": "application/cose"], content)
    }

    private func operation(_ name: String) -> [UInt8] {
        guard let index = UInt64(name), index < tree.size else {
            return Self.problem(404, "Operation Not Found", name)
        }
        let isRunning = isRunning(index)
        if dialect == .emulator {
            let rest = isRunning ? "\"running\"" : "\"succeeded\", \"entryId\": \"\(index)\""
            let json = "{\"operationId\": \"\(index)\", \"status\": \(rest)}"
            return LoopbackConnection.response(200, [:], Array(json.utf8))
        }
        if isRunning { return LoopbackConnection.response(202) }
        let map: CBORMap = ["EntryID": .text("\(index)"), "Status": "succeeded"]
        return LoopbackConnection.response(200, [:], CBORValue.map(map).encode())
    }

    private func isRunning(_ index: UInt64) -> Bool {
        let left = pollsLeft[index] ?? 0
        pollsLeft[index] = left - 1
        return left > 0
    }

    private func consistency(_ first: String, _ second: String) -> [UInt8] {
        guard let first = UInt64(first), let second = UInt64(second),
            let proof = tree.consistencyProof(first: first, second: second)
        else { return Self.problem(404, "Not Found", "no such trees") }
        var path = proof.path
        if breaksConsistency { path = path.map { _ in .zero } }
        let value = CBORValue.array([
            .unsigned(first), .unsigned(second), .array(path.map { .byteString($0.octets) }),
        ])
        return LoopbackConnection.response(200, [:], value.encode())
    }

    // MARK: - Receipts

    private func statement(at index: UInt64) -> SignedStatement? {
        statements.first { places[$0.digest] == index }
    }

    private func receipt(_ index: UInt64) -> [UInt8] {
        guard let statement = statement(at: index) else { return [] }
        do {
            switch lie {
            case nil: return try receipt(of: statement, at: index)
            case .rubbish: return Array("<html>all is well</html>".utf8)
            case .emptyReceipt: return []
            case .truncatedReceipt: return try receipt(of: statement, at: index).dropLast()
            case .receiptOfAnotherStatement: return try receipt(of: Fixture.statement(9999), at: index)
            case .wrongRoot:
                let path = tree.inclusionProof(of: index, size: tree.size)?.path
                return try receipt(of: statement, at: index, path: path?.map { _ in .zero })
            case .wrongLeafIndex: return try receipt(of: statement, at: index, proofIndex: index - 1)
            case .swappedSize: return try receipt(of: statement, at: index, proofSize: tree.size * 2)
            case .otherKey:
                let liar = try ReceiptIssuer(Self.name, key: .generate(.ed25519))
                return try receipt(of: statement, at: index, by: liar)
            case .otherService:
                let liar = try ReceiptIssuer("https://elsewhere.example", key: key)
                return try receipt(of: statement, at: index, by: liar)
            }
        } catch {
            return []
        }
    }

    /// A receipt; what is changed of its proof is changed after signing, where no signature covers it.
    private func receipt(
        of statement: SignedStatement, at index: UInt64, by issuer: ReceiptIssuer? = nil,
        path: [Digest32]? = nil, proofIndex: UInt64? = nil, proofSize: UInt64? = nil
    ) throws -> [UInt8] {
        guard let proof = tree.inclusionProof(of: index, size: tree.size) else { return [] }
        let receipt = try (issuer ?? self.issuer).issue(
            for: statement, proof: proof, issuedAt: NumericDate(clamping: Fixture.now / 1000))
        guard path != nil || proofIndex != nil || proofSize != nil else { return receipt.octets }
        let changed = CBORValue.array([
            .unsigned(proofSize ?? proof.size), .unsigned(proofIndex ?? proof.index),
            .array((path ?? proof.path).map { .byteString($0.octets) }),
        ])
        let proofs = VerifiableDataProofs(inclusion: [changed.encode()])
        return try receipt.message.replacing(
            unprotected: UnprotectedHeader([.verifiableDataProofs: proofs.value])
        ).encode()
    }

    // MARK: - Problems

    static func problem(_ status: Int, _ title: String, _ detail: String) -> [UInt8] {
        LoopbackConnection.response(
            status, ["Content-Type": "application/concise-problem-details+cbor"],
            problemContent(title, detail))
    }

    static func problemContent(_ title: String, _ detail: String) -> [UInt8] {
        CBORValue.map([-1: .text(title), -2: .text(detail)]).encode()
    }
}

extension FakeService {
    /// The answer to one request, for servers that do something to it.
    func octets(for request: LoopbackRequest) -> [UInt8] {
        lock.withLock { answer(request) }
    }
}
