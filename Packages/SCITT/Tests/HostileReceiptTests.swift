import CBOR
import Claims
import Encoding
import JOSE
import Merkle
import SCITT
import Signing
import TestSupport
import Testing

/// A receipt with one thing wrong, and the rule and the reason for which it is refused.
struct HostileReceipt: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: String
    let reason: String
    let make: @Sendable (Forge) throws -> [UInt8]

    init(
        _ name: String, _ code: String, _ reason: String,
        _ make: @escaping @Sendable (Forge) throws -> [UInt8]
    ) {
        testDescription = name
        self.code = "ect-receipt-" + code
        self.reason = reason
        self.make = make
    }
}

@Suite("Hostile receipts")
struct HostileReceiptTests {
    static let forge = Result { try Forge() }

    @Test("the table has more than eighty cases, and the forge's own receipt verifies")
    func table() throws {
        let forge = try Self.forge.get()
        #expect(Self.cases.count >= 80)
        let verdict = forge.parties.transparency().judge([try forge.receipt()], for: forge.statement)
        #expect(verdict.failure == nil && verdict.verified.count == 1)
    }

    @Test("a receipt with one thing wrong is refused for that", .verifies(), arguments: cases)
    func refused(_ hostile: HostileReceipt) throws {
        Verifies.record("ECT#req-" + hostile.code, in: hostile.testDescription)
        let forge = try Self.forge.get()
        let verdict = forge.parties.transparency().judge([try hostile.make(forge)], for: forge.statement)
        #expect(!verdict.isTransparent)
        #expect(verdict.failure?.code == hostile.code)
        #expect(verdict.failure?.reason == hostile.reason)
        #expect(verdict.failure?.description.isEmpty == false)
    }

    static let cases = encoding + labels + keys + structures + proofs + signatures

    static let encoding: [HostileReceipt] = [
        .init("no octets", "cbor", "cbor-truncated") { _ in [] },
        .init("only the tag", "cbor", "cbor-truncated") { _ in [0xD2] },
        .init("cut in the header", "cbor", "cbor-truncated") { try Array($0.receipt().prefix(20)) },
        .init("cut by one octet", "cbor", "cbor-truncated") { try $0.receipt().dropLast() },
        .init("an octet too many", "cbor", "cbor-trailing-octets") { try $0.receipt() + [0] },
        .init("two receipts", "cbor", "cbor-trailing-octets") { try $0.receipt() + $0.receipt() },
        .init("the tag in two octets", "cbor", "cbor-head-not-shortest") {
            try [0xD8, 0x12] + $0.receipt().dropFirst()
        },
        .init("an array of indefinite length", "cbor", "cbor-indefinite-length") {
            try $0.receipt().replacing(at: 1, with: [0x9F]) + [0xFF]
        },
        .init("no tag", "cbor", "cose-tag-missing") { try Array($0.receipt().dropFirst()) },
        .init("the tag of COSE_Mac0", "cbor", "cose-wrong-tag") {
            try $0.receipt().replacing(at: 0, with: [0xD1])
        },
        .init("the tag of COSE_Sign", "cbor", "cose-wrong-tag") {
            try $0.receipt().replacing(at: 0, with: [0xD8, 98])
        },
        .init("tag 18 twice", "cbor", "cose-malformed-message") { try [0xD2] + $0.receipt() },
        .init("three parts", "cbor", "cose-malformed-message") { _ in
            CBORValue.tagged(18, [.byteString([]), [:], .null]).encode()
        },
        .init("five parts", "cbor", "cose-malformed-message") { _ in
            CBORValue.tagged(18, [.byteString([]), [:], .null, .byteString([]), .null]).encode()
        },
        .init("a map", "cbor", "cose-malformed-message") { _ in CBORValue.tagged(18, [:]).encode() },
        .init("a protected header that is a map", "cbor", "cose-malformed-protected-header") { _ in
            Forge.message([1: -7], [:], .null, .byteString([1]))
        },
        .init("an unprotected header that is an array", "cbor", "cose-malformed-unprotected-header") { _ in
            Forge.message(.byteString([]), [], .null, .byteString([1]))
        },
        .init("a payload of text", "cbor", "cose-malformed-payload") {
            try $0.receipt(payload: "root")
        },
        .init("a signature of text", "cbor", "cose-malformed-signature") { _ in
            Forge.message(.byteString([]), [:], .null, "signature")
        },
        .init("a label twice in the unprotected header", "cbor", "cbor-duplicate-key") { _ in
            [0xD2, 0x84, 0x40, 0xA2, 0x04, 0x41, 0x01, 0x04, 0x41, 0x01, 0xF6, 0x41, 0x01]
        },
        .init("a label twice in the protected header", "cbor", "cbor-duplicate-key") {
            try $0.receipt(protected: [0xA2, 0x01, 0x26, 0x01, 0x26])
        },
        .init("a label longer than need be", "cbor", "cbor-head-not-shortest") {
            try $0.receipt(protected: [0xA1, 0x18, 0x01, 0x26])
        },
        .init("a protected header of indefinite length", "cbor", "cbor-indefinite-length") {
            try $0.receipt(protected: [0xBF, 0x01, 0x26, 0xFF])
        },
        .init("an octet after the protected header", "cbor", "cbor-trailing-octets") {
            try $0.receipt(protected: [0xA1, 0x01, 0x26, 0x00])
        },
        .init("a protected header that is an array", "cbor", "cose-malformed-protected-header") {
            try $0.receipt(protected: [0x80])
        },
        .init("an iss that is not UTF-8", "cbor", "cbor-invalid-utf8") {
            try $0.receipt(protected: [0xA1, 0x0F, 0xA1, 0x01, 0x61, 0xFF])
        },
        .init("an iss that is a number", "cbor", "cose-parameter-invalid") {
            try $0.receipt { $0.claim(1, 7) }
        },
        .init("an iat that is text", "cbor", "cose-parameter-invalid") {
            try $0.receipt { $0.claim(6, "now") }
        },
        .init("a kid that is text", "cbor", "cose-parameter-invalid") { try $0.receipt { $0[4] = "key-1" } },
        .init("kid in both headers", "cbor", "cose-label-repeated") {
            try $0.receipt(unprotected: [4: .byteString([1])])
        },
        .init("forty arrays inside one another", "limits", "cbor-too-deep") {
            var value = CBORValue.null
            for _ in 0..<40 { value = [value] }
            return try $0.receipt(unprotected: [1000: value])
        },
        .init("more than ten MiB", "limits", "cbor-too-large") {
            try $0.receipt(unprotected: [1000: .byteString([UInt8](repeating: 0, count: 10 << 20))])
        },
        .init("more than a million items", "limits", "cbor-too-many-items") {
            try $0.receipt(unprotected: [1000: .array(Array(repeating: .null, count: 1 << 20))])
        },
    ]

    static let labels: [HostileReceipt] =
        [391, 392, 393, -111, -222, 13, 14].map { (label: Int64) in
            .init("the withdrawn label \(label)", "labels", "cose-label-withdrawn") {
                try $0.receipt { $0[.integer(label)] = .byteString([1]) }
            }
        } + [
            .init("proofs at the withdrawn label -222", "labels", "cose-label-withdrawn") {
                try $0.receipt(unprotected: [-222: [-1: [.byteString([1])]]])
            },
            .init("an unknown label in crit", "labels", "cose-critical-not-understood") {
                try $0.receipt {
                    $0[2] = [1000]
                    $0[1000] = 1
                }
            },
            .init("a hash envelope in crit", "labels", "cose-critical-not-understood") {
                try $0.receipt {
                    $0[2] = [258]
                    $0[258] = -16
                }
            },
            .init("a crit that names nothing", "cbor", "cose-parameter-invalid") {
                try $0.receipt { $0[2] = [] }
            },
            .init("a crit that names what is not there", "cbor", "cose-critical-absent") {
                try $0.receipt { $0[2] = [33] }
            },
        ]

    static let keys: [HostileReceipt] = [
        .init("no claims", "key", "service-unknown") { try $0.receipt { $0[15] = nil } },
        .init("no iss", "key", "service-unknown") { try $0.receipt { $0.claim(1, nil) } },
        .init("a service that nobody trusts", "key", "service-unknown") {
            try $0.receipt { $0.claim(1, "https://other.example") }
        },
        .init("a service of another spelling", "key", "service-unknown") {
            try $0.receipt { $0.claim(1, .text(Parties.service.string + "/")) }
        },
        .init("an issuer of tokens as service", "key", "service-unknown") {
            try $0.receipt({ $0.claim(1, .text(Parties.anchorer.string)) }, by: Parties.anchorer)
        },
        .init("no kid", "key", "service-key-unknown") { try $0.receipt { $0[4] = nil } },
        .init("kid in the unprotected header only", "key", "service-key-unknown") {
            let kid = try $0.parties.issuer().keyID
            return try $0.receipt({ $0[4] = nil }, unprotected: [4: .byteString(kid)])
        },
        .init("an unknown kid", "key", "service-key-unknown") {
            try $0.receipt { $0[4] = .byteString([1, 2, 3]) }
        },
        .init("an empty kid", "key", "service-key-unknown") { try $0.receipt { $0[4] = .byteString([]) } },
        .init("the kid of another service's key", "key", "service-key-unknown") {
            let kid = try $0.parties.issuer(Parties.second).keyID
            return try $0.receipt { $0[4] = .byteString(kid) }
        },
        .init("no alg", "alg", "cose-algorithm-missing") { try $0.receipt { $0[1] = nil } },
        .init("alg in the unprotected header", "cbor", "cose-parameter-unprotected") {
            try $0.receipt({ $0[1] = nil }, unprotected: [1: -7])
        },
        .init("alg as text", "alg", "cose-algorithm-unsupported") { try $0.receipt { $0[1] = "ES256" } },
        .init("HMAC", "alg", "cose-algorithm-unsupported") { try $0.receipt { $0[1] = 5 } },
        .init("ML-DSA-44", "alg", "cose-algorithm-unsupported") { try $0.receipt { $0[1] = -48 } },
        .init("EdDSA with a P-256 key", "alg", "cose-algorithm-not-for-key") {
            try $0.receipt { $0[1] = -8 }
        },
        .init("ES384 with a P-256 key", "alg", "cose-algorithm-not-for-key") {
            try $0.receipt { $0[1] = -35 }
        },
        .init("ESP512 with a P-256 key", "alg", "cose-algorithm-not-for-key") {
            try $0.receipt { $0[1] = -52 }
        },
        .init("PS256 with a P-256 key", "alg", "cose-algorithm-not-for-key") {
            try $0.receipt { $0[1] = -37 }
        },
    ]

    static let structures: [HostileReceipt] = [
        .init("no vds", "vds", "structure-not-expected") { try $0.receipt { $0[395] = nil } },
        .init("vds 0", "vds", "structure-not-expected") { try $0.receipt { $0[395] = 0 } },
        .init("vds 2 of a service with vds 1", "vds", "structure-not-expected") {
            try $0.receipt { $0[395] = 2 }
        },
        .init("vds 3", "vds", "structure-not-expected") { try $0.receipt { $0[395] = 3 } },
        .init("vds as text", "cbor", "cose-parameter-invalid") {
            try $0.receipt { $0[395] = "RFC9162_SHA256" }
        },
        .init("vds in the unprotected header", "cbor", "cose-parameter-unprotected") {
            try $0.receipt({ $0[395] = nil }, unprotected: [395: 1])
        },
        .init("the root attached", "detached", "payload-attached") {
            try $0.receipt(payload: .byteString($0.root.octets))
        },
        .init("an empty payload", "detached", "payload-attached") {
            try $0.receipt(payload: .byteString([]))
        },
        .init("no proofs", "path", "proof-missing") { try $0.receipt(unprotected: [:]) },
        .init("an empty map of proofs", "path", "proof-missing") {
            try $0.receipt(unprotected: [396: [:]])
        },
        .init("a consistency proof only", "path", "proof-missing") {
            try $0.receipt(unprotected: [396: [-2: [.byteString($0.proof.encode())]]])
        },
        .init("an empty array of proofs", "cbor", "cose-parameter-invalid") {
            try $0.receipt(proofs: [])
        },
        .init("a proof that is no byte string", "cbor", "cose-parameter-invalid") {
            try $0.receipt(unprotected: [396: [-1: [1_000_000_000]]])
        },
        .init("proofs in the protected header", "cbor", "cose-parameter-protected") {
            let proof = CBORValue.byteString($0.proof.encode())
            return try $0.receipt { $0[396] = [-1: [proof]] }
        },
        .init("seventeen proofs", "limits", "too-many-proofs") {
            try $0.receipt(proofs: Array(repeating: $0.proof.encode(), count: 17))
        },
    ]

    /// A receipt with a proof of these parts.
    static func proof(
        _ name: String, _ code: String, _ reason: String,
        _ make: @escaping @Sendable (InclusionProof) -> [UInt8]
    ) -> HostileReceipt {
        .init(name, code, reason) { try $0.receipt(proofs: [make($0.proof)]) }
    }

    static func encoded(_ size: CBORValue, _ index: CBORValue, _ path: [CBORValue]) -> [UInt8] {
        CBORValue.array([size, index, .array(path)]).encode()
    }

    static let proofs: [HostileReceipt] = [
        proof("an empty proof", "cbor", "cbor-truncated") { _ in [] },
        proof("a proof with an octet too many", "cbor", "cbor-trailing-octets") { $0.encode() + [0] },
        proof("a proof cut in a node", "cbor", "cbor-truncated") { $0.encode().dropLast() },
        proof("a proof that is a map", "path", "proof-malformed") { _ in [0xA0] },
        proof("a proof of two parts", "path", "proof-malformed") { _ in [0x82, 0x08, 0x05] },
        proof("a proof of four parts", "path", "proof-malformed") { _ in [0x84, 0x08, 0x05, 0x80, 0x80] },
        proof("a negative size", "path", "proof-malformed") { _ in encoded(-8, 5, []) },
        proof("an index that is a float", "path", "proof-malformed") { _ in encoded(8, .float(5), []) },
        proof("a path that is a byte string", "path", "proof-malformed") { _ in
            CBORValue.array([8, 5, .byteString([])]).encode()
        },
        proof("a size longer than need be", "cbor", "cbor-head-not-shortest") {
            [0x83, 0x18, 0x08] + $0.encode().dropFirst(2)
        },
        proof("a path of indefinite length", "cbor", "cbor-indefinite-length") { _ in
            [0x83, 0x08, 0x05, 0x9F, 0xFF]
        },
        proof("size 0", "path", "merkle-index-outside-tree") {
            InclusionProof(index: 0, size: 0, path: $0.path).encode()
        },
        proof("an index equal to the size", "path", "merkle-index-outside-tree") {
            InclusionProof(index: 8, size: 8, path: $0.path).encode()
        },
        proof("size and index swapped", "path", "merkle-index-outside-tree") {
            InclusionProof(index: 8, size: 5, path: $0.path).encode()
        },
        proof("the largest index", "path", "merkle-index-outside-tree") {
            InclusionProof(index: .max, size: .max, path: $0.path).encode()
        },
        proof("an empty path in a tree of eight", "path", "merkle-path-length") { _ in
            InclusionProof(index: 5, size: 8, path: []).encode()
        },
        proof("a node too few", "path", "merkle-path-length") {
            InclusionProof(index: 5, size: 8, path: $0.path.dropLast()).encode()
        },
        proof("a node too many", "path", "merkle-path-length") {
            InclusionProof(index: 5, size: 8, path: $0.path + [.zero]).encode()
        },
        proof("65 nodes", "path", "merkle-path-too-long") { _ in
            InclusionProof(index: 5, size: .max, path: Array(repeating: .zero, count: 65)).encode()
        },
        proof("a path said to have 2^32 nodes", "path", "merkle-path-too-long") { _ in
            [0x83, 0x08, 0x05, 0x9B, 0, 0, 0, 1, 0, 0, 0, 0]
        },
        proof("a path with a node in a tree of one", "path", "merkle-path-length") {
            InclusionProof(index: 0, size: 1, path: [$0.path[0]]).encode()
        },
        proof("a node of 31 octets", "path", "proof-malformed") { _ in
            encoded(8, 5, Array(repeating: .byteString([UInt8](repeating: 0, count: 31)), count: 3))
        },
        proof("a node of 33 octets", "path", "proof-malformed") { _ in
            encoded(8, 5, Array(repeating: .byteString([UInt8](repeating: 0, count: 33)), count: 3))
        },
        proof("a node of text", "path", "proof-malformed") { _ in encoded(8, 5, ["a", "b", "c"]) },
        proof("another size", "path", "merkle-path-length") {
            InclusionProof(index: 5, size: 16, path: $0.path).encode()
        },
        proof(
            "another size and index with a path of the same length", "signature", "receipt-signature-invalid"
        ) {
            InclusionProof(index: 3, size: 7, path: $0.path).encode()
        },
        proof("the sibling's index", "signature", "receipt-signature-invalid") {
            InclusionProof(index: 4, size: 8, path: $0.path).encode()
        },
        proof("an empty path in a tree of one", "signature", "receipt-signature-invalid") { _ in
            InclusionProof(index: 0, size: 1, path: []).encode()
        },
        proof("a flipped bit in a node", "signature", "receipt-signature-invalid") {
            var octets = $0.encode()
            octets[20] ^= 1
            return octets
        },
        .init("two proofs to different roots", "root", "roots-differ") {
            let other = InclusionProof(index: 4, size: 8, path: $0.proof.path)
            return try $0.receipt(proofs: [$0.proof.encode(), other.encode()])
        },
        .init("a good proof before a malformed one", "path", "proof-malformed") {
            try $0.receipt(proofs: [$0.proof.encode(), [0xA0]])
        },
    ]

    static let signatures: [HostileReceipt] = [
        .init("another root signed", "signature", "receipt-signature-invalid") {
            try $0.receipt(signing: SHA256.hash([1]))
        },
        .init("the leaf signed", "signature", "receipt-signature-invalid") {
            try $0.receipt(signing: ReceiptIssuer.leafHash(of: $0.statement).octets)
        },
        .init("another key", "signature", "receipt-signature-invalid") {
            try $0.receipt(by: Parties.alice)
        },
        .init("a signature of zeros", "signature", "receipt-signature-invalid") {
            try $0.receipt().dropLast(64) + [UInt8](repeating: 0, count: 64)
        },
        .init("a signature cut by an octet", "signature", "receipt-signature-invalid") {
            try $0.receipt().dropLast(66) + [0x58, 63] + [UInt8](repeating: 1, count: 63)
        },
        .init("an empty signature", "signature", "receipt-signature-invalid") {
            try $0.receipt().dropLast(66) + [0x40]
        },
        .init("the receipt of another statement", "signature", "receipt-signature-invalid") {
            let other = try $0.parties.statement(about: $0.parties.ect(2))
            return try $0.parties.receipt(for: other).octets
        },
        .init("the same content in another statement", "signature", "receipt-signature-invalid") {
            try $0.parties.receipt(for: $0.parties.statement(about: $0.token)).octets
        },
        .init("a statement in place of a receipt", "key", "service-unknown") { $0.statement.octets },
        .init("another subject", "claims", "subject-differs") {
            try $0.receipt { $0.claim(2, "urn:uuid:550e8400-e29b-41d4-a716-000000000002") }
        },
        .init("no subject", "claims", "subject-differs") { try $0.receipt { $0.claim(2, nil) } },
        .init("issued in an hour", "time", "receipt-issued-at") {
            try $0.receipt { $0.claim(6, .integer(Parties.now.seconds + 3600)) }
        },
        .init("valid from an hour on", "time", "receipt-issued-at") {
            try $0.receipt { $0.claim(5, .integer(Parties.now.seconds + 3600)) }
        },
        .init("expired", "time", "receipt-expired") {
            try $0.receipt { $0.claim(4, .integer(Parties.now.seconds - 3600)) }
        },
        .init("expired at the end of time before 1970", "time", "receipt-expired") {
            try $0.receipt { $0.claim(4, .integer(.min)) }
        },
    ]
}
