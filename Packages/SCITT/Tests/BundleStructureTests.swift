import CBOR
import SCITT
import Signing
import TestSupport
import Testing

/// A bundle with one thing wrong in its structure.
struct HostileBundle: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: String
    let make: @Sendable () -> CBORValue

    init(_ name: String, _ code: String, _ make: @autoclosure @escaping @Sendable () -> CBORValue) {
        testDescription = name
        self.code = "act-bundle-" + code
        self.make = make
    }
}

@Suite("Structure of bundles")
struct BundleStructureTests {
    /// Two tokens in the order of their hashes.
    static let tokens: [CBORValue] = [octets(65), octets(66)].sorted {
        SHA256.digest($0) < SHA256.digest($1)
    }.map { .byteString($0) }

    /// As many octets as a part of a bundle has at least.
    static func octets(_ octet: UInt8, count: Int = 64) -> [UInt8] { [UInt8](repeating: octet, count: count) }

    static func part(_ octet: UInt8) -> CBORValue { .byteString(octets(octet)) }

    static let digest = CBORValue.byteString([UInt8](repeating: 7, count: 32))

    static func anchor(
        _ covers: CBORValue, leaves: CBORValue? = nil, receipts: CBORValue = [],
        statement: CBORValue = part(1)
    ) -> CBORValue {
        var map: CBORMap = [1: statement, 2: receipts, 3: covers]
        map[4] = leaves
        return .map(map)
    }

    static func bundle(
        tokens: CBORValue = .array(Self.tokens), anchors: CBORValue = [],
        change: (inout CBORMap) -> Void = { _ in }
    ) -> CBORValue {
        var map: CBORMap = [1: 1, 2: tokens, 3: anchors, 5: digest]
        change(&map)
        return .map(map)
    }

    /// The octets with the right digest in place of the one of sevens.
    static func sealed(_ value: CBORValue) -> [UInt8] {
        let octets = value.encode()
        guard octets.suffix(32) == ArraySlice([UInt8](repeating: 7, count: 32)) else { return octets }
        return octets.dropLast(32) + SHA256.hash(Array(octets.dropLast(35)))
    }

    @Test("a bundle with one thing wrong is refused for that", .verifies(), arguments: cases)
    func refused(_ hostile: HostileBundle) {
        Verifies.record("ACT#req-" + hostile.code, in: hostile.testDescription)
        var flaw: SCITTError?
        let error = refusal { flaw = try EvidenceBundle(parsing: Self.sealed(hostile.make())).flaws.first }
        #expect((error ?? flaw)?.code == hostile.code)
        #expect((error ?? flaw)?.requirement?.description == "ACT#req-" + hostile.code)
        #expect((error ?? flaw).map { "\($0)".isEmpty } == false)
    }

    static let sound: [CBORValue] = [
        [], [anchor([[0]])], [anchor([[0, path], [1, path]])],
        [anchor([[0, 1]], leaves: [digest, digest])],
        [anchor([[0]], receipts: [part(1), part(2)])],
    ]

    @Test("the bundles that the cases change are without flaw", arguments: sound)
    func good(_ anchors: CBORValue) throws {
        let bundle = try EvidenceBundle(parsing: Self.sealed(Self.bundle(anchors: anchors)))
        #expect(bundle.flaws.isEmpty)
    }

    @Test("repeated covers are refused, since each would have its token read and hashed again")
    func repeatedCovers() {
        let covers = CBORValue.array(Array(repeating: [0, Self.path], count: 1000))
        let bundle = Self.sealed(Self.bundle(anchors: [Self.anchor(covers)]))
        #expect(refusal { _ = try EvidenceBundle(parsing: bundle) }?.code == "act-bundle-order")
    }

    @Test("repeated statements are refused, since what each covers would be read and hashed again")
    func repeatedStatements() {
        let anchors = CBORValue.array(Array(repeating: Self.anchor([[0, Self.path]]), count: 1000))
        let bundle = Self.sealed(Self.bundle(anchors: anchors))
        #expect(refusal { _ = try EvidenceBundle(parsing: bundle) }?.code == "act-bundle-order")
    }

    static let path = CBORValue.byteString([0x83, 2, 1, 0x80])

    static let cases: [HostileBundle] = [
        .init("an array", "cbor", []),
        .init("three members", "cbor", bundle { $0[5] = nil }),
        .init(
            "six members", "cbor",
            bundle {
                $0[4] = digest
                $0[6] = 1
            }),
        .init("version 2", "cbor", bundle { $0[1] = 2 }),
        .init("version as text", "cbor", bundle { $0[1] = "1" }),
        .init(
            "another key", "cbor",
            bundle {
                $0[2] = nil
                $0[6] = 1
            }),
        .init("no tokens", "cbor", bundle(tokens: [])),
        .init("tokens that are a map", "cbor", bundle(tokens: [:])),
        .init("a token that is text", "cbor", bundle(tokens: ["a"])),
        .init("an empty token", "cbor", bundle(tokens: [.byteString([])])),
        .init("a token too short for any", "cbor", bundle(tokens: [.byteString(octets(65, count: 63))])),
        .init(
            "a statement too short for any", "cbor",
            bundle(anchors: [anchor([[0]], statement: .byteString(octets(1, count: 63)))])),
        .init(
            "a receipt too short for any", "cbor",
            bundle(anchors: [anchor([[0]], receipts: [.byteString(octets(1, count: 63))])])),
        .init(
            "a token beyond the limit", "cbor",
            bundle(tokens: [.byteString([UInt8](repeating: 65, count: 65_537))])),
        .init("tokens out of order", "order", bundle(tokens: .array(tokens.reversed()))),
        .init("a token twice", "order", bundle(tokens: [tokens[0], tokens[0]])),
        .init("anchors that are a map", "cbor", bundle(anchors: [:])),
        .init("an anchor that is an array", "cbor", bundle(anchors: [[]])),
        .init("an anchor of two members", "cbor", bundle(anchors: [[1: part(1), 2: []]])),
        .init(
            "an anchor of other members", "cbor",
            bundle(anchors: [[1: part(1), 2: [], 4: [[0]]]])),
        .init("a statement that is text", "cbor", bundle(anchors: [anchor([[0]], statement: "s")])),
        .init("the same statement twice", "order", bundle(anchors: [anchor([[0]]), anchor([[1]])])),
        .init(
            "statements out of order", "order",
            bundle(anchors: [anchor([[0]], statement: part(2)), anchor([[1]])])),
        .init(
            "receipts out of order", "order",
            bundle(anchors: [anchor([[0]], receipts: [part(2), part(1)])])),
        .init(
            "a receipt twice", "order",
            bundle(anchors: [anchor([[0]], receipts: [part(2), part(2)])])),
        .init(
            "257 receipts", "cbor",
            bundle(anchors: [anchor([[0]], receipts: .array(Array(repeating: part(1), count: 257)))])
        ),
        .init("no covers", "cbor", bundle(anchors: [anchor([])])),
        .init("two covers of one token's statement", "cbor", bundle(anchors: [anchor([[0], [1]])])),
        .init("a cover of nothing", "cbor", bundle(anchors: [anchor([[]])])),
        .init("a cover of three parts", "cbor", bundle(anchors: [anchor([[0, path, path]])])),
        .init("a cover that is a number", "cbor", bundle(anchors: [anchor([0])])),
        .init("a cover of a negative token", "cbor", bundle(anchors: [anchor([[-1]])])),
        .init("a token that is not there", "index", bundle(anchors: [anchor([[2]])])),
        .init("the largest token", "cbor", bundle(anchors: [anchor([[.unsigned(.max)]])])),
        .init("covers out of order", "order", bundle(anchors: [anchor([[1, path], [0, path]])])),
        .init("a token covered twice", "order", bundle(anchors: [anchor([[1, path], [1, path]])])),
        .init("a leaf without leaf hashes", "cbor", bundle(anchors: [anchor([[0, 1]])])),
        .init("a path beside leaf hashes", "cbor", bundle(anchors: [anchor([[0, path]], leaves: [digest])])),
        .init("no place beside leaf hashes", "cbor", bundle(anchors: [anchor([[0]], leaves: [digest])])),
        .init("no leaf hashes", "cbor", bundle(anchors: [anchor([[0, 0]], leaves: [])])),
        .init("a leaf that is not there", "index", bundle(anchors: [anchor([[0, 1]], leaves: [digest])])),
        .init(
            "the largest leaf", "index", bundle(anchors: [anchor([[0, .unsigned(.max)]], leaves: [digest])])),
        .init(
            "a leaf hash of 31 octets", "cbor",
            bundle(anchors: [anchor([[0, 0]], leaves: [.byteString([UInt8](repeating: 7, count: 31))])])),
        .init(
            "a leaf hash of 33 octets", "cbor",
            bundle(anchors: [anchor([[0, 0]], leaves: [.byteString([UInt8](repeating: 7, count: 33))])])),
        .init(
            "a policy of 31 octets", "cbor", bundle { $0[4] = .byteString([UInt8](repeating: 7, count: 31)) }),
        .init("another digest", "digest", bundle { $0[5] = .byteString([UInt8](repeating: 8, count: 32)) }),
        .init("a digest that is text", "cbor", bundle { $0[5] = "digest" }),
        .init("a path that is a map", "cbor", bundle(anchors: [anchor([[0, .byteString([0xA0])]])])),
    ]
}
