"""Building ACTs from raw JSON: what all ACT suites share."""
from .cases import Reference, Suite
from .encoding_rules import compact, content_hash
from .principals import EXP, IAT, NOW, TRUST, VERIFIER, about, alice, bob, uuid4

DROP = object()
WID = uuid4("workflow")
JTI = uuid4("task")


def mandate_claims(**changes):
    """The claims of a valid mandate; DROP takes one away."""
    claims = {
        "iss": alice.id, "sub": bob.id, "aud": VERIFIER, "iat": IAT, "exp": EXP, "jti": JTI, "wid": WID,
        "task": {"purpose": "quarterly report", "data_sensitivity": "internal"},
        "cap": [{"action": "report.read", "constraints": {"max_calls": 10}}, {"action": "report.write"}],
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not DROP}


def header(key, **changes):
    alg = "EdDSA" if key.kind == "EdDSA" else key.kind
    members = {"typ": "act+jwt", "alg": alg, "kid": key.kid, **changes}
    return {name: value for name, value in members.items() if value is not DROP}


def mandate(by=alice, head=None, **changes):
    """A mandate signed by `by`; `head` changes its header."""
    return compact(header(by.key, **(head or {})), mandate_claims(**changes), by.key)


def record_claims(of, hash_of=None, **changes):
    """The claims of a record: those of a mandate, and what its agent adds."""
    claims = {
        **of, "exec_act": "report.write", "pred": [], "exec_ts": IAT + 200, "status": "completed",
        "mnd_hash": content_hash(hash_of or "no mandate"), **changes,
    }
    return {name: value for name, value in claims.items() if value is not DROP}


def record(by=bob, head=None, of=None, hash_of=None, **changes):
    """A record signed by `by`, of the ordinary mandate unless another is given."""
    if of is None:
        of, hash_of = mandate_claims(), hash_of or mandate()
    return compact(header(by.key, **(head or {})), record_claims(of, hash_of, **changes), by.key)


class ACTSuite(Suite):
    """Cases of `act.verify`: live, at NOW, by VERIFIER, unless a case says otherwise."""

    def __init__(self, name, description, **definitions):
        super().__init__(name, description, {"principals": about(), "trust": TRUST, **definitions})

    def request(self, token, **members):
        named = {"token_hex": token.hex()} if isinstance(token, bytes) else {"token": token}
        request = {"op": "act.verify", **named, "trust": Reference("trust"), "audience": VERIFIER, "now": NOW,
                   "mode": "live", **members}
        return {name: value for name, value in request.items() if value is not DROP}

    def good(self, name, comment, token, requirements=(), phase="mandate", verdict=None, delegation="none",
             unchecked=None, **members):
        if phase == "record" and verdict is None:
            verdict = "unproven"
        answer = {"phase": phase, "verdict": verdict, "delegation": delegation}
        if unchecked is not None:
            answer["unchecked"] = unchecked
        self.accept(name, comment, self.request(token, **members), answer,
                    [f"ACT#req-act-{r}" for r in requirements])

    def good_record(self, name, comment, token, requirements=(), **members):
        self.good(name, comment, token, requirements, phase="record", **members)

    def bad(self, name, comment, requirement, token, **members):
        self.refuse(name, comment, self.request(token, **members), f"act-{requirement}", f"ACT#req-act-{requirement}")
