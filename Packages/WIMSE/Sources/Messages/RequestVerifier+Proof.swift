import Claims
import Encoding
import HTTPTypes
import JOSE
import Ledger

extension WorkloadIdentityVerifier {
    /// The identity of the one WIT of a message.
    func identity(in fields: HTTPFields, at now: NumericDate) throws(WIMSEError) -> VerifiedWorkloadIdentity {
        let lines = CombinedField.lines(of: .workloadIdentityToken, in: fields)
        guard let token = lines.first else { throw .identity(.missing) }
        guard lines.count == 1 else { throw .identity(.repeated) }
        return try verify(token, at: now)
    }
}

extension RequestVerifier {
    /// The message signature, verified; nil where there is none and the policy demands none.
    func signature(
        of request: HTTPRequest, _ identity: VerifiedWorkloadIdentity, _ tokens: UnboundTokens,
        _ now: NumericDate
    ) throws(WIMSEError) -> VerifiedSignature? {
        let message = HTTPMessage.request(request)
        guard let signature = try HTTPMessageSignature.profile(in: message) else {
            if policy.proof == .signature { throw .signature(.missing) }
            return nil
        }
        do throws(SignatureFault) {
            try SignatureProfile.checkParameters(signature.parameters, policy, now)
            try SignatureProfile.checkAudience(signature.parameters, policy)
        } catch {
            throw .signature(error)
        }
        try SignatureProfile.checkCoverage(of: signature, message, policy.coveredFields)
        return try signature.verify(
            over: message, with: identity.confirmationKey, algorithm: identity.algorithm.signatureAlgorithm)
    }

    /// The proof token, verified; nil where there is none and the policy demands none.
    func proofToken(
        of request: HTTPRequest, _ identity: VerifiedWorkloadIdentity, _ tokens: UnboundTokens,
        _ now: NumericDate
    ) throws(WIMSEError) -> WorkloadProofToken? {
        let fields = request.headerFields
        let proof: WorkloadProofToken
        do throws(ProofFault) {
            guard let compact = try Authorization.proofToken(in: fields) else {
                if policy.proof == .proofToken { throw .missing }
                return nil
            }
            proof = try WorkloadProofToken(verifying: compact, of: identity)
            guard policy.audiences.contains(proof.audience) else { throw .audience }
            guard now < proof.expiration else { throw .expired }
            guard proof.expiration <= now.advanced(by: policy.maximumLifetime).advanced(by: policy.skew)
            else {
                throw .livesTooLong
            }
            try proof.checkHashes(fields, understanding: policy.coveredFields)
        } catch {
            throw .proof(error)
        }
        for field in tokens.fields where proof.otherHashes[field.rawValue] == nil {
            throw .binding(.notInProof, field)
        }
        return proof
    }

    /// Remembers the nonce and the proof token's `jti`; a message that was seen before, or of which something
    /// expired while its content arrived, is refused.
    func checkFirstUse(_ request: AuthenticatedRequest, _ now: NumericDate) throws(WIMSEError) {
        guard now < request.workload.expiration else { throw .identity(.expired) }
        let sender = request.workload.workload.uri.string
        if let signature = request.signature, let nonce = signature.parameters.nonce,
            let expires = signature.parameters.expires
        {
            guard now.seconds < expires else { throw .signature(.expired) }
            guard try isFirstUse(nonce, "wimse-nonce:" + sender, until: expires, now) else {
                throw .signature(.replayed)
            }
        }
        if let proof = request.proofToken {
            guard now < proof.expiration else { throw .proof(.expired) }
            guard
                try isFirstUse(
                    proof.identifier.string, "wimse-wpt:" + sender, until: proof.expiration.seconds, now)
            else { throw .proof(.replayed) }
        }
    }

    private func isFirstUse(
        _ identifier: String, _ scope: String, until: Int64, _ now: NumericDate
    ) throws(WIMSEError) -> Bool {
        do {
            return try replay.firstUse(
                of: ExactString(identifier), scope: ExactString(scope), until: until, now: now.seconds)
        } catch {
            throw .replayStoreUnavailable
        }
    }
}

extension WorkloadProofToken {
    /// Holds `tth` and `oth` against the fields. Members for fields that are neither of this module nor in `more` are
    /// not understood, and refused as the draft asks.
    func checkHashes(
        _ fields: HTTPFields, understanding more: Set<HTTPField.Name>
    ) throws(ProofFault) {
        let transaction = CombinedField(.transactionToken, in: fields)
        guard transaction?.lines ?? 1 == 1 else { throw .transactionTokenHash }
        guard transaction.map({ ContentHash(of: $0.octets) }) == transactionTokenHash else {
            throw .transactionTokenHash
        }
        let understood = Set([.executionContext, .actMandate, .actRecord, .contentDigest]).union(more)
        for (name, hash) in otherHashes {
            guard let field = understood.first(where: { $0.canonicalName == name }) else {
                throw .unknownToken
            }
            guard let value = CombinedField(field, in: fields), ContentHash(of: value.octets) == hash else {
                throw .otherTokenHash
            }
        }
    }
}
