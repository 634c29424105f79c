import Claims
import Encoding
public import JOSE
import Signing

/// Writes ACTs. What would be refused by a reader is refused here, under the same requirement.
public struct ACTIssuer: Sendable {
    /// The key that signs.
    public let key: PrivateJWK
    /// `x5c`, where the key is certified.
    public let certificates: [[UInt8]]

    /// An issuer with a P-256 or Ed25519 key that has a `kid`.
    public init(key: PrivateJWK, certificates: [[UInt8]] = []) throws(ACTError) {
        guard key.publicJWK.keyID != nil else { throw .rule(.kid) }
        guard !ACTVerifier.algorithms.isDisjoint(with: key.publicJWK.publicKey.type.algorithms) else {
            throw .rule(.alg)
        }
        self.key = key
        self.certificates = certificates
    }

    /// Signs a mandate; the key is one of its issuer.
    public func issue(_ claims: MandateClaims) throws(ACTError) -> String {
        let payload = claims.encode()
        _ = try MandateClaims(Self.claims(payload))
        return try sign(payload, ACTVerifier.type)
    }

    /// Passes part of `parent` on: `child` gets its issuer, workflow and chain from the parent, and must be
    /// narrower. The key is one of the parent's subject.
    ///
    /// `maxDepth` limits further delegation; nil keeps the parent's.
    public func delegate(
        _ parent: VerifiedMandate, to child: MandateClaims, maxDepth: Int? = nil
    ) throws(ACTError) -> String {
        guard let granted = parent.claims.delegation else { throw .rule(.delPermitted) }
        guard let keyID = key.publicJWK.keyID, let algorithm = key.publicJWK.onlyAlgorithm else {
            throw .rule(.delKey)
        }
        var child = child
        child.issuer = parent.claims.subject
        child.workflow = parent.claims.workflow
        let input = Delegation.Hop.input(hash: parent.hash, child: child.identifier, subject: child.subject)
        let signature: [UInt8]
        do {
            signature = try key.privateKey.sign(input.span, algorithm: algorithm.signatureAlgorithm)
        } catch {
            throw .rule(.delSig)
        }
        let hop = Delegation.Hop(
            delegator: child.issuer, identifier: parent.claims.identifier, hash: parent.hash, keyID: keyID,
            signature: signature)
        child.delegation = try Delegation(
            maxDepth: maxDepth ?? granted.maxDepth, chain: granted.chain + [hop])
        if let violation = child.violation(asChildOf: parent.claims, hop: hop, skew: 0) {
            throw .rule(violation)
        }
        return try issue(child)
    }

    /// Turns a mandate into the record of its task. Every claim of the mandate is kept as it stands; the key is
    /// one of the mandate's subject.
    public func record(_ mandate: VerifiedMandate, _ claims: RecordClaims) throws(ACTError) -> String {
        var claims = claims
        claims.mandateHash = mandate.hash
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in mandate.payload.members {
            writer.name(name.string)
            writer.raw(value.text)
        }
        //= ACT#req-act-compat-write
        //# An issuer MUST NOT write 'par'.
        claims.write(to: &writer)
        writer.endObject()
        let read = try Self.claims(writer.octets)
        _ = try RecordClaims(read, mandate: MandateClaims(read))
        return try sign(writer.octets, ACTVerifier.type)
    }

    /// Approves one action of one mandate; the key is one of the approver.
    public func approve(_ claims: ApprovalClaims) throws(ACTError) -> String {
        let payload = claims.encode()
        _ = try ApprovalClaims(Self.claims(payload))
        return try sign(payload, ACTVerifier.approvalType)
    }

    private func sign(_ payload: [UInt8], _ type: ExactString) throws(ACTError) -> String {
        let token: String
        do {
            token = try JWS.sign(payload, type: type, with: key, certificates: certificates)
        } catch {
            throw .rule(.sig)
        }
        guard token.utf8.count <= JWS.defaultLimit else {
            throw .jws(.tooLarge(octets: token.utf8.count, limit: JWS.defaultLimit))
        }
        return token
    }

    private static func claims(_ payload: [UInt8]) throws(ACTError) -> ClaimSet {
        do { return try ClaimSet(parsing: payload) } catch { throw .claim(error) }
    }
}
