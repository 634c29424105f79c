import Claims
import Encoding
import JOSE

extension ExampleWorkflow {
    /// The examples of the ACT draft.
    var actLines: [String] {
        get throws {
            let childClaims = try Self.payload(child)
            guard case .string(let identifier)? = childClaims["jti"], let uuid = UUIDText(identifier) else {
                throw GenerateError.example("child", reason: "it has no jti")
            }
            let hop = Self.hopInput(ContentHash(of: Array(mandate.utf8)), uuid, agentB.identifier)
            let added = Self.members(of: try Self.payload(record), without: childClaims)
            return [
                Prose.lines(
                    """
                    A clinic has a prescription prepared. {{fig-ex-keys}} has the keys of the clinic \
                    (`\(clinic.identifier)`) and of the agents a (`\(agentA.identifier)`) and b \
                    (`\(agentB.identifier)`), in this order. \(Self.derivation) All tokens verify live at \
                    \(Self.time) by agent b.
                    """),
                Figure.json(
                    ["keys": .array([clinic, agentA, agentB].map(\.key.publicJWK.value))], "fig-ex-keys",
                    "Keys of the examples"),
                Prose.lines(
                    """
                    The clinic lets agent a recommend one treatment and have samples analysed. The payload of \
                    the mandate is {{fig-ex-mandate}}, its header is \
                    `\(try Self.headerText(mandate))`, and the token {{fig-ex-mandate-jwt}}.
                    """),
                Figure.json(try Self.payload(mandate), "fig-ex-mandate", "Payload of the mandate"),
                Figure.folded(mandate, "fig-ex-mandate-jwt", "The mandate"),
                Prose.lines(
                    """
                    Agent a passes the analysis of one sample on to agent b, for less money and a shorter time \
                    ({{fig-ex-child}} and {{fig-ex-child-jwt}}); `sig` signs {{fig-ex-hop}}. The header is \
                    `\(try Self.headerText(child))`, and that of the record has the `kid` of agent b.
                    """),
                Figure.json(childClaims, "fig-ex-child", "Payload of the child mandate"),
                Figure.folded(hop, "fig-ex-hop", "Signing input of the hop"),
                Figure.folded(child, "fig-ex-child-jwt", "The child mandate"),
                Prose.lines(
                    """
                    Agent b analyses the sample, adds the claims of {{fig-ex-record}} and signs with its own key \
                    ({{fig-ex-record-jwt}}). The input was "sample 4711" and the \
                    output "test". The predecessor is a review by agent a, the first example of {{ECT}}, whose \
                    second one goes on from here. With both mandates at hand the record is authorized, and the \
                    chain is proven.
                    """),
                Figure.json(added, "fig-ex-record", "Claims that the record adds"),
                Figure.folded(record, "fig-ex-record-jwt", "The record"),
            ].inParagraphs()
        }
    }

    /// The examples of the ECT draft.
    var ectLines: [String] {
        get throws {
            let intro = Prose.lines(
                """
                The tokens are signed by agent a, whose key is that of {{fig-ex-key}}. \(Self.derivation) Both \
                verify live at \(Self.time) by agent b and have the header of {{fig-ex-header}}.
                """)
            return [
                intro, Figure.json(agentA.key.publicJWK.value, "fig-ex-key", "Public key of the issuer"),
                Figure.json(try Self.header(review), "fig-ex-header", "Header"),
                Prose.lines(
                    "{{fig-ex-root}} is a task without predecessors, {{fig-ex-root-jws}} its compact form."),
                Figure.json(try Self.payload(review), "fig-ex-root", "Payload of a root task"),
                Figure.folded(review, "fig-ex-root-jws", "Compact form at L2 and L3"),
                Prose.lines(
                    """
                    {{fig-ex-complete}} joins two branches: that task, and the analysis of a sample by agent b, \
                    which is the ACT record in the appendix "Examples" of {{ACT}}. `inp_hash` is the `out_hash` \
                    of that record, SHA-256 of "test"; `out_hash` is SHA-256 of "foo". `mnd_hash` names the \
                    first mandate there; with it at hand, the verdict is authorized.
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
        Each private key is derived from the name before "-key" in its `kid` by HKDF {{RFC5869}} with SHA-256, \
        without salt, with the name as IKM, "act-ect key" as info and 32 octets of output: the scalar on P-256, \
        or the seed for Ed25519. ES256 signatures have the nonce of {{RFC6979}}. Long lines are folded as in \
        {{RFC8792}}.
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
