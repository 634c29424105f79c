import Claims
import Encoding
import JOSE

extension ExampleWorkflow {
    /// The examples of the ACT draft.
    var actLines: [String] {
        get throws {
            let claims = try Self.payload(mandate)
            guard case .string(let identifier)? = try Self.payload(child)["jti"],
                let uuid = UUIDText(identifier)
            else { throw GenerateError.example("child", reason: "it has no jti") }
            let hop = Self.hopInput(ContentHash(of: Array(mandate.utf8)), uuid, agentB.identifier)
            let added = Self.members(of: try Self.payload(record), without: claims)
            return [
                Prose.lines(
                    """
                    A clinic has a prescription prepared. {{fig-ex-keys}} has the keys of the clinic \
                    (`\(clinic.identifier)`) and of agent a (`\(agentA.identifier)`). \
                    \(Self.derivation) All tokens verify live at \(Self.time) by \
                    `\(Self.audience)`.
                    """),
                Figure.json(
                    ["keys": .array([clinic, agentA].map(\.key.publicJWK.value))], "fig-ex-keys",
                    "Keys of the examples"),
                Prose.lines(
                    """
                    {{fig-ex-mandate}} is the payload of the mandate, {{fig-ex-mandate-jwt}} the token, with the \
                    header `\(try Self.headerText(mandate))`.
                    """),
                Figure.json(claims, "fig-ex-mandate", "Payload of the mandate"),
                Figure.folded(mandate, "fig-ex-mandate-jwt", "The mandate"),
                Prose.lines(
                    """
                    While it carries the task out, agent a makes the two ECTs that are the examples of {{ECT}}; \
                    the second one names this mandate in `mnd_hash`. When the task has ended, it adds the claims \
                    of {{fig-ex-record}}, where `pred` names that ECT and `inp_hash` is its `out_hash`, and \
                    signs {{fig-ex-record-jwt}} with the header `\(try Self.headerText(record))`. With the \
                    mandate at hand the record is authorized.
                    """),
                Figure.json(added, "fig-ex-record", "Claims that the record adds"),
                Figure.folded(record, "fig-ex-record-jwt", "The record"),
                Prose.lines(
                    """
                    Had agent a passed the analysis of a sample on to agent b, in a child mandate with the \
                    `jti` `\(uuid)`, then {{fig-ex-hop}} would be what `sig` in the chain entry signs.
                    """),
                Figure.folded(hop, "fig-ex-hop", "Signing input of that hop"),
            ].inParagraphs()
        }
    }

    /// The examples of the ECT draft.
    var ectLines: [String] {
        get throws {
            let intro = Prose.lines(
                """
                The tokens are signed by agent a, whose key is that of {{fig-ex-key}}; it is derived from its name \
                as in the appendix "Examples" of {{ACT}}. Long lines are folded as in {{RFC8792}}. Both tokens \
                verify live at \(Self.time) by `\(Self.audience)` and have the header \
                `\(try Self.headerText(review))`.
                """)
            return [
                intro, Figure.json(agentA.key.publicJWK.value, "fig-ex-key", "Public key of the issuer"),
                Prose.lines(
                    "{{fig-ex-root}} is a task without predecessors, {{fig-ex-root-jws}} its compact form."),
                Figure.json(try Self.payload(review), "fig-ex-root", "Payload of a root task"),
                Figure.folded(review, "fig-ex-root-jws", "Compact form at L2 and L3"),
                Prose.lines(
                    """
                    {{fig-ex-complete}} follows it. `inp_hash` is SHA-256 of "test" and `out_hash` that of \
                    "foo". `mnd_hash` names the mandate of the same appendix, whose record goes on from here; with that \
                    mandate at hand, the verdict is authorized.
                    """),
                Figure.json(
                    try Self.payload(recommendation), "fig-ex-complete", "Payload of the complete example"),
                Figure.folded(
                    recommendation, "fig-ex-complete-jws", "Compact form of the complete example"),
            ].inParagraphs()
        }
    }

    /// How keys and identifiers come about.
    private static let derivation = """
        Each private key comes by HKDF {{RFC5869}} with SHA-256 from the name before "-key" in its `kid` as \
        IKM, without salt, with "act-ect key" as info and 32 octets of output: the scalar on P-256, or the seed \
        for Ed25519. ES256 signatures have the nonce of {{RFC6979}}. Lines are folded as in {{RFC8792}}.
        """

    private static func header(_ token: String) throws -> JSONValue { try segment(0, of: token) }

    private static func headerText(_ token: String) throws -> String {
        String(decoding: try header(token).encode(), as: UTF8.self)
    }

    private static func payload(_ token: String) throws -> JSONValue { try segment(1, of: token) }

    private static func segment(_ number: Int, of token: String) throws -> JSONValue {
        let parts = token.split(separator: ".")
        return try JSONDocument(parsing: Base64URL.decode(String(parts[number]))).root.value
    }

    /// The members of an object that another does not have.
    private static func members(of object: JSONValue, without other: JSONValue) -> JSONValue {
        guard case .object(let members) = object else { return object }
        return .object(members.filter { other[$0.name.string] == nil })
    }
}
