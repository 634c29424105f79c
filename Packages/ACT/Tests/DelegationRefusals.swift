import ACT
import Encoding
import JOSE
import Signing
import TestTokens

private func del(_ requirement: ACTRequirement, _ name: String, _ value: JSONValue?) -> Refusal {
    .child(requirement, "del.\(name)") { $0.payload[member: "del"]?[member: name] = value }
}

private func hop(_ requirement: ACTRequirement, _ name: String, _ value: JSONValue?) -> Refusal {
    .child(requirement, "hop.\(name)") {
        guard var entry = $0.payload[member: "del"]?[member: "chain"]?[element: 0] else { return }
        entry[member: name] = value
        $0.payload[member: "del"]?[member: "chain"] = [entry]
    }
}

/// Two changes: what the parent has, and what its child makes of it.
private func pair(
    _ requirement: ACTRequirement, _ name: String, parent: @escaping Scenario.Edit,
    child: @escaping Scenario.Edit
) -> Refusal {
    Refusal(requirement, "delegated mandate: \(name)") {
        $0.subject = .child
        $0.editRoot = parent
        $0.editChild = child
    }
}

private let nothing: Scenario.Edit = { _ in }

/// Draft §4 narrowing and §6 delegation.
let delegationRefusals: [Refusal] = formRefusals + chainRefusals + parentRefusals + narrowingRefusals

private let formRefusals: [Refusal] = [
    .child(.del, "del is no object") { $0["del"] = [] }, del(.del, "depth", nil),
    del(.del, "chain", .object([])),
    del(.del, "max_depth", "3"), del(.del, "note", 1), del(.del, "depth", .number("1.0")),
    hop(.delEntry, "delegator", nil), hop(.delEntry, "delegator", "a\nb"), hop(.delEntry, "jti", "x"),
    hop(.delEntry, "hash", "AAAA"), hop(.delEntry, "kid", 1), hop(.delEntry, "sig", "a="),
    hop(.delEntry, "note", 1),
    .child(.delEntry, "a hop that is a string") { $0.payload[member: "del"]?[member: "chain"] = ["x"] },
    del(.delMaxDepth, "max_depth", 17), del(.delMaxDepth, "max_depth", -1),
    del(.delDepth, "depth", 4), del(.delDepth, "depth", -1),
    .child(.delDepth, "depth beyond max_depth") { $0.payload[member: "del"]?[member: "max_depth"] = 0 },
    del(.delChainLength, "chain", []), del(.delChainLength, "depth", 2),
]

private let chainRefusals: [Refusal] = [
    .child(.delDelegator, "the last hop is another party's") {
        $0.payload[member: "del"]?[member: "chain"]?[element: 0][member: "delegator"] =
            "https://carol.example"
    },
    .child(.delJti, "the jti of its parent") { $0["jti"] = .string(ExactString(Scenario.rootID)) },
    hop(.delKey, "kid", "mallory-key"), hop(.delKey, "kid", ""),
    hop(.delSig, "sig", "AAAA"), hop(.delSig, "sig", ""),
    Refusal(.delSig, "delegated mandate: a hop spliced in from another child") {
        $0.subject = .child
        $0.editChild = { $0["jti"] = .string(ExactString(Scenario.otherID)) }
    },
    Refusal(.delSig, "delegated mandate: a hop handed to another agent") {
        $0.subject = .child
        $0.editChild = { $0["sub"] = .string(Party.mallory.identifier) }
    },
    Refusal(.delSig, "delegated mandate: the hash of another parent in a signed hop") {
        $0.subject = .child
        $0.editChild = {
            $0.payload[member: "del"]?[member: "chain"]?[element: 0][member: "hash"] =
                "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"
        }
    },
    Refusal(.delHash, "delegated mandate: the parent at hand is another token with that jti") {
        $0.subject = .child
        $0.editChild = {
            guard
                let hop = try? Scenario.hop(
                    parent: [1], parentID: Scenario.rootID, by: .bob, child: Scenario.childID, subject: .carol
                )
            else { return }
            $0.payload[member: "del"]?[member: "chain"] = [hop]
        }
    },
    Refusal(.delDemand, "delegated mandate: asserted where proven is demanded") {
        $0.subject = .child
        $0.hasRoot = false
        $0.policy.requiresProvenDelegation = true
    },
    Refusal(.trustRoot, "delegated mandate: nobody knows who issued the root") {
        $0.subject = .child
        $0.hasRoot = false
        $0.policy.rootIssuers = ["https://alice.example"]
    },
    Refusal(.trustRoot, "mandate: an agent makes itself the root") {
        $0.policy.rootIssuers = ["https://carol.example"]
    },
    Refusal(.delKey, "record of a delegated task: the hop's kid is unknown") {
        $0.subject = .childRecord
        $0.hasChild = false
        $0.editRecord = { $0.payload[member: "del"]?[member: "chain"]?[element: 0][member: "kid"] = "x" }
    },
]

private let parentRefusals: [Refusal] = [
    Refusal(.delParentValid, "delegated mandate: the parent has no valid signature") {
        $0.subject = .child
        $0.editRoot = { draft in
            let honest = draft.header
            draft.signer = .mallory
            draft.header = honest
        }
    },
    .child(.delParentJti, "the hop names another jti for that hash") {
        $0.payload[member: "del"]?[member: "chain"]?[element: 0][member: "jti"] =
            .string(ExactString(Scenario.otherID))
    },
    pair(.delPermitted, "the parent has no del", parent: { $0["del"] = nil }, child: nothing),
    Refusal(.delIss, "delegated mandate: mallory passes on what bob was granted") {
        $0.subject = .child
        $0.editChild = Scenario.rehop(by: .mallory)
    },
    Refusal(.delChain, "delegated mandate: a root further up that the parent does not have") {
        $0.subject = .child
        $0.editChild = { draft in
            guard
                let first = try? Scenario.hop(
                    parent: [1], parentID: Scenario.otherID, by: .mallory, child: Scenario.rootID,
                    subject: .bob),
                let last = draft.payload[member: "del"]?[member: "chain"]?[element: 0]
            else { return }
            draft["del"] = ["depth": 2, "max_depth": 3, "chain": [first, last]]
        }
    },
    pair(
        .delMaxDepthKept, "deeper than the parent allows", parent: nothing,
        child: { $0.payload[member: "del"]?[member: "max_depth"] = 4 }),
    .child(.delIat, "issued before its parent") { $0["iat"] = .integer(Scenario.now - 91) },
    .child(.delExp, "longer than its parent") { $0["exp"] = .integer(Scenario.now + 541) },
    pair(
        .delNbf, "earlier than its parent", parent: { $0["nbf"] = .integer(Scenario.now - 50) },
        child: { $0["nbf"] = .integer(Scenario.now - 51) }),
    pair(
        .delNbf, "without the nbf of its parent", parent: { $0["nbf"] = .integer(Scenario.now - 50) },
        child: { $0["nbf"] = nil }),
    .child(.delWid, "another workflow") { $0["wid"] = .string(ExactString(Scenario.otherID)) },
    .child(.delWid, "no workflow") { $0["wid"] = nil },
    .child(.delSensitivity, "more sensitive data") {
        $0.payload[member: "task"]?[member: "data_sensitivity"] = "confidential"
    },
    .child(.delSensitivity, "data of a sensitivity that is not said") {
        $0.payload[member: "task"]?[member: "data_sensitivity"] = nil
    },
    Refusal(.delOversight, "delegated mandate: approval dropped") {
        $0.subject = .child
        $0.approval = .missing
        $0.editChild = { $0["oversight"] = nil }
    },
    Refusal(.delOversight, "delegated mandate: approval asked for another action") {
        $0.subject = .child
        $0.approval = .missing
        $0.editChild = { $0.payload[member: "oversight"]?[member: "requires_approval_for"] = ["write.data"] }
    },
    Refusal(.delApprover, "delegated mandate: the delegate approves itself") {
        $0.subject = .child
        $0.approval = .missing
        $0.editChild = { $0.payload[member: "oversight"]?[member: "approver"] = "https://carol.example" }
    },
]

private let narrowingRefusals: [Refusal] =
    [
        .child(.narrowActions, "an action that the parent does not have") {
            $0["cap"] = [["action": "delete.data"]]
        },
        .narrower(.narrowMaxCalls, "max_calls", 6),
        .narrower(.narrowMaxAmount, "max_amount", ["value": "10.500000000000000001", "currency": "EUR"]),
        .narrower(.narrowMaxAmount, "max_amount", ["value": "1", "currency": "USD"]),
        .narrower(.narrowNotBefore, "not_before", .integer(Scenario.now - 51)),
        .narrower(.narrowNotAfter, "not_after", .integer(Scenario.now + 501)),
        .narrower(.narrowResources, "resources", ["https://data.example/*"]),
        .narrower(.narrowResources, "resources", ["https://data.example/a/x", "https://data.example/b"]),
        .narrower(.narrowMaxSensitivity, "max_sensitivity", "restricted"),
        .narrower(.narrowParams, "params", ["table": ["in": ["t1", "t3"]]]),
        .narrower(.narrowParams, "params", ["table": ["prefix": "t"]]),
        .narrower(.narrowParams, "params", ["column": ["eq": 1]]),
    ]
    + ["max_calls", "max_amount", "not_before", "not_after", "resources", "max_sensitivity", "params"].map {
        .narrower(.narrowPresent, $0, nil)
    }
    + [
        .child(.narrowPresent, "no constraints at all") { $0["cap"] = [["action": "read.data"]] }
    ]

extension Scenario {
    /// Makes the child one that `party` delegated.
    static func rehop(by party: Party) -> Edit {
        { draft in
            guard let root = draft.payload[member: "del"]?[member: "chain"]?[element: 0] else { return }
            var hop = root
            let hash =
                root["hash"].flatMap { if case .string(let text) = $0 { text.string } else { nil } } ?? ""
            hop[member: "delegator"] = .string(party.identifier)
            hop[member: "kid"] = .string(party.key.publicJWK.effectiveKeyID)
            let input = Array("act-delegation:\(hash).\(childID).\(Party.carol.identifier)".utf8)
            let algorithm = party.key.publicJWK.onlyAlgorithm?.signatureAlgorithm ?? .es256
            guard let signature = try? party.key.privateKey.sign(input.span, algorithm: algorithm) else {
                return
            }
            hop[member: "sig"] = .string(ExactString(Base64URL.encode(signature)))
            draft.payload[member: "del"]?[member: "chain"] = [hop]
            draft["iss"] = .string(party.identifier)
            draft.signer = party
            draft.header = TokenDraft(type: "act+jwt", payload: .null, signer: party).header
        }
    }
}
