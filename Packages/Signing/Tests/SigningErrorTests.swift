import Signing
import Testing

@Suite("What Signing says when it refuses")
struct SigningErrorTests {
    static let errors: [SigningError] =
        [.signatureInvalid, .libraryFailed, .algorithmNotForKey(.es256, .rsa(bits: 2048))]
        + KeyRejection.allCases.map { .keyRejected($0) }
        + CertificateRejection.allCases.flatMap {
            [.certificateRejected($0, verifyError: 0), .certificateRejected($0, verifyError: 10)]
        }

    @Test("each error has a code in lower case and one sentence", arguments: errors)
    func words(error: SigningError) {
        #expect(error.code.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7a) || $0 == 0x2d })
        #expect(error.description.first?.isLowercase == true)
        #expect(!error.description.hasSuffix("."))
    }

    @Test("codes tell errors apart")
    func codes() {
        let reasons = KeyRejection.allCases.count + CertificateRejection.allCases.count
        #expect(Set(Self.errors.map(\.code)).count == 3 + reasons)
        #expect(Set(Self.errors.map(\.description)).count == Self.errors.count)
    }

    @Test("the words are stable")
    func stable() {
        #expect(SigningError.signatureInvalid.description == "the signature is not valid")
        #expect(
            SigningError.algorithmNotForKey(.es256, .rsa(bits: 2048)).description
                == "the algorithm ES256 cannot be used with a key of type RSA-2048")
        #expect(SigningError.keyRejected(.pointNotOnCurve).code == "key-rejected-point-not-on-curve")
        #expect(
            SigningError.certificateRejected(.expired, verifyError: 10).description
                == "the certificate chain is refused: a certificate has expired (X.509 verify error 10)")
    }
}
