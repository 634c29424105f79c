import Encoding
import Signing
import TestSupport
import Testing

@Suite("Certificate chains")
struct CertificateChainTests {
    static let file = VectorFile("certificates.json")
    static let certificates = file.json["certificates"]

    /// The certificate that goes by that name in the file.
    static func certificate(_ name: String) throws -> [UInt8] {
        try Hexadecimal.decode(#require(certificates?[name]?.string).string)
    }

    static func certificates(_ vector: Vector, _ member: String) throws -> [[UInt8]] {
        try #require(vector.optional(member)).elements.map { try certificate(#require($0.string).string) }
    }

    @Test("a chain leads to an anchor or is refused", arguments: file.cases)
    func chain(_ vector: Vector) throws {
        let chain = try Self.certificates(vector, "chain")
        let anchors = try Self.certificates(vector, "anchors").map { try TrustAnchor(der: $0) }
        let time = try #require(vector.optional("at")?.integer)
        func verify() throws -> CertificateChain.VerifiedLeaf {
            try CertificateChain.verify(der: chain, anchors: anchors, at: time)
        }
        if vector.optional("reason") != nil {
            let reason = try #require(CertificateRejection(rawValue: vector.string("reason")))
            let number = Int32(vector.integer("error"))
            #expect(throws: SigningError.certificateRejected(reason, verifyError: number), performing: verify)
        } else if vector.optional("key") != nil {
            let reason = try #require(KeyRejection(rawValue: vector.string("key")))
            #expect(throws: SigningError.keyRejected(reason), performing: verify)
        } else {
            let leaf = try verify()
            let names = try #require(vector.optional("uris")).elements.compactMap(\.string)
            #expect(leaf.uriNames == names)
            let spki = leaf.publicKey.subjectPublicKeyInfo
            #expect(chain[0].indices.contains { chain[0][$0...].starts(with: spki) })
        }
    }

    @Test("an anchor is a CA in exactly one DER structure or PEM block", arguments: file.cases("anchors"))
    func anchor(_ vector: Vector) throws {
        let der = try Self.certificate(vector.string("certificate"))
        guard vector.optional("reason") != nil else {
            let anchor = try TrustAnchor(der: der)
            #expect(anchor.der == der)
            #expect(try TrustAnchor(pem: anchor.pem) == anchor)
            #expect(try TrustAnchor(pem: Self.pem(der)) == anchor)
            return
        }
        let reason = try #require(CertificateRejection(rawValue: vector.string("reason")))
        let error = SigningError.certificateRejected(reason, verifyError: 0)
        #expect(throws: error) { try TrustAnchor(der: der) }
        #expect(throws: error) { try TrustAnchor(pem: Self.pem(der)) }
    }

    @Test("an anchor's text is one PEM block of a certificate")
    func text() throws {
        let block = Self.pem(try Self.certificate("root"))
        let other = block.replacing("CERTIFICATE", with: "PUBLIC KEY")
        for text in ["", block + block, "x" + block, other] {
            #expect(throws: SigningError.certificateRejected(.notPEM, verifyError: 0)) {
                try TrustAnchor(pem: text)
            }
        }
    }

    @Test("no chain passes with an octet of a certificate changed")
    func changed() throws {
        let leaf = try Self.certificate("leaf")
        let root = try TrustAnchor(der: Self.certificate("root"))
        for index in leaf.indices {
            var other = leaf
            other[index] ^= 0x04
            #expect(throws: SigningError.self) {
                try CertificateChain.verify(der: [other], anchors: [root], at: 1_800_000_000)
            }
        }
    }

    @Test("many tasks use one anchor at once")
    func concurrent() async throws {
        let root = try TrustAnchor(der: Self.certificate("root"))
        let chain = [try Self.certificate("leaf of middle"), try Self.certificate("middle")]
        try await withThrowingTaskGroup(of: PublicKey.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try CertificateChain.verify(der: chain, anchors: [root], at: 1_800_000_000).publicKey
                }
            }
            var keys: Set<PublicKey> = []
            for try await key in group { keys.insert(key) }
            #expect(keys.count == 1)
        }
    }

    /// A PEM block, made without the module under test.
    static func pem(_ der: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: der.count, by: 3) {
            let group = der[start..<min(start + 3, der.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place > group.count ? "=" : alphabet[bits >> (18 - 6 * place) & 63])
            }
            if start % 48 == 45 { text += "\n" }
        }
        return "-----BEGIN CERTIFICATE-----\n" + text + (text.hasSuffix("\n") ? "" : "\n")
            + "-----END CERTIFICATE-----\n"
    }
}
