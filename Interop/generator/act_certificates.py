"""ACT: keys by X.509 certificates in x5c (draft §5.3).

The authorities sign with Ed25519, so that certificates are the same each time.
"""
import base64
import datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import NameOID

from .act import ACTSuite, header, mandate_claims, record_claims
from .act_delegation import CHILD_JTI, ROOT_JTI, del_claim, hop, root
from .encoding_rules import compact
from .principals import IAT, NOW, Key, Principal, alice, bob, issuers

PARTY = "https://certified.example"
YEAR = 365 * 86400
root_key, other_root_key, middle_key = (Key(name, "EdDSA") for name in ("root CA", "other CA", "intermediate CA"))
certified = Principal("certified", PARTY, "ES256")
leaf_key, stranger, agent = certified.key, Key("stranger", "ES256"), Key("certified agent", "EdDSA")


def certificate(subject, key, issuer, signer, serial, ca=False, names=(), within=None, begins=IAT - YEAR,
                ends=IAT + YEAR):
    def name(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    usage = x509.KeyUsage(not ca, False, False, False, False, ca, ca, False, False)
    builder = (
        x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public)
        .serial_number(serial).not_valid_before(moment(begins)).not_valid_after(moment(ends))
        .add_extension(x509.BasicConstraints(ca, None), critical=True).add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public), critical=False))
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(list(names)), critical=False)
    if within:
        builder = builder.add_extension(x509.NameConstraints([uri(within)], None), critical=True)
    return builder.sign(signer.private, None)


def moment(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)


def uri(text):
    return x509.UniformResourceIdentifier(text)


def leaf(issuer="Root", signer=root_key, key=leaf_key, names=(uri(PARTY),), **changes):
    return certificate("Certified", key, issuer, signer, 3, names=names, **changes)


ROOT = certificate("Root", root_key, "Root", root_key, 1, ca=True)
MIDDLE = certificate("Middle", middle_key, "Root", root_key, 2, ca=True)


def encoded(*certificates):
    return [base64.b64encode(c.public_bytes(serialization.Encoding.DER)).decode() for c in certificates]


def token(*chain, key=leaf_key, x5c=None, **changes):
    return compact(header(key, x5c=x5c or encoded(*chain)), mandate_claims(**{"iss": PARTY, **changes}), key)


def suite():
    pem = ROOT.public_bytes(serialization.Encoding.PEM).decode()
    s = ACTSuite("act-certificates", "ACT: keys by X.509 certificates in x5c")
    anchored = {"x509": {"anchors": [pem]}}

    def good(name, comment, value, requirements, **members):
        s.good(name, comment, value, requirements, **{"trust": anchored, **members})

    def bad(name, comment, requirement, value, **members):
        s.bad(name, comment, requirement, value, **{"trust": anchored, **members})

    good("leaf under the anchor", "the shortest chain", token(leaf()), ["tier2", "x5c-chain"])
    good("leaf, intermediate", "a chain of three", token(leaf("Middle", middle_key), MIDDLE), ["x5c-chain"])
    good("two names", "one of them is the identifier", token(leaf(names=(uri("https://x.example"), uri(PARTY)))),
         ["x5c-identifier"])
    expired = leaf(ends=IAT + 100)
    good("leaf expired since, in an audit", "it was valid when the mandate was issued", token(expired), ["x5c-time"],
         mode="audit")
    bad("leaf expired", "the present counts in live mode", "x5c-time", token(expired))
    bad("leaf expired before it signed", "and iat in audit mode", "x5c-time", token(leaf(ends=IAT - 100)), mode="audit")
    bad("leaf not yet valid", "begins tomorrow", "x5c-time", token(leaf(begins=NOW + 86400)))
    bad("leaf of another authority", "signer-chosen trust root: a chain to an anchor that nobody configured", "x5c-chain",
        token(leaf("Other", other_root_key), certificate("Other", other_root_key, "Other", other_root_key, 1, ca=True)))
    bad("forged issuer name", "says Root and is signed by another", "x5c-chain", token(leaf("Root", other_root_key)))
    bad("intermediate missing", "the chain has a hole", "x5c-chain", token(leaf("Middle", middle_key)))
    bad("leaf as authority", "a leaf that issues certificates", "x5c-chain",
        token(leaf("Certified", agent, key=stranger), leaf(key=agent), key=stranger))
    narrow = certificate("Middle", middle_key, "Root", root_key, 2, ca=True, within="other.example")
    bad("identifier outside the name constraints", "of an intermediate for other.example", "x5c-chain",
        token(leaf("Middle", middle_key), narrow))
    wide = certificate("Middle", middle_key, "Root", root_key, 2, ca=True, within="certified.example")
    good("identifier within the name constraints", "of an intermediate for certified.example",
         token(leaf("Middle", middle_key), wide), ["x5c-chain"])
    bad("leaf that is an authority", "a CA signs certificates and no mandates", "x5c-chain", token(leaf(ca=True)))
    old = certificate("Root", root_key, "Root", root_key, 1, ca=True, ends=IAT + 100)
    ended = {"x509": {"anchors": [old.public_bytes(serialization.Encoding.PEM).decode()]}}
    bad("anchor expired", "it is part of the chain", "x5c-time", token(leaf()), trust=ended)
    good("anchor expired since, in an audit", "it was valid when the mandate was issued", token(leaf()), ["x5c-time"],
         trust=ended, mode="audit")
    good("any kid", "kid is not compared where certificates answer",
         compact(header(leaf_key, kid="whatever", x5c=encoded(leaf())), mandate_claims(iss=PARTY), leaf_key), ["x5c-leaf"])
    bad("iat that is none, in an audit", "the present counts for the chain, and then the claim is found", "iat",
        token(leaf(), iat="x"), mode="audit")
    bad("another identifier", "certified, and for somebody else", "x5c-identifier", token(leaf(), iss="https://alice.example"))
    bad("identifier with a slash more", "octet by octet", "x5c-identifier", token(leaf(), iss=PARTY + "/"))
    bad("host name instead of an identifier", "a DNS name is not a URI", "x5c-identifier",
        token(leaf(names=(x509.DNSName("certified.example"),))))
    bad("no name at all", "the common name does not count", "x5c-identifier", token(leaf(names=())))
    bad("signed by another key", "the leaf's key verifies, nothing else", "sig",
        compact(header(leaf_key, x5c=encoded(leaf())), mandate_claims(iss=PARTY), stranger))
    both = {**anchored, "issuers": issuers(alice)}
    bad("pinned key and a certificate of another", "the leaf's key is not the one that verifies", "x5c-leaf",
        compact(header(alice.key, x5c=encoded(leaf(names=(uri(alice.id),)))), mandate_claims(), alice.key), trust=both)
    good("pinned key and its own certificate", "both agree", compact(
        header(alice.key, x5c=encoded(leaf(key=alice.key, names=(uri(alice.id),)))), mandate_claims(), alice.key),
        ["x5c-leaf"], trust=both)
    both_signers = {**anchored, "issuers": issuers(alice, bob)}
    approved = mandate_claims(oversight={"requires_approval_for": ["report.write"], "approver": PARTY})
    executed = compact(header(bob.key), record_claims(approved), bob.key)

    def approval(certified):
        head = {"typ": "act-approval+jwt", "alg": "ES256", "kid": leaf_key.kid, "x5c": encoded(certified)}
        return compact(head, {"jti": approved["jti"], "action": "report.write", "iat": IAT + 50, "exp": IAT + 290}, leaf_key)

    good("approver by certificate", "an approval has the rules of a token", executed, ["approval-key"], phase="record",
         trust=both_signers, approvals=[approval(leaf())])
    bad("approver's certificate expired, live", "the present counts, as for the token that it serves", "approval-key", executed,
        trust=both_signers, approvals=[approval(expired)])
    good("approver's certificate expired since, in an audit", "it was valid when the approval was issued", executed,
         ["approval-key"], phase="record", trust=both_signers, approvals=[approval(expired)], mode="audit")
    bad("delegator by certificate alone", "a hop has no x5c: no key of the delegator is known", "del-key",
        token(leaf(), jti=CHILD_JTI, **{"del": del_claim(
            1, 3, [hop(certified, root(sub=PARTY), ROOT_JTI, CHILD_JTI, bob.id)])}), trust=both_signers)
    bad("no anchors", "nothing to lead to", "x5c", token(leaf()), trust={})
    bad("x5c with an empty certificate", "no chain", "x5c", token(x5c=[""]))
    bad("x5c is a string", "an array", "x5c", token(x5c=encoded(leaf())[0]))
    bad("x5c not base64", "plain base64, with padding", "x5c", token(x5c=["!!!!"]))
    bad("x5c of garbage", "no certificate", "x5c-chain", token(x5c=["AAAA"]))
    return s
