import CBOR
import COSE
import Claims
import Encoding
import JOSE
import Ledger
import SCITT
import Signing

/// What has to be in a log before it takes registrations: its name, its keys, its policy and its anchors.
struct Founding {
    private let keys: ServiceKeys
    private let wanted: ExactString?
    private let policy: RegistrationPolicy
    private let time: Int64
    private let mayBegin: Bool

    /// `mayBegin` says whether a log without a service is a new one.
    init(
        service: ExactString?, policy: RegistrationPolicy, keys: ServiceKeys, mayBegin: Bool, at time: Int64
    ) {
        self.mayBegin = mayBegin
        wanted = service
        self.policy = policy
        self.keys = keys
        self.time = time
    }

    /// Writes what is missing, in the caller's transaction, and gives the name and the published keys.
    func run(_ rows: StatementRows) throws -> (service: ExactString, published: [COSEKey]) {
        let stored = try rows.service()
        if stored == nil {
            guard mayBegin else { throw ServiceError.logMissing }
            guard try rows.newestRoot() == nil, try rows.keys().isEmpty else {
                throw LedgerError.damaged("the row of the service is missing")
            }
        } else {
            _ = try rows.provenHead()
        }
        let service = try stored.map { try Self.name(of: $0) } ?? wanted ?? Self.newName()
        if let wanted, wanted != service { throw ServiceError.serviceDiffers(stored: service) }
        guard StringOrURI.isValid(service), NoteKeyName(service.string) != nil else {
            throw ServiceError.serviceInvalid
        }
        let (published, isNewKey) = try publish(rows)
        let own = try OwnStatements(service: service, keys: keys)
        let policy = try own.policy(policy.document)
        let anchors = try own.anchors(self.policy.anchors)
        var places: [Int64] = []
        if let stored {
            places = [stored.policy, stored.anchors]
            let current = try places.map { try Self.payload(of: $0, rows) }
            // With a new key they are registered anew, so that no key is published that has signed nothing.
            if !isNewKey, current[0] == policy.message.unverifiedPayload,
                current[1] == anchors.message.unverifiedPayload
            {
                return (service, published)
            }
        }
        var transaction = try RegistrationTransaction(rows, resuming: nil)
        let new = try [policy, anchors].map { try transaction.place(NewStatement($0)) }
        let entries = try transaction.finish(
            new, issuer: keys.receiptIssuer(for: service), at: time)
        places = entries.map { Int64(clamping: $0.sequence) }
        try rows.set(ServiceRow(name: Array(service.utf8), policy: places[0], anchors: places[1]))
        return (service, published)
    }

    /// Adds the key of receipts to the published ones, the last of which it becomes; whether it is new.
    private func publish(_ rows: StatementRows) throws -> ([COSEKey], isNew: Bool) {
        let current = try keys.receiptsKey
        var published: [COSEKey] = []
        for octets in try rows.keys() {
            guard let key = try? COSEKey(decoding: octets) else {
                throw LedgerError.damaged("a published key is not readable")
            }
            if key != current { published.append(key) }
        }
        let octets = current.encode()
        let isNew = try !rows.keys().contains(octets)
        if isNew { try rows.insert(key: octets) }
        return (published + [current], isNew)
    }

    private static func name(of row: ServiceRow) throws -> ExactString {
        guard let text = String(validating: row.name, as: UTF8.self) else {
            throw LedgerError.damaged("the service's name is not text")
        }
        return ExactString(text)
    }

    private static func newName() throws -> ExactString {
        guard let uuid = UUIDText(random: SystemRandom().octets(count: 16)) else {
            throw ServiceError.serviceInvalid
        }
        return ExactString("urn:uuid:\(uuid)")
    }

    private static func payload(of sequence: Int64, _ rows: StatementRows) throws -> [UInt8] {
        guard let row = try rows.entry(sequence),
            let statement = try? SignedStatement(parsing: row.statement),
            let payload = statement.message.unverifiedPayload
        else { throw LedgerError.damaged("the policy or the anchors in force are missing") }
        return payload
    }
}

/// The statements that a service makes about itself (RFC 9943).
struct OwnStatements {
    private let service: ExactString
    private let signer: COSESigner
    private let keyID: [UInt8]

    /// The type of the registration policy.
    static let policyType: ContentType = "application/vnd.act-ect.registration-policy+json"
    /// The type of the trust anchors: a trust file.
    static let anchorsType: ContentType = "application/vnd.act-ect.trust+json"

    init(service: ExactString, keys: ServiceKeys) throws {
        self.service = service
        signer = try COSESigner(key: keys.receipts.privateKey)
        keyID = try keys.receiptIssuer(for: service).keyID
    }

    func policy(_ document: [UInt8]) throws -> SignedStatement {
        try statement(document, Self.policyType, part: "registration-policy")
    }

    func anchors(_ document: [UInt8]) throws -> SignedStatement {
        try statement(document, Self.anchorsType, part: "trust-anchors")
    }

    private func statement(
        _ payload: [UInt8], _ type: ContentType, part: String
    ) throws -> SignedStatement {
        let claims = CWTClaims(issuer: service, subject: ExactString("\(service)#\(part)"))
        let message = try signer.sign(
            payload,
            protected: [
                .contentType: type.value, .keyID: .byteString(keyID), .claims: claims.value,
                .type: SCITTMediaType.statement.value,
            ])
        return try SignedStatement(parsing: message.encode())
    }
}
