import COSE
public import Claims
public import Encoding
import JOSE
import Signing
public import Trust

/// Verifies statements of this document's form with keys that are trusted for their `iss`.
public struct StatementVerifier: Sendable {
    /// Whose keys may say what.
    public let trust: TrustStore
    /// Who may anchor; nil for everyone with a trusted key.
    public var anchoringParties: Set<ExactString>?
    /// When certificates must be valid.
    public var time: NumericDate

    /// A verifier of what `trust` knows.
    public init(trust: TrustStore, time: NumericDate, anchoringParties: Set<ExactString>? = nil) {
        self.trust = trust
        self.time = time
        self.anchoringParties = anchoringParties
    }

    /// Verifies who signed, and that header, subject and payload have the form of a statement about a record or
    /// a batch.
    public func verify(_ statement: SignedStatement) throws(SCITTError) -> VerifiedStatement {
        let signer = try verifySignature(of: statement)
        let content = try StatementContent(statement.message)
        guard let subject = statement.subject.flatMap({ RecordSubject($0) }) else { throw .statementSubject }
        return VerifiedStatement(
            statement: statement, content: content, subject: subject, signer: signer)
    }

    /// Verifies who signed a statement of any form: what a service does before it registers one.
    public func verifySignature(of statement: SignedStatement) throws(SCITTError) -> AuthorizedKey {
        guard let issuer = statement.issuer, StringOrURI.isValid(issuer) else { throw .statementIssuer }
        if let anchoringParties, !anchoringParties.contains(issuer) {
            throw .statementKey(.issuerUnknown(issuer))
        }
        let header = statement.message.protected
        let keyID = header.keyID.map { String(validating: $0, as: UTF8.self) } ?? Self.certified(header)
        guard let keyID else { throw .statementKey(.keyIDMissing) }
        let key: AuthorizedKey
        do {
            key = try trust.authorizedKey(
                for: issuer, keyID: ExactString(keyID), certificates: header.certificateChain,
                at: time.seconds,
                algorithms: Self.algorithms)
        } catch {
            throw .statementKey(error)
        }
        do {
            _ = try statement.message.verify(
                with: key.key.publicKey,
                algorithms: COSEAlgorithm.all.filter { $0.signature == key.algorithm },
                understood: SignedStatement.understood)
        } catch {
            throw .statementSignature(error)
        }
        return key
    }

    /// What statements may be signed with.
    private static let algorithms: Set<SignatureAlgorithm> = [.es256, .es384, .es512, .ed25519]

    /// The name of a key that comes with its certificate and has no other.
    private static func certified(_ header: ProtectedHeader) -> String? {
        header.certificateChain.isEmpty ? nil : "x5chain"
    }
}

/// A statement whose signature and form verified. It comes out of a `StatementVerifier` only.
public struct VerifiedStatement: Hashable, Sendable {
    /// The statement.
    public let statement: SignedStatement
    /// What it commits to.
    public let content: StatementContent
    /// Whom it is about.
    public let subject: RecordSubject
    /// The key that signed, and whom it speaks for.
    public let signer: AuthorizedKey
}
