import Claims
public import Encoding
public import JOSE

/// An ECT that was parsed and **not** verified: what a receiver of many selects a verifier by, and nothing else.
public struct UnverifiedECT: Sendable {
    /// The token's exact octets.
    public let compact: [UInt8]
    /// The envelope; nil at L1.
    let jws: JWS?
    /// What the payload is refused for comes after what the header is refused for.
    let claims: Result<ClaimSet, ECTError>

    /// Parses the envelope, a JWS or the bare payload of L1. Throws `jws` errors.
    public init(parsing compact: [UInt8]) throws(ECTError) {
        guard compact.count <= JWS.defaultLimit else {
            throw .jws(.tooLarge(octets: compact.count, limit: JWS.defaultLimit))
        }
        // The envelope decides, and the failure of one reading is never a reason to try the other.
        //= ECT#req-ect-detect
        //# A verifier MUST process a text with exactly two dots as a JWS, whatever the outcome, and a text
        //# without a dot as L1; the failure of one reading is never a reason to try the other.
        let payload: [UInt8]
        do throws(JWSError) {
            if compact.contains(UInt8(ascii: ".")) {
                let jws = try JWS(parsing: compact, requiresPayload: true)
                payload = jws.unverifiedPayload
                self.jws = jws
            } else {
                guard !compact.isEmpty else { throw .notThreeSegments }
                do { payload = try Base64URL.decode(compact.span) } catch { throw .encoding(.payload, error) }
                jws = nil
            }
        } catch {
            throw .jws(error)
        }
        self.compact = compact
        do throws(ClaimError) {
            claims = .success(try ClaimSet(parsing: payload))
        } catch {
            claims = .failure(.claim(error))
        }
    }

    /// The header, unverified; nil at L1.
    public var header: JWSProtectedHeader? { jws?.header }

    /// `iss`, unverified; nil where it is not there or not a string.
    public var issuer: ExactString? { (try? claims.get())?.root["iss"]?.string }
}
