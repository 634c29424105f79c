public import Claims
public import Encoding
import JOSE

extension ACTVerifier {
    /// The `typ` of an approval token.
    public static let approvalType: ExactString = "act-approval+jwt"

    /// What a record of another kind may be held against, with those of the approval tokens `presented` that
    /// are valid for the mandate.
    public func scope(of mandate: VerifiedMandate, approvals presented: [[UInt8]]) -> MandateScope {
        guard let oversight = mandate.claims.oversight else { return mandate.scope }
        return mandate.scope(
            approvals: presented.compactMap { try? approval($0, mandate.claims, oversight) })
    }

    /// The approval that the mandate carries, which must be one of this mandate, used or not.
    func checkEmbeddedApproval(_ mandate: MandateClaims) throws(ACTError) -> ApprovalClaims? {
        guard let oversight = mandate.oversight, let token = oversight.approval else { return nil }
        return try approval(Array(token.utf8), mandate, oversight)
    }

    /// An action that needs approval has a valid one, whose window holds the execution.
    func checkApproval(
        of record: RecordClaims, _ mandate: MandateClaims, presented: [[UInt8]]
    ) throws(ACTError) {
        let embedded = try checkEmbeddedApproval(mandate)
        guard let oversight = mandate.oversight, oversight.requiresApprovalFor.contains(record.action) else {
            return
        }
        var failure = ACTError.rule(.approvalMissing)
        if let embedded {
            guard let violation = embedded.violation(by: record, skew: skew) else { return }
            failure = .rule(violation)
        }
        for token in presented {
            do throws(ACTError) {
                let approval = try approval(token, mandate, oversight)
                guard let violation = approval.violation(by: record, skew: skew) else { return }
                failure = .rule(violation)
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
            do { jws = try JWS(parsing: token, requiresPayload: true) } catch { throw .jws(error) }
            let payload: ClaimSet
            do { payload = try ClaimSet(parsing: jws.unverifiedPayload) } catch { throw .claim(error) }
            try checkHeader(jws.header, type: Self.approvalType)
            let signing = ((try? payload.date(.issuedAt)) ?? nil) ?? policy.now
            _ = try verifySignature(of: jws, by: oversight.approver, at: certificateTime(signing))
            let claims = try ApprovalClaims(payload)
            guard claims.identifier == mandate.identifier else { throw .rule(.approvalJti) }
            guard oversight.requiresApprovalFor.contains(claims.action) else { throw .rule(.approvalAction) }
            return claims
        } catch {
            if case .rule = error { throw error }
            throw .approval(error)
        }
    }
}

extension ApprovalClaims {
    /// What keeps this approval from admitting the execution; nil where it does.
    fileprivate func violation(by record: RecordClaims, skew: Int64) -> ACTRequirement? {
        guard action == record.action else { return .approvalMissing }
        let isInside =
            record.executedAt >= issuedAt.advanced(by: -skew)
            && record.executedAt <= expiration.advanced(by: skew)
        return isInside ? nil : .approvalWindow
    }
}
