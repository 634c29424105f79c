import Audit
import COSE
import Claims
import Encoding
import Ledger
import SCITT
import Signing

/// A statement and its receipts, verified step by step, with a sentence for each step.
struct ReceiptExamination {
    /// One step, in the order of the draft's "Verification of a Receipt".
    struct Step {
        /// `statement`, `receipt 1` and so on.
        let about: String
        let step: String
        let outcome: Outcome
    }

    /// What a step came to.
    enum Outcome {
        case ok(String?)
        case failed(SCITTError)
        case notReached
    }

    /// A receipt with what came of it.
    struct Finding {
        let receipt: Result<Receipt, SCITTError>
        let outcome: Result<VerifiedReceipt, SCITTError>
    }

    private(set) var steps: [Step] = []
    private(set) var findings: [Finding] = []
    private(set) var statement: Result<VerifiedStatement, SCITTError>
    /// Why it is not verified as a whole; nil where it is.
    private(set) var failure: SCITTError?
    private let isToken: Bool

    init(statement octets: [UInt8], receipts: [[UInt8]], token: [UInt8]?, verifier: AnchorVerifier) {
        isToken = token != nil
        let read: SignedStatement
        do {
            read = try SignedStatement(parsing: octets)
        } catch {
            statement = .failure(error)
            failure = error
            steps = [Step(about: "statement", step: StatementStep.read.sentence, outcome: .failed(error))]
            return
        }
        do throws(SCITTError) {
            statement = .success(try verifier.statements.verify(read))
        } catch {
            statement = .failure(error)
        }
        explain(read, token)
        // As many as count.
        let all = (receipts + read.receipts).prefix(TransparencyPolicy.receiptLimit)
        for (number, octets) in all.enumerated() { examine(octets, number + 1, read, verifier.policy) }
        do throws(SCITTError) {
            let anchor = try verifier.verify(read, receipts: receipts)
            if let token { try Self.check(token, anchor.statement) }
        } catch {
            failure = error
        }
    }

    /// Whether the statement is about these octets, and says of them what they say of themselves.
    private static func check(_ token: [UInt8], _ statement: VerifiedStatement) throws(SCITTError) {
        if case .batch = statement.content { throw .pathMisplaced }
        guard statement.content.recordHash == SHA256.digest(token) else { throw .statementPayload }
        guard let name = TokenName(parsing: token),
            statement.content.recordType == (name.kind == .ect ? .ect : .act)
        else { throw .recordTypeDiffers }
        guard let identifier = UUIDText(name.jti),
            statement.subject
                == RecordSubject(identifier: identifier, workflow: name.wid.flatMap { UUIDText($0) })
        else { throw .statementSubject }
    }

    // MARK: The statement

    private enum StatementStep: Int, CaseIterable {
        case read, signer, signature, form, token

        var sentence: String {
            switch self {
            case .read: "it is one COSE_Sign1 in strict CBOR, with no label that is unknown and critical"
            case .signer: "it says who anchors, and names a key that is trusted for that party"
            case .signature: "the signature is by that key"
            case .form: "it is a statement about a record or a batch, and says about whom"
            case .token: "payload, type and subject are those of the token that was given"
            }
        }

        init(of error: SCITTError) {
            switch error {
            case .statementIssuer, .statementKey: self = .signer
            case .statementSignature: self = .signature
            default: self = .form
            }
        }
    }

    private mutating func explain(_ read: SignedStatement, _ token: [UInt8]?) {
        var failed: (step: StatementStep, error: SCITTError)?
        if case .failure(let error) = statement { failed = (StatementStep(of: error), error) }
        if failed == nil, let token, case .success(let verified) = statement {
            do { try Self.check(token, verified) } catch { failed = (.token, error) }
        }
        for step in StatementStep.allCases where step != .token || token != nil {
            let outcome: Outcome
            if let failed, step.rawValue >= failed.step.rawValue {
                outcome = step == failed.step ? .failed(failed.error) : .notReached
            } else {
                outcome = .ok(detail(step, read))
            }
            steps.append(Step(about: "statement", step: step.sentence, outcome: outcome))
        }
    }

    private func detail(_ step: StatementStep, _ read: SignedStatement) -> String? {
        switch (step, statement) {
        case (.read, _): "\(read.octets.count) octets, SHA-256 \(read.digest)"
        case (.signer, _): read.issuer.map { Console.safe($0) }
        case (.form, .success(let verified)): "\(verified.content.sentence), \(verified.subject)"
        default: nil
        }
    }

    // MARK: Receipts

    private enum ReceiptStep: Int, CaseIterable {
        case read, service, key, algorithm, structure, detached, path, signature, subject, time

        var sentence: String {
            switch self {
            case .read: "it is one COSE_Sign1 in strict CBOR, within the limits"
            case .service: "it names a service that the trust file pins"
            case .key: "its kid names a key that is pinned for that service"
            case .algorithm: "its algorithm is one for that key"
            case .structure: "its verifiable data structure is the one that the service is known for"
            case .detached: "it has no payload: the root is computed, not taken from it"
            case .path: "from the statement's octets its path leads to a root"
            case .signature: "the signature over that root is by the pinned key"
            case .subject: "it is about the same subject as the statement"
            case .time: "it was issued at a time that is allowed, and has not expired"
            }
        }

        init(of error: SCITTError) {
            switch error {
            case .serviceUnknown: self = .service
            case .serviceKeyUnknown: self = .key
            case .receiptAlgorithm: self = .algorithm
            case .structureNotExpected: self = .structure
            case .payloadAttached: self = .detached
            case .receiptSignature: self = .signature
            case .subjectDiffers: self = .subject
            case .receiptIssuedAt, .receiptExpired: self = .time
            case .message: self = .read
            default: self = .path
            }
        }
    }

    private mutating func examine(
        _ octets: [UInt8], _ number: Int, _ statement: SignedStatement, _ policy: TransparencyPolicy
    ) {
        let receipt: Result<Receipt, SCITTError>
        var outcome: Result<VerifiedReceipt, SCITTError>
        do throws(SCITTError) {
            let read = try Receipt(parsing: octets)
            receipt = .success(read)
            do throws(SCITTError) {
                outcome = .success(try policy.verify(read, for: statement))
            } catch {
                outcome = .failure(error)
            }
        } catch {
            receipt = .failure(error)
            outcome = .failure(error)
        }
        findings.append(Finding(receipt: receipt, outcome: outcome))
        var failed: (step: ReceiptStep, error: SCITTError)?
        if case .failure(let error) = outcome {
            failed = (Self.isFailure(receipt) ? .read : ReceiptStep(of: error), error)
        }
        for step in ReceiptStep.allCases {
            let result: Outcome
            if let failed, step.rawValue >= failed.step.rawValue {
                result = step == failed.step ? .failed(failed.error) : .notReached
            } else {
                result = .ok(Self.detail(step, try? receipt.get(), try? outcome.get()))
            }
            steps.append(Step(about: "receipt \(number)", step: step.sentence, outcome: result))
        }
    }

    private static func isFailure(_ receipt: Result<Receipt, SCITTError>) -> Bool {
        if case .failure = receipt { true } else { false }
    }

    private static func detail(
        _ step: ReceiptStep, _ receipt: Receipt?, _ verified: VerifiedReceipt?
    ) -> String? {
        switch step {
        case .read: receipt.map { "\($0.octets.count) octets" }
        case .service: receipt?.service.map { Console.safe($0) }
        case .key: receipt?.keyID.map { Hexadecimal.encode($0) }
        case .structure: receipt?.verifiableDataStructure.map { "\($0)" }
        case .path: verified.map { $0.inclusion.sentence }
        case .subject: receipt?.subject.map { Console.safe($0) }
        case .time: verified?.issuedAt.map { "issued at \($0.inUTC)" }
        case .algorithm, .detached, .signature: nil
        }
    }
}

extension StatementContent {
    /// What a statement commits to, in words.
    var sentence: String {
        switch self {
        case .hash(let hash, let type): "about the \(type.word) with SHA-256 \(hash)"
        case .record(_, let type): "with the \(type.word) itself inside"
        case .batch(let root): "about a batch of records with root \(root)"
        }
    }
}

extension RecordType {
    fileprivate var word: String { self == .act ? "ACT" : "ECT" }
}

extension ReceiptInclusion {
    /// Where the statement is, in words.
    var sentence: String {
        guard let index, let size else { return "root \(root)" }
        return "entry \(index) of a tree of \(size), root \(root)"
    }
}
