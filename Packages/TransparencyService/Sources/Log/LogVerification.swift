import COSE
import Encoding
import Foundation
import GRDB
import JOSE
public import Ledger
import Merkle
import SCITT
import Signing
public import Trust

/// Re-hashes every stored octet of a log, recomputes every root that was signed, and verifies every receipt.
///
/// What this finds without anything from outside: every edit of a statement, a receipt, a node, a root, an index
/// or a key, and every entry, root or key that was removed, added or moved by itself. What it can't find alone: that
/// the end of the log was cut off together with its roots, that a key was added together with entries that it signed,
/// or that the whole was replaced by another log that is consistent in itself. That is what a checkpoint that was kept
/// elsewhere is for, and a trust file that pins the service.
public struct LogVerification {
    /// A checkpoint that was kept elsewhere, as `/checkpoint` gave it, and the key that it must be signed with.
    public struct Witness: Sendable {
        let checkpoint: Checkpoint

        /// Verifies the note.
        public init(note octets: [UInt8], key: NoteVerifier) throws(LedgerError) {
            let note = try SignedNote(parsing: octets)
            try note.verify(with: [key])
            checkpoint = try Checkpoint(parsing: note.text)
        }
    }

    private let rows: StatementRows
    private let witness: Checkpoint?
    private let pinned: TrustFile?
    private var report = LogReport()
    private var frontier = MerkleFrontier()
    private var roots: [Int64: [UInt8]] = [:]
    private var keys: [[UInt8]: JWK] = [:]
    /// What is stored and no receipt has used so far: sizes of roots, and the numbers of keys.
    private var unusedRoots: Set<Int64> = []
    private var unusedKeys: [[UInt8]: Int] = [:]
    private var service: ExactString?

    /// Verifies the log of a data folder, which a service may be writing at the same time.
    ///
    /// - Parameters:
    ///   - folder: the data folder.
    ///   - witness: a checkpoint that the log must contain.
    ///   - pinned: a trust file with the service and all keys that it may have.
    ///   - progress: called with the number of entries read so far.
    public static func run(
        _ folder: String, against witness: Witness? = nil, pinned: TrustFile? = nil,
        progress: (UInt64) -> Void = { _ in }
    ) throws(ServiceError) -> LogReport {
        try ServiceError.wrapping {
            let (_, reader) = try SQLiteFile.open(
                "\(folder)/\(StatementLog.Files.log)", access: .read, patience: 5,
                content: { db in
                    // A schema that was tampered with is one more fault, and no reason not to look further.
                    try SQLiteSchema.content(
                        db, application: StatementLogSchema.application, version: StatementLogSchema.version)
                },
                create: { _ in })
            defer { try? reader.close() }
            return try reader.read { db in
                var verification = LogVerification(StatementRows(db), witness?.checkpoint, pinned)
                return try verification.run(progress)
            }
        }
    }

    private init(_ rows: StatementRows, _ witness: Checkpoint?, _ pinned: TrustFile?) {
        self.rows = rows
        self.witness = witness
        self.pinned = pinned
        report.isCompared = witness != nil
    }

    private mutating func run(_ progress: (UInt64) -> Void) throws(LedgerError) -> LogReport {
        do {
            try pass(progress)
        } catch .damaged(let what) {
            report.add(.storage(what))
        }
        return report
    }

    private mutating func pass(_ progress: (UInt64) -> Void) throws(LedgerError) {
        for fault in try rows.storageFaults() { report.add(.storage(fault)) }
        try readService()
        let signed = try rows.roots()
        roots = Dictionary(signed.map { ($0.size, $0.root) }, uniquingKeysWith: { first, _ in first })
        unusedRoots = Set(roots.keys)
        let end = signed.last?.size ?? 0
        for root in signed where root.size < 2 { report.add(.root(size: root.size)) }
        var from = Int64.min
        while let last = try readPage(from: from, end: end) {
            progress(frontier.size)
            guard last < .max else { break }
            from = last + 1
        }
        if let size = Int64(exactly: frontier.size), size < end {
            report.add(.entriesMissing(from: frontier.size))
        }
        report.entries = frontier.size
        try checkOwnStatements()
        checkUse()
        if let witness, witness.size > frontier.size {
            report.add(.checkpointBeyondEnd(size: witness.size, stored: frontier.size))
        }
    }

    /// Reads some rows and gives the number of the last; nil after the end.
    private mutating func readPage(from: Int64, end: Int64) throws(LedgerError) -> Int64? {
        let page = try rows.entries(from: from, limit: 64)
        for row in page {
            guard row.sequence >= 0, Int64(clamping: frontier.size) <= row.sequence else {
                report.add(.entryUnexpected(row.sequence))
                continue
            }
            if row.sequence >= end {
                report.add(.entriesUncovered(from: UInt64(row.sequence)))
                return nil
            }
            guard Int64(clamping: frontier.size) == row.sequence else {
                // No root can be computed over a gap.
                report.add(.entriesMissing(from: frontier.size))
                report.entries = frontier.size
                throw .damaged("the entries after a gap were not looked at")
            }
            check(row, sequence: UInt64(row.sequence))
        }
        return page.last?.sequence
    }

    private mutating func check(_ row: StatementRow, sequence: UInt64) {
        let computed = MerkleHash.leaf(row.statement.span)
        let stored = row.nodes.count >= 32 ? Digest32(row.nodes.span.extracting(0..<32)) : nil
        let receipt = try? Receipt(parsing: row.receipt)
        let leaf = originalLeaf(computed: computed, stored: stored, receipt: receipt)
        let statement = try? SignedStatement(parsing: row.statement)
        if leaf != computed || statement?.octets != row.statement {
            report.add(.entry(sequence, .statement))
        } else {
            if SHA256.digest(row.statement).indexKey != row.digestKey { report.add(.entry(sequence, .index)) }
            if let statement, let receipt, verifies(receipt, for: statement, at: sequence) {
                report.receipts += 1
            } else {
                report.add(.entry(sequence, .receipt))
            }
        }
        var nodes: [UInt8] = []
        frontier.append(leaf) { _, node in nodes += node.octets }
        if nodes != row.nodes { report.add(.entry(sequence, .nodes)) }
        if let size = Int64(exactly: frontier.size), let root = roots[size] {
            report.roots += 1
            if root != frontier.root.octets {
                report.add(.root(size: size))
                unusedRoots.remove(size)
            }
        }
        if let witness, witness.size == frontier.size, witness.root != frontier.root {
            report.add(.checkpointMismatch(size: witness.size))
        }
    }

    /// Which of the two leaves the tree was made with: where they differ, the one that the receipt's path leads
    /// from to the signed root. So one edit is named once, and where it was made.
    private func originalLeaf(computed: Digest32, stored: Digest32?, receipt: Receipt?) -> Digest32 {
        guard let stored, stored != computed, let receipt,
            let proof = receipt.proofs.inclusion.first.flatMap({ try? InclusionProof(decoding: $0) }),
            let size = Int64(exactly: proof.size), let root = roots[size],
            (try? proof.root(leafHash: stored))?.octets == root
        else { return computed }
        return stored
    }

    private mutating func verifies(_ receipt: Receipt, for statement: SignedStatement, at sequence: UInt64)
        -> Bool
    {
        guard receipt.service == service, receipt.subject == statement.subject,
            let keyID = receipt.keyID, let key = keys[keyID],
            let inclusion = try? receipt.verifyInclusion(of: statement, key: key, profile: .statement),
            inclusion.index == sequence, let size = inclusion.size.flatMap({ Int64(exactly: $0) })
        else { return false }
        guard roots[size] == inclusion.root.octets else { return false }
        unusedRoots.remove(size)
        unusedKeys[keyID] = nil
        return true
    }

    /// A service signs a root as it stores it, and begins with a key by registering something: what no receipt has to
    /// do with was put there by somebody else. Where receipts are damaged, theirs would be named too.
    private mutating func checkUse() {
        guard report.receipts == report.entries else { return }
        for size in unusedRoots.sorted() where size > 1 && size <= Int64(clamping: frontier.size) {
            report.add(.rootUnused(size: size))
        }
        for number in unusedKeys.values.sorted() { report.add(.keyUnused(number: number)) }
    }

    // MARK: The service

    private mutating func readService() throws(LedgerError) {
        for (number, octets) in try rows.keys().enumerated() {
            guard let key = try? COSEKey(decoding: octets), let jwk = try? JWK(key.publicKey),
                key.keyID == key.thumbprint.octets
            else {
                report.add(.key(number: number + 1))
                continue
            }
            keys[key.thumbprint.octets] = jwk
            unusedKeys[key.thumbprint.octets] = number + 1
        }
        guard let row = try rows.service(), let name = String(validating: row.name, as: UTF8.self) else {
            return report.add(.storage("the row of the service is missing or not readable"))
        }
        service = ExactString(name)
        if let pinned { compareKeys(with: pinned.services[ExactString(name)]) }
    }

    private mutating func compareKeys(with pinned: TrustedService?) {
        guard let pinned else { return report.add(.serviceNotPinned) }
        let known = Set(pinned.keys.map(\.publicKey))
        for (keyID, number) in unusedKeys.sorted(by: { $0.value < $1.value }) {
            if let key = keys[keyID], known.contains(key.publicKey) { continue }
            report.add(.keyNotPinned(number: number))
        }
    }

    /// Entries 0 and 1 and those in force must be the service's, by its signature.
    private mutating func checkOwnStatements() throws(LedgerError) {
        let inForce = try rows.service().map { [$0.policy, $0.anchors] } ?? []
        for (sequence, part) in zip([0, 1] + inForce, [0, 1, 0, 1]) {
            // Where entries are missing, that was said.
            if sequence >= frontier.size, !report.isIntact { continue }
            guard let row = try rows.entry(sequence),
                let statement = try? SignedStatement(parsing: row.statement),
                statement.issuer == service,
                statement.message.protected.contentType
                    == [OwnStatements.policyType, OwnStatements.anchorsType][part],
                let keyID = statement.message.protected.keyID, let key = keys[keyID],
                (try? statement.message.verify(
                    with: key.publicKey, algorithms: COSEAlgorithm.all, understood: [])) != nil
            else {
                report.add(.ownStatement(sequence))
                continue
            }
        }
    }
}
