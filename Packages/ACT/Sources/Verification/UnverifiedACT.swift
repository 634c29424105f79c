import Claims
import Encoding
import JOSE

/// A token before its signature was checked: only what tells which party's key to use is read from it.
struct UnverifiedACT {
    let jws: JWS
    let claims: ClaimSet

    init(_ compact: [UInt8]) throws(ACTError) {
        do { jws = try JWS(parsing: compact, requiresPayload: true) } catch { throw .jws(error) }
        do { claims = try ClaimSet(parsing: jws.unverifiedPayload) } catch { throw .claim(error) }
    }

    /// The party whose signature is required: `sub` of a record, `iss` of a mandate.
    func signer() throws(ACTError) -> ExactString {
        let claim: ClaimDefinition = claims.has(.action) ? .subject : .issuer
        do { return try claims.stringOrURI(claim).required(claim) } catch { throw .claim(error) }
    }

    /// When it says that it was signed: for the validity of certificates in an audit.
    var signingTime: NumericDate? {
        let claim: ClaimDefinition = claims.has(.action) ? .executedAt : .issuedAt
        return (try? claims.date(claim)) ?? nil
    }

    /// A token with `exec_act` is a record, one without any record claim is a mandate; in between is refused.
    func phase() throws(ACTError) -> ACTPhase {
        //= ACT#req-act-phase-record
        //# A token with the claim 'exec_act' is a record and MUST be verified as one, with every required
        //# claim of [tbl-record].
        if claims.has(.action) { return .record }
        for rule in ACTClaims.record where claims.has(rule.claim) { throw .rule(.phaseMixed) }
        if claims.has(.draft00Predecessors) { throw .rule(.phaseMixed) }
        //= ACT#req-act-phase-mandate
        //# A token with none of the claims of [tbl-record] is a mandate and MUST be verified as one.
        return .mandate
    }
}
