import Claims
import Encoding
import JOSE
import Signing
import Trust

/// The parties of the sample workflow: three organizations, their agents, and one that nobody trusts.
///
/// A clinic's coordinator prepares a prescription. It has a laboratory's analyst look at a sample, and a
/// pharmacy check its stock and the interactions with other medicine.
struct SampleParties {
    /// The clinic itself, which answers for what its coordinator may do.
    let clinic: Party
    /// The clinic's agent.
    let coordinator: Party
    /// The laboratory's agent.
    let analyst: Party
    /// The pharmacy's agent.
    let dispenser: Party
    /// Somebody else, who is not in the trust file.
    let stranger: Party

    /// Who audits.
    static let auditor: ExactString = "urn:act-ect:audit"

    /// An identifier with its key.
    struct Party {
        let name: String
        let identifier: ExactString
        let key: PrivateJWK

        init(_ name: String, _ identifier: ExactString, _ type: KeyType) throws {
            self.name = name
            self.identifier = identifier
            key = try PrivateJWK(PrivateKey.generate(type), keyID: ExactString("\(name)-key"))
        }
    }

    init() throws {
        clinic = try Party("clinic", "https://clinic.example", .p256)
        coordinator = try Party("coordinator", "spiffe://clinic.example/agent/coordinator", .p256)
        analyst = try Party("analyst", "spiffe://laboratory.example/agent/analyst", .ed25519)
        dispenser = try Party("dispenser", "spiffe://pharmacy.example/agent/dispenser", .p256)
        stranger = try Party("stranger", "spiffe://elsewhere.example/agent/stranger", .p256)
    }

    /// Those that are trusted.
    var trusted: [Party] { [clinic, coordinator, analyst, dispenser] }

    /// The trust file that all of them share.
    func trustFile() throws -> TrustFile {
        var file = TrustFile()
        for party in trusted { try file.add(party.key.publicJWK, for: party.identifier) }
        return file
    }

    /// Everyone who verifies a token of the workflow.
    func audience() throws -> Audience {
        try Self.audience([coordinator.identifier, analyst.identifier, dispenser.identifier, Self.auditor])
    }

    static func audience(_ parties: [ExactString]) throws -> Audience {
        guard let audience = Audience(parties) else {
            throw CommandFailure(.internal, "an identifier of the sample workflow is not a StringOrURI")
        }
        return audience
    }
}
