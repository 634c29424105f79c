import COSE
public import Claims
public import Encoding
public import SCITT
import Signing
public import Trust

/// Which statements a service registers.
public struct RegistrationPolicy: Sendable {
    /// Whose statements are registered.
    public enum Admission: Sendable {
        /// Those that are signed with a key that is trusted for their `iss`.
        case trusted(TrustFile)
        /// Everybody's: signatures are not verified, since nothing says whose they should be. For
        /// demonstrations only.
        case anyone
    }

    /// Whose statements are registered.
    public let admission: Admission
    /// The most octets of a statement.
    public let largestStatement: Int

    private let verifier: StatementVerifier?

    /// The largest limit for statements: what verifiers of receipts take.
    public static let largestLimit = 10 * 1024 * 1024

    /// A policy.
    public init(_ admission: Admission, largestStatement: Int = 1 << 20) throws(ServiceError) {
        guard (1024...Self.largestLimit).contains(largestStatement) else {
            throw .settingInvalid("the limit for statements must be 1024 to \(Self.largestLimit) octets")
        }
        self.admission = admission
        self.largestStatement = largestStatement
        switch admission {
        case .trusted(let file):
            verifier = StatementVerifier(trust: TrustStore(file), time: NumericDate(clamping: 0))
        case .anyone: verifier = nil
        }
    }

    /// Reads a statement and says whether it may be registered, at the time `now` and by the service `service`,
    /// whose own name nobody else may use.
    public func admit(
        _ octets: [UInt8], now: NumericDate, service: ExactString
    ) throws(Problem) -> SignedStatement {
        guard octets.count <= largestStatement else { throw .contentTooLarge(limit: largestStatement) }
        let statement: SignedStatement
        do { statement = try SignedStatement(parsing: octets) } catch { throw .malformedRequest("\(error)") }
        try Self.requireForm(statement)
        guard statement.issuer != service else {
            throw .rejected("the issuer of the statement is this service itself")
        }
        guard var verifier else { return statement }
        verifier.time = now
        do {
            _ = try verifier.verifySignature(of: statement)
        } catch {
            throw Problem(refusing: error)
        }
        return statement
    }

    /// What every statement needs, whoever signed it.
    private static func requireForm(_ statement: SignedStatement) throws(Problem) {
        let header = statement.message.protected
        guard let identifier = header.algorithm else {
            throw .badSignatureAlgorithm("the protected header states no algorithm")
        }
        guard let algorithm = COSEAlgorithm(identifier), algorithms.contains(algorithm) else {
            throw .badSignatureAlgorithm("the algorithm \(identifier) is none of \(names)")
        }
        guard statement.message.unverifiedPayload != nil else {
            throw .payloadMissing("a detached payload can't be registered")
        }
        guard header.keyID != nil || !header.certificateChain.isEmpty else {
            throw .confirmationMissing("the protected header names no key, neither by kid nor by x5chain")
        }
        guard let issuer = statement.issuer, StringOrURI.isValid(issuer) else {
            throw .rejected("the CWT claims have no iss that is a StringOrURI")
        }
        guard let subject = statement.subject, !subject.isEmpty else {
            throw .rejected("the CWT claims have no sub")
        }
        guard subject.utf8.count <= largestSubject else {
            throw .rejected("the sub has more than \(largestSubject) octets")
        }
    }

    /// The most octets of a `sub`, which every receipt repeats: receipts stay within what verifiers take.
    private static let largestSubject = 4096

    /// What statements may be signed with.
    private static let algorithms: [COSEAlgorithm] = [
        .es256, .es384, .es512, .edDSA, .ed25519, .esp256, .esp384, .esp512,
    ]

    private static let names = algorithms.map(\.description).joined(separator: ", ")
}

extension RegistrationPolicy {
    /// The policy as the service registers it: JSON without white space.
    var document: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("admission", verifier == nil ? "anyone" : "trusted")
        writer.name("algorithms")
        writer.beginArray()
        for algorithm in Self.algorithms { writer.string(algorithm.description) }
        writer.endArray()
        writer.member("largest_statement", Int64(largestStatement))
        writer.member("largest_subject", Int64(Self.largestSubject))
        writer.member("receipt_profile", ReceiptProfile.statement.rawValue)
        writer.endObject()
        return writer.octets
    }

    /// The trust anchors as the service registers them: the trust file, which is empty where anybody is admitted.
    var anchors: [UInt8] {
        switch admission {
        case .trusted(let file): file.encode()
        case .anyone: TrustFile().encode()
        }
    }
}

extension Problem {
    /// The answer to a statement that did not verify.
    init(refusing error: SCITTError) {
        switch error {
        case .statementKey(.keyIDMissing): self = .confirmationMissing("\(error)")
        case .statementKey(.algorithmNotAllowed), .statementKey(.algorithmNotForKey),
            .statementSignature(.algorithmMissing), .statementSignature(.algorithmUnsupported),
            .statementSignature(.algorithmNotAllowed), .statementSignature(.algorithmNotForKey):
            self = .badSignatureAlgorithm("\(error)")
        case .statementSignature(.payloadMissing): self = .payloadMissing("\(error)")
        default: self = .rejected("\(error)")
        }
    }
}
