import WIMSE
import ACT
public import Claims
import ECT
public import Encoding
public import Ledger
import Signing

/// Issues the ECTs of a workload's own executions. Each is kept before anyone gets it, so that no record is out in
/// the world that its issuer does not have.
public struct ExecutionRecorder: Sendable {
    /// How long an ECT is accepted live, in seconds.
    public var lifetime: Int64 = 600
    /// Who verifies besides the receiver: added to `aud` of each ECT.
    public var auditors: [ExactString] = []
    /// Whose executions are recorded.
    public let credential: WorkloadCredential
    private let keep: @Sendable (NewEntry) async throws(LedgerError) -> Void

    /// A recorder that keeps what it issues in a ledger.
    public init(_ credential: WorkloadCredential, ledger: Ledger) {
        self.init(credential) { entry throws(LedgerError) in _ = try await ledger.append(entry) }
    }

    /// A recorder that hands what it issues to `keep`, which returns once it is durable.
    public init(
        _ credential: WorkloadCredential,
        keep: @escaping @Sendable (NewEntry) async throws(LedgerError) -> Void
    ) {
        self.credential = credential
        self.keep = keep
    }

    /// Issues and keeps the ECT of an execution that has just ended, for `receivers`.
    ///
    /// Throws `record` where the draft allows no such ECT, and `unrecorded` where it could not be kept; then nobody
    /// has it.
    public func record(
        _ execution: Execution, for receivers: [ExactString], at now: NumericDate
    ) async throws(WorkloadError) -> RecordedExecution {
        let signer = credential.requests
        guard let identifier = UUIDText(random: SystemRandom().octets(count: 16)) else {
            throw .record(.rule(.identifier))
        }
        let claims: ExecutionClaims
        let token: String
        do {
            claims = ExecutionClaims(
                issuer: signer.workload.uri, audience: try audience(receivers), issuedAt: now,
                expiration: now.advanced(by: lifetime), identifier: identifier,
                workflow: execution.workflow, action: execution.action,
                predecessors: try Predecessors(unique(execution.predecessors), of: identifier),
                inputHash: execution.input, outputHash: execution.output,
                mandateHash: execution.mandate?.hash)
            token = try ECTIssuer(key: signer.key).issue(claims)
        } catch let error as ECTError {
            throw .record(error)
        } catch let error as ClaimError {
            throw .record(.claim(error))
        } catch {
            throw .record(.rule(.aud))
        }
        let entry = NewEntry(
            kind: .ect, wid: execution.workflow?.text, jti: identifier.text, iss: signer.workload.uri,
            token: Array(token.utf8), recorded: now.seconds)
        do { try await keep(entry) } catch { throw .unrecorded(error) }
        return RecordedExecution(identifier: identifier, token: token)
    }

    private func audience(_ receivers: [ExactString]) throws(ECTError) -> Audience {
        let parties = unique(receivers + auditors)
        guard let audience = Audience(parties, isSingleString: parties.count == 1) else { throw .rule(.aud) }
        return audience
    }

    private func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
        var seen: Set<Element> = []
        return elements.filter { seen.insert($0).inserted }
    }
}
