#if Service
    import ACT
    import Claims
    import Encoding
    import Glibc
    import JOSE
    import Ledger
    import Signing
    import Trust
    import WIMSE
    import WorkloadHTTP

    /// A trust domain with its identity server and its human resources, in one: it issues the WITs and the mandate.
    struct TrustDomain {
        /// Whose keys may say what.
        private(set) var trust = TrustFile()
        private let identities: WorkloadIdentityIssuer
        private let organization: PrivateJWK
        private var credentials: [String: WorkloadCredential] = [:]

        private static let names = ["orchestrator", "tools", "approver"]
        static let organizationName: ExactString = "https://org.example"

        init() throws {
            identities = WorkloadIdentityIssuer(
                key: try PrivateJWK(.generate(.p256), keyID: "identity-server"))
            organization = try PrivateJWK(.generate(.p256), keyID: "org")
            // The key of the trust domain vouches for every workload in it.
            _ = try trust.add(identities.key.publicJWK, for: "spiffe://example.com")
            _ = try trust.add(organization.publicJWK, for: Self.organizationName)
            for name in Self.names {
                let key = try PrivateJWK(.generate(.p256), keyID: ExactString("\(name)-key"))
                let workload = try Self.workload(name)
                let identityToken = try identities.issue(
                    for: workload, confirming: key.publicJWK, issuedAt: Self.now(),
                    expiration: Self.now().advanced(by: 3600))
                credentials[name] = try WorkloadCredential(identityToken: identityToken, key: key)
                // An audit happens when WITs have expired: it knows the keys from the trust file.
                _ = try trust.add(key.publicJWK, for: workload.uri)
            }
        }

        /// The present time.
        @Sendable static func now() -> NumericDate { NumericDate(clamping: Int64(time(nil))) }

        /// The workload called `name`.
        static func workload(_ name: String) throws -> WorkloadIdentifier {
            guard let workload = WorkloadIdentifier(ExactString("spiffe://example.com/\(name)")) else {
                throw ExampleError.invalidName
            }
            return workload
        }

        /// What a workload of the example has.
        func party(_ name: String) throws -> Party {
            guard let credential = credentials[name] else { throw ExampleError.invalidName }
            return Party(credential: credential, ledger: .inMemory(), trust: TrustStore(trust))
        }

        /// A mandate for the orchestrator to plan and to order.
        func mandate(workflow: UUIDText, audience: [ExactString]) throws -> String {
            guard let audience = Audience(audience, isSingleString: false),
                let identifier = UUIDText(random: SystemRandom().octets(count: 16))
            else { throw ExampleError.invalidName }
            let actions = ["delivery.plan", "quote.request", "quote.compare", "order.place"]
            let capabilities = try actions.map { text throws in
                guard let action = Action(ExactString(text)) else { throw ExampleError.invalidName }
                return Capability(action)
            }
            return try ACTIssuer(key: organization).issue(
                MandateClaims(
                    issuer: Self.organizationName, subject: try Self.workload("orchestrator").uri,
                    audience: audience, issuedAt: Self.now(), expiration: Self.now().advanced(by: 3600),
                    notBefore: nil, identifier: identifier, workflow: workflow,
                    task: ACTTask(purpose: "Order the delivery"),
                    capabilities: try Capabilities(capabilities),
                    oversight: nil, delegation: nil))
        }
    }

    /// A workload: its credential, the ledger of its own executions, and whom it trusts.
    struct Party {
        let credential: WorkloadCredential
        let ledger: Ledger
        let trust: TrustStore

        var recorder: ExecutionRecorder { ExecutionRecorder(credential, ledger: ledger) }
        var name: ExactString { credential.workload.uri }

        /// The policy of a workload that goes by its own name.
        var policy: WIMSEPolicy { WIMSEPolicy(audiences: [name]) }
    }

    enum ExampleError: Error { case invalidName, noAddress, unverified }
#endif
