import ACT
import Claims
import ECT
import Encoding
import JOSE

/// The tokens of a message by what is to be done with them. It follows from `typ`, phase and signing party, all of
/// them unverified: a token that lies about them fails in verification.
struct SortedTokens {
    var presented: [UnverifiedECT] = []
    var supporting: [UnverifiedECT] = []
    var presentedRecords: [[UInt8]] = []
    var supportingRecords: [[UInt8]] = []
    /// Mandates of the content: the ancestors of the one in the field, and those that records name.
    var mandates: [[UInt8]] = []

    /// Sorts a token of the content, which may be of any kind.
    mutating func add(_ token: [UInt8], _ sender: VerifiedWorkloadIdentity) throws(WIMSEError) {
        if Self.isACT(token) {
            try addACT(token, sender, .content)
        } else {
            try addECT(token, sender)
        }
    }

    /// Sorts an ECT. One whose `iss` is the sender, or that is unsigned without `iss`, is presented, and is held to
    /// the sender's WIT.
    mutating func addECT(_ token: [UInt8], _ sender: VerifiedWorkloadIdentity) throws(WIMSEError) {
        let ect: UnverifiedECT
        do { ect = try UnverifiedECT(parsing: token) } catch { throw .ect(error) }
        let issuer = ect.issuer
        guard ect.header != nil else {
            if issuer == nil || issuer == sender.workload.uri {
                presented.append(ect)
            } else {
                supporting.append(ect)
            }
            return
        }
        //= ECT#req-ect-wit-sub
        //# Under this profile a verifier MUST refuse an ECT whose 'iss' is not equal to the 'sub' claim of
        //# the WIT.
        guard issuer == sender.workload.uri else { return supporting.append(ect) }
        presented.append(ect)
    }

    /// Sorts an ACT. Of records, those whose `sub` is the sender are presented.
    mutating func addACT(
        _ token: [UInt8], _ sender: VerifiedWorkloadIdentity, _ field: TokenField
    ) throws(WIMSEError) {
        if MandateSet.isMandate(token) {
            guard field == .content else { throw .act(.rule(.httpRecordPhase)) }
            return mandates.append(token)
        }
        let payload = (try? JWS(parsing: token, requiresPayload: true))?.unverifiedPayload
        let subject = payload.flatMap { try? JSONDocument(parsing: $0) }?.root["sub"]?.string
        if subject == sender.workload.uri {
            presentedRecords.append(token)
        } else {
            supportingRecords.append(token)
        }
    }

    /// Whether a token says that it is an ACT.
    private static func isACT(_ token: [UInt8]) -> Bool {
        guard let dot = token.firstIndex(of: UInt8(ascii: ".")),
            let header = try? Base64URL.decode(token.span.extracting(0..<dot)),
            let document = try? JSONDocument(parsing: header)
        else { return false }
        return document.root["typ"]?.string == ACTVerifier.type
    }
}
