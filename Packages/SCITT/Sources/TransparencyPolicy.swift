import COSE
public import Claims
public import Encoding
public import JOSE
import Signing
public import Trust

/// Which services' receipts count, and what is asked of them.
public struct TransparencyPolicy: Sendable {
    /// How many services must have given a good receipt.
    public enum Demand: String, Hashable, Sendable, CaseIterable {
        /// Any one.
        case any
        /// Every service of the policy.
        case all
    }

    /// How many services must have given a good receipt.
    public var demand = Demand.any
    /// The present time.
    public var now: NumericDate
    /// How far a receipt's `iat` may lie ahead, in seconds; also the allowance for `exp`.
    public var skew: Int64 = 30
    /// How old a receipt may be, in seconds; it then must have an `iat`. Nil for any age.
    public var maximumAge: Int64?

    /// Services of the policy whose receipts do not count, since they have signed two trees that exclude each other.
    public var suspended: Set<ExactString> = []

    private let services: [ExactString: PinnedService]

    /// A service's keys by every name that a receipt may have for them.
    private struct PinnedService {
        let profile: ReceiptProfile
        let keys: [[UInt8]: JWK]

        init(_ service: TrustedService) {
            profile = service.profile
            var keys: [[UInt8]: JWK] = [:]
            for key in service.keys {
                keys[Array(key.effectiveKeyID.utf8)] = key
                // An RFC 9679 thumbprint names a key where its own `kid` does not.
                if let thumbprint = try? COSEKey(key.publicKey).thumbprint.octets, keys[thumbprint] == nil {
                    keys[thumbprint] = key
                }
            }
            self.keys = keys
        }
    }

    /// A policy with the services that a trust file pins.
    public init(services: [ExactString: TrustedService], now: NumericDate) {
        self.services = services.mapValues { PinnedService($0) }
        self.now = now
    }

    /// The services of the policy, in order.
    public var trusted: [ExactString] { services.keys.sorted() }

    /// Verifies one receipt for one statement; the first step that fails is the reason.
    public func verify(
        _ receipt: Receipt, for statement: SignedStatement
    ) throws(SCITTError) -> VerifiedReceipt {
        guard let issuer = receipt.service, let service = services[issuer] else {
            throw .serviceUnknown(receipt.service)
        }
        //= ECT#req-ect-anchor-conflict
        //# A party that sees two roots of one service for one size, or a consistency proof that does not lead
        //# from one root to the next, MUST stop relying on that service and keep both signed roots.
        guard !suspended.contains(issuer) else { throw .serviceSuspended(issuer) }
        guard let keyID = receipt.keyID, let key = service.keys[keyID] else {
            throw .serviceKeyUnknown(issuer)
        }
        let inclusion = try receipt.verifyInclusion(of: statement, key: key, profile: service.profile)
        // The receipts of CCF ledgers are about the ledger's signature, and say so in `sub`.
        guard service.profile == .ccf || receipt.subject == statement.subject, statement.subject != nil
        else { throw .subjectDiffers }
        try checkTimes(receipt)
        return VerifiedReceipt(receipt: receipt, service: issuer, key: key, inclusion: inclusion)
    }

    private func checkTimes(_ receipt: Receipt) throws(SCITTError) {
        let issuedAt = receipt.claims.issuedAt
        if let issuedAt {
            guard issuedAt <= now.advanced(by: skew).seconds else { throw .receiptIssuedAt(issuedAt) }
        }
        if let maximumAge {
            guard let issuedAt, issuedAt >= now.advanced(by: -maximumAge).seconds else {
                throw .receiptIssuedAt(issuedAt)
            }
        }
        for notBefore in [receipt.claims.notBefore].compactMap(\.self)
        where notBefore > now.advanced(by: skew).seconds {
            throw .receiptIssuedAt(notBefore)
        }
        if let expiration = receipt.claims.expiration, expiration <= now.advanced(by: -skew).seconds {
            throw .receiptExpired(expiration)
        }
    }

    /// The most receipts of one statement that are looked at: each can cost a verification.
    public static let receiptLimit = 256

    /// Verifies every receipt by itself, so that a bad one does not spoil a good one. Those beyond `receiptLimit`
    /// are left out.
    public func judge(_ receipts: [[UInt8]], for statement: SignedStatement) -> TransparencyVerdict {
        let looked = receipts.prefix(Self.receiptLimit)
        let outcomes = looked.map { octets -> Result<VerifiedReceipt, SCITTError> in
            do throws(SCITTError) {
                return .success(try verify(Receipt(parsing: octets), for: statement))
            } catch {
                return .failure(error)
            }
        }
        let good = Set(outcomes.compactMap { try? $0.get().service })
        let missing = trusted.filter { !good.contains($0) }
        let isTransparent =
            switch demand {
            case .any: !good.isEmpty
            case .all: !good.isEmpty && missing.isEmpty
            }
        return TransparencyVerdict(outcomes: outcomes, missing: missing, isTransparent: isTransparent)
    }
}

/// What was found of a statement's receipts.
public struct TransparencyVerdict: Sendable {
    /// What came of each receipt that was looked at, in their order.
    public let outcomes: [Result<VerifiedReceipt, SCITTError>]
    /// The services of the policy that have given no good receipt, in order.
    public let missing: [ExactString]
    /// Whether the policy is met.
    public let isTransparent: Bool

    /// The good receipts.
    public var verified: [VerifiedReceipt] { outcomes.compactMap { try? $0.get() } }

    /// Why receipts were refused.
    public var refused: [SCITTError] {
        outcomes.compactMap { if case .failure(let error) = $0 { error } else { nil } }
    }

    /// Why the policy is not met, as one reason: that of the only receipt, else what is missing.
    public var failure: SCITTError? {
        if isTransparent { return nil }
        if outcomes.count == 1, let only = refused.first { return only }
        return .receiptMissing(missing)
    }
}

/// A receipt that verified for a statement. It comes out of a `TransparencyPolicy` only, and carries what has
/// to be kept with it: the key.
public struct VerifiedReceipt: Hashable, Sendable {
    /// The receipt.
    public let receipt: Receipt
    /// The service that signed it.
    public let service: ExactString
    /// The key with which it was verified.
    public let key: JWK
    /// Where the statement stands in the service's tree.
    public let inclusion: ReceiptInclusion

    /// When the service says that it signed; nil where it does not.
    public var issuedAt: NumericDate? { receipt.claims.issuedAt.flatMap { NumericDate($0) } }
}
