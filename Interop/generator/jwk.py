"""jwk.parse: RFC 7517, RFC 7518 §6, RFC 8037, RFC 7638."""
import hashlib
import json

from .cases import Suite
from .encoding_rules import b64u
from .principals import Key, rsa_key, octets

MEMBERS = {"EC": ["crv", "kty", "x", "y"], "OKP": ["crv", "kty", "x"], "RSA": ["e", "kty", "n"]}


def thumbprint(jwk):
    """RFC 7638: the required members, in the order of their names."""
    text = json.dumps({name: jwk[name] for name in MEMBERS[jwk["kty"]]}, separators=(",", ":"))
    return b64u(hashlib.sha256(text.encode()).digest())


def suite():
    s = Suite("jwk", "public keys: form, thumbprint, points that are none, and what a key may be used for")
    p256, p384, p521 = (Key("jwk", kind) for kind in ("ES256", "ES384", "ES512"))
    ed, rsa = Key("jwk", "EdDSA"), Key("jwk", "RSA")
    accepted(s, p256, p384, p521, ed, rsa)
    refused_members(s, p256, ed, rsa)
    refused_points(s, p256, p384, ed)
    return s


def accepted(s, p256, p384, p521, ed, rsa):
    def good(name, comment, jwk, **answer):
        s.accept(name, comment, {"op": "jwk.parse", "jwk": jwk},
                 {"thumbprint": thumbprint(jwk), "kty": jwk["kty"], **answer})

    good("P-256", "the ordinary key", p256.jwk())
    good("P-384", "the larger curve", p384.jwk())
    good("P-521", "66 octets a coordinate", p521.jwk())
    good("Ed25519", "RFC 8037", ed.jwk())
    good("RSA", "for verification only", rsa.jwk())
    rfc8037 = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert thumbprint(rfc8037) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    good("RFC 8037 thumbprint", "appendix A.3", rfc8037)
    rfc7638 = {
        "kty": "RSA", "alg": "RS256", "kid": "2011-04-29", "e": "AQAB",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiF"
             "V4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9"
             "c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1"
             "jF44-csFCur-kEgU8awapJzKnqDKgw"}
    assert thumbprint(rfc7638) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    good("RFC 7638 thumbprint", "§3.1", rfc7638, alg="RS256")
    good("alg that fits", "a key may say what it is for", p256.jwk(alg="ES256"), alg="ES256")
    good("use sig", "a key for signatures", p256.jwk(use="sig"))
    good("key_ops verify", "a key that may verify", p256.jwk(key_ops=["verify"]))
    good("unknown members", "are ignored", p256.jwk(**{"x-note": {"a": [1]}, "iat": 1}))
    good("no kid", "a kid is optional", p256.jwk(kid=None))
    good("certificate members", "x5t and such are no part of the thumbprint", ed.jwk(x5t="abc"))


def bad(s, name, comment, jwk, code, rule):
    s.refuse(name, comment, {"op": "jwk.parse", "jwk": jwk}, code, rule=rule)


def refused_members(s, p256, ed, rsa):
    bad(s, "no kty", "says nothing about itself", p256.jwk(kty=None), "jwk-member-missing", "RFC 7517 §4.1")
    bad(s, "no crv", "a point of which curve?", p256.jwk(crv=None), "jwk-member-missing", "RFC 7518 §6.2.1.1")
    bad(s, "no y", "half a point", p256.jwk(y=None), "jwk-member-missing", "RFC 7518 §6.2.1.3")
    bad(s, "no n", "no modulus", rsa.jwk(n=None), "jwk-member-missing", "RFC 7518 §6.3.1.1")
    bad(s, "symmetric", "an octet sequence verifies nothing here: no confusion with HMAC",
        {"kty": "oct", "k": "AAAA"}, "jwk-key-type-unsupported", "ACT, ECT: asymmetric algorithms only")
    bad(s, "kty in lower case", "names are case-sensitive", p256.jwk(kty="ec"), "jwk-key-type-unsupported", "RFC 7517 §4.1")
    bad(s, "kty with a Kelvin sign", "OKP and O\u212aP are equal to a comparison that folds or normalizes",
        ed.jwk(kty="O\u212aP"), "jwk-key-type-unsupported", "RFC 7517 §4.1")
    bad(s, "X25519", "a curve for key agreement", ed.jwk(crv="X25519"), "jwk-curve-unsupported", "RFC 8037 §3.1")
    bad(s, "secp256k1", "a curve that is not used here", p256.jwk(crv="secp256k1"), "jwk-curve-unsupported", "RFC 8812")
    bad(s, "EC curve in OKP", "the type decides which curves there are", ed.jwk(crv="P-256"), "jwk-curve-unsupported",
        "RFC 8037 §2")
    bad(s, "kty is a number", "not a string", p256.jwk(kty=1), "jwk-member-invalid", "RFC 7517 §4.1")
    bad(s, "kid is a number", "not a string", p256.jwk(kid=7), "jwk-member-invalid", "RFC 7517 §4.5")
    bad(s, "x is padded", "base64url has one form", p256.jwk(x=p256.jwk()["x"] + "="), "jwk-encoding", "RFC 7518 §6.2.1.2")
    bad(s, "not an object", "a string is no key", "key", "jwk-not-an-object", "RFC 7517 §4")
    bad(s, "use enc", "a key for encryption verifies nothing", p256.jwk(use="enc"), "jwk-use", "RFC 7517 §4.2")
    bad(s, "key_ops without verify", "a key that may not verify", p256.jwk(key_ops=["encrypt"]), "jwk-use", "RFC 7517 §4.3")
    bad(s, "key_ops twice the same", "RFC 7517 forbids it", p256.jwk(key_ops=["verify", "verify"]), "jwk-member-invalid",
        "RFC 7517 §4.3")
    bad(s, "key_ops is a string", "must be an array", p256.jwk(key_ops="verify"), "jwk-member-invalid", "RFC 7517 §4.3")
    bad(s, "alg of another curve", "a P-256 key can't do ES384", p256.jwk(alg="ES384"), "jwk-algorithm-not-for-key",
        "RFC 7518 §3.4")
    bad(s, "alg HS256", "no asymmetric key is used with HMAC", p256.jwk(alg="HS256"), "jwk-algorithm-not-for-key",
        "RFC 8725 §3.1")
    bad(s, "alg none", "no key is used with none", p256.jwk(alg="none"), "jwk-algorithm-not-for-key", "RFC 8725 §3.2")


def refused_points(s, p256, p384, ed):
    rejected = "jwk-key-rejected"
    good = p256.jwk()
    y = bytearray(b64_bytes(good["y"]))
    y[-1] ^= 1
    bad(s, "point off the curve", "an invalid-curve attack", p256.jwk(y=b64u(bytes(y))), rejected, "RFC 7518 §6.2.2.1")
    bad(s, "point (0, 0)", "the point at infinity as some encode it", p256.jwk(x=b64u(bytes(32)), y=b64u(bytes(32))),
        rejected, "RFC 8725 §3.4")
    prime = 2**256 - 2**224 + 2**192 + 2**96 - 1
    bad(s, "coordinate not reduced", "x = p", p256.jwk(x=b64u(prime.to_bytes(32, "big"))), rejected, "SEC 1 §2.3.4")
    bad(s, "short coordinate", "31 octets: leading zeros are kept", p256.jwk(x=b64u(b64_bytes(good["x"])[1:])), rejected,
        "RFC 7518 §6.2.1.2")
    bad(s, "long coordinate", "33 octets with a leading zero", p256.jwk(x=b64u(b"\0" + b64_bytes(good["x"]))), rejected,
        "RFC 7518 §6.2.1.2")
    bad(s, "P-384 point as P-256", "the lengths tell", {**p384.jwk(), "crv": "P-256"}, rejected, "RFC 7518 §6.2.1.2")
    for order, text in [
            (1, "01" + "00" * 31), (2, "ec" + "ff" * 30 + "7f"), (4, "00" * 32), (4, "00" * 31 + "80"),
            (8, "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            (8, "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]:
        bad(s, f"Ed25519 point of order {order}: {text[:2]}…{text[-2:]}",
            "under a key of small order a signature can be made that fits every message",
            ed.jwk(x=b64u(bytes.fromhex(text))), rejected, "RFC 8032 §5.1.7; RFC 8725 §3.4")
    bad(s, "Ed25519 not canonical", "y = p + 3: a second encoding of a point",
        ed.jwk(x=b64u((2**255 - 19 + 3).to_bytes(32, "little"))), rejected, "RFC 8032 §5.1.3")
    bad(s, "Ed25519 of 31 octets", "too short", ed.jwk(x=b64u(b64_bytes(ed.jwk()["x"])[1:])), rejected, "RFC 8032 §5.1.5")
    small = rsa_key("jwk RSA 1024", 1024).public_key().public_numbers()
    bad(s, "RSA of 1024 bits", "too short to trust", {"kty": "RSA", "n": b64u(octets(small.n)), "e": "AQAB"}, rejected,
        "RFC 7518 §3.3")
    modulus = Key("jwk", "RSA").jwk()["n"]
    bad(s, "RSA exponent 1", "every message is its own signature", {"kty": "RSA", "n": modulus, "e": "AQ"}, rejected,
        "RFC 8017 §3.1")
    bad(s, "RSA exponent even", "no inverse", {"kty": "RSA", "n": modulus, "e": "AQAC"}, rejected, "RFC 8017 §3.1")


def b64_bytes(text):
    import base64
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
