public import ACT
public import Claims
public import ECT
import Encoding
import JOSE

/// Verifies tokens of both profiles against one set of mandates.
public struct TokenVerifier: Sendable {
    /// For ACTs.
    public let act: ACTVerifier
    /// For ECTs.
    public let ect: ECTVerifier
    /// The mandates at hand.
    public let mandates: MandateSet
    /// Approval tokens presented beside the others, by the `jti` that they say they are for: however many there
    /// are, a record is held against its own only.
    private let approvals: [ExactString: [[UInt8]]]

    /// A verifier with mandates that were verified before.
    public init(
        act: ACTVerifier, ect: ECTVerifier, mandates: MandateSet = MandateSet(), approvals: [[UInt8]] = []
    ) {
        self.act = act
        self.ect = ect
        self.mandates = mandates
        self.approvals = Dictionary(grouping: approvals) { Self.identifier(of: $0) ?? "" }
    }

    /// The `jti` that a token states, unverified.
    private static func identifier(of compact: [UInt8]) -> ExactString? {
        guard let payload = try? JWS(parsing: compact).unverifiedPayload else { return nil }
        return try? JSONDocument(parsing: payload).root["jti"]?.string
    }

    private func approvals(for compact: [UInt8]) -> [[UInt8]] {
        guard !approvals.isEmpty, let identifier = Self.identifier(of: compact) else { return [] }
        return approvals[identifier] ?? []
    }

    /// Verifies one token; its kind is found by parsing it.
    public func verify(_ compact: [UInt8]) throws(TokenError) -> VerifiedToken {
        switch TokenKind(of: compact) {
        case .act:
            do {
                switch try act.verify(compact, mandates: mandates, approvals: approvals(for: compact)) {
                case .mandate(let mandate): return .mandate(mandate)
                case .record(let record): return .record(record)
                }
            } catch {
                throw .act(error)
            }
        case .ect, .unsignedECT:
            do {
                return .execution(try execution(compact))
            } catch {
                throw .ect(error)
            }
        case .unknown(let type):
            // What is wrong with the envelope says more than its missing type.
            do { _ = try JWS(parsing: compact) } catch { throw .unknownKind(error) }
            throw .unknownKind(.typeMismatch(found: type))
        }
    }
}

extension TokenVerifier {
    /// Verifies a token as an ECT, whatever its `typ`.
    public func execution(_ compact: [UInt8]) throws(ECTError) -> VerifiedECT {
        try ect.verify(compact, mandates: { evidence(for: $0) })
    }

    /// What is known of the mandate with this hash, and of the approvals at hand for it.
    private func evidence(for hash: ContentHash) -> MandateEvidence? {
        guard !approvals.isEmpty, case .success(let mandate)? = mandates[hash] else {
            return mandates.evidence(for: hash)
        }
        return .verified(
            act.scope(of: mandate, approvals: approvals[mandate.claims.identifier.text] ?? []))
    }
}

extension MandateSet {
    /// What is known of the mandate with this hash, for a record of another kind.
    public func evidence(for hash: ContentHash) -> MandateEvidence? {
        switch self[hash] {
        case nil: nil
        case .success(let mandate)?: .verified(mandate.scope)
        case .failure(let error)?: .refused(error.description)
        }
    }
}
