"""ACT: claims of a mandate, times, audience, phase, earlier revisions (draft §4.4 to §4.6, §4.9, §8)."""
import json

from .act import DROP, ACTSuite, mandate, mandate_claims, record
from .act_envelope import raw
from .encoding_rules import dump
from .principals import EXP, IAT, NOW, VERIFIER, alice, bob, uuid4

V7 = "01890a5d-ac96-774b-bcce-b302099a8057"


def shown(value):
    text = "absent" if value is DROP else json.dumps(value)
    return text if len(text) <= 72 else f"{text[:40]}… ({len(text)} characters)"


def suite():
    s = ACTSuite("act-mandates", "ACT: claims of a mandate, times, audience, phase")
    accepted(s)
    parties(s)
    dates(s)
    identifiers(s)
    task(s)
    times(s)
    audience(s)
    phase(s)
    return s


def accepted(s):
    s.good("aud array", "both shapes", mandate(aud=["https://other.example", VERIFIER]), ["aud", "aud-match"])
    s.good("verifier with two identifiers", "one of them is enough", mandate(), ["aud-match"],
           audience=["https://verifier-2.example", VERIFIER])
    s.good("no wid", "optional", mandate(wid=DROP), ["wid"])
    s.good("wid of version 7", "any UUID", mandate(wid=V7), ["wid"])
    s.good("unknown claims", "are ignored", mandate(x={"y": [1, 2.5, None]}), ["unknown-claims"])
    s.good("unknown member of task", "is ignored", mandate(task={"purpose": "p", "note": 1}), ["task"])
    s.good("created_by", "optional", mandate(task={"purpose": "p", "created_by": "https://erin.example"}), ["task-created-by"])
    s.good("identifier without a colon", "a plain string is a StringOrURI", mandate(sub="robot 7"), ["identifier"])
    s.good("identifier of 2048 octets", "as long as it may be", mandate(sub="a" * 2048), ["identifier"])
    s.good("action of 128 octets", "as long as it may be", mandate(cap=[{"action": "a" * 128}]), ["action"])
    s.good("action with every character", "digits, '_' and '-' after the first letter of a segment",
           mandate(cap=[{"action": "a9_-.z"}]), ["action"])
    for level in ["public", "internal", "confidential", "restricted"]:
        s.good(f"sensitivity {level}", "the four there are", mandate(task={"purpose": "p", "data_sensitivity": level}),
               ["sensitivity"])
    s.good("time 0", "the epoch is a NumericDate", mandate(nbf=0), ["numericdate"])
    s.good("exp 2^53 - 1", "the greatest integer", mandate(exp=2**53 - 1), ["json-integer"])


def parties(s):
    for claim in ["iss", "sub"]:
        for value in [DROP, None, 1, "", "not a scheme:x", "1st:x", ":x", "a\nb", "a\0b", "a" * 2049, ["x"]]:
            s.bad(f"{claim} {shown(value)}", "an identifier", claim, mandate(**{claim: value}))
    for value in [DROP, None, 1, "", [], [""], [VERIFIER, 1], [[VERIFIER]], {"a": VERIFIER}, [VERIFIER, "no scheme:x"]]:
        s.bad(f"aud {shown(value)}", "an identifier, or some", "aud", mandate(aud=value))


def dates(s):
    for claim in ["iat", "exp"]:
        value = {"iat": str(IAT), "exp": str(EXP)}[claim]
        for form in [value + ".0", value + "e0", "1.8e9", "1e400", f'"{value}"', "-1", "-0", "9007199254740992",
                     "18446744073709551616", "null", "true", "[]"]:
            text = dump(mandate_claims()).decode().replace(f'"{claim}":{value}', f'"{claim}":{form}')
            s.bad(f"{claim} {form}", "whole seconds, not negative, exact in every language", claim, raw(text))
        s.bad(f"{claim} absent", "required", claim, mandate(**{claim: DROP}))
    s.bad("nbf as a fraction", "whole seconds", "nbf",
          raw(dump(mandate_claims(nbf=IAT)).decode().replace(f'"nbf":{IAT}', f'"nbf":{IAT}.5')))
    s.bad("nbf -0", "a sign is no part of a date", "nbf",
          raw(dump(mandate_claims(nbf=IAT)).decode().replace(f'"nbf":{IAT}', '"nbf":-0')))
    s.bad("nbf as a string", "a number", "nbf", mandate(nbf=str(IAT)))
    s.bad("exp equals iat", "no time to act", "exp-after-iat", mandate(exp=IAT))
    s.bad("exp before iat", "the wrong way round", "exp-after-iat", mandate(exp=IAT - 1))
    s.bad("nbf equals exp", "never valid", "nbf", mandate(nbf=EXP))


def identifiers(s):
    jti = mandate_claims()["jti"]
    for value in [DROP, None, 1, "", jti.upper(), f"{{{jti}}}", f"urn:uuid:{jti}", jti.replace("-", ""), jti + "0", "task-1",
                  jti[:-1] + "g", V7, "00000000-0000-0000-0000-000000000000"]:
        s.bad(f"jti {shown(value)}", "a version 4 UUID in lower case", "jti", mandate(jti=value))
    for value in [None, 1, "workflow", jti.upper(), jti.replace("-", ""), [jti]]:
        s.bad(f"wid {shown(value)}", "a UUID in lower case", "wid", mandate(wid=value))


def task(s):
    for value in [DROP, None, "report", [], 1]:
        s.bad(f"task {shown(value)}", "an object", "task", mandate(task=value))
    for value in [{}, {"purpose": ""}, {"purpose": 1}, {"purpose": None}]:
        s.bad(f"task {shown(value)}", "a purpose", "task-purpose", mandate(task=value))
    for value in ["secret", "PUBLIC", "", 1, None]:
        s.bad(f"data_sensitivity {shown(value)}", "one of the four", "task-sensitivity",
              mandate(task={"purpose": "p", "data_sensitivity": value}))
    for value in ["", 1, "no scheme:x"]:
        s.bad(f"created_by {shown(value)}", "an identifier", "task-created-by",
              mandate(task={"purpose": "p", "created_by": value}))


def times(s):
    live = mandate()
    s.bad("use after expiry", "the mandate ended an hour ago and is presented as if it had not", "time-exp", live,
          now=EXP + 3600)
    s.bad("at exp plus skew", "not before exp plus 30 s", "time-exp", live, now=EXP + 30)
    s.good("one second before exp plus skew", "still inside", live, ["time-exp"], now=EXP + 29)
    s.good("after expiry, in an audit", "an audit judges what was, at any time later", live, ["audit-expiry"],
           now=EXP + 10**8, mode="audit")
    s.good("before nbf, in an audit", "nor is nbf asked for", mandate(nbf=IAT + 3000), ["audit-expiry"], mode="audit")
    s.bad("before nbf", "not yet", "time-nbf", mandate(nbf=NOW + 31))
    s.good("before nbf, within the skew", "30 s are allowed", mandate(nbf=NOW + 30), ["time-nbf"])
    s.bad("issued in the future", "by more than the skew", "time-iat", live, now=IAT - 31)
    s.bad("issued in the future, in an audit", "in both modes", "time-iat", live, now=IAT - 31, mode="audit")
    s.good("issued in the future, within the skew", "30 s are allowed", live, ["time-iat"], now=IAT - 30)


def audience(s):
    s.bad("audience of another", "a token for somebody else", "aud-match", mandate(aud="https://other.example"))
    s.bad("audience in another case", "octets", "aud-match", mandate(aud="https://Verifier.example"))
    s.bad("audience with a slash more", "no URI normalization", "aud-match", mandate(aud=VERIFIER + "/"))
    s.bad("audience that only begins so", "no prefix match", "aud-match", mandate(aud=VERIFIER + ".mallory.example"))
    s.bad("audience as one string of two", "a list is an array", "aud-match", mandate(aud=f"{VERIFIER} https://x.example"))
    s.bad("verifier without identifier, live", "it could be any", "aud-live", mandate(), audience=DROP)
    s.good("verifier without identifier, audit", "an auditor that nobody foresaw", mandate(), ["aud-match"], audience=DROP,
           mode="audit")
    s.bad("audience of another, audit", "an auditor with an identifier applies it", "aud-match",
          mandate(aud="https://other.example"), mode="audit")


def phase(s):
    for claim, value in [("pred", []), ("exec_ts", IAT + 1), ("status", "completed"), ("mnd_hash", "A" * 43),
                         ("inp_hash", "A" * 43), ("out_hash", "A" * 43), ("err", {"code": "x"})]:
        s.bad(f"mixed phases: {claim}", "a mandate with one claim of a record is neither", "phase-mixed",
              mandate(**{claim: value}))
    s.bad("mixed phases: all but exec_act", "a record without what was done", "phase-mixed",
          mandate(pred=[], exec_ts=IAT + 1, status="completed", mnd_hash="A" * 43))
    s.bad("mixed phases: par", "the name of -00 counts as pred, read or not", "phase-mixed", mandate(par=[]))
    s.bad("mandate with exec_act", "is a record, and so needs the agent's signature", "trust-kid",
          mandate(exec_act="report.read"))
    s.bad("mandate where a record is expected", "a grant is no evidence", "phase-expected", mandate(), phase="record")
    s.bad("record where a mandate is expected", "evidence is no grant", "phase-expected", record(bob), phase="mandate")
    s.bad("flawed record where a mandate is expected", "the phase comes before the claims", "phase-expected",
          record(bob, status="done"), phase="mandate")
    s.bad("presented twice", "replay of a mandate", "replay", mandate(), after=[mandate()])
    s.bad("another mandate with that jti", "one jti, one mandate", "replay", mandate(exp=EXP + 1), after=[mandate()])
    s.good("another workflow with that jti", "a wid scopes the jti", mandate(), ["replay"],
           after=[mandate(wid=uuid4("another workflow"))])
    s.good("mandate after its record", "the phases are kept apart", mandate(), ["replay"], after=[record(bob)])
    s.good("presented after it was refused", "a token that is refused does not use up its jti", mandate(), ["replay-atomic"],
           after=[mandate(aud="https://other.example"), mandate(alice, {"typ": "JWT"})])
    s.good("presented twice, in an audit", "audits see everything twice", mandate(), ["replay"], after=[mandate()],
           mode="audit")
