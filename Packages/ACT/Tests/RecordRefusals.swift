import ACT
import Claims
import Encoding
import TestTokens

private func claim(_ requirement: ACTRequirement, _ name: String, _ value: JSONValue?) -> Refusal {
    .record(
        requirement,
        "\(name) \(value.map { String(decoding: $0.encode(), as: UTF8.self).prefix(40) } ?? "absent")"
    ) {
        $0[name] = value
    }
}

/// A change of the approval that the record needs; it is presented, and again carried by the mandate.
private func approval(
    _ requirement: ACTRequirement, _ name: String, _ edit: @escaping Scenario.Edit
) -> [Refusal] {
    [(Scenario.Approval.presented, "presented"), (.embedded, "carried")].map { way, words in
        Refusal(requirement, "record: approval, \(words): \(name)") {
            $0.subject = .record
            $0.hasRoot = false
            $0.approval = way
            $0.editApproval = edit
        }
    }
}

private let hashOfAnother = JSONValue.string(ContentHash(of: [1]).text)

/// Draft §4: record claims, phase, approval, record and mandate together.
let recordRefusals: [Refusal] = recordClaimRefusals + pairRefusals + approvalRefusals

private let recordClaimRefusals: [Refusal] = [
    claim(.execAct, "exec_act", ""), claim(.execAct, "exec_act", 1), claim(.execAct, "exec_act", "Read.data"),
    claim(.execActInCap, "exec_act", "delete.data"), claim(.execActInCap, "exec_act", "read"),
    claim(.pred, "pred", nil), claim(.pred, "pred", "root"), claim(.pred, "pred", .null),
    claim(.pred, "pred", ["x"]), claim(.pred, "pred", [1]),
    claim(.pred, "pred", ["550E8400-E29B-41D4-A716-446655440000"]),
    claim(.predNoSelf, "pred", [.string(ExactString(Scenario.rootID))]),
    claim(
        .predUnique, "pred",
        [.string(ExactString(Scenario.otherID)), .string(ExactString(Scenario.otherID))]),
    claim(
        .predLimit, "pred",
        .array(
            (0...256).map { .string(ExactString("33333333-3333-4333-a333-\(String(100_000_000_000 + $0))")) })
    ),
    claim(.execTs, "exec_ts", nil), claim(.execTs, "exec_ts", .number("1767225570.5")),
    claim(.execTs, "exec_ts", .number("1e400")), claim(.execTs, "exec_ts", "now"),
    claim(.execTsWindow, "exec_ts", .integer(Scenario.now - 91)),
    Refusal(.execTsWindow, "record: executed after the mandate expired") {
        $0.subject = .record
        $0.policy.mode = .audit
        $0.policy.now = NumericDate(clamping: Scenario.now + 10_000)
        $0.editRecord = { $0["exec_ts"] = .integer(Scenario.now + 571) }
    },
    Refusal(.execTsWindow, "record: executed before nbf") {
        $0.subject = .record
        $0.editRoot = { $0["nbf"] = .integer(Scenario.now + 1) }
    },
    Refusal(.execNotBefore, "record: executed before not_before") {
        $0.subject = .record
        $0.editRoot = {
            $0.payload[member: "cap"]?[element: 0][member: "constraints"]?[member: "not_before"] =
                .integer(Scenario.now + 1)
        }
    },
    Refusal(.execNotAfter, "record: executed after not_after") {
        $0.subject = .record
        $0.editRoot = {
            $0.payload[member: "cap"]?[element: 0][member: "constraints"] = [
                "not_after": .integer(Scenario.now - 61)
            ]
        }
    },
    Refusal(.execMaxSensitivity, "record: the task's data is more sensitive than the action allows") {
        $0.subject = .record
        $0.editRoot = {
            $0.payload[member: "cap"]?[element: 0][member: "constraints"] = ["max_sensitivity": "public"]
        }
    },
    claim(.status, "status", nil), claim(.status, "status", "done"), claim(.status, "status", 1),
    claim(.mndHash, "mnd_hash", nil), claim(.mndHash, "mnd_hash", "AAAA"),
    claim(.mndHash, "mnd_hash", .string(ExactString("sha-256:" + ContentHash(of: []).text.string))),
    claim(.inpHash, "inp_hash", .string(ExactString(ContentHash(of: []).text.string + "="))),
    claim(.inpHash, "inp_hash", .null),
    claim(
        .outHash, "out_hash", .string(ExactString(String(ContentHash(of: []).text.string.dropLast()) + "V"))),
    claim(.err, "err", "x"), claim(.err, "err", .object([])), claim(.err, "err", ["code": ""]),
    claim(.err, "err", ["code": 1]), claim(.err, "err", ["code": "x", "detail": 1]),
    claim(.err, "err", ["code": .string(ExactString(String(repeating: "e", count: 129)))]),
    claim(.errRequired, "status", "failed"),
    claim(.errForbidden, "err", ["code": "x"]),
    .record(.phaseMixed, "the issuer signs a record without exec_act") {
        $0["exec_act"] = nil
        $0.signer = .alice
        $0.header = TokenDraft(type: "act+jwt", payload: .null, signer: .alice).header
    },
    .mandate(.phaseMixed, "a mandate with mnd_hash") { $0["mnd_hash"] = hashOfAnother },
    .mandate(.phaseMixed, "a mandate with err") { $0["err"] = .null },
    .mandate(.phaseMixed, "a mandate with par") { $0["par"] = [] },
    Refusal(.predNoMandate, "record of a delegated task: pred names the mandate above") {
        $0.subject = .childRecord
        $0.editRecord = { $0["pred"] = [.string(ExactString(Scenario.rootID))] }
    },
    Refusal(.compatOff, "record: par where -00 is not read") {
        $0.subject = .record
        $0.editRecord = {
            $0["par"] = []
            $0["pred"] = nil
        }
    },
    Refusal(.compatBoth, "record: par and pred") {
        $0.subject = .record
        $0.policy.readsDraft00 = true
        $0.editRecord = { $0["par"] = [] }
    },
    Refusal(.pred, "record: par that is no array, where -00 is read") {
        $0.subject = .record
        $0.policy.readsDraft00 = true
        $0.editRecord = {
            $0["par"] = ["x"]
            $0["pred"] = nil
        }
    },
    Refusal(.pred, "record: par and status of other types, where -00 is read: par stands where pred does") {
        $0.subject = .record
        $0.policy.readsDraft00 = true
        $0.editRecord = {
            $0["par"] = "x"
            $0["status"] = 1
            $0["pred"] = nil
        }
    },
    Refusal(.predLimit, "record: par with 257 elements, where -00 is read") {
        $0.subject = .record
        $0.policy.readsDraft00 = true
        $0.editRecord = {
            $0["par"] = .array(
                (0...256).map {
                    .string(ExactString("33333333-3333-4333-a333-\(String(100_000_000_000 + $0))"))
                })
            $0["pred"] = nil
        }
    },
]

private let pairRefusals: [Refusal] = [
    Refusal(.pairMandate, "record: its mandate has no valid signature") {
        $0.subject = .record
        $0.editRoot = { draft in
            let honest = draft.header
            draft.signer = .mallory
            draft.header = honest
        }
    },
    .record(.pairHash, "mnd_hash of another token, the mandate at hand") { $0["mnd_hash"] = hashOfAnother },
    Refusal(.pairKept, "record: another purpose than the mandate's") {
        $0.subject = .record
        $0.editRecord = { $0.payload[member: "task"]?[member: "purpose"] = "another" }
    },
    .record(.pairKept, "a wider cap than the mandate's") { $0["cap"] = [["action": "read.data"]] },
    .record(.pairKept, "a longer exp than the mandate's") { $0["exp"] = .integer(Scenario.now + 600) },
    .record(.pairKept, "without the workflow of the mandate") { $0["wid"] = nil },
    .record(.pairKept, "without a claim that only the issuer knows") { $0["com.example.note"] = nil },
    .record(.pairKept, "1 as true in a claim that only the issuer knows") {
        $0["com.example.note"] = ["kept": [true, true]]
    },
    Refusal(.pairAdded, "record: with an nbf that the mandate does not have") {
        $0.subject = .record
        $0.editRecord = { $0["nbf"] = .integer(Scenario.now - 60) }
    },
    Refusal(.pairKept, "record of another mandate: the same agent, another task") {
        $0.subject = .record
        $0.editRecord = { $0["jti"] = .string(ExactString(Scenario.otherID)) }
    },
]

private let approvalRefusals: [Refusal] =
    [
        Refusal(.approvalMissing, "record: approval is needed and there is none") {
            $0.subject = .record
            $0.approval = .missing
        },
        Refusal(.approvalMissing, "record: the approval is of another action") {
            $0.subject = .record
            $0.approval = .embedded
            $0.editRoot = {
                $0.payload[member: "oversight"]?[member: "requires_approval_for"] = [
                    "read.data", "write.data",
                ]
            }
            $0.editApproval = { $0["action"] = "write.data" }
        },
        Refusal(.approvalJti, "mandate: it carries the approval of another") {
            $0.approval = .embedded
            $0.editApproval = { $0["jti"] = .string(ExactString(Scenario.otherID)) }
        },
        Refusal(.segments, "mandate: it carries an approval that is no token") {
            $0.editRoot = {
                $0["oversight"] = [
                    "requires_approval_for": ["read.data"], "approver": "https://dave.example",
                    "approval": "x",
                ]
            }
        },
        Refusal(.approvalKey, "record: the action needs none, and the mandate carries a bad approval") {
            $0.subject = .record
            $0.hasRoot = false
            $0.approval = .embedded
            $0.editApproval = { $0.signer = .mallory }
            $0.editRecord = { $0["exec_act"] = "write.data" }
        },
    ]
    + approval(.approvalTyp, "typ of an ACT") { $0.header[member: "typ"] = "act+jwt" }
    + approval(.approvalTyp, "typ no string") { $0.header[member: "typ"] = 1 }
    + approval(.approvalClaims, "no action") { $0["action"] = nil }
    + approval(.approvalClaims, "an action that is none") { $0["action"] = "*" }
    + approval(.approvalClaims, "no exp") { $0["exp"] = nil }
    + approval(.approvalClaims, "exp before iat") { $0["exp"] = .integer(Scenario.now - 56) }
    + approval(.approvalClaims, "iat with a fraction") { $0["iat"] = .number("1767225540.5") }
    + approval(.approvalClaims, "a jti that is no UUID") { $0["jti"] = "1" }
    + approval(.approvalKey, "signed by the agent itself") { draft in
        let honest = draft.header
        draft.signer = .bob
        draft.header = honest
    }
    + approval(.approvalKey, "signed by the agent under its own kid") {
        $0.signer = .bob
        $0.header[member: "kid"] = "bob-key"
    }
    + approval(.approvalKey, "without an action, and signed by another: the signature comes first") { draft in
        let honest = draft.header
        draft.signer = .mallory
        draft.header = honest
        draft["action"] = nil
    }
    + approval(.json, "a payload that is not JSON") { $0.payloadOctets = $0.payload.encode() + [0x78] }
    + approval(.approvalJti, "of another mandate") { $0["jti"] = .string(ExactString(Scenario.otherID)) }
    + approval(.approvalAction, "of an action that needs none") { $0["action"] = "write.data" }
    + approval(.approvalWindow, "it begins after the execution") { $0["iat"] = .integer(Scenario.now + 1) }
    + approval(.approvalWindow, "it ends before the execution") {
        $0["iat"] = .integer(Scenario.now - 100)
        $0["exp"] = .integer(Scenario.now - 61)
    }
    + approval(.crit, "with crit") { $0.header[member: "crit"] = ["exp"] }
