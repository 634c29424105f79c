import ACT
import ECT
import Encoding

/// The registrations of media types, by the template of RFC 6838.
struct MediaType {
    let members: [(String, String)]

    static let act = [
        MediaType(
            subtype: ACTVerifier.type.string,
            encoding: "8bit; a JWT is three base64url values separated by period characters",
            security: "{{security}} of RFC XXXX",
            interoperability: "mandates and records share this type; {{phase}} of RFC XXXX separates them",
            applications: "software agents, and the tools, services and auditors that verify what they did"
        ).lines,
        following(ACTVerifier.type.string),
        list([
            ("Subtype name", ACTVerifier.approvalType.string), ("Interoperability considerations", "N/A"),
            ("Published specification", "{{oversight}} of RFC XXXX"),
            (
                "Applications that use this media type",
                "software that approves actions of agents, and those who verify that"
            ),
        ]),
    ]

    static let ect = [
        MediaType(
            subtype: ECTVerifier.type.string,
            encoding: """
                8bit; a JWT is three base64url values separated by period characters, and an unsigned ECT is \
                one such value
                """,
            security: "{{security}} of RFC XXXX",
            interoperability: """
                earlier revisions of the document used the `typ` `\(ECTVerifier.earlierType)`, which was never \
                registered
                """,
            applications: "workloads and software agents that record what they did, and those who verify that"
        ).lines,
        following(ECTVerifier.type.string),
        list([
            ("Subtype name", "ect-set+json"),
            ("Encoding considerations", "binary; the content is JSON in UTF-8 {{RFC8259}}"),
            (
                "Security considerations",
                """
                {{security}} of RFC XXXX; a receiver acts upon tokens in such content only when the content is \
                bound to the message ({{body}})
                """
            ), ("Interoperability considerations", "N/A"),
            ("Published specification", "{{body}} of RFC XXXX"),
            ("Fragment identifier considerations", "as for application/json"),
        ]),
    ]

    private init(
        subtype: String, encoding: String, security: String, interoperability: String, applications: String
    ) {
        members = [
            ("Type name", "application"), ("Subtype name", subtype), ("Required parameters", "N/A"),
            ("Optional parameters", "N/A"), ("Encoding considerations", encoding),
            ("Security considerations", security), ("Interoperability considerations", interoperability),
            ("Published specification", "RFC XXXX"), ("Applications that use this media type", applications),
            ("Fragment identifier considerations", "N/A"),
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
    }

    private var lines: [String] { Self.list(members) }

    private static func following(_ type: String) -> [String] {
        Prose.lines(
            "The second registration has the same members as that of application/\(type), except for:")
    }

    private static func list(_ members: [(String, String)]) -> [String] {
        ["{: spacing=\"compact\"}"] + members.flatMap { Prose.item("\($0.0): \($0.1)") }
    }
}
