"""ect.verify: levels, header, claims, times, revision -00, mandate, replay."""
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from . import act_certificates as x509
from .act import DROP, mandate, mandate_claims, record
from .act_envelope import bump, thumbprint
from .act_mandates import shown
from .cases import Reference, Suite
from .encoding_rules import b64u, compact, content_hash, dump, signing_input, with_signature
from .principals import IAT, NOW, TRUST, VERIFIER, Key, about, alice, bob, carol, erin, mallory, trent, uuid4

JTI, WID = uuid4("ect"), uuid4("workflow")
p384 = Key("ect", "ES384", "p384")


def claims(**changes):
    members = {
        "iss": bob.id, "aud": [VERIFIER], "iat": IAT, "exp": IAT + 600, "jti": JTI, "wid": WID, "exec_act": "review_spec",
        "pred": [], **changes,
    }
    return {name: value for name, value in members.items() if value is not DROP}


def header(key, **changes):
    members = {"typ": "exec+jwt", "alg": key.kind, "kid": key.kid, **changes}
    return {name: value for name, value in members.items() if value is not DROP}


def ect(by=bob, head=None, **changes):
    return compact(header(by.key, **(head or {})), claims(**changes), by.key)


def raw(payload, head=None):
    return compact(head or header(bob.key), payload, bob.key)


def unsigned(**changes):
    return b64u(dump(claims(**changes)))


class ECTSuite(Suite):
    def __init__(self, name, description):
        super().__init__(name, description, {"principals": about(), "trust": TRUST})

    def request(self, token, **members):
        named = {"token_hex": token.hex()} if isinstance(token, bytes) else {"token": token}
        request = {"op": "ect.verify", **named, "trust": Reference("trust"), "audience": VERIFIER, "now": NOW,
                   "mode": "live", **members}
        return {name: value for name, value in request.items() if value is not DROP}

    def good(self, name, comment, token, requirements=(), level="L2", verdict="unproven", **members):
        self.accept(name, comment, self.request(token, **members), {"level": level, "verdict": verdict},
                    [f"ECT#req-ect-{r}" for r in requirements])

    def bad(self, name, comment, requirement, token, **members):
        self.refuse(name, comment, self.request(token, **members), f"ect-{requirement}", f"ECT#req-ect-{requirement}")


def suite():
    s = ECTSuite("ect", "ECT: levels, header, claims, times, revision -00, mandate")
    accepted(s)
    levels(s)
    envelope(s)
    head(s)
    keys(s)
    envelope_claims(s)
    task_claims(s)
    extensions(s)
    times(s)
    revisions(s)
    mandates(s)
    certificates(s)
    order(s)
    return s


def accepted(s):
    s.good("ES256", "the ordinary case", ect(), ["alg-support", "signature"])
    s.good("EdDSA", "the other algorithm", ect(carol, iss=carol.id), ["alg-support"])
    s.good("Ed25519", "RFC 9864", ect(carol, {"alg": "Ed25519"}, iss=carol.id), ["alg-support"])
    s.good("ES384", "may be supported", compact(header(p384), claims(), p384), ["alg-support"],
           trust={"issuers": {bob.id: {"jwks": {"keys": [p384.jwk()]}}}})
    s.good("earlier type", "as earlier revisions wrote it", ect(head={"typ": "wimse-exec+jwt"}), ["typ"])
    s.good("no wid", "optional", ect(wid=DROP), ["wid"])
    s.good("UUID of version 7", "of any version", ect(jti="01890a5d-ac96-774b-bcce-b302099a8057"), ["jti"])
    s.good("two predecessors", "a join", ect(pred=[uuid4("a"), uuid4("b")]), ["pred"])
    s.good("100 predecessors", "the default limit", ect(pred=[uuid4(f"p{n}") for n in range(100)]), ["pred-limit"])
    s.good("action that ACT does not allow", "an ECT is not coupled to a capability", ect(exec_act="Review Spec \u00e9!"),
           ["exec-act"])
    s.good("action of 128 octets", "as long as it may be", ect(exec_act="a" * 128), ["exec-act"])
    s.good("hashes", "SHA-256 of \"test\" and of \"foo\"", ect(inp_hash=content_hash("test"), out_hash=content_hash("foo")),
           ["hash-form", "inp-hash", "out-hash"])
    s.good("unknown claims", "are ignored; target is one that older software writes", ect(target="x", note={"a": 1.5}),
           ["unknown-claims"])
    s.good("unknown header parameter", "is ignored", ect(head={"cty": "x"}))
    s.good("kid by thumbprint", "the key has no kid", ect(head={"kid": thumbprint(bob.key)}), ["kid"],
           trust={"issuers": {bob.id: {"jwks": {"keys": [bob.key.jwk(kid=None)]}}}})
    s.good("the draft's example", "the values of the complete example", ect(
        wid="a0b1c2d3-e4f5-6789-abcd-ef0123456789", exec_act="recommend_treatment",
        jti="550e8400-e29b-41d4-a716-446655440000", ect_ext={"pol": "policy_v1", "pol_decision": "approved"}), ["ext-unknown"])
    s.good("many values", "a token of many small values is within its limits", ect(x=[0] * 20000), ["size"])


def levels(s):
    s.good("L1", "base64url of the JSON, unsigned", unsigned(), ["detect"], level="L1")
    s.good("L1 without issuer and audience", "issuer and audience are optional at L1", unsigned(iss=DROP, aud=DROP), ["iss", "aud"], level="L1")
    s.good("L2 demanded and given", "the minimum is met", ect(), ["minimum-level"], minimum_level="L2")
    s.bad("L1 where L2 is demanded", "downgrade: the signature was stripped", "minimum-level", unsigned(), minimum_level="L2")
    s.bad("L2 where L3 is demanded", "nothing shows an append", "minimum-level", ect(), minimum_level="L3")
    s.bad("L1 where L2 is demanded, malformed too", "the envelope tells first", "minimum-level", b64u(b"{"), minimum_level="L2")
    for none in ["none", "None", "NONE", "nOnE"]:
        s.bad(f"alg {none}", "a JWS without signature is never L1", "l1-none",
              with_signature(header(bob.key, alg=none), claims(), bytes(64)))
    s.bad("alg none, empty signature", "not even a JWS with three segments", "segments",
          signing_input(header(bob.key, alg="none"), claims()) + ".")
    s.bad("payload of a JWS as L1, with a dot", "a text with a dot is not L1", "segments", unsigned() + ".")
    s.bad("L1 padded", "base64url has one form", "base64url", b64u(dump(claims(x="y"))) + "=")
    s.bad("L1 that is no JSON", "strict JSON", "json", b64u(b"hello"))
    s.bad("L1 that is an array", "one JSON object", "json", b64u(b"[]"))
    s.bad("L1 empty", "an empty segment", "segments", "")
    s.bad("L1 for another audience", "where it is present, it counts", "aud-match", unsigned(aud="https://other.example"))
    s.bad("L1 expired", "times count at every level", "exp-passed", unsigned(), now=IAT + 600)
    s.bad("L1 without jti", "required at every level", "jti", unsigned(jti=DROP))
    s.bad("L1 presented twice", "replay counts at every level", "replay", unsigned(), after=[unsigned()])


def envelope(s):
    token = ect()
    a, b, c = token.split(".")
    s.bad("65537 octets", "size before anything else", "size", "A" * 65537)
    s.bad("one dot", "neither zero nor two", "segments", f"{a}.{b}")
    s.bad("three dots", "neither zero nor two", "segments", f"{token}.{c}")
    s.bad("dot flood", "tens of thousands of dots", "segments", "." * 65000)
    s.bad("empty header", "an empty segment", "segments", f".{b}.{c}")
    s.bad("empty payload", "an empty segment", "segments", f"{a}..{c}")
    s.bad("padding", "one form only", "base64url", token + "==")
    s.bad("spare bits", "a second text of one signature", "base64url", token[:-1] + bump(token[-1]))
    s.bad("line feed", "a line break", "base64url", token + "\n")
    text = dump(claims())
    for name, payload in [("trailing comma", text[:-1] + b",}"), ("byte order mark", b"\xef\xbb\xbf" + text),
                          ("invalid UTF-8", text[:-1] + b',"x":"\xff"}'), ("lone surrogate", text[:-1] + b',"x":"\\udfff"}'),
                          ("octets after it", text + b"x"), ("array", b"[]"), ("null", b"null")]:
        s.bad(f"payload: {name}", "one JSON object, strictly", "json", raw(payload))
    s.bad("header: array", "one JSON object", "json", raw(text, "[]"))
    s.bad("claim twice", "readers differ in which counts", "json-duplicate", raw(text[:-1] + b',"jti":"x"}'))
    s.bad("claim twice by escape", "an escape does not make another name", "json-duplicate",
          raw(text[:-1] + b',"\\u006ati":"x"}'))
    s.bad("unbounded depth", "20000 deep", "json-depth", raw(b'{"x":' + b"[" * 20000))
    s.bad("payload 65 deep", "one deeper than allowed", "json-depth",
          raw(text[:-1] + b',"x":' + b"[" * 64 + b"]" * 64 + b"}"))


def head(s):
    for typ in ["act+jwt", "EXEC+JWT", "application/exec+jwt", "exec+jwt ", "JWT", "wimse-wpt+jwt", 1, DROP]:
        s.bad(f"typ {shown(typ)}", "a token of another kind is no ECT", "typ", ect(head={"typ": typ}))
    for alg in ["HS256", "ES512", "RS256", "PS256", "es256", "", 1, DROP]:
        s.bad(f"alg {shown(alg)}", "not one of the list", "alg", ect(head={"alg": alg}))
    for kid in ["", "k" * 257, "a\nb", "\0", 1, DROP]:
        name = "257 octets" if kid == "k" * 257 else shown(kid)
        s.bad(f"kid {name}", "1 to 256 octets without control characters", "kid", ect(head={"kid": kid}))
    s.bad("crit", "nothing critical is defined", "crit", ect(head={"crit": ["exp"]}))
    s.bad("b64", "RFC 7797", "b64", ect(head={"b64": False}))
    for name, value in [("jwk", trent.key.jwk()), ("jku", "https://trent.example/k"), ("x5u", "https://trent.example/x")]:
        s.bad(name, "signer-chosen trust root: the token does not choose its own key", "header-key",
              ect(trent, {name: value}, iss=trent.id))
    s.bad("x5c without anchors", "the X.509 profile is not configured", "x5c", ect(head={"x5c": ["MAMCAQA="]}))


def keys(s):
    text = signing_input(header(bob.key), claims())
    valid = bob.key.sign(text.encode())
    s.bad("issuer unknown", "no key is trusted for trent", "key-issuer", ect(trent, iss=trent.id))
    s.bad("issuer in another case", "octets", "key-issuer", ect(iss=bob.id.upper().replace("SPIFFE", "spiffe")))
    s.bad("kid unknown", "no key of bob has it", "key-known", ect(head={"kid": "bob-key-2"}))
    s.bad("kid of another issuer", "mallory's key may not speak for bob", "key-known", ect(mallory))
    for n in range(3):
        s.bad(f"unknown-kid storm {n}", "answered from what is at hand", "key-known",
              ect(head={"kid": f"https://storm.example/keys/{n}"}))
    for name, members in [("use enc", {"use": "enc"}), ("key_ops without verify", {"key_ops": ["sign"]})]:
        s.bad(f"key with {name}", "is not taken into the trusted set", "key-known", ect(),
              trust={"issuers": {bob.id: {"jwks": {"keys": [bob.key.jwk(**members)]}}}})
    s.bad("alg of another key type", "the key decides", "alg-key", ect(head={"alg": "EdDSA"}))
    s.bad("alg ES384 with a P-256 key", "the key decides", "alg-key", ect(head={"alg": "ES384"}))
    der = bob.key.private.sign(text.encode(), ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    for name, octets in [("DER", der), ("63 octets", valid[:63]), ("96 octets", valid + bytes(32))]:
        s.bad(f"signature: {name}", "64 octets", "signature-form", f"{text}.{b64u(octets)}")
    for name, octets in [("zero", bytes(64)), ("exchanged", valid[32:] + valid[:32]),
                         ("bit flipped", valid[:-1] + bytes([valid[-1] ^ 1]))]:
        s.bad(f"signature: {name}", "not valid for the signing input", "signature", f"{text}.{b64u(octets)}")
    s.bad("false record of another", "mallory signs what bob is said to have done", "signature",
          ect(mallory, {"kid": bob.key.kid}))
    s.bad("payload exchanged", "another payload under the same signature", "signature",
          with_signature(header(bob.key), claims(exec_act="approve"), valid))
    s.bad("unsigned output schema", "what the output has to look like was put in beside what is signed", "signature",
          with_signature(header(bob.key), claims(ect_ext={"com.example.output_schema": {}}), valid))
    s.bad("typ exchanged", "the header is signed as well", "signature",
          with_signature(header(bob.key, typ="wimse-exec+jwt"), claims(), valid))


def envelope_claims(s):
    for value in [DROP, None, 1, "", "a\nb", ["x"]]:
        if value in ("", "a\nb"):
            s.bad(f"iss {shown(value)}", "an identifier", "identifier", ect(iss=value))
        else:
            s.bad(f"iss {shown(value)}", "required at L2", "iss", ect(iss=value))
    for value in [DROP, None, 1, [], [1], {}]:
        s.bad(f"aud {shown(value)}", "required at L2, an identifier or some", "aud", ect(aud=value))
    for value in ["", [""], "no scheme:x", "a" * 2049]:
        s.bad(f"aud {shown(value)}", "of identifiers", "identifier", ect(aud=value))
    for claim in ["iat", "exp"]:
        s.bad(f"{claim} absent", "required", claim, ect(**{claim: DROP}))
        for value in [None, str(IAT), True, []]:
            s.bad(f"{claim} {shown(value)}", "a JSON number", claim, ect(**{claim: value}))
        number = str(claims()[claim])
        for form in [number + ".0", number + "e0", "1.8e9", "1e400", "-1", "9007199254740992", "-0"]:
            text = dump(claims()).decode().replace(f'"{claim}":{number}', f'"{claim}":{form}')
            s.bad(f"{claim} {form}", "without sign, fraction and exponent, up to 2^53 - 1", "numericdate", raw(text))
    s.bad("exp equals iat", "must be greater", "exp-after-iat", ect(exp=IAT))


def task_claims(s):
    for value in [DROP, None, 1, "", JTI.upper(), f"urn:uuid:{JTI}", JTI.replace("-", ""), "task-1"]:
        s.bad(f"jti {shown(value)}", "a UUID in lower case", "jti", ect(jti=value))
    for value in [None, 1, "workflow", WID.upper()]:
        s.bad(f"wid {shown(value)}", "a UUID in lower case", "wid", ect(wid=value))
    for value in [DROP, None, 1, "", "a" * 129, "\u00e9" * 65]:
        s.bad(f"exec_act {shown(value)}", "1 to 128 octets", "exec-act", ect(exec_act=value))
    for value in [DROP, None, JTI, {}, [1], [None], ["x"], [uuid4("a").upper()]]:
        s.bad(f"pred {shown(value)}", "an array of UUIDs", "pred", ect(pred=value))
    s.bad("pred names itself", "the shortest cycle", "pred-no-self", ect(pred=[JTI]))
    s.bad("pred repeats", "a set", "pred-repeat", ect(pred=[uuid4("a"), uuid4("a")]))
    s.bad("101 predecessors", "the default limit is 100", "pred-limit", ect(pred=[uuid4(f"p{n}") for n in range(101)]))
    digest = content_hash("test")
    for claim in ["inp_hash", "out_hash", "mnd_hash"]:
        for value in ["", digest + "=", "sha-256:" + digest, digest[:-1], digest + "A", digest[:-1] + "1", "+" * 43]:
            s.bad(f"{claim} {shown(value)}", "43 characters of base64url, no prefix", "hash-form", ect(**{claim: value}))
    s.bad("sub", "an ECT has one party", "no-sub", ect(sub=bob.id))
    s.bad("pol", "policy decisions are carried in ect_ext", "no-policy", ect(pol="policy_v1"))
    s.bad("pol_decision", "policy decisions are carried in ect_ext", "no-policy", ect(pol_decision="approved"))


def extensions(s):
    for value in [None, [], "x", 1]:
        s.bad(f"ect_ext {shown(value)}", "an object", "ext", ect(ect_ext=value))
    s.good("ect_ext empty", "an object", ect(ect_ext={}), ["ext"])
    s.good("ect_ext of 4096 octets", "as large as it may be", ect(ect_ext={"com.example.x": "x" * (4096 - 20)}), ["ext-size"])
    assert len(dump({"com.example.x": "x" * (4096 - 20)})) == 4096
    s.bad("ect_ext of 4097 octets", "one too many", "ext-size", ect(ect_ext={"com.example.x": "x" * (4096 - 19)}))
    text = dump(claims()).decode()[:-1]
    s.bad("ect_ext with 4096 octets of white space", "octets are counted as they stand", "ext-size",
          raw(f'{text},"ect_ext":{{{" " * 4096}}}}}'))
    s.bad("ect_ext of escapes", "six octets each, not one character", "ext-size",
          raw(text + ',"ect_ext":{"a":"' + r"\u0061" * 700 + '"}}'))
    s.good("ect_ext 5 deep", "the object itself is level 1", ect(ect_ext={"a": [[[[]]]]}), ["ext-depth"])
    s.bad("ect_ext 6 deep", "one too many", "ext-depth", ect(ect_ext={"a": [[[[[]]]]]}))
    s.bad("ect_ext 6 deep, objects", "objects count like arrays", "ext-depth",
          ect(ect_ext={"a": {"b": {"c": {"d": {"e": {}}}}}}))


def times(s):
    s.bad("at exp", "not accepted from then on: no skew here", "exp-passed", ect(), now=IAT + 600)
    s.good("one second before exp", "still accepted", ect(), ["exp-passed"], now=IAT + 599)
    s.bad("use after expiry", "an hour late", "exp-passed", ect(), now=IAT + 4200)
    s.good("after exp, in an audit", "an audit never fails for that", ect(), ["exp-passed"], now=IAT + 10**8, mode="audit")
    s.bad("iat 901 s ago", "older than the maximum age, though exp is far", "iat-age", ect(exp=IAT + 86400), now=IAT + 901)
    s.good("iat 900 s ago", "as old as it may be", ect(exp=IAT + 86400), ["iat-age"], now=IAT + 900)
    s.good("iat a day ago, in an audit", "not in an audit", ect(exp=IAT + 86400), ["iat-age"], now=IAT + 80000, mode="audit")
    s.bad("iat 31 s ahead", "by more than the permitted skew", "iat-future", ect(), now=IAT - 31)
    s.good("iat 30 s ahead", "the permitted skew", ect(), ["iat-future"], now=IAT - 30)
    s.bad("iat 31 s ahead, in an audit", "in both modes", "iat-future", ect(), now=IAT - 31, mode="audit")
    s.bad("audience of another", "for somebody else", "aud-match", ect(aud="https://other.example"))
    s.bad("audience of another, audit", "an auditor with an audience applies it", "aud-audit",
          ect(aud="https://other.example"), mode="audit")
    s.good("auditor without audience", "was not foreseen", ect(aud="https://other.example"), ["aud-audit"], audience=DROP,
           mode="audit")
    s.bad("verifier without identifier, live", "none of them can match", "aud-match", ect(), audience=DROP)
    s.bad("presented twice", "a copied token", "replay", ect(), after=[ect()])
    s.bad("another record with that jti", "the pair of wid and jti was seen", "replay", ect(exec_act="other"), after=[ect()])
    s.good("same jti in another workflow", "a wid scopes the jti", ect(), ["replay"], after=[ect(wid=uuid4("other"))])
    s.good("presented after a forgery was refused", "nothing is inserted before the signature is verified", ect(),
           ["replay-after-signature"], after=[ect(mallory, {"kid": bob.key.kid})])
    s.good("presented twice, in an audit", "audits see everything twice", ect(), ["replay"], after=[ect()], mode="audit")


def revisions(s):
    old = ect(pred=DROP, par=[uuid4("a")], head={"typ": "wimse-exec+jwt"})
    s.bad("-00 name: par", "read only where the configuration says so", "old-names", old)
    s.bad("-00 name: ext", "read only where the configuration says so", "old-names", ect(ext={"a": 1}))
    s.good("-00 token, compatibility", "as deployed software writes it", ect(
        pred=DROP, par=[], ext={"a": 1}, target="x", head={"typ": "wimse-exec+jwt"}), ["compat-read"],
        compatibility="draft-00")
    s.good("current token, compatibility", "is read too", ect(), ["compat-read"], compatibility="draft-00")
    s.bad("par and pred, compatibility", "which of them counts?", "compat-both", ect(par=[]), compatibility="draft-00")
    s.bad("ext and ect_ext, compatibility", "which of them counts?", "compat-both", ect(ext={}, ect_ext={}),
          compatibility="draft-00")
    s.bad("par names itself, compatibility", "every rule for pred applies", "pred-no-self", ect(pred=DROP, par=[JTI]),
          compatibility="draft-00")
    s.bad("ext 6 deep, compatibility", "every rule for ect_ext applies", "ext-depth", ect(ext={"a": [[[[[]]]]]}),
          compatibility="draft-00")
    s.bad("ext of 4097 octets, compatibility", "every rule for ect_ext applies", "ext-size",
          ect(ext={"com.example.x": "x" * (4096 - 19)}), compatibility="draft-00")


def mandates(s):
    grant = mandate()
    under = {"exec_act": "report.write", "mnd_hash": content_hash(grant)}
    s.good("mandate at hand", "authorized", ect(**under), ["mnd-valid"], verdict="authorized", mandates=[grant])
    s.good("mandate not at hand", "unproven", ect(**under), ["mnd-hash"])
    s.good("another mandate at hand", "it is not the one that is named", ect(**under), ["mnd-hash"],
           mandates=[mandate(jti=uuid4("other"))])
    served = mandate(aud=[VERIFIER, carol.id])
    s.good("recorded by a party of the mandate's aud", "a callee records the call",
           ect(carol, iss=carol.id, exec_act="report.write", mnd_hash=content_hash(served)), ["mnd-party"],
           verdict="authorized", mandates=[served])
    s.good("L1 under a mandate", "never authorized", unsigned(**under), ["mnd-l1"], level="L1", mandates=[grant])
    s.bad("authorized demanded, no mandate", "unproven is refused", "mnd-required", ect(), require="authorized")
    s.bad("authorized demanded, L1", "unproven is refused", "mnd-required", unsigned(**under), require="authorized",
          mandates=[grant])
    s.bad("action outside the mandate", "what was never granted", "mnd-action",
          ect(**{**under, "exec_act": "report.delete"}), mandates=[grant])
    s.bad("recorded by a stranger", "neither the agent nor an audience of the mandate", "mnd-party",
          ect(carol, iss=carol.id, **under), mandates=[grant])
    forged = mandate(mallory, {"kid": alice.key.kid})
    s.bad("forged mandate", "its hash fits, its signature does not", "mnd-valid",
          ect(exec_act="report.write", mnd_hash=content_hash(forged)), mandates=[forged])
    evidence = record()
    s.bad("record as mandate", "evidence is no grant", "mnd-valid",
          ect(exec_act="report.write", mnd_hash=content_hash(evidence)), mandates=[evidence])
    short = mandate(exp=IAT + 100)
    s.bad("after the mandate's exp", "by more than the permitted skew", "mnd-window", ect(
        exec_act="report.write", mnd_hash=content_hash(short), iat=IAT + 131, exp=IAT + 700), mandates=[short])
    s.good("after the mandate's exp, within the skew", "an allowance on both sides", ect(
        exec_act="report.write", mnd_hash=content_hash(short), iat=IAT + 130, exp=IAT + 700), ["mnd-window"],
        verdict="authorized", mandates=[short])
    s.bad("before the mandate's iat", "by more than the permitted skew", "mnd-window", ect(**under, iat=IAT - 31),
          mandates=[grant])
    limited = mandate(cap=[{"action": "report.write", "constraints": {"not_after": IAT - 100}}])
    s.bad("after the action's not_after", "constraints of the action count", "mnd-window",
          ect(exec_act="report.write", mnd_hash=content_hash(limited)), mandates=[limited])
    s.bad("another workflow than the mandate", "both have a wid, and the two differ", "mnd-workflow",
          ect(**under, wid=uuid4("other")), mandates=[grant])
    s.good("no workflow under a mandate with one", "one has a wid", ect(**under, wid=DROP), ["mnd-workflow"],
           verdict="authorized", mandates=[grant])
    gated = mandate(oversight={"requires_approval_for": ["report.write"], "approver": erin.id})
    approved = {"exec_act": "report.write", "mnd_hash": content_hash(gated)}
    yes = approval()
    s.good("approved", "by who has to", ect(**approved), ["mnd-approval"], verdict="authorized", mandates=[gated],
           approvals=[yes])
    s.bad("no approval", "the action needs one", "mnd-approval", ect(**approved), mandates=[gated])
    s.bad("approval by another", "mallory is not erin", "mnd-approval", ect(**approved), mandates=[gated],
          approvals=[approval(mallory, {"kid": erin.key.kid})])
    s.bad("approval that had ended", "by more than the permitted skew", "mnd-approval", ect(**approved), mandates=[gated],
          approvals=[approval(iat=IAT - 100, exp=IAT - 31)])


def approval(by=erin, head=None, **changes):
    members = {"jti": mandate_claims()["jti"], "action": "report.write", "iat": IAT - 10, "exp": IAT + 300, **changes}
    return compact({"typ": "act-approval+jwt", "alg": by.alg, "kid": by.key.kid, **(head or {})}, members, by.key)


def certificates(s):
    pem = x509.ROOT.public_bytes(x509.serialization.Encoding.PEM).decode()
    anchored = {"trust": {"x509": {"anchors": [pem]}}}

    def certified(*chain, key=x509.leaf_key, kid=None, alg=None, **changes):
        members = header(key, x5c=x509.encoded(*(chain or (x509.leaf(),))), kid=kid or key.kid, alg=alg or key.kind)
        return compact(members, claims(**{"iss": x509.PARTY, **changes}), key)

    s.good("certificate", "the leaf names the issuer", certified(), ["x509-path", "x509-name", "x509-key"], **anchored)
    s.good("certificate: any kid", "the leaf is the key, whatever it is called", certified(kid="anything"), ["x509-key"],
           **anchored)
    s.bad("certificate expired", "the present counts in live mode", "key-valid", certified(x509.leaf(ends=IAT + 100)), **anchored)
    s.good("certificate expired since, in an audit", "iat counts", certified(x509.leaf(ends=IAT + 100)), ["key-valid"],
           mode="audit", **anchored)
    s.bad("certificate of another authority", "a chain to an anchor that nobody configured", "x509-path",
          certified(x509.leaf("Other", x509.other_root_key)), **anchored)
    s.bad("certificate of another", "the issuer is not its name", "x509-name", certified(iss=bob.id), **anchored)
    s.bad("certificate, signed by another key", "the leaf's key verifies", "signature",
          compact(header(x509.leaf_key, x5c=x509.encoded(x509.leaf())), claims(iss=x509.PARTY), x509.stranger), **anchored)
    both = {"trust": {**anchored["trust"], "issuers": {bob.id: {"jwks": {"keys": [bob.key.jwk()]}}}}}
    chain = x509.encoded(x509.leaf(names=(x509.uri(bob.id),)))
    s.bad("pinned key and a certificate of another", "the leaf's key is not the one that is pinned", "x509-key",
          ect(head={"x5c": chain}), **both)
    s.bad("order: certificate's path before the algorithm", "step 3 before 4", "x509-path",
          ect(head={"x5c": x509.encoded(x509.leaf("Other", x509.other_root_key)), "alg": "ES384"}), **both)
    s.bad("order: certificate's path before its name", "what nobody vouches for names nobody", "x509-path",
          certified(x509.leaf("Other", x509.other_root_key), iss=bob.id), **anchored)
    s.bad("order: certificate's name before the algorithm", "step 3 before 4", "x509-name", certified(iss=bob.id, alg="ES384"),
          **anchored)


def order(s):
    """Tokens with two faults, of neighbouring steps where that can be: the first step decides."""
    token = ect()
    a, b, c = token.split(".")
    forged = valid_for_other()

    def first(name, requirement, value, **members):
        s.bad(f"order: {name}", "two faults, the first step decides", requirement, value, **members)

    first("size before segments", "size", "." * 65537)
    first("segments before base64url", "segments", f"{a}=.{b}")
    first("base64url before the header", "base64url", f"{b64u(b'[]')}.{b}.{c}=")
    first("base64url before the minimum level", "base64url", unsigned() + "=", minimum_level="L2")
    first("header's JSON before the payload's", "json-duplicate", raw(b"{", '{"typ":"exec+jwt","typ":"exec+jwt"}'))
    first("typ before alg none", "typ", ect(head={"typ": "JWT", "alg": "none"}))
    first("typ before the payload", "typ", raw(b"{", header(bob.key, typ="JWT")))
    first("alg none before kid", "l1-none", ect(head={"alg": "none", "kid": DROP}))
    first("alg before kid", "alg", ect(head={"alg": "HS256", "kid": DROP}))
    first("kid before crit", "kid", ect(head={"kid": DROP, "crit": ["exp"]}))
    first("crit before b64", "crit", ect(head={"crit": ["b64"], "b64": False}))
    first("b64 before jwk", "b64", ect(head={"jwk": trent.key.jwk(), "b64": False}))
    first("jwk before x5c", "header-key", ect(head={"x5c": ["MAMCAQA="], "jwk": trent.key.jwk()}))
    first("crit before the payload", "crit", raw(b"{", header(bob.key, crit=["exp"])))
    first("x5c before the key", "x5c", ect(head={"x5c": ["MAMCAQA="], "kid": "x"}))
    first("payload before the key", "json", raw(b"[]", header(bob.key, kid="x")))
    first("form of iss before the key", "identifier", ect(iss="", head={"kid": "x"}))
    first("iss before the key", "iss", ect(iss=DROP, head={"kid": "x"}))
    first("issuer before kid", "key-issuer", ect(iss="spiffe://example.com/nobody", head={"kid": "x"}))
    first("kid before the key's algorithm", "key-known", ect(head={"kid": "x", "alg": "ES384"}))
    first("key's algorithm before the signature's length", "alg-key",
          with_signature(header(bob.key, alg="ES384"), claims(), bytes(63)))
    first("key before audience and times", "key-known", ect(head={"kid": "x"}, aud=DROP, exp=IAT - 1))
    for name, changes in [("aud", {"aud": DROP}), ("iat", {"iat": "x"}), ("exp", {"exp": IAT}), ("jti", {"jti": "x"}),
                          ("sub", {"sub": bob.id}), ("another audience", {"aud": "https://other.example"})]:
        first(f"signature before {name}", "signature", ect(mallory, {"kid": bob.key.kid}, **changes))
    first("signature before expiry", "signature", forged, now=IAT + 700)
    first("signature before replay", "signature", forged, after=[token])
    first("presence of iat before the form of aud", "iat", ect(aud=[""], iat=DROP))
    first("type of exp before the elements of aud", "exp", ect(aud=[1], exp="x"))
    first("form of aud before exp after iat", "identifier", ect(aud=[""], exp=IAT))
    first("form of iat before exp after iat", "numericdate",
          raw(dump(claims(exp=IAT)).replace(f'"iat":{IAT}'.encode(), f'"iat":{IAT}.5'.encode())))
    first("exp after iat before the audience", "exp-after-iat", ect(exp=IAT, aud="https://other.example"))
    first("audience before expiry", "aud-match", ect(aud="https://other.example"), now=IAT + 700)
    first("expiry before age", "exp-passed", ect(), now=IAT + 1000)
    first("expiry before jti", "exp-passed", ect(jti="x"), now=IAT + 700)
    first("audience before sub", "aud-match", ect(aud="https://other.example", sub=bob.id))
    first("future before pred", "iat-future", ect(pred=[JTI]), now=IAT - 31)
    first("age before names of -00", "iat-age", ect(exp=IAT + 86400, par=[]), now=IAT + 901)
    first("names of -00 before jti", "old-names", ect(par=[], jti=DROP))
    first("both names before jti, compatibility", "compat-both", ect(par=[], jti=DROP), compatibility="draft-00")
    first("presence of exec_act before the form of jti", "exec-act", ect(jti="x", exec_act=DROP))
    first("type of ect_ext before the form of jti", "ext", ect(jti="x", ect_ext=[]))
    first("form of jti before that of wid", "jti", ect(jti="x", wid="x"))
    first("form of pred before that of ect_ext", "pred-repeat",
          ect(pred=[uuid4("a")] * 2, ect_ext={"a": [[[[[]]]]]}))
    first("form of ect_ext before sub", "ext-depth", ect(sub=bob.id, ect_ext={"a": [[[[[]]]]]}))
    first("sub before pol", "no-sub", ect(sub=bob.id, pol="x"))
    first("sub before the minimum level", "no-sub", ect(sub=bob.id), minimum_level="L3")
    first("minimum level before the mandate", "minimum-level", ect(), minimum_level="L3", require="authorized")
    grant = mandate()
    under = {"mnd_hash": content_hash(grant)}
    first("the mandate's validity before its actions", "mnd-valid",
          ect(exec_act="report.delete", mnd_hash=content_hash(record())), mandates=[record()])
    first("action before window", "mnd-action", ect(exec_act="report.delete", iat=IAT - 31, **under), mandates=[grant])
    first("window before party", "mnd-window", ect(carol, iss=carol.id, exec_act="report.write", iat=IAT - 31, **under),
          mandates=[grant])
    first("party before workflow", "mnd-party",
          ect(carol, iss=carol.id, exec_act="report.write", wid=uuid4("other"), **under), mandates=[grant])
    gated = mandate(oversight={"requires_approval_for": ["report.write"], "approver": erin.id})
    first("workflow before approval", "mnd-workflow",
          ect(exec_act="report.write", wid=uuid4("other"), mnd_hash=content_hash(gated)), mandates=[gated])
    first("mandate before replay", "mnd-action", ect(exec_act="report.delete", **under), mandates=[grant], after=[token])
    earlier = ect(exec_act="report.write", **under)
    first("demanded verdict before replay", "mnd-required", ect(), require="authorized", mandates=[grant], after=[earlier])
    s.bad("L1 after L2 with its jti", "one name space for all levels", "replay", unsigned(), after=[token])


def valid_for_other():
    """A token of another, under bob's name."""
    return ect(mallory, {"kid": bob.key.kid})
