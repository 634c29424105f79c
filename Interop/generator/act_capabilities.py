"""ACT: capabilities, constraints and what they mean for a record, oversight and approvals (draft §4.5 to §4.7)."""
import json

from .act import DROP, ACTSuite, mandate, mandate_claims, record
from .act_mandates import shown
from .act_envelope import raw
from .encoding_rules import compact, dump
from .principals import IAT, NOW, bob, erin, mallory, uuid4

ACTION = "report.write"


def limited(**constraints):
    return mandate(cap=[{"action": ACTION, "constraints": constraints}])


def suite():
    s = ACTSuite("act-capabilities", "ACT: capabilities, constraints, oversight and approvals")
    capabilities(s)
    accepted(s)
    refused(s)
    executions(s)
    oversight(s)
    approvals(s)
    return s


def capabilities(s):
    for value in [DROP, None, {}, "report.read", [], ["report.read"], [None]]:
        s.bad(f"cap {shown(value)}", "a non-empty array of objects", "cap", mandate(cap=value))
    for action in [DROP, None, 1, "", "*", "report.*", "Report.read", "report..read", ".report", "report.", "report read",
                   "1report", "report.1", "-a", "_a", "r\u00e9port", "report/read", "a" * 129, "report.read\n"]:
        element = {} if action is DROP else {"action": action}
        s.bad(f"action {shown(action)}", "the grammar; no wildcard", "cap-action", mandate(cap=[element]))
    s.bad("pooled scopes", "two elements for one action: do ten and ten calls make twenty?", "cap-unique",
          mandate(cap=[{"action": ACTION, "constraints": {"max_calls": 10}},
                       {"action": ACTION, "constraints": {"max_calls": 10}}]))
    s.bad("action twice without constraints", "one element each", "cap-unique",
          mandate(cap=[{"action": ACTION}, {"action": "report.read"}, {"action": ACTION}]))
    for value in [None, [], "x", 1]:
        s.bad(f"constraints {shown(value)}", "an object", "cap-constraints",
              mandate(cap=[{"action": ACTION, "constraints": value}]))
    s.bad("unknown member of an element", "authority is a closed world", "cap-closed",
          mandate(cap=[{"action": ACTION, "limit": 1}]))


def accepted(s):
    for name, value in [
            ("max_calls", 1), ("max_calls", 2**53 - 1), ("max_amount", {"value": "0", "currency": "EUR"}),
            ("max_amount", {"value": "999999999999999999.999999999999999999", "currency": "JPY"}), ("not_before", IAT),
            ("not_after", NOW), ("resources", ["https://data.example/*", "*", "urn:x:y"]), ("max_sensitivity", "internal"),
            ("params", {"a": {"eq": "x"}, "b": {"in": [1, "1", True]}, "c": {"min": -5, "max": 5}, "d": {"min": 0},
                        "e": {"max": 0}, "f": {"prefix": ""}, "g": {"eq": False}})]:
        s.good(f"{name} {shown(value)}", "a valid constraint", limited(**{name: value}), [f"con-{name.replace('_', '-')}"])
    s.good("constraints empty", "no limit beyond the action", limited(), ["cap-constraints"])
    s.good("window of one second", "begin and end may be equal", limited(not_before=IAT, not_after=IAT), ["con-window"])
    s.good("256 resources", "as many as there may be", limited(resources=[f"urn:r:{n}" for n in range(256)]),
           ["con-resources"])


def refused(s):
    for key in ["max_cost", "Max_calls", "max_calls ", "", "region"]:
        s.bad(f"unknown constraint {json.dumps(key)}", "a limit that is not understood can't be enforced", "con-unknown",
              limited(**{key: 1}))
    for value in [0, -1, "1", 2**53, None, True, [1]]:
        s.bad(f"max_calls {shown(value)}", "an integer of at least 1", "con-max-calls", limited(max_calls=value))
    text = dump(mandate_claims()).decode().replace('"max_calls":10', '"params":{"a":{"eq":-0}}')
    s.bad("rule with -0", "not an integer: some readers make 0 of it, others a float", "con-rule", raw(text))
    for form in ["1.0", "1e2", "1E400", "-0"]:
        text = dump(mandate_claims()).decode().replace('"max_calls":10', f'"max_calls":{form}')
        s.bad(f"max_calls {form}", "without fraction or exponent", "con-max-calls", raw(text))
    for value in [10, "10", {}, {"value": "10"}, {"currency": "EUR"}, {"value": 10, "currency": "EUR"},
                  {"value": "-1", "currency": "EUR"}, {"value": "01", "currency": "EUR"}, {"value": "1.", "currency": "EUR"},
                  {"value": ".5", "currency": "EUR"}, {"value": "1e3", "currency": "EUR"}, {"value": "", "currency": "EUR"},
                  {"value": "1,5", "currency": "EUR"}, {"value": "1" * 19, "currency": "EUR"},
                  {"value": "0." + "1" * 19, "currency": "EUR"}, {"value": "1", "currency": "eur"},
                  {"value": "1", "currency": "EURO"}, {"value": "1", "currency": "EUR", "per": "day"}]:
        s.bad(f"max_amount {json.dumps(value)}", "a decimal string and a currency, exactly", "con-max-amount",
              limited(max_amount=value))
    for key in ["not_before", "not_after"]:
        for value in [-1, str(IAT), None]:
            s.bad(f"{key} {shown(value)}", "a NumericDate", f"con-{key.replace('_', '-')}", limited(**{key: value}))
    s.bad("window the wrong way round", "not_before after not_after", "con-window",
          limited(not_before=NOW, not_after=NOW - 1))
    for value in [[], "urn:x", [""], ["a b"], ["*/x"], ["a*b"], ["**"], ["caf\u00e9"], ["a\t"], [1], None,
                  ["a" * 2049], [f"urn:r:{n}" for n in range(257)]]:
        s.bad(f"resources {shown(value)}", "1 to 256 patterns, '*' at the end only", "con-resources", limited(resources=value))
    for value in ["secret", "Public", 1, None]:
        s.bad(f"max_sensitivity {shown(value)}", "one of the four", "con-max-sensitivity", limited(max_sensitivity=value))
    for value in [{}, [], "x", None]:
        s.bad(f"params {shown(value)}", "an object with a member", "con-params", limited(params=value))
    for rule in [{}, {"eq": 1, "in": [1]}, {"eq": None}, {"eq": [1]}, {"eq": {}}, {"in": 1}, {"in": [None]},
                 {"in": list(range(257))}, {"min": 5, "max": 4}, {"min": "1"}, {"max": None}, {"prefix": 1}, {"regex": ".*"},
                 {"min": 1, "eq": 1}, {"prefix": "a", "max": 1}, 1, None]:
        s.bad(f"rule {shown(rule)}", "exactly one of the forms", "con-rule", limited(params={"a": rule}))
    s.bad("empty output set", "the empty set is a subset of every other, and would narrow anything", "con-rule",
          limited(params={"output": {"in": []}}))


def executions(s):
    """What a record states is held against the constraints of its action."""
    def of(**constraints):
        return mandate_claims(cap=[{"action": ACTION, "constraints": constraints}])

    def rec(constraints, claims=None, **changes):
        claims = {**of(**constraints), **(claims or {})}
        return record(of=claims, hash_of=mandate(**claims), **changes)

    s.good_record("inside the window of the action", "both ends are inside",
                  rec({"not_before": IAT + 200, "not_after": IAT + 200}), ["exec-not-before", "exec-not-after"])
    s.good_record("just outside the window, within the skew", "30 s either way",
                  rec({"not_before": IAT + 230, "not_after": IAT + 300}), ["exec-not-before"])
    s.bad("before the window of the action", "by more than the skew", "exec-not-before", rec({"not_before": IAT + 231}))
    s.bad("after the window of the action", "use after the action's own end", "exec-not-after",
          rec({"not_after": IAT + 169}))
    s.bad("task more sensitive than the action allows", "data_sensitivity is confidential", "exec-max-sensitivity",
          rec({"max_sensitivity": "internal"}, {"task": {"purpose": "p", "data_sensitivity": "confidential"}}))
    s.good_record("task as sensitive as the action allows", "equal is not higher",
                  rec({"max_sensitivity": "internal"}), ["exec-max-sensitivity"])
    s.good_record("limits on facts that a record does not state", "are left unchecked, and reported so",
                  rec({"max_calls": 1, "max_amount": {"value": "1", "currency": "EUR"}, "resources": ["urn:x"],
                       "params": {"a": {"eq": 1}}}), ["verdict-unproven"],
                  unchecked=["max_calls", "max_amount", "resources", "params"])
    s.good_record("limits on facts that a record states", "nothing is left unchecked",
                  rec({"not_before": IAT, "not_after": NOW, "max_sensitivity": "internal"}), ["verdict-unproven"], unchecked=[])
    s.good_record("sensitivity that neither record nor task states", "is left unchecked",
                  rec({"max_sensitivity": "internal"}, {"task": {"purpose": "p"}}), ["exec-max-sensitivity"],
                  unchecked=["max_sensitivity"])
    s.good_record("another action's window", "constraints are those of the action that was executed", record(
        of=mandate_claims(cap=[{"action": "report.read", "constraints": {"not_after": IAT}}, {"action": ACTION}])))


def oversight(s):
    good = {"requires_approval_for": [ACTION], "approver": erin.id}
    s.good("oversight", "approval is asked for at the execution, not before", mandate(oversight=good), ["oversight"])
    for value in [None, [], "x", {}, {"requires_approval_for": [ACTION]}, {"approver": erin.id}, {**good, "note": 1}]:
        s.bad(f"oversight {shown(value)}", "its members and no other", "oversight", mandate(oversight=value))
    for value in [[], ACTION, [ACTION, ACTION], ["*"], [1], None]:
        s.bad(f"requires_approval_for {shown(value)}", "actions without repetition", "oversight-actions",
              mandate(oversight={**good, "requires_approval_for": value}))
    for value in ["", 1, None, "no scheme:x"]:
        s.bad(f"approver {shown(value)}", "an identifier", "oversight-approver", mandate(oversight={**good, "approver": value}))
    for value in [1, None, [], {}]:
        s.bad(f"approval {shown(value)}", "a string with a token", "oversight-approval",
              mandate(oversight={**good, "approval": value}))


def approvals(s):
    gated = {"oversight": {"requires_approval_for": [ACTION, "report.read"], "approver": erin.id}}
    claims = mandate_claims(**gated)

    def approve(by=erin, head=None, **changes):
        members = {"jti": claims["jti"], "action": ACTION, "iat": IAT + 100, "exp": IAT + 300, **changes}
        members = {name: value for name, value in members.items() if value is not DROP}
        alg = by.alg
        return compact({"typ": "act-approval+jwt", "alg": alg, "kid": by.key.kid, **(head or {})}, members, by.key)

    def rec(**changes):
        return record(of=claims, hash_of=mandate(**gated), **changes)

    s.good_record("approved", "the approver said yes before", rec(), ["approval-missing"], approvals=[approve()])
    s.good_record("approved within the skew", "30 s either way", rec(), ["approval-window"],
                  approvals=[approve(iat=IAT + 230, exp=IAT + 300)])
    s.bad("no approval", "the action needs one", "approval-missing", rec())
    s.bad("approval of the other action", "one approval, one action", "approval-missing", rec(),
          approvals=[approve(action="report.read")])
    s.bad("approval of an action that needs none", "is none of this mandate", "approval-action", rec(),
          approvals=[approve(action="report.send")])
    s.bad("approval by the agent itself", "bob is not erin", "approval-key", rec(), approvals=[approve(bob)])
    s.bad("approval under the approver's kid", "signed by mallory", "approval-key", rec(),
          approvals=[approve(mallory, {"kid": erin.key.kid})])
    s.bad("approval of another mandate", "an approval is not moved", "approval-jti", rec(),
          approvals=[approve(jti=uuid4("another task"))])
    s.bad("approval with the type of an ACT", "typ confusion among our own tokens", "approval-typ", rec(),
          approvals=[approve(head={"typ": "act+jwt"})])
    s.bad("approval without action", "says yes to what?", "approval-claims", rec(), approvals=[approve(action=DROP)])
    s.bad("approval that ends before it begins", "exp before iat", "approval-claims", rec(),
          approvals=[approve(exp=IAT + 100)])
    s.bad("approval given afterwards", "by more than the skew", "approval-window", rec(),
          approvals=[approve(iat=IAT + 231, exp=IAT + 300)])
    s.bad("approval that had ended", "by more than the skew", "approval-window", rec(),
          approvals=[approve(iat=IAT, exp=IAT + 169)])
    inside = {"oversight": {**gated["oversight"], "approval": approve()}}
    s.good_record("approval in the mandate", "where the issuer put it",
                  record(of=mandate_claims(**inside), hash_of=mandate(**inside)), ["oversight-approval"])
    garbled = {"oversight": {**gated["oversight"], "approval": "x"}}
    s.bad("approval in the mandate is no token", "it is verified with the mandate", "segments", mandate(**garbled))
    wrong = {"oversight": {**gated["oversight"], "approval": approve(mallory, {"kid": erin.key.kid})}}
    s.bad("forged approval in a mandate", "though nothing is executed yet", "approval-key", mandate(**wrong))
    s.bad("approval without action, and forged", "the signature comes before the claims", "approval-key", rec(),
          approvals=[approve(mallory, {"kid": erin.key.kid}, action=DROP)])
    s.bad("approval with alg none", "the rules of the header hold, under their names", "alg", rec(),
          approvals=[approve(head={"alg": "none"})])
    s.bad("approval whose payload is no JSON", "and those of the text", "json", rec(), approvals=[compact(
        {"typ": "act-approval+jwt", "alg": erin.alg, "kid": erin.key.kid}, "{", erin.key)])
    s.good_record("one of several approvals", "one that holds is enough", rec(), ["approval-missing"],
                  approvals=[approve(mallory), approve(), approve(jti=uuid4("another task"))])
    s.bad("several approvals, none of which holds", "the fault of the last is named", "approval-jti", rec(),
          approvals=[approve(exp=IAT + 101), approve(mallory), approve(jti=uuid4("another task"))])
    s.bad("several approvals, none of which holds, the other way round", "the fault of the last is named", "approval-window",
          rec(), approvals=[approve(jti=uuid4("another task")), approve(mallory), approve(exp=IAT + 101)])
    s.good_record("action without oversight", "the others need no approval", record(
        of=mandate_claims(oversight={"requires_approval_for": ["report.read"], "approver": erin.id})), ["approval-missing"])
