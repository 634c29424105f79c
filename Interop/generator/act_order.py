"""ACT: tokens with two faults, of which the order of the checks names one (draft §8.1)."""
from .act import DROP, ACTSuite, header, mandate, mandate_claims, record
from .act_delegation import CHILD_JTI, ROOT_JTI, child, del_claim, hop, root
from .encoding_rules import b64u, with_signature
from .principals import EXP, IAT, alice, bob, carol, erin, uuid4

WRITE = "report.write"
OTHER = "https://other.example"


def suite():
    s = ACTSuite("act-order", "ACT: tokens with two faults, of which the order of the checks names one")
    text(s)
    head(s)
    keys(s)
    claims(s)
    elements(s)
    later(s)
    return s


def forged(head=None, **changes):
    """A mandate under alice's name whose signature is none."""
    return with_signature(header(alice.key, **(head or {})), mandate_claims(**changes), bytes(64))


def unsigned(head, payload):
    """Octets of a header and a payload, under a signature that nobody gets to."""
    return with_signature(head, payload, bytes(64))


def text(s):
    ordinary = mandate().split(".")
    s.bad("base64url before JSON", "all three segments are decoded before one is read", "base64url",
          f"{b64u(b'{')}.{ordinary[1]}.!!!")
    s.bad("segments before base64url", "two, and neither decodes", "segments", "!!!.!!!")
    s.bad("header before payload", "the header is an array, the payload no JSON", "json-object", unsigned("[]", "{"))
    s.bad("payload before typ", "the text of both comes first", "json", unsigned({"typ": "JWT"}, "{"))
    s.bad("first fault of a text: member twice", "before a comma too many", "json-unique",
          unsigned(header(alice.key), '{"a":1,"a":2,}'))
    s.bad("first fault of a text: comma", "before a member twice", "json", unsigned(header(alice.key), '{"a":[1,],"b":1,"b":2}'))
    s.bad("UTF-8 before the text", "the octets are no UTF-8 behind a member that stands twice", "json",
          unsigned(header(alice.key), b'{"a":1,"a":2,"b":"\xff"}'))
    s.bad("text before its kind", "an array with a comma too many", "json", unsigned(header(alice.key), "[1,]"))


def head(s):
    s.bad("typ before crit", "another kind of token has other rules", "typ", mandate(head={"typ": "JWT", "crit": ["exp"]}))
    s.bad("crit before b64", "as they are listed", "crit", mandate(head={"crit": ["b64"], "b64": False}))
    s.bad("b64 before jwk", "as they are listed", "b64", mandate(head={"b64": False, "jwk": {}}))
    s.bad("jwk before alg", "as they are listed", "key-reference", mandate(head={"jwk": {}, "alg": "none"}))
    s.bad("form of x5c before alg", "an x5c that is no array", "x5c", mandate(head={"x5c": "x", "alg": "none"}))
    s.bad("alg before kid", "as they are listed", "alg", mandate(head={"alg": "none", "kid": 1}))


def keys(s):
    s.bad("kid before iss", "a kid that is no string, and nobody to look it up for", "kid", mandate(head={"kid": 1}, iss=DROP))
    s.bad("kid before x5c", "an x5c that leads nowhere counts for a key that is known", "trust-kid",
          mandate(head={"kid": "other", "x5c": ["MAMCAQA="]}))
    narrow = {"issuers": {alice.id: {"jwks": {"keys": [alice.key.jwk()]}, "algs": ["EdDSA"]}}}
    s.bad("kid before the policy's alg", "the policy is that of a party whose key is known", "trust-kid",
          mandate(head={"kid": "other"}), trust=narrow)
    s.bad("x5c before alg and key", "no chain, and an algorithm that is not the key's", "x5c",
          mandate(head={"alg": "EdDSA", "x5c": ["MAMCAQA="]}))
    s.bad("the policy's alg before that of the key", "EdDSA is not allowed, and the key is none for it", "alg",
          mandate(head={"alg": "EdDSA"}),
          trust={"issuers": {alice.id: {"jwks": {"keys": [alice.key.jwk()]}, "algs": ["ES256"]}}})
    s.bad("trust before signature", "no key, and no signature", "trust-kid", forged({"kid": "other"}))
    s.bad("alg and key before the signature's form", "another algorithm, and one octet", "alg-key",
          with_signature(header(alice.key, alg="EdDSA"), mandate_claims(), b"\1"))
    s.bad("iss of a mandate is all that is read", "a sub that is none is found after the signature", "sig", forged(sub=1))


def claims(s):
    s.bad("signature before phase", "a claim of a record", "sig", forged(pred=[]))
    s.bad("signature before claims", "a jti that is none", "sig", forged(jti="x"))
    s.bad("signature before times", "expired, and forged", "sig", forged(), now=EXP + 3600)
    s.bad("phase before claims", "mixed, and a jti that is none", "phase-mixed", mandate(pred=[], jti="x"))
    s.bad("expected phase before claims", "a mandate with a jti that is none, where a record is expected", "phase-expected",
          mandate(jti="x"), phase="record")
    s.bad("types before forms", "an aud of nobody stands before cap, and cap is absent", "cap", mandate(aud=[], cap=DROP))
    s.bad("forms in the order of the table", "jti before cap", "jti", mandate(jti="x", cap=[]))
    s.bad("claims of the mandate before those of the record", "del before status", "del",
          record(of=mandate_claims(**{"del": {}}), status="done"))
    s.bad("par where pred stands, compatibility", "two claims of other types", "pred",
          record(pred=DROP, par="x", status=1), compatibility="draft-00")
    s.bad("status with err before exec_act in cap", "completed with err, and never granted", "err-forbidden",
          record(err={"code": "x"}, exec_act="report.delete"))
    one = uuid4("a")
    s.bad("number of predecessors before repetition", "257, all of them one", "pred-limit", record(pred=[one] * 257))
    own = mandate_claims()["jti"]
    s.bad("itself before repetition", "its own jti, twice", "pred-no-self", record(pred=[own, own]))


def elements(s):
    def cap(*elements):
        return mandate(cap=[{"action": WRITE, **element} for element in elements])

    s.bad("cap element by element", "constraints of the first, action of the second", "cap-constraints",
          cap({"constraints": 1}, {"action": "*"}))
    s.bad("members of an element before its constraints", "one too many, and no object", "cap-closed",
          cap({"x": 1, "constraints": 1}))
    s.bad("constraints before the twin", "the second element is of the same action, and its constraints are none",
          "cap-constraints", cap({}, {"constraints": 1}))
    s.bad("constraints as they stand: unknown first", "zz, then max_calls", "con-unknown",
          cap({"constraints": {"zz": 1, "max_calls": 0}}))
    s.bad("constraints as they stand: unknown last", "max_calls, then zz", "con-max-calls",
          cap({"constraints": {"max_calls": 0, "zz": 1}}))
    s.bad("constraints as they stand: not by name or table", "params, then not_before", "con-params",
          cap({"constraints": {"params": {}, "not_before": -1}}))
    s.bad("window after all constraints", "the wrong way round, and an unknown one behind", "con-unknown",
          cap({"constraints": {"not_before": 2, "not_after": 1, "zz": 1}}))
    s.bad("max_depth before the entries", "17, and an entry that is none", "del-max-depth",
          mandate(**{"del": {"depth": 1, "max_depth": 17, "chain": [1]}}))
    s.bad("length of the chain before its entries", "two, and both are none", "del-chain-length",
          mandate(**{"del": {"depth": 1, "max_depth": 2, "chain": [1, 1]}}))
    s.bad("approval needed for, before approver", "both of other types", "oversight-actions",
          mandate(oversight={"requires_approval_for": 1, "approver": 1}))


def later(s):
    gated = {"oversight": {"requires_approval_for": [WRITE], "approver": erin.id}}
    limited = {"cap": [{"action": WRITE, "constraints": {"not_after": IAT}}]}
    s.bad("claims before times", "expired, and a jti that is none", "jti", mandate(jti="x"), now=EXP + 3600)
    s.bad("times before audience", "expired, and for another", "time-exp", mandate(aud=OTHER), now=EXP + 3600)
    s.bad("exec_ts in its window before audience", "before iat, and for another", "exec-ts-window",
          record(of=mandate_claims(aud=OTHER), exec_ts=IAT - 31))
    s.bad("audience before approval", "for another, and not approved", "aud-match",
          record(of=mandate_claims(aud=OTHER, **gated)))
    s.bad("audience before the mandate", "for another, and not the mandate's record", "aud-match",
          record(of=mandate_claims(aud=OTHER)), mandate=mandate(x=1))
    s.bad("approval before constraints", "not approved, and too late", "approval-missing",
          record(of=mandate_claims(**gated, **limited)))
    chained = {"iss": bob.id, "sub": carol.id, "jti": CHILD_JTI, "del": del_claim(
        1, 3, [hop(bob, root(), ROOT_JTI, CHILD_JTI, carol.id, sig="")])}
    s.bad("constraints before delegation", "too late, and a hop that is not signed", "exec-not-after",
          record(carol, of=mandate_claims(**chained, **limited)))
    s.bad("delegation before the mandate", "a hop that is not signed, and not the mandate's record", "del-sig",
          record(carol, of=mandate_claims(**chained)), mandate=child())
    s.bad("hop signatures before the parent", "not signed, and the parent is another", "del-sig",
          child(hop_changes={"sig": ""}), mandates=[root(x=1)])
    s.bad("root issuer before the demand of a proof", "asserted, and the root is not at hand", "trust-root", child(),
          root_issuers=[alice.id], require_delegation="proven")
    s.bad("delegation before replay", "an asserted chain that is presented twice", "del-demand", child(), after=[child()],
          require_delegation="proven")
