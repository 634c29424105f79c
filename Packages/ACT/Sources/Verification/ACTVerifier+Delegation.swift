import Claims
import Encoding
import JOSE
import Signing
import Trust

extension ACTVerifier {
    /// Checks the chain of a mandate, or of the mandate that a record keeps, as far as its ancestors are at
    /// hand.
    func checkDelegation(_ child: MandateClaims, _ mandates: MandateSet) throws(ACTError) -> Authority {
        let authority = try checkChain(child, mandates)
        if let roots = policy.rootIssuers {
            guard let root = authority.rootIssuer, roots.contains(root) else { throw .rule(.trustRoot) }
        }
        if policy.taskIssuers.contains(authority.rootIssuer ?? child.issuer),
            !policy.audience.contains(child.subject)
        {
            throw .rule(.trustRoot)
        }
        if policy.requiresProvenDelegation, authority.delegation == .asserted { throw .rule(.delDemand) }
        return authority
    }

    private func checkChain(_ child: MandateClaims, _ mandates: MandateSet) throws(ACTError) -> Authority {
        guard let chain = child.delegation?.chain, let last = chain.last else {
            return Authority(delegation: .none, rootIssuer: child.issuer)
        }
        guard last.delegator == child.issuer else { throw .rule(.delDelegator) }
        guard Set(chain.map(\.identifier) + [child.identifier]).count == chain.count + 1 else {
            throw .rule(.delJti)
        }
        for (index, hop) in chain.enumerated() {
            // The child of a hop is the mandate that the next hop was made from, and at the end this one.
            let next = index + 1 < chain.count ? chain[index + 1] : nil
            try checkHop(
                hop, child: next?.identifier ?? child.identifier, subject: next?.delegator ?? child.subject,
                at: certificateTime(child.issuedAt))
        }
        return try checkParent(of: child, hop: last, mandates)
    }

    private func checkHop(
        _ hop: Delegation.Hop, child: UUIDText, subject: ExactString, at time: NumericDate
    ) throws(ACTError) {
        guard
            let key = try? trust.authorizedKey(
                for: hop.delegator, keyID: hop.keyID, at: time.seconds, algorithms: Self.algorithms),
            let algorithm = key.key.onlyAlgorithm
        else { throw .rule(.delKey) }
        let input = Delegation.Hop.input(hash: hop.hash, child: child, subject: subject)
        do {
            try key.key.publicKey.verify(
                hop.signature, over: input, algorithm: algorithm.signatureAlgorithm)
        } catch {
            throw .rule(.delSig)
        }
    }

    /// The parent was verified with its own parent, so that one step here proves the whole chain.
    private func checkParent(
        of child: MandateClaims, hop: Delegation.Hop, _ mandates: MandateSet
    ) throws(ACTError) -> Authority {
        switch mandates[hop.hash] {
        case nil:
            // A mandate with the parent's name and another hash is not the parent: the chain contradicts it.
            // Who issued the parent is known where another hop came before.
            let issuer = child.delegation?.chain.dropLast().last?.delegator
            if mandates.hasMandate(
                hop.identifier, workflow: child.workflow, subject: hop.delegator, issuer: issuer)
            {
                throw .rule(.delHash)
            }
            //= ACT#req-act-del-asserted
            //# A verifier MUST report such a chain as asserted.
            return Authority(delegation: .asserted, rootIssuer: nil)
        case .failure(let error)?: throw .parent(error)
        case .success(let parent)?:
            if let violation = child.violation(asChildOf: parent.claims, hop: hop, skew: skew) {
                throw .rule(violation)
            }
            return Authority(
                //= ACT#req-act-del-proven
                //# A verifier MUST NOT report a chain as proven otherwise.
                delegation: parent.delegation == .asserted ? .asserted : .proven,
                rootIssuer: parent.rootIssuer)
        }
    }
}

extension MandateClaims {
    /// The first requirement that this mandate breaks as the child of `parent` (draft §6, "Checks Against the
    /// Parent").
    func violation(asChildOf parent: MandateClaims, hop: Delegation.Hop, skew: Int64) -> ACTRequirement? {
        guard hop.identifier == parent.identifier else { return .delParentJti }
        guard let granted = parent.delegation else { return .delPermitted }
        guard let mine = delegation else { return .del }
        guard issuer == parent.subject else { return .delIss }
        guard Array(mine.chain.dropLast()) == granted.chain else { return .delChain }
        guard mine.depth == granted.depth + 1 else { return .delDepthStep }
        guard mine.maxDepth <= granted.maxDepth else { return .delMaxDepthKept }
        guard issuedAt >= parent.issuedAt.advanced(by: -skew) else { return .delIat }
        guard expiration <= parent.expiration else { return .delExp }
        if let opens = parent.notBefore {
            guard let notBefore, notBefore >= opens else { return .delNbf }
        }
        guard workflow == parent.workflow else { return .delWid }
        //= ACT#req-act-cap-narrow
        //# The child's 'cap' MUST be narrower than the parent's, or equal to it, as [narrowing] defines.
        if let violation = capabilities.violation(asChildOf: parent.capabilities) { return violation }
        if let limit = parent.task.dataSensitivity {
            guard let sensitivity = task.dataSensitivity, sensitivity <= limit else { return .delSensitivity }
        }
        let kept = (parent.oversight?.requiresApprovalFor ?? []).filter { capabilities[$0] != nil }
        guard !kept.isEmpty else { return nil }
        guard let oversight, kept.allSatisfy(oversight.requiresApprovalFor.contains) else {
            return .delOversight
        }
        return oversight.approver == parent.oversight?.approver ? nil : .delApprover
    }
}
