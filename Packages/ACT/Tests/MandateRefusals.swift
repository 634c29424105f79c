import ACT
import Encoding
import TestTokens

private func claim(_ requirement: ACTRequirement, _ name: String, _ value: JSONValue?) -> Refusal {
    .mandate(
        requirement,
        "\(name) \(value.map { String(decoding: $0.encode(), as: UTF8.self).prefix(40) } ?? "absent")"
    ) {
        $0[name] = value
    }
}

private func task(_ requirement: ACTRequirement, _ name: String, _ value: JSONValue?) -> Refusal {
    .mandate(requirement, "task.\(name)") { $0.payload[member: "task"]?[member: name] = value }
}

private func rule(_ value: JSONValue) -> Refusal {
    .constraint(.conRule, "params", ["table": value])
}

private func oversight(_ requirement: ACTRequirement, _ name: String, _ value: JSONValue?) -> Refusal {
    .mandate(requirement, "oversight.\(name)") {
        var object: JSONValue = ["requires_approval_for": ["read.data"], "approver": "https://dave.example"]
        object[member: name] = value
        $0["oversight"] = object
    }
}

private let tooLong = JSONValue.string(ExactString(String(repeating: "x", count: 2049)))
private let unsafeInteger = JSONValue.integer(9_007_199_254_740_992)

/// Draft §4: mandate claims, capabilities, constraints, oversight.
let mandateRefusals: [Refusal] =
    ["sub", "aud", "iat", "exp", "jti", "task", "cap"].map { name in
        .mandate(ACTRequirement(rawValue: "req-act-\(name)") ?? .json, "\(name) absent") { $0[name] = nil }
    } + [
        claim(.iss, "iss", nil), claim(.iss, "iss", 1), claim(.iss, "iss", ""), claim(.iss, "iss", "1a:b"),
        claim(.iss, "iss", "a\u{0}b"), claim(.iss, "iss", tooLong),
        claim(.sub, "sub", .null), claim(.sub, "sub", ":x"), claim(.sub, "sub", ["https://bob.example"]),
        claim(.aud, "aud", []), claim(.aud, "aud", [1]), claim(.aud, "aud", ""),
        claim(.aud, "aud", ["a", "b\n"]),
        claim(.aud, "aud", .object([])),
        claim(.iat, "iat", .number("1e9")), claim(.iat, "iat", .number("1767225540.0")),
        claim(.iat, "iat", .number("1e400")), claim(.iat, "iat", -1), claim(.iat, "iat", "1767225540"),
        claim(.iat, "iat", .number("99999999999999999999")), claim(.iat, "iat", .number("-0")),
        claim(.exp, "exp", .number("1.5")), claim(.exp, "exp", .number("1E+400")), claim(.exp, "exp", .null),
        claim(.exp, "exp", unsafeInteger),
        claim(.expAfterIat, "exp", .integer(Scenario.now - 60)), claim(.expAfterIat, "exp", 0),
        claim(.nbf, "nbf", "0"), claim(.nbf, "nbf", .number("0.5")),
        claim(.nbf, "nbf", .integer(Scenario.now + 540)),
        claim(.jti, "jti", "11111111-1111-1111-8111-111111111111"),
        claim(.jti, "jti", "11111111-1111-4111-c111-111111111111"),
        claim(.jti, "jti", "11111111-1111-4111-8111-11111111111A"),
        claim(.jti, "jti", "{11111111-1111-4111-8111-1111111111}"),
        claim(.jti, "jti", "urn:uuid:11111111-1111-4111-8111-111111111111"), claim(.jti, "jti", 1),
        claim(.wid, "wid", "workflow"), claim(.wid, "wid", .null),
        claim(.wid, "wid", "A0B1C2D3-E4F5-4789-ABCD-EF0123456789"),
        claim(.task, "task", "report"), claim(.task, "task", []),
        task(.taskPurpose, "purpose", nil), task(.taskPurpose, "purpose", ""),
        task(.taskPurpose, "purpose", 1),
        task(.taskSensitivity, "data_sensitivity", "secret"),
        task(.taskSensitivity, "data_sensitivity", "Public"),
        task(.taskSensitivity, "data_sensitivity", 1),
        task(.taskCreatedBy, "created_by", ""), task(.taskCreatedBy, "created_by", 1),
        claim(.cap, "cap", []), claim(.cap, "cap", .object([])), claim(.cap, "cap", ["read.data"]),
        claim(.capAction, "cap", [.object([])]), claim(.capAction, "cap", [["action": "Read"]]),
        claim(.capAction, "cap", [["action": "read..data"]]),
        claim(.capAction, "cap", [["action": "read.*"]]),
        claim(.capAction, "cap", [["action": "1read"]]), claim(.capAction, "cap", [["action": ".read"]]),
        claim(.capAction, "cap", [["action": "read."]]), claim(.capAction, "cap", [["action": "read data"]]),
        claim(.capAction, "cap", [["action": .string(ExactString(String(repeating: "a", count: 129)))]]),
        claim(.capUnique, "cap", [["action": "read.data"], ["action": "read.data"]]),
        claim(.capConstraints, "cap", [["action": "read.data", "constraints": []]]),
        claim(.capConstraints, "cap", [["action": "read.data", "constraints": .null]]),
        claim(.capClosed, "cap", [["action": "read.data", "resource": "x"]]),
        .constraint(.conUnknown, "max_calls_per_day", 1), .constraint(.conUnknown, "MAX_CALLS", 1),
        .constraint(.conMaxCalls, "max_calls", 0), .constraint(.conMaxCalls, "max_calls", .number("1.0")),
        .constraint(.conMaxCalls, "max_calls", "5"), .constraint(.conMaxCalls, "max_calls", unsafeInteger),
        .constraint(.conMaxAmount, "max_amount", 10),
        .constraint(.conMaxAmount, "max_amount", ["value": 10, "currency": "EUR"]),
        .constraint(.conMaxAmount, "max_amount", ["value": "10"]),
        .constraint(.conMaxAmount, "max_amount", ["value": "-1", "currency": "EUR"]),
        .constraint(.conMaxAmount, "max_amount", ["value": "1e3", "currency": "EUR"]),
        .constraint(.conMaxAmount, "max_amount", ["value": "01", "currency": "EUR"]),
        .constraint(.conMaxAmount, "max_amount", ["value": "1.", "currency": "EUR"]),
        .constraint(.conMaxAmount, "max_amount", ["value": ".5", "currency": "EUR"]),
        .constraint(.conMaxAmount, "max_amount", ["value": "1.2.3", "currency": "EUR"]),
        .constraint(.conMaxAmount, "max_amount", ["value": "1000000000000000000", "currency": "EUR"]),
        .constraint(.conMaxAmount, "max_amount", ["value": "1", "currency": "eur"]),
        .constraint(.conMaxAmount, "max_amount", ["value": "1", "currency": "EURO"]),
        .constraint(.conMaxAmount, "max_amount", ["value": "1", "currency": "EUR", "per": "day"]),
        .constraint(.conNotBefore, "not_before", "now"), .constraint(.conNotBefore, "not_before", -1),
        .constraint(.conNotAfter, "not_after", .number("1.5")), .constraint(.conNotAfter, "not_after", .null),
        .constraint(.conWindow, "not_after", .integer(Scenario.now - 51)),
        .constraint(.conResources, "resources", []), .constraint(.conResources, "resources", "https://x"),
        .constraint(.conResources, "resources", [""]), .constraint(.conResources, "resources", ["a*b"]),
        .constraint(.conResources, "resources", ["a**"]), .constraint(.conResources, "resources", ["a b"]),
        .constraint(.conResources, "resources", ["é"]), .constraint(.conResources, "resources", [1]),
        .constraint(
            .conResources, "resources", .array((0...256).map { .string(ExactString("r\($0)")) })),
        .constraint(.conMaxSensitivity, "max_sensitivity", "top"),
        .constraint(.conMaxSensitivity, "max_sensitivity", 3),
        .constraint(.conParams, "params", .object([])), .constraint(.conParams, "params", []),
        rule(.object([])), rule("t1"), rule(["eq": []]), rule(["eq": .null]), rule(["eq": .number("1.5")]),
        rule(["eq": unsafeInteger]), rule(["in": []]), rule(["in": [.null]]), rule(["in": "t1"]),
        rule(["in": .array((0...256).map { .integer($0) })]), rule(["min": 2, "max": 1]),
        rule(["min": "1"]), rule(["min": 1, "eq": 1]), rule(["prefix": 1]), rule(["regex": ".*"]),
        rule(["max": .integer(-9_007_199_254_740_992)]),
        claim(.oversight, "oversight", true), oversight(.oversight, "approver", nil),
        oversight(.oversight, "requires_approval_for", nil), oversight(.oversight, "quorum", 2),
        oversight(.oversightActions, "requires_approval_for", []),
        oversight(.oversightActions, "requires_approval_for", "read.data"),
        oversight(.oversightActions, "requires_approval_for", ["*"]),
        oversight(.oversightActions, "requires_approval_for", ["read.data", "read.data"]),
        oversight(.oversightApprover, "approver", ""), oversight(.oversightApprover, "approver", ["a"]),
        oversight(.oversightApproval, "approval", 1), oversight(.oversightApproval, "approval", .null),
    ]
