import Claims
public import Encoding
import JOSE

extension ACTVerifier {
    /// The `typ` of an approval token.
    public static let approvalType: ExactString = "act-approval+jwt"

    /// An approval that the mandate carries must be one of this mandate, used or not.
    func checkEmbeddedApproval(_ mandate: MandateClaims) throws(ACTError) {
        guard let oversight = mandate.oversight, let token = oversight.approval else { return }
        _ = try approval(Array(token.utf8), mandate, oversight)
    }

    /// An action that needs approval has a valid one, whose window holds the execution.
    func checkApproval(
        of record: RecordClaims, _ mandate: MandateClaims, presented: [[UInt8]]
    ) throws(ACTError) {
        guard let oversight = mandate.oversight else { return }
        let tokens = (oversight.approval.map { [Array($0.utf8)] } ?? []) + presented
        if !oversight.requiresApprovalFor.contains(record.action) {
            return try checkEmbeddedApproval(mandate)
        }
        var failure = ACTError.rule(.approvalMissing)
        for token in tokens {
            do throws(ACTError) {
                let approval = try approval(token, mandate, oversight)
                guard approval.action == record.action else { continue }
                guard record.executedAt >= approval.issuedAt.advanced(by: -skew),
                    record.executedAt <= approval.expiration.advanced(by: skew)
                else { throw .rule(.approvalWindow) }
                return
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private func approval(
        _ token: [UInt8], _ mandate: MandateClaims, _ oversight: Oversight
    ) throws(ACTError) -> ApprovalClaims {
        do throws(ACTError) {
            let jws: JWS
            do { jws = try JWS(parsing: token) } catch { throw .jws(error) }
            let claims = try ApprovalClaims(parsing: jws.unverifiedPayload)
            _ = try verifySignature(
                of: jws, type: Self.approvalType, by: oversight.approver, at: certificateTime(claims.issuedAt)
            )
            guard claims.identifier == mandate.identifier else { throw .rule(.approvalJti) }
            guard oversight.requiresApprovalFor.contains(claims.action) else { throw .rule(.approvalAction) }
            return claims
        } catch {
            if case .rule = error { throw error }
            throw .approval(error)
        }
    }
}
