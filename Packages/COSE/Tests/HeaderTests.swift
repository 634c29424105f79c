import CBOR
import COSE
import Encoding
import Signing
import Testing

@Suite("header parameters")
struct HeaderTests {
    @Test("every parameter is handed out with its type")
    func accessors() throws {
        let chain: CBORValue = .array([.byteString([1]), .byteString([2])])
        let header = try ProtectedHeader([
            .algorithm: -7, .contentType: 50, .keyID: .byteString([9]), .type: "application/x",
            .claims: .map([
                1: "i", 2: "s", 4: 10, 5: .float(1.5), 6: .float(2.5), 7: .byteString([1]), "x": 1,
            ]),
            .certificateChain: chain, .certificateHash: .array([-16, .byteString([3])]),
            .payloadLocation: "https://x.example", .verifiableDataStructure: 1, "own": .null,
        ])
        #expect(header.algorithm == -7)
        #expect(header.contentType == .contentFormat(50))
        #expect(header.keyID == [9])
        #expect(header.type == "application/x")
        #expect(header.certificateChain == [[1], [2]])
        #expect(header.certificateHash == X509.Hash(algorithm: -16, octets: [3]))
        #expect(header.certificateHash?.value == .array([-16, .byteString([3])]))
        #expect(header.payloadLocation == "https://x.example")
        #expect(header.verifiableDataStructure == 1)
        #expect(header.parameters.labels.contains("own"))
        #expect(header.critical.isEmpty && header.payloadHashAlgorithm == nil)
        let claims = try #require(header.claims)
        #expect(claims.issuer == "i" && claims.subject == "s")
        #expect(claims.expiration == 10 && claims.notBefore == 2 && claims.issuedAt == 2)
        #expect(claims.others == [7: .byteString([1]), "x": 1])
    }

    @Test("a header without parameters has nothing to hand out")
    func absent() throws {
        let header = try ProtectedHeader([:])
        #expect(header.octets.isEmpty && header.parameters.isEmpty)
        #expect(header.algorithm == nil && header.claims == nil && header.keyID == nil && header.type == nil)
        #expect(
            header.contentType == nil && header.preimageContentType == nil && header.payloadLocation == nil)
        #expect(header.certificateChain.isEmpty && header.certificateHash == nil)
        #expect(header.verifiableDataStructure == nil)
        let unprotected = UnprotectedHeader.empty
        #expect(unprotected.receipts.isEmpty && unprotected.verifiableDataProofs == nil)
        #expect(unprotected.keyID == nil && unprotected.certificateHash == nil)
        #expect(unprotected.certificateChain.isEmpty)
    }

    @Test("a label is shown cut and without what a terminal acts on: errors with it go into logs and answers")
    func labelShown() {
        let long = COSELabel.text(ExactString("\u{1B}" + String(repeating: "x", count: 1_000_000)))
        #expect(long.description.utf8.count < 100)
        #expect(long.description.hasPrefix("\"\\u{1b}xxx"))
        #expect(COSELabel.text("own").description == "\"own\"")
        #expect(COSELabel.integer(-7).description == "-7")
    }

    @Test("receipts and proofs come from the unprotected header")
    func unprotected() throws {
        let proofs = VerifiableDataProofs(inclusion: [[1], [2]], consistency: [[3]])
        let header = try UnprotectedHeader([
            .receipts: .array([.byteString([7])]), .verifiableDataProofs: proofs.value,
            .keyID: .byteString([4]), .certificateChain: .byteString([5]),
            .certificateHash: .array(["sha", .byteString([6])]),
        ])
        #expect(header.receipts == [[7]])
        #expect(header.verifiableDataProofs == proofs)
        #expect(header.keyID == [4])
        #expect(header.certificateChain == [[5]])
        #expect(header.certificateHash?.algorithm == "sha")
        #expect(VerifiableDataProofs().value == .map([:]))
    }

    @Test("claims are written as they are read")
    func claims() throws {
        let claims = CWTClaims(
            issuer: "i", subject: "s", expiration: 3, notBefore: 1, issuedAt: 2, others: ["more": .null])
        let header = try ProtectedHeader([.claims: claims.value])
        #expect(header.claims == claims)
        #expect(claims.value == .map([1: "i", 2: "s", 4: 3, 5: 1, 6: 2, "more": .null]))
        #expect(CWTClaims().value == .map([:]))
    }

    @Test("labels and types read as diagnostic notation")
    func words() {
        #expect(COSELabel.receipts.description == "394")
        #expect(COSELabel("a\"b").description == #""a\"b""#)
        #expect(ContentType("a/b").description == "a/b")
        #expect(ContentType.contentFormat(5).description == "5")
        #expect(ContentType.contentFormat(5).value == 5)
        #expect(ContentType("a/b").value == "a/b")
        #expect(COSELabel("\u{e9}") != COSELabel("e\u{301}"))
    }

    @Test("parameters can be set and removed")
    func map() {
        var map: HeaderMap = [4: 1, "a": 2]
        map[4] = nil
        map["b"] = 3
        #expect(map.labels == ["a", "b"])
        #expect(map["b"] == 3 && map[4] == nil)
    }

    @Test(
        "a label that drafts used is refused where a receipt or statement is expected",
        arguments: [391, 392, 393, -111, -222, 13, 14])
    func withdrawn(label: Int64) throws {
        let protected = try COSESign1(decoding: unsigned([1: -7, .integer(label): .map([:])]))
        let unprotected = try COSESign1(decoding: unsigned([1: -7], [.integer(label): .map([:])]))
        for message in [protected, unprotected] {
            #expect(throws: COSEError.labelWithdrawn(.integer(label))) { try message.refuseWithdrawnLabels() }
        }
        try COSESign1(decoding: unsigned([1: -7, 15: .map([:]), 395: 1], [394: .array([.byteString([])])]))
            .refuseWithdrawnLabels()
    }

    @Test("every error has a code of this module or of what it wraps, and a sentence")
    func errors() {
        let errors: [COSEError] = [
            .cbor(CBORError(.truncated, at: 1), in: .protectedHeader), .malformed(.message),
            .malformed(.protectedHeader), .malformed(.unprotectedHeader), .malformed(.payload),
            .malformed(.signature), .malformed(.key), .malformed(.keySet), .wrongTag(17), .tagMissing,
            .labelInvalid, .parameterInvalid(1), .labelRepeated(4), .parameterUnprotected(1),
            .parameterProtected(394), .parametersExclusive(5, 6), .labelWithdrawn(13),
            .criticalNotUnderstood("x"), .criticalAbsent("x"), .algorithmMissing, .algorithmUnsupported("x"),
            .algorithmNotAllowed(.esp512), .algorithmNotForKey(.ps384, .ed25519), .payloadMissing,
            .payloadAttached, .signatureInvalid, .keyUnsupported(.type), .keyUnsupported(.curve),
            .keyUnsupported(.compressedPoint), .keyParameter(-1), .keyPrivate,
            .keyRejected(.keyRejected(.length)), .keyAlgorithm(-7), .keyOperation,
            .signingFailed(.libraryFailed),
        ]
        #expect(Set(errors.map(\.code)).count == errors.count)
        #expect(Set(errors.map(\.description)).count == errors.count)
        #expect(errors.allSatisfy { !$0.description.isEmpty && $0.description.first?.isUppercase == false })
        #expect(Set(COSEAlgorithm.allCases.map(\.description)).count == COSEAlgorithm.allCases.count)
    }
}
