"""ACT: record claims, record and mandate together, the verdict (draft §4.8, §4.10, §4.11)."""
from .act import DROP, ACTSuite, mandate, mandate_claims, record
from .act_mandates import shown
from .encoding_rules import content_hash
from .principals import EXP, IAT, NOW, alice, carol, mallory, uuid4


def suite():
    s = ACTSuite("act-records", "ACT: record claims, record and mandate together, the three verdicts")
    accepted(s)
    claims(s)
    times(s)
    pairs(s)
    revisions(s)
    return s


def accepted(s):
    s.good_record("record without its mandate", "unproven: a result of its own", record(), ["verdict-unproven"])
    s.good_record("record with its mandate", "authorized", record(), ["verdict-authorized"], verdict="authorized",
                  mandate=mandate())
    s.good_record("mandate among others", "found by its hash", record(), ["pair-hash"], verdict="authorized",
                  mandates=[mandate(jti=uuid4("other")), mandate()])
    s.good_record("authorized demanded and given", "the policy is satisfied", record(), ["verdict-policy"],
                  verdict="authorized", mandate=mandate(), require="authorized")
    s.good_record("record of an Ed25519 agent", "the agent's own key and algorithm",
                  record(carol, of=mandate_claims(sub=carol.id), hash_of=mandate(sub=carol.id)))
    hashes = {"inp_hash": content_hash("test"), "out_hash": content_hash("foo")}
    s.good_record("hashes of input and output", "SHA-256 of \"test\" and of \"foo\"", record(**hashes), ["inp-hash", "out-hash"])
    s.good_record("predecessors", "a join of two", record(pred=[uuid4("a"), uuid4("b")]), ["pred"])
    s.good_record("256 predecessors", "as many as there may be", record(pred=[uuid4(f"p{n}") for n in range(256)]),
                  ["pred-limit"])
    s.good_record("failed", "with what went wrong", record(status="failed", err={"code": "timeout", "detail": "30 s", "x": 1}),
                  ["err-required"])
    s.good_record("partial", "with or without err", record(status="partial"), ["status"])
    s.good_record("partial with err", "with or without err", record(status="partial", err={"code": "x"}), ["err"])
    s.good_record("claims in another order", "values are equal, not octets", record(
        of=dict(reversed(mandate_claims().items())), hash_of=mandate()), ["pair-kept"], verdict="authorized",
        mandate=mandate())
    s.good_record("unknown claim kept", "the agent copies all", record(
        of=mandate_claims(note={"a": [1, "b"]}), hash_of=mandate(note={"a": [1, "b"]})), ["pair-kept"],
        verdict="authorized", mandate=mandate(note={"a": [1, "b"]}))
    s.good_record("audit long after exp", "what was good stays good", record(), ["audit-expiry"], verdict="authorized",
                  mandate=mandate(), now=EXP + 10**8, mode="audit")
    s.good_record("record after its mandate", "they share the jti by design", record(), ["replay"], after=[mandate()])
    s.good_record("root issuer of a record without its mandate", "it has no chain, and iss is that of the root", record(),
                  ["trust-root"], root_issuers=[alice.id])
    s.bad("root issuer of a record that policy does not name", "a policy on roots holds for records too", "trust-root", record(),
          root_issuers=[carol.id], mandate=mandate())
    s.bad("record presented twice", "a result is consumed once", "replay", record(), after=[record()])


def claims(s):
    for value in [None, 1, "", "*", "Report.Write", "report write"]:
        s.bad(f"exec_act {shown(value)}", "an action", "exec-act", record(exec_act=value))
    s.bad("exec_act not in cap", "what was never granted", "exec-act-in-cap", record(exec_act="report.delete"))
    s.bad("exec_act below an action of cap", "no hierarchy of names", "exec-act-in-cap", record(exec_act="report.write.all"))
    s.bad("exec_act above an action of cap", "no hierarchy of names", "exec-act-in-cap", record(exec_act="report"))
    one = uuid4("a")
    for value in [DROP, None, one, {}, [1], [None], [one.upper()], [one[:-1]], [[one]]]:
        s.bad(f"pred {shown(value)}", "an array of UUIDs", "pred", record(pred=value))
    s.bad("pred names itself", "the shortest cycle", "pred-no-self", record(pred=[one, mandate_claims()["jti"]]))
    s.bad("pred repeats", "a set", "pred-unique", record(pred=[one, uuid4("b"), one]))
    s.bad("257 predecessors", "one too many", "pred-limit", record(pred=[uuid4(f"p{n}") for n in range(257)]))
    for value in [DROP, None, str(IAT), -1, "now"]:
        s.bad(f"exec_ts {shown(value)}", "a NumericDate", "exec-ts", record(exec_ts=value))
    for value in [DROP, None, "done", "Completed", "", 0, True]:
        s.bad(f"status {shown(value)}", "one of three", "status", record(status=value))
    digest = content_hash("test")
    bad_hashes = [None, "", 1, digest + "=", digest[:-1], digest + "A", digest[:-1] + "1", "sha-256:" + digest, "+" * 43,
                  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]
    for claim in ["mnd_hash", "inp_hash", "out_hash"]:
        for value in bad_hashes:
            s.bad(f"{claim} {shown(value)}", "43 characters of base64url, no prefix", claim.replace("_", "-"),
                  record(**{claim: value}))
    s.bad("no mnd_hash", "re-signing drops the issuer's signature; nothing binds it back", "mnd-hash", record(mnd_hash=DROP))
    for value in [None, "x", [], {}, {"code": ""}, {"code": 1}, {"code": "x" * 129}, {"code": "x", "detail": 1},
                  {"detail": "x"}]:
        s.bad(f"err {shown(value)}", "an object with a code", "err", record(status="failed", err=value))
    s.bad("failed without err", "what went wrong?", "err-required", record(status="failed"))
    s.bad("completed with err", "both can't be", "err-forbidden", record(err={"code": "x"}))


def times(s):
    s.good_record("executed at iat minus skew", "the edge", record(exec_ts=IAT - 30), ["exec-ts-window"])
    s.bad("executed before iat", "by more than the skew", "exec-ts-window", record(exec_ts=IAT - 31))
    late = {"now": EXP + 3600, "mode": "audit"}
    s.good_record("executed at exp plus skew", "the edge", record(exec_ts=EXP + 30), ["exec-ts-window"], **late)
    s.bad("use after expiry: executed an hour after exp", "a mandate that had ended, and an audit sees it", "exec-ts-window",
          record(exec_ts=EXP + 3600), **late)
    s.bad("executed after exp, by more than the skew", "one second too late", "exec-ts-window", record(exec_ts=EXP + 31), **late)
    later = mandate_claims(nbf=IAT + 250)
    s.bad("executed before nbf", "nbf is later than iat", "exec-ts-window",
          record(of=later, hash_of=mandate(nbf=IAT + 250), exec_ts=IAT + 219))
    s.bad("executed in the future", "by more than the skew", "time-exec-ts", record(exec_ts=NOW + 31))
    s.bad("executed in the future, in an audit", "in both modes", "time-exec-ts", record(exec_ts=NOW + 31), mode="audit")
    s.bad("record presented after exp, live", "acting upon it is a decision for audit mode", "time-exp", record(), now=EXP + 30)


def pairs(s):
    full = mandate()
    s.bad("authorized demanded, mandate missing", "unproven is never authorized", "verdict-demand", record(),
          require="authorized")
    s.bad("record of another mandate with the same jti", "a wider mandate was swapped in", "pair-hash",
          record(), mandate=mandate(cap=[{"action": "report.write"}]))
    s.bad("mandate re-signed", "the same claims, another serialization: another mandate", "pair-hash",
          record(), mandate=mandate(head={"x": 1}))
    s.bad("widened cap", "the agent granted itself more while signing again", "pair-kept", record(
        of=mandate_claims(cap=[{"action": "report.write"}, {"action": "report.delete"}]), hash_of=full), mandate=full)
    s.bad("constraint removed", "max_calls is gone", "pair-kept", record(
        of=mandate_claims(cap=[{"action": "report.read"}, {"action": "report.write"}]), hash_of=full), mandate=full)
    s.bad("exp prolonged", "the agent gave itself time", "pair-kept",
          record(of=mandate_claims(exp=EXP + 86400), hash_of=full), mandate=full)
    s.bad("audience exchanged", "a string and an array of it are not the same value", "pair-kept",
          record(of=mandate_claims(aud=["https://verifier.example"]), hash_of=full), mandate=full)
    s.bad("cap reordered", "arrays have an order", "pair-kept", record(
        of=mandate_claims(cap=list(reversed(mandate_claims()["cap"]))), hash_of=full), mandate=full)
    s.bad("claim dropped", "wid is gone", "pair-kept", record(of=mandate_claims(wid=DROP), hash_of=full), mandate=full)
    noted = mandate(note="x")
    s.bad("unknown claim dropped", "all claims are kept, known or not", "pair-kept", record(hash_of=noted), mandate=noted)
    s.bad("nbf added", "a claim of the mandate's table that it does not have", "pair-added",
          record(of=mandate_claims(nbf=IAT), hash_of=full), mandate=full)
    s.bad("oversight added", "nor this", "pair-added", record(of=mandate_claims(
        oversight={"requires_approval_for": ["report.read"], "approver": alice.id}), hash_of=full), mandate=full)
    forged = mandate(mallory, {"kid": alice.key.kid})
    s.bad("forged mandate", "its hash fits, its signature does not", "pair-mandate", record(hash_of=forged), mandate=forged)
    flawed = mandate(x=1, task={})
    s.bad("flawed mandate", "a mandate that itself does not verify", "pair-mandate",
          record(of=mandate_claims(x=1), hash_of=flawed), mandate=flawed)
    other = record()
    s.bad("record as mandate", "evidence is no grant", "pair-mandate", record(hash_of=other), mandate=other)
    s.bad("record by another agent", "signed by carol, who is trusted, in bob's place", "trust-kid", record(carol))
    s.bad("delegation by bearer id: another sub", "who holds the token is not who may act: carol took bob's mandate",
          "pair-kept", record(carol, of=mandate_claims(sub=carol.id), hash_of=full), mandate=full)


def revisions(s):
    old = record(pred=DROP, par=[uuid4("a")])
    s.bad("-00 name: par", "read only where the configuration says so", "compat-off", old)
    s.bad("-00 name beside pred", "still not read", "compat-off", record(par=[]))
    s.good_record("-00 name, compatibility", "par is read as pred", old, ["compat-read"], compatibility="draft-00")
    s.good_record("current name, compatibility", "new tokens are read too", record(), ["compat-read"],
                  compatibility="draft-00")
    s.bad("both names, compatibility", "which of them counts?", "compat-both", record(par=[]), compatibility="draft-00")
    s.bad("-00 name that names itself, compatibility", "every rule for pred applies", "pred-no-self",
          record(pred=DROP, par=[mandate_claims()["jti"]]), compatibility="draft-00")
    s.bad("-00 name repeats, compatibility", "every rule for pred applies", "pred-unique",
          record(pred=DROP, par=[uuid4("a"), uuid4("a")]), compatibility="draft-00")
    s.bad("-00 name is a string, compatibility", "every rule for pred applies", "pred",
          record(pred=DROP, par=uuid4("a")), compatibility="draft-00")
