import ACT
import ArgumentParser
import Claims
import Encoding
import JOSE
import Trust

/// `actect mandate`
struct MandateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mandate",
        abstract: "Grant authority for one task, pass part of it on, approve an action.",
        subcommands: [Issue.self, Delegate.self, Approve.self])

    struct Issue: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign a root mandate; prints the token.",
            discussion: """
                  actect mandate issue --key org.jwk --iss https://org.example \\
                    --sub urn:agent:planner --aud https://tools.example \\
                    --purpose "Plan the delivery" --allow route.plan --max-depth 2 \\
                    --cap '{"action": "order.place", "constraints": {"max_calls": 3,
                      "max_amount": {"value": "500", "currency": "EUR"}}}'

                Constraints are max_calls, max_amount, not_before and not_after (seconds since 1970), resources \
                (patterns of URIs), max_sensitivity, and params: a rule for each parameter, such as \
                {"city": {"in": ["Bonn", "Bern"]}}. The section on constraints of the ACT draft defines them.
                """)

        @OptionGroup var key: KeyOptions
        @OptionGroup var time: TimeOptions
        @OptionGroup var grant: GrantOptions

        @Option(help: "Who grants: an identifier that the key is trusted for.")
        var iss: String

        @Option(help: "The workflow: a UUID, or 'new'.")
        var wid: String?

        @Option(
            help: "How many hops the mandate may be delegated, 0 to 16; not at all where it is not given.")
        var maxDepth: Int?

        func run() throws {
            let now = try time.present()
            let workflow: UUIDText? =
                switch wid {
                case nil: nil
                case "new"?: try Value.freshUUID()
                case let text?: try Value.uuid(text, "--wid")
                }
            try Report.token {
                try ACTIssuer(key: key.privateKey()).issue(
                    grant.claims(
                        issuer: Value.identifier(iss, "--iss"), workflow: workflow, now: now,
                        delegation: maxDepth.map { try Delegation(maxDepth: $0) }))
            }
        }
    }

    struct Delegate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Pass part of a mandate on; the key is one of the mandate's agent.",
            discussion: "The child gets its issuer, workflow and chain from the parent, and must be narrower."
        )

        @OptionGroup var key: KeyOptions
        @OptionGroup var time: TimeOptions
        @OptionGroup var trust: TrustOptions
        @OptionGroup var grant: GrantOptions

        @Option(help: ArgumentHelp("The mandate to delegate from.", valueName: "file"))
        var parent: String

        @Option(help: ArgumentHelp("A file with the parent's ancestors, one a line.", valueName: "file"))
        var ancestors: String?

        @Option(help: "How deep the chain may become; the parent's limit where it is not given.")
        var maxDepth: Int?

        func run() throws {
            let now = try time.present()
            let parent = try Mandates.verified(parent, ancestors: ancestors, trust: trust, now: now)
            try Report.token {
                let child = try grant.claims(
                    issuer: parent.claims.subject, workflow: parent.claims.workflow, now: now,
                    delegation: nil,
                    parent: parent.claims)
                let token = try ACTIssuer(key: key.privateKey()).delegate(
                    parent, to: child, maxDepth: maxDepth)
                // The child is verified as others will: the key must be trusted for the parent's agent.
                let verifier = ACTVerifier(
                    trust: try trust.store(), policy: ACTPolicy(mode: .audit, now: now, audience: []))
                let chain = try ancestors.map(Mandates.tokens) ?? []
                _ = try verifier.mandate(
                    Array(token.utf8),
                    mandates: MandateSet(verifying: chain + [parent.compact], with: verifier))
                return token
            }
        }
    }

    struct Approve: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approve one action of a mandate; the key is one of its approver. Prints the approval.")

        @OptionGroup var key: KeyOptions
        @OptionGroup var time: TimeOptions
        @OptionGroup var trust: TrustOptions

        @Option(help: ArgumentHelp("The mandate.", valueName: "file"))
        var mandate: String

        @Option(help: ArgumentHelp("A file with the mandate's ancestors, one a line.", valueName: "file"))
        var ancestors: String?

        @Option(help: "The action that is approved.")
        var action: String

        @Option(help: ArgumentHelp("For how long the action may be executed.", valueName: "seconds"))
        var ttl: Int64 = 600

        func run() throws {
            let now = try time.present()
            let mandate = try Mandates.verified(mandate, ancestors: ancestors, trust: trust, now: now)
            let action = try Value.action(action, "--action")
            guard let oversight = mandate.claims.oversight, oversight.requiresApprovalFor.contains(action)
            else { throw CommandFailure(.invalid, "the mandate asks for no approval of \(action)") }
            let key = try key.privateKey()
            let authorized = try? trust.store().authorizedKey(
                for: oversight.approver, keyID: key.publicJWK.effectiveKeyID, at: now.seconds)
            guard authorized?.key.publicKey == key.publicJWK.publicKey else {
                throw CommandFailure(
                    .invalid,
                    "\(ACTRequirement.approvalKey.name): the key is not trusted for \(oversight.approver.quoted)"
                )
            }
            try Report.token {
                try ACTIssuer(key: key).approve(
                    ApprovalClaims(
                        identifier: mandate.claims.identifier, action: action, issuedAt: now,
                        expiration: now.advanced(by: ttl)))
            }
        }
    }
}
