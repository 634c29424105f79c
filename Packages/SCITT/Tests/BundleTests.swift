import ACT
import Audit
import CBOR
import Claims
import DAG
import ECT
import Encoding
import Foundation
import Merkle
import SCITT
import Signing
import TestSupport
import Testing
import Trust

/// A workflow with a mandate, its record, an approved record and some ECTs: the record anchored by itself, the
/// ECTs in a batch, with receipts of both services.
struct BundledWorkflow: Sendable {
    let parties: Parties
    let mandate: [UInt8]
    let record: [UInt8]
    let ects: [[UInt8]]
    let batch: Batch
    let single: SignedStatement
    let joint: SignedStatement
    let receipts: [SignedStatement: [[UInt8]]]

    init(ects count: Int = 5) throws {
        parties = try Parties()
        mandate = try parties.mandate(1)
        record = try parties.record(of: mandate)
        var ects: [[UInt8]] = []
        for number in 0..<count {
            ects.append(
                try parties.ect(
                    100 + number, after: number == 0 ? [1] : [99 + number], mandate: mandate, by: Parties.bob)
            )
        }
        self.ects = ects
        var batch = Batch()
        for ect in ects { try batch.append(ect) }
        self.batch = batch
        single = try parties.statement(about: record)
        joint = try parties.statements().statement(about: batch, subject: RecordSubject(Parties.workflow))
        var receipts: [SignedStatement: [[UInt8]]] = [:]
        for statement in [single, joint] {
            receipts[statement] = [
                try parties.receipt(for: statement).octets,
                try parties.receipt(for: statement, size: 30, index: 29, by: Parties.second).octets,
            ]
        }
        self.receipts = receipts
    }

    /// The bundle with the whole batch, or with a path for each of its records.
    func writer(whole: Bool = true) throws -> BundleWriter {
        var writer = BundleWriter(policyHash: parties.trust.policyHash)
        for token in ects + [record, mandate] { try writer.add(token) }
        try writer.add(
            single, receipts: receipts[single] ?? [],
            covering: [BundleWriter.Cover(token: SHA256.digest(record), place: .alone)])
        let covers = ects.enumerated().map { index, token in
            BundleWriter.Cover(
                token: SHA256.digest(token),
                place: whole
                    ? .leaf(UInt64(index))
                    : batch.path(of: UInt64(index)).map { .path($0) } ?? .alone)
        }
        try writer.add(
            joint, receipts: receipts[joint] ?? [], covering: covers, of: whole ? batch : nil)
        return writer
    }

    func verify(_ octets: [UInt8]) async throws -> BundleReport {
        try await parties.bundles().verify(EvidenceBundle(parsing: octets), workers: 2)
    }
}

@Suite("Evidence bundles")
struct BundleTests {
    static let workflow = Result { try BundledWorkflow() }

    @Test(
        "a bundle verifies with nothing but the trust file", .verifies("ACT#req-act-bundle-verdict"),
        arguments: [true, false])
    func verifies(whole: Bool) async throws {
        let workflow = try Self.workflow.get()
        let octets = try workflow.writer(whole: whole).encode()
        let report = try await workflow.verify(octets)
        #expect(report.verdict == .authorized)
        #expect(report.audit.graph == .complete)
        #expect(report.flaws.isEmpty && report.hasSamePolicy == true)
        #expect(report.tokenCount == 7 && report.anchored == 6 && report.refused == 0)
        for element in report.elements {
            #expect(element.level == (element.entry?.kind == .mandate ? nil : .level3))
        }
        let words = report.explain()
        #expect(words.contains("The records are authorized; the graph is complete."))
        #expect(words.count == 3 + 2 + 7)
    }

    @Test(
        "the same content gives the same octets, which are one item of deterministic CBOR",
        .verifies("ACT#req-act-bundle-cbor", "ACT#req-act-bundle-order"))
    func deterministic() throws {
        let workflow = try Self.workflow.get()
        let octets = try workflow.writer().encode()
        var other = BundleWriter(policyHash: workflow.parties.trust.policyHash)
        for token in [workflow.mandate, workflow.record] + workflow.ects.reversed() + [workflow.record] {
            try other.add(token)
        }
        for (index, token) in workflow.ects.enumerated().reversed() {
            try other.add(
                workflow.joint, receipts: (workflow.receipts[workflow.joint] ?? []).reversed(),
                covering: [BundleWriter.Cover(token: SHA256.digest(token), place: .leaf(UInt64(index)))],
                of: workflow.batch)
        }
        try other.add(
            SignedStatement(
                parsing: workflow.single.transparent(with: workflow.receipts[workflow.single] ?? [])),
            receipts: [], covering: [BundleWriter.Cover(token: SHA256.digest(workflow.record), place: .alone)]
        )
        #expect(try other.encode() == octets)
        let value = try CBORValue(decoding: octets)
        #expect(value.entries?.count == 5)
        #expect(value.entries?[2]?.elements?.count == 7)
    }

    @Test("no octet of a bundle can be changed", .verifies("ACT#req-act-bundle-digest"))
    func flips() async throws {
        let workflow = try BundledWorkflow(ects: 2)
        let octets = try workflow.writer().encode()
        #expect(try await workflow.verify(octets).verdict == .authorized)
        var random = SeededGenerator(seed: SeededGenerator.runSeed)
        for at in octets.indices {
            // Every octet of the form, every fifth of the tokens: their signatures take the time.
            guard at < 200 || at > octets.count - 400 || random.oneIn(5) else { continue }
            var changed = octets
            changed[at] ^= UInt8(1 << random.integer(in: 0...7))
            let report: BundleReport
            do {
                report = try await workflow.verify(changed)
            } catch let error as SCITTError {
                #expect(error.code.hasPrefix("act-bundle-"), "octet \(at): \(error.code)")
                continue
            }
            #expect(report.verdict == .invalid, "octet \(at), again with TEST_SEED=\(random.seed)")
            #expect(report.flaws.contains(.bundleDigest) || at >= octets.count - 32)
            #expect(!report.explain().isEmpty)
        }
    }

    @Test("a bundle cut anywhere is refused", .verifies("ACT#req-act-bundle-cbor"))
    func cuts() throws {
        let octets = try Self.workflow.get().writer().encode()
        for count in stride(from: 0, to: octets.count, by: 7) {
            let error = refusal { _ = try EvidenceBundle(parsing: Array(octets.prefix(count))) }
            #expect(error?.code == "act-bundle-cbor", "\(count) octets")
        }
        #expect(refusal { _ = try EvidenceBundle(parsing: octets + [0]) }?.reason == "cbor-trailing-octets")
    }

    @Test(
        "a bad receipt, statement or batch leaves its tokens unanchored, with the reason",
        .verifies("ACT#req-act-bundle-anchor"))
    func anchors() async throws {
        let workflow = try Self.workflow.get()
        let hash = SHA256.digest(workflow.record)
        let cover = BundleWriter.Cover(token: hash, place: .alone)
        func report(_ make: (inout BundleWriter) throws -> Void) async throws -> BundleReport {
            var writer = BundleWriter()
            for token in workflow.ects + [workflow.record, workflow.mandate] { try writer.add(token) }
            try make(&writer)
            return try await workflow.verify(writer.encode())
        }
        func reason(_ report: BundleReport, _ token: [UInt8]) throws -> String? {
            for element in report.elements {
                if case .refused(let error) = element.anchoring { return error.code }
            }
            return nil
        }
        let wrong = try await report {
            try $0.add(workflow.single, receipts: workflow.receipts[workflow.joint] ?? [], covering: [cover])
        }
        #expect(wrong.verdict == .authorized && wrong.anchored == 0 && wrong.hasSamePolicy == nil)
        #expect(try reason(wrong, workflow.record) == "ect-receipt-several")
        #expect(wrong.explain().contains { $0.hasPrefix("Statement 0 is refused") })
        let none = try await report { try $0.add(workflow.single, receipts: [], covering: [cover]) }
        #expect(try reason(none, workflow.record) == "ect-receipt-several")
        let other = try await report {
            try $0.add(
                workflow.single, receipts: workflow.receipts[workflow.single] ?? [],
                covering: [BundleWriter.Cover(token: SHA256.digest(workflow.ects[0]), place: .alone)])
        }
        #expect(try reason(other, workflow.ects[0]) == "ect-statement-type")
        var forged = Batch()
        for token in workflow.ects.reversed() { try forged.append(token) }
        let batch = forged
        let leaves = try await report {
            try $0.add(
                workflow.joint, receipts: workflow.receipts[workflow.joint] ?? [],
                covering: [BundleWriter.Cover(token: SHA256.digest(workflow.ects[0]), place: .leaf(4))],
                of: batch)
        }
        #expect(try reason(leaves, workflow.ects[0]) == "ect-batch-path")
        let place = try await report {
            try $0.add(
                workflow.joint, receipts: workflow.receipts[workflow.joint] ?? [],
                covering: [BundleWriter.Cover(token: SHA256.digest(workflow.ects[0]), place: .leaf(1))],
                of: workflow.batch)
        }
        #expect(try reason(place, workflow.ects[0]) == "ect-batch-path")
    }

    @Test(
        "anchors and L3 can be demanded of every token",
        .verifies("ACT#req-act-bundle-anchor", "ACT#req-act-bundle-verdict"))
    func demands() async throws {
        let workflow = try Self.workflow.get()
        let bundle = try EvidenceBundle(parsing: workflow.writer().encode())
        var verifier = workflow.parties.bundles()
        verifier.policy.minimumLevel = .level3
        #expect(try await verifier.verify(bundle, workers: 1).verdict == .authorized)
        verifier.requiresAnchors = true
        let report = try await verifier.verify(bundle, workers: 1)
        // The mandate is the one token without an anchor.
        #expect(report.verdict == .invalid && report.refused == 1)
        #expect(report.explain().contains { $0.contains("act-bundle-anchor") })
        var bare = BundleWriter()
        for token in workflow.ects + [workflow.record, workflow.mandate] { try bare.add(token) }
        verifier.requiresAnchors = false
        let low = try await verifier.verify(EvidenceBundle(parsing: bare.encode()), workers: 1)
        #expect(low.refused == workflow.ects.count)
        #expect(low.explain().contains { $0.contains("ect-minimum-level") })
    }

    @Test(
        "approvals count with their records, tokens of neither profile spoil the bundle",
        .verifies("ACT#req-act-bundle-token"))
    func kinds() async throws {
        let parties = try Parties()
        let mandate = try parties.mandate(7, approver: Parties.carol)
        let record = try parties.record(of: mandate)
        var writer = BundleWriter()
        for token in [mandate, record] { try writer.add(token) }
        func report() async throws -> BundleReport {
            try await parties.bundles().verify(EvidenceBundle(parsing: writer.encode()), workers: 1)
        }
        #expect(try await report().verdict == .invalid)
        for number in 7...9 { try writer.add(parties.approval(of: number)) }
        let approved = try await report()
        #expect(approved.verdict == .authorized)
        #expect(approved.elements.count { $0.entry == nil } == 3)
        #expect(approved.explain().count { $0.hasSuffix("is an approval.") } == 3)
        try writer.add(Array("eyJ0eXAiOiJKV1QifQ.e30.\(String(repeating: "A", count: 86))".utf8))
        let spoiled = try await report()
        #expect(spoiled.verdict == .invalid && spoiled.flaws.first?.code == "act-bundle-token")
    }

    @Test(
        "a record without its mandate is unproven, a missing predecessor makes the graph incomplete",
        .verifies("ACT#req-act-bundle-verdict"))
    func unproven() async throws {
        let workflow = try Self.workflow.get()
        var writer = BundleWriter(policyHash: .zero)
        try writer.add(workflow.ects[2])
        let report = try await workflow.verify(writer.encode())
        #expect(report.verdict == .unproven && report.hasSamePolicy == false)
        #expect(report.audit.graph.code == "incomplete")
        #expect(report.explain().contains("The predecessor \(identifier(101)) is not in the bundle."))
    }

    @Test("an extract is a bundle of its own, with mandates and paths")
    func extraction() async throws {
        let workflow = try Self.workflow.get()
        let bundle = try EvidenceBundle(parsing: workflow.writer().encode())
        let ect = try #require(try bundle.index(of: SHA256.digest(workflow.ects[3])))
        #expect(try bundle.token(at: ect) == workflow.ects[3])
        #expect(try bundle.index(of: .zero) == nil)
        let octets = try bundle.extract(tokens: [ect]).encode()
        let part = try EvidenceBundle(parsing: octets)
        #expect(part.tokenCount == 2 && part.anchorCount == 1)
        #expect(try part.anchor(at: 0).leafCount == 0)
        #expect(refusal { _ = try part.token(at: 2) } == .bundleIndex(2))
        #expect(refusal { _ = try part.anchor(at: 1) } == .bundleIndex(1))
        let report = try await workflow.verify(octets)
        #expect(report.verdict == .authorized && report.anchored == 1)
        let alone = try bundle.extract(tokens: [ect], withMandates: false)
        #expect(alone.tokenCount == 1)
        // An extract of an extract keeps the path.
        #expect(try part.extract(tokens: [0, 1]).encode() == octets)
    }

    @Test("the JSON view shows every part", arguments: [true, false])
    func json(whole: Bool) throws {
        let workflow = try Self.workflow.get()
        var text = ""
        try EvidenceBundle(parsing: workflow.writer(whole: whole).encode()).writeJSON { text += $0 }
        let root = try JSONDocument(parsing: Array(text.utf8), limits: .document).root
        #expect(root["tokens"]?.count == 7)
        #expect(root["anchors"]?.count == 2)
        let policy = Base64URL.encode(workflow.parties.trust.policyHash.octets)
        #expect(root["policy"]?.string?.string == policy)
        let anchors = try #require(root["anchors"])
        #expect(anchors.elements.contains { $0["covers"]?.count == 5 })
        #expect(anchors.elements.contains { $0["leaf_hashes"]?.count == 5 } == whole)
    }

    @Test("a bundle is written from and verified in files")
    func files() async throws {
        let workflow = try Self.workflow.get()
        let path = NSTemporaryDirectory() + "bundle-\(UUID().uuidString).cbor"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let tokens = workflow.ects + [workflow.record, workflow.mandate]
        var writer = BundleWriter()
        for (index, token) in tokens.enumerated() {
            writer.add(tokenWith: SHA256.digest(token), at: UInt64(index))
        }
        var octets: [UInt8] = []
        try writer.write {
            tokens[Int($0)]
        } to: {
            octets += $0
        }
        try Data(octets).write(to: URL(fileURLWithPath: path))
        let report = try await workflow.parties.bundles().verify(EvidenceBundle(path: path), workers: 2)
        #expect(report.verdict == .authorized && report.anchored == 0)
        #expect(refusal { _ = try EvidenceBundle(path: path + ".none") }?.code == "scitt-unavailable")
        #expect(refusal { _ = try writer.encode() }?.code == "scitt-unavailable")
        let swapped = refusal {
            try writer.write {
                tokens[Int($0 + 1) % 7]
            } to: { _ in
            }
        }
        #expect(swapped?.code == "act-bundle-order")
    }

    @Test("a writer refuses what no bundle can hold")
    func notWritten() throws {
        let workflow = try Self.workflow.get()
        let missing = BundleWriter.Cover(token: .zero, place: .alone)
        #expect(refusal { _ = try BundleWriter().encode() }?.code == "act-bundle-cbor")
        var writer = BundleWriter()
        #expect(refusal { try writer.add([]) }?.code == "act-bundle-token")
        #expect(refusal { try writer.add([UInt8](repeating: 65, count: 65_537)) }?.code == "act-bundle-token")
        #expect(refusal { try writer.add([UInt8](repeating: 65, count: 63)) }?.code == "act-bundle-token")
        try writer.add([UInt8](repeating: 65, count: 64))
        var dangling = writer
        try dangling.add(workflow.single, receipts: [], covering: [missing])
        #expect(refusal { _ = try dangling.encode() }?.code == "act-bundle-index")
        var uncovered = writer
        try uncovered.add(workflow.single, receipts: [], covering: [])
        #expect(refusal { _ = try uncovered.encode() }?.code == "act-bundle-cbor")
        let leaf = BundleWriter.Cover(token: .zero, place: .leaf(5))
        #expect(
            refusal { try writer.add(workflow.joint, receipts: [], covering: [leaf], of: workflow.batch) }
                == .bundleIndex(5))
        let many = (0..<257).map { [UInt8($0 & 255), UInt8($0 >> 8)] + [UInt8](repeating: 0, count: 62) }
        #expect(
            refusal { try writer.add(workflow.joint, receipts: [[1]], covering: []) }?.code
                == "act-bundle-cbor")
        #expect(
            refusal { try writer.add(workflow.joint, receipts: many, covering: []) }?.code
                == "ect-receipt-limits")
    }
}
