import ACT
import ECT
import Encoding

/// The registration of a media type, by the template of RFC 6838.
struct MediaType {
    let subtype: String
    let encoding: String
    var security = "{{security}} of RFC XXXX"
    var interoperability = "N/A"
    let published: String
    let applications: String
    var fragment = "N/A"

    static let act = [
        MediaType(
            subtype: ACTVerifier.type.string,
            encoding: "8bit; a JWT is three base64url values separated by period characters",
            interoperability: "Mandates and records share this type; {{phase}} of RFC XXXX separates them.",
            published: "RFC XXXX",
            applications: "software agents, and the tools, services and auditors that verify what they did"
        ).lines,
        ["The second registration follows."],
        MediaType(
            subtype: ACTVerifier.approvalType.string, encoding: "as for application/\(ACTVerifier.type)",
            published: "{{oversight}} of RFC XXXX",
            applications: "software that approves actions of agents, and those who verify that"
        ).lines,
    ]

    static let ect = [
        MediaType(
            subtype: ECTVerifier.type.string,
            encoding: """
                8bit; a JWT at L2 and L3 is three base64url values separated by period characters, and an \
                ECT at L1 is one
                """,
            interoperability: """
                Earlier revisions of the document used `\(ECTVerifier.earlierType)` as `typ`, which was never \
                registered.
                """,
            published: "RFC XXXX",
            applications: "workloads and software agents that record what they did, and those who verify that"
        ).lines,
        ["The second registration follows."],
        MediaType(
            subtype: "ect-set+json", encoding: "binary; the content is JSON in UTF-8 {{RFC8259}}",
            security: """
                {{security}} of RFC XXXX; a receiver acts upon tokens in such content only when the content is \
                bound to the message ({{body}})
                """,
            published: "{{body}} of RFC XXXX", applications: "as for application/\(ECTVerifier.type)",
            fragment: "as for application/json"
        ).lines,
    ]

    private var lines: [String] {
        let members = [
            ("Type name", "application"), ("Subtype name", subtype), ("Required parameters", "N/A"),
            ("Optional parameters", "N/A"), ("Encoding considerations", encoding),
            ("Security considerations", security), ("Interoperability considerations", interoperability),
            ("Published specification", published), ("Applications that use this media type", applications),
            ("Fragment identifier considerations", fragment),
            (
                "Additional information",
                "Deprecated alias names, magic numbers, file extensions, Macintosh file type codes: N/A"
            ),
            (
                "Person and email address to contact for further information",
                "Christian Nennemann, ietf@nennemann.de"
            ),
            ("Intended usage", "COMMON"), ("Restrictions on usage", "none"),
            ("Author", "Christian Nennemann, ietf@nennemann.de"), ("Change controller", "IETF"),
            ("Provisional registration", "no"),
        ]
        return ["{: spacing=\"compact\"}"] + members.flatMap { Prose.item("\($0): \($1)") }
    }
}
