#!/usr/bin/env python3
"""Makes hostile.json and peers.json with python-cryptography, an implementation apart from this one.
Elliptic-curve keys come from the hash of their names; RSA keys are new in every run."""
import base64, hashlib, hmac, json, os, unicodedata
from cryptography.hazmat.primitives import hashes, serialization as ser
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

HERE = os.path.dirname(os.path.abspath(__file__))
CURVES = {
    "P-256": (ec.SECP256R1(), hashes.SHA256(), "ES256", 32,
              0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551),
    "P-384": (ec.SECP384R1(), hashes.SHA384(), "ES384", 48, None),
    "P-521": (ec.SECP521R1(), hashes.SHA512(), "ES512", 66, None),
}
P256_PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
ED_PRIME = 2**255 - 19
ED_ORDER = 2**252 + 27742317777372353535851937790883648493
HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}


def b64(octets):
    if isinstance(octets, str):
        octets = octets.encode()
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def number(value, size=None):
    return b64(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


class Key:
    def __init__(self, name, kind):
        self.name, self.kind = name, kind
        secret = hashlib.sha256(name.encode()).digest()
        if kind in CURVES:
            self.private = ec.derive_private_key(int.from_bytes(secret, "big") >> 1, CURVES[kind][0])
            self.alg, size = CURVES[kind][2], CURVES[kind][3]
            point = self.private.public_key().public_numbers()
            self.jwk = {"kty": "EC", "crv": kind, "x": number(point.x, size), "y": number(point.y, size)}
        elif kind == "Ed25519":
            self.private = ed25519.Ed25519PrivateKey.from_private_bytes(secret)
            self.alg = "EdDSA"
            raw = self.private.public_key().public_bytes(ser.Encoding.Raw, ser.PublicFormat.Raw)
            self.jwk = {"kty": "OKP", "crv": "Ed25519", "x": b64(raw)}
        else:
            self.private = rsa.generate_private_key(65537, int(kind))
            self.alg = "RS256"
            n = self.private.public_key().public_numbers()
            self.jwk = {"kty": "RSA", "n": number(n.n), "e": number(n.e)}
        self.jwk["kid"] = name

    def sign(self, octets, alg=None):
        alg = alg or self.alg
        if self.kind in CURVES:
            _, digest, _, size, _ = CURVES[self.kind]
            der = self.private.sign(octets, ec.ECDSA(digest, deterministic_signing=True))
            r, s = utils.decode_dss_signature(der)
            return r.to_bytes(size, "big") + s.to_bytes(size, "big")
        if self.kind == "Ed25519":
            return self.private.sign(octets)
        digest = HASHES[alg[2:]]
        if alg.startswith("RS"):
            return self.private.sign(octets, padding.PKCS1v15(), digest)
        return self.private.sign(octets, padding.PSS(padding.MGF1(digest), digest.digest_size), digest)


EC, ED, P384, P521 = Key("ec", "P-256"), Key("ed", "Ed25519"), Key("p384", "P-384"), Key("p521", "P-521")
RSA, EVIL = Key("rsa", "2048"), Key("evil", "P-256")
NAMED = {key.name: key.jwk for key in (EC, ED, P384, P521, RSA, EVIL)}
PAYLOAD = '{"iss":"https://a.example","iat":1767225600}'
cases = []


def header(key, alg=None, **members):
    base = {"alg": alg or key.alg, "typ": "act+jwt", "kid": key.name}
    base.update(members)
    return json.dumps({k: v for k, v in base.items() if v is not DROP}, separators=(",", ":"))


DROP = object()


def token(head, payload=PAYLOAD, key=EC, alg=None, signature=None, edit=None):
    text = b64(head) + "." + b64(payload)
    octets = signature if signature is not None else key.sign(text.encode(), alg)
    return text + "." + b64(edit(octets) if edit else octets)


def case(kind, name, expect, token, key="ec", **more):
    pieces = {"token": token} if isinstance(token, str) else {"pieces": token}
    cases.append({"class": kind, "name": name, **pieces, "key": key, **more, "expect": expect})


GOOD = token(header(EC))
H, P, S = GOOD.split(".")
ACCEPTED, NOT_ALLOWED, INVALID = "accepted", "jws-algorithm-not-allowed", "jws-signature-invalid"

# What must be accepted, so that refusals mean something.
case("control", "an honest ES256 token", ACCEPTED, GOOD)
case("control", "an honest EdDSA token", ACCEPTED, token(header(ED), key=ED), key="ed")
case("control", "the same under the name Ed25519", ACCEPTED, token(header(ED, "Ed25519"), key=ED), key="ed")
case("control", "an honest ES384 token", ACCEPTED, token(header(P384), key=P384), key="p384")
case("control", "an honest ES512 token", ACCEPTED, token(header(P521), key=P521), key="p521")
for alg in ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"):
    case("control", f"an honest {alg} token", ACCEPTED, token(header(RSA, alg), key=RSA, alg=alg), key="rsa")
case("control", "a parameter that nobody knows is ignored", ACCEPTED, token(header(EC, cty="x", zip="DEF")))
case("control", "a payload that is no JSON is none of JOSE's business", ACCEPTED, token(header(EC), "\x00\xff"))

# none
for name in ("none", "None", "NONE", "nOnE", "", "none ", "null"):
    case("none", f"alg {name!r} with a signature", NOT_ALLOWED, token(header(EC, name) if name else
         json.dumps({"alg": "", "typ": "act+jwt", "kid": "ec"})))
case("none", "alg none without a signature", "jws-segments", b64(header(EC, "none")) + "." + P + ".")
case("none", "alg ES256 without a signature", "jws-segments", H + "." + P + ".")
case("none", "the signature cut off with its dot", "jws-segments", H + "." + P)

# HMAC with what everyone knows
public = EC.private.public_key()
for what, secret in {
    "the public key in PEM": public.public_bytes(ser.Encoding.PEM, ser.PublicFormat.SubjectPublicKeyInfo),
    "the public key in DER": public.public_bytes(ser.Encoding.DER, ser.PublicFormat.SubjectPublicKeyInfo),
    "the uncompressed point": public.public_bytes(ser.Encoding.X962, ser.PublicFormat.UncompressedPoint),
    "the text of the JWK": json.dumps(EC.jwk).encode(),
    "nothing": b"",
}.items():
    for alg, digest in (("HS256", "sha256"), ("HS384", "sha384"), ("HS512", "sha512")):
        text = b64(header(EC, alg)) + "." + P
        case("hmac", f"{alg} keyed with {what}", NOT_ALLOWED,
             text + "." + b64(hmac.new(secret, text.encode(), digest).digest()))
rsa_pem = RSA.private.public_key().public_bytes(ser.Encoding.PEM, ser.PublicFormat.SubjectPublicKeyInfo)
text = b64(header(RSA, "HS256")) + "." + P
case("hmac", "HS256 keyed with an RSA key in PEM", NOT_ALLOWED,
     text + "." + b64(hmac.new(rsa_pem, text.encode(), "sha256").digest()), key="rsa")
case("hmac", "an oct key is no key", "jwk-key-type-unsupported", GOOD, key={"kty": "oct", "k": b64(b"secret")})

# alg
for name in ("es256", "Es256", " ES256", "ES256 ", "ES256\u0000", "ES256K", "Ed448", "ESP256", "RSA1_5",
             "A128KW", "dir", "ＥＳ256", "EdDSA\u0301"):
    case("alg", f"alg {name!r} is no name of an algorithm", NOT_ALLOWED, token(header(EC, name)))
for what, value in (("a number", 256), ("an array", ["ES256"]), ("null", None), ("true", True),
                    ("an object", {"ES256": 1})):
    case("alg", f"alg is {what}", "jws-header-parameter-invalid", token(header(EC, alg=value)
         if value is not None else '{"alg":null,"typ":"act+jwt","kid":"ec"}'))
case("alg", "no alg", "jws-algorithm-missing", token(header(EC, alg=DROP).replace('"alg":"ES256",', "")))
cases[-1]["token"] = token('{"typ":"act+jwt","kid":"ec"}')
case("alg", "only ALG in capitals", "jws-algorithm-missing", token('{"ALG":"ES256","typ":"act+jwt","kid":"ec"}'))
for alg in ("ES384", "ES512", "EdDSA", "Ed25519", "RS256", "PS256"):
    case("alg", f"{alg} with a P-256 key", "jws-algorithm-not-for-key", token(header(EC, alg)))
case("alg", "ES256 with a P-384 key", "jws-algorithm-not-for-key", token(header(P384, "ES256"), key=P384), key="p384")
case("alg", "ES256 with an RSA key", "jws-algorithm-not-for-key", token(header(RSA, "ES256"), key=RSA), key="rsa")
case("alg", "EdDSA with an RSA key", "jws-algorithm-not-for-key", token(header(RSA, "EdDSA"), key=RSA), key="rsa")
case("alg", "PS256 with a key bound to RS256", "jws-algorithm-not-for-key",
     token(header(RSA, "PS256"), key=RSA, alg="PS256"), key={**RSA.jwk, "alg": "RS256"})
case("alg", "RS512 with a key bound to RS256", "jws-algorithm-not-for-key",
     token(header(RSA, "RS512"), key=RSA, alg="RS512"), key={**RSA.jwk, "alg": "RS256"})
case("alg", "ES512 where ES256 and EdDSA are allowed", NOT_ALLOWED, token(header(P521), key=P521), key="p521",
     algs=["ES256", "Ed25519"])
case("alg", "RS256 where ES256 is allowed", NOT_ALLOWED, token(header(RSA), key=RSA), key="rsa", algs=["ES256"])
case("alg", "RS256 said of a PS256 signature", INVALID, token(header(RSA), key=RSA, alg="PS256"), key="rsa")
case("alg", "PS256 said of an RS256 signature", INVALID, token(header(RSA, "PS256"), key=RSA, alg="RS256"), key="rsa")

# ECDSA signatures
n = CURVES["P-256"][4]
r, s = (int.from_bytes(EC.sign(f"{H}.{P}".encode())[at:at + 32], "big") for at in (0, 32))


def rs(r, s):
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


for what, value in {
    "r = s = 0": rs(0, 0), "r = 0": rs(0, s), "s = 0": rs(r, 0), "r = n": rs(n, s), "s = n": rs(r, n),
    "r = s = n": rs(n, n), "r = 1, s = 0": rs(1, 0), "r = s = 1": rs(1, 1), "r = n - 1": rs(n - 1, s),
    "r = n + 1": rs(n + 1, s), "s = n + 1": rs(r, n + 1), "r = p": rs(P256_PRIME, s),
    "r and s of all ones": b"\xff" * 64, "s and r swapped": rs(s, r), "r negated": rs(n - r, s),
    "s one more": rs(r, s + 1),
}.items():
    case("ecdsa", what, INVALID, token(header(EC), signature=value))
case("ecdsa", "s negated verifies as ECDSA has it, and makes another token", ACCEPTED,
     token(header(EC), signature=rs(r, n - s)))
for what, value in {
    "a signature in DER": utils.encode_dss_signature(r, s), "one octet less": rs(r, s)[:-1],
    "one octet more": rs(r, s) + b"\0", "a zero before r": b"\0" + rs(r, s),
    "zeros before r and s": b"\0" + rs(r, s)[:32] + b"\0" + rs(r, s)[32:], "r alone": rs(r, s)[:32],
    "twice": rs(r, s) * 2, "one octet": b"\1", "48 octets a half": rs(r, s)[:32].rjust(48, b"\0") + rs(r, s)[32:].rjust(48, b"\0"),
}.items():
    case("ecdsa", what, "jws-signature-length", token(header(EC), signature=value))
case("ecdsa", "another key's signature", INVALID, token(header(EC), key=EVIL))
case("ecdsa", "the signature of another payload", INVALID, token(header(EC), payload='{"iss":"x"}').rsplit(".", 1)[0] + "." + S)
case("ecdsa", "a signature over the decoded parts", INVALID,
     H + "." + P + "." + b64(EC.sign((header(EC) + "." + PAYLOAD).encode())))
case("ecdsa", "another kid under the same signature", INVALID, b64(header(EC, kid="evil")) + "." + P + "." + S)
case("ecdsa", "another typ under the same signature", INVALID, b64(header(EC, typ="exec+jwt")) + "." + P + "." + S)

# Ed25519 signatures
raw = ED.sign((b64(header(ED)) + "." + P).encode())
high = raw[:32] + (int.from_bytes(raw[32:], "little") + ED_ORDER).to_bytes(32, "little")
for what, value in {
    "s plus the order": high, "all zeros": bytes(64), "R of order one": b"\1" + bytes(31) + raw[32:],
    "s of zero": raw[:32] + bytes(32), "R with its sign flipped": raw[:31] + bytes([raw[31] ^ 0x80]) + raw[32:],
    "the top bit of s": raw[:63] + bytes([raw[63] | 0x80]),
}.items():
    case("eddsa", what, INVALID, token(header(ED), signature=value), key="ed")
for what, value in {"63 octets": raw[:-1], "65 octets": raw + b"\0", "32 octets": raw[:32]}.items():
    case("eddsa", what, "jws-signature-length", token(header(ED), signature=value), key="ed")
case("eddsa", "the prehashed variant", INVALID,
     token(header(ED), signature=ED.sign(hashlib.sha512((b64(header(ED)) + "." + P).encode()).digest())), key="ed")

# RSA signatures
text = (b64(header(RSA, "PS256")) + "." + P).encode()
short = RSA.private.sign(text, padding.PSS(padding.MGF1(hashes.SHA256()), 20), hashes.SHA256())
case("rsa", "PS256 with a salt of 20 octets", INVALID, token(header(RSA, "PS256"), signature=short), key="rsa")
text = (b64(header(RSA)) + "." + P).encode()
sha1 = RSA.private.sign(text, padding.PKCS1v15(), hashes.SHA512())
case("rsa", "RS256 over SHA-512", INVALID, token(header(RSA), signature=sha1), key="rsa")
plain = RSA.sign(text)
modulus = RSA.private.public_key().public_numbers().n
for what, value in {
    "one octet less": plain[:-1], "one octet more": plain + b"\0", "a zero before it": b"\0" + plain,
    "a signature of 0": bytes(256), "a signature of 1": bytes(255) + b"\1", "the modulus": modulus.to_bytes(256, "big"),
}.items():
    case("rsa", what, INVALID, token(header(RSA), signature=value), key="rsa")

# base64url and segments
def spare(text):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    assert len(text) % 4
    return text[:-1] + alphabet[alphabet.index(text[-1]) | 1]


spared = header(EC, pad="")
while len(b64(spared)) % 4 == 0:
    spared = header(EC, pad="x" * (len(spared) % 3 + 1))
for what, value in {
    "padding after the header": H + "=." + P + "." + S, "padding after the payload": f"{H}.{P}=.{S}",
    "padding after the signature": GOOD + "==", "spare bits in the signature": f"{H}.{P}.{spare(S)}",
    "spare bits in the header": spare(b64(spared)) + "." + P + "." + S,
    "a plus sign": f"{H}.{P}+.{S}", "a slash": f"{H}.{P}/.{S}", "a line break at the end": GOOD + "\n",
    "a space in front": " " + GOOD, "a line break in the payload": f"{H}.{P[:20]}\n{P[20:]}.{S}",
    "a carriage return": GOOD + "\r", "a NUL at the end": GOOD + "\0", "an impossible length": f"{H}.{P}.{S}AAA",
    "a wide full stop": GOOD.replace(".", "．", 1) + ".A", "an encoded full stop": GOOD.replace(".", "%2E", 1) + ".A",
    "a letter beyond ASCII": f"{H}.{P}é.{S}", "quotes around it": f'"{GOOD}"', "Bearer before it": "Bearer " + GOOD,
}.items():
    case("base64url", what, "jws-encoding", value)
for what, value in {
    "nothing": "", "a dot": ".", "two dots": "..", "three dots": "...", "no dot": H + P + S, "one dot": H + "." + P,
    "four segments": GOOD + ".AAAA", "a trailing dot": GOOD + ".", "a leading dot": "." + GOOD,
    "an empty header": f".{P}.{S}", "five segments, as a JWE": GOOD + ".AAAA.AAAA",
    "the JSON serialization": json.dumps({"protected": H, "payload": P, "signature": S}), "two tokens": GOOD + GOOD,
}.items():
    case("segments", what, "jws-segments", value)
case("bomb", "a million dots", "jws-too-large", [[".", 1000000]])
case("bomb", "65 000 dots", "jws-segments", [[".", 65000]])
case("bomb", "one octet more than the limit", "jws-too-large", [[f"{H}.{P}.", 1], ["A", 65537 - len(H) - len(P) - 2]])
case("bomb", "a long signature within the limit", "jws-signature-length", [[f"{H}.{P}.", 1], ["A", 60000]])
case("bomb", "ten million letters", "jws-too-large", [["A", 10000000]])

# The header as JSON
for what, (text, code) in {
    "two alg": ('{"alg":"none","alg":"ES256","typ":"act+jwt","kid":"ec"}', "json-duplicate-name"),
    "two alg, one escaped": ('{"alg":"ES256","\\u0061lg":"none","kid":"ec"}', "json-duplicate-name"),
    "two kid": ('{"alg":"ES256","kid":"ec","kid":"evil"}', "json-duplicate-name"),
    "two members deep inside": ('{"alg":"ES256","kid":"ec","x":{"a":[{"b":1,"b":2}]}}', "json-duplicate-name"),
    "a byte order mark": ('\ufeff' + header(EC), "json-byte-order-mark"),
    "UTF-16": (header(EC).encode("utf-16-le"), "json-syntax"),
    "octets that are no UTF-8": (b'{"alg":"ES256","kid":"\xc3\x28"}', "json-invalid-utf8"),
    "an overlong slash": (b'{"alg":"ES256","kid":"\xc0\xaf"}', "json-invalid-utf8"),
    "a surrogate in UTF-8": (b'{"alg":"ES256","kid":"\xed\xa0\x80"}', "json-invalid-utf8"),
    "a lone escaped surrogate": ('{"alg":"ES256","kid":"\\ud800"}', "json-lone-surrogate"),
    "a second value": (header(EC) + "{}", "json-trailing-data"),
    "a NUL behind it": (header(EC) + "\0", "json-trailing-data"),
    "a comma too many": ('{"alg":"ES256","kid":"ec",}', "json-syntax"),
    "single quotes": ("{'alg':'ES256'}", "json-syntax"), "a comment": ('{/**/"alg":"ES256"}', "json-syntax"),
    "no value": ("   ", "json-syntax"), "NaN": ('{"alg":"ES256","kid":"ec","x":NaN}', "json-syntax"),
    "a number with a leading zero": ('{"alg":"ES256","kid":"ec","x":01}', "json-syntax"),
    "a line feed in a string": ('{"alg":"ES256","kid":"a\nb"}', "json-control-character"),
    "an escape that does not exist": ('{"alg":"ES256","kid":"\\x41"}', "json-invalid-escape"),
    "an array": ('["ES256"]', "jws-header-not-an-object"), "a string": ('"ES256"', "jws-header-not-an-object"),
    "null": ("null", "jws-header-not-an-object"), "a number": ("1", "jws-header-not-an-object"),
    "65 levels": ('{"alg":"ES256","x":' + "[" * 64 + "]" * 64 + "}", "json-too-deep"),
    "12 000 levels": ("[" * 12000, "json-too-deep"),
}.items():
    case("json", "the header is or has " + what, code, token(text))
case("json", "64 levels in the header are allowed", ACCEPTED, token(header(EC)[:-1] + ',"x":' + "[" * 63 + "]" * 63 + "}"))

# Parameters that steer the verifier
for what, more in {
    "crit": {"crit": ["exp"]}, "crit with b64": {"crit": ["b64"], "b64": False}, "an empty crit": {"crit": []},
    "crit of null": {"crit": None}, "crit as a string": {"crit": "exp"}, "b64 false": {"b64": False},
    "b64 true": {"b64": True}, "jwk with the attacker's key": {"jwk": EVIL.jwk}, "jwk of null": {"jwk": None},
    "jku": {"jku": "https://evil.example/keys"}, "jku on the own host": {"jku": "https://a.example@evil.example/"},
    "x5u": {"x5u": "https://evil.example/cert"}, "x5u as a file": {"x5u": "file:///etc/passwd"},
}.items():
    case("steering", what, "jws-header-parameter-refused", token(header(EC, **more)))
case("steering", "the attacker's key in jwk, and its signature", "jws-header-parameter-refused",
     token(header(EC, jwk=EVIL.jwk), key=EVIL))
case("steering", "crit in escapes", "jws-header-parameter-refused",
     token('{"alg":"ES256","typ":"act+jwt","kid":"ec","\\u0063rit":["exp"]}'))
for what, value in {"a string": "MIIB", "empty": [], "no base64": ["*"], "a number inside": [1], "base64url": ["-_-_"],
                    "an empty certificate": [""], "nine certificates": ["AAAA"] * 9, "null": None}.items():
    case("steering", f"x5c is {what}", "jws-header-parameter-invalid", token(header(EC, x5c=value)))

# typ
for value in ("JWT", "jwt", "application/act+jwt", "ACT+JWT", "act+jwt ", "act+jwt\u0000", "exec+jwt", "аct+jwt", "",
              "act-approval+jwt", "act+jwt, exec+jwt"):
    case("typ", f"typ {value!r}", "jws-typ", token(header(EC, typ=value)), typ="act+jwt")
case("typ", "no typ", "jws-typ", token('{"alg":"ES256","kid":"ec"}'), typ="act+jwt")
case("typ", "TYP in capitals", "jws-typ", token('{"alg":"ES256","kid":"ec","TYP":"act+jwt"}'), typ="act+jwt")
for what, value in {"an array": ["act+jwt"], "null": None, "a number": 1}.items():
    case("typ", f"typ is {what}", "jws-header-parameter-invalid", token(header(EC, typ=value)), typ="act+jwt")

# kid
for what, value in {"a line feed": "a\nb", "NUL": "ec\0", "DEL": "ec\x7f", "an escape": "\x1b[2J", "nothing": "",
                    "257 octets": "k" * 257, "129 letters of two octets": "é" * 129}.items():
    case("kid", f"kid of {what}", "jws-header-parameter-invalid", token(header(EC, kid=value)))
for what, value in {"a number": 1, "an array": ["ec"], "null": None, "an object": {}}.items():
    case("kid", f"kid is {what}", "jws-header-parameter-invalid", token(header(EC, kid=value)))
nfc, nfd = unicodedata.normalize("NFC", "clé"), unicodedata.normalize("NFD", "clé")
pair = {"keys": [EC.jwk, EVIL.jwk]}
for value in ("EC", "ec ", "../ec", "' OR 1=1 --", "ec\u200b", "ｅc", "/dev/null", "https://evil.example/ec", "e\u0063\u0301"):
    case("kid", f"kid {value!r} names no key", "jws-key-unknown", token(header(EC, kid=value)), key=None, keys=pair)
case("kid", "kid composed where the key's is decomposed", "jws-key-unknown", token(header(EC, kid=nfc)), key=None,
     keys={"keys": [{**EC.jwk, "kid": nfd}]})
case("kid", "twins composed and decomposed: the attacker's does not stand for the other", INVALID,
     token(header(EC, kid=nfc), key=EVIL), key=None,
     keys={"keys": [{**EC.jwk, "kid": nfc}, {**EVIL.jwk, "kid": nfd}]})
case("kid", "no kid, and two keys that would do", "jws-kid-missing", token('{"alg":"ES256"}'), key=None, keys=pair)
case("kid", "the attacker's kid with the attacker's key", INVALID, token(header(EC, kid="ec"), key=EVIL), key=None, keys=pair)
case("kid", "two keys with one kid", "jwk-duplicate-kid", GOOD, key=None, keys={"keys": [EC.jwk, {**EVIL.jwk, "kid": "ec"}]})
case("kid", "a kid that is the thumbprint of another key", "jwk-duplicate-kid", GOOD, key=None, keys={"keys": [
    {k: v for k, v in EC.jwk.items() if k != "kid"},
    {**EVIL.jwk, "kid": b64(hashlib.sha256(json.dumps({k: EC.jwk[k] for k in ("crv", "kty", "x", "y")},
                                                      separators=(",", ":")).encode()).digest())}]})

# Keys
def ec_with(**members):
    return {k: v for k, v in {**EC.jwk, **members}.items() if v is not DROP}


def ed_with(x):
    return {"kty": "OKP", "crv": "Ed25519", "x": b64(x) if isinstance(x, bytes) else x}


x, y = (int.from_bytes(base64.urlsafe_b64decode(EC.jwk[c] + "="), "big") for c in "xy")
for what, (key, code) in {
    "use enc": (ec_with(use="enc"), "jwk-use"), "use SIG": (ec_with(use="SIG"), "jwk-use"),
    "key_ops without verify": (ec_with(key_ops=["sign"]), "jwk-use"),
    "key_ops for encryption": (ec_with(key_ops=["encrypt", "wrapKey"]), "jwk-use"),
    "empty key_ops": (ec_with(key_ops=[]), "jwk-use"),
    "key_ops as a string": (ec_with(key_ops="verify"), "jwk-member-invalid"),
    "key_ops with one twice": (ec_with(key_ops=["verify", "verify"]), "jwk-member-invalid"),
    "use of null": (ec_with(use=None), "jwk-member-invalid"),
    "alg ES384 on P-256": (ec_with(alg="ES384"), "jwk-algorithm-not-for-key"),
    "alg EdDSA on P-256": (ec_with(alg="EdDSA"), "jwk-algorithm-not-for-key"),
    "alg HS256": (ec_with(alg="HS256"), "jwk-algorithm-not-for-key"),
    "alg none": (ec_with(alg="none"), "jwk-algorithm-not-for-key"),
    "alg ECDH-ES": (ec_with(alg="ECDH-ES"), "jwk-algorithm-not-for-key"),
    "no kty": (ec_with(kty=DROP), "jwk-member-missing"), "kty ec": (ec_with(kty="ec"), "jwk-key-type-unsupported"),
    "kty OKP with the Kelvin sign": ({**ED.jwk, "kty": "O\u212aP"}, "jwk-key-type-unsupported"),
    "kty of a number": (ec_with(kty=1), "jwk-member-invalid"), "no crv": (ec_with(crv=DROP), "jwk-member-missing"),
    "crv secp256k1": (ec_with(crv="secp256k1"), "jwk-curve-unsupported"),
    "crv p-256": (ec_with(crv="p-256"), "jwk-curve-unsupported"),
    "crv X25519": ({**ED.jwk, "crv": "X25519"}, "jwk-curve-unsupported"),
    "crv Ed448": ({**ED.jwk, "crv": "Ed448"}, "jwk-curve-unsupported"),
    "crv P-384 with the point of P-256": (ec_with(crv="P-384"), "jwk-key-rejected"),
    "no y": (ec_with(y=DROP), "jwk-member-missing"), "x of a number": (ec_with(x=1), "jwk-member-invalid"),
    "a point off the curve": (ec_with(y=number(y ^ 1, 32)), "jwk-key-rejected"),
    "the point (0, 0)": (ec_with(x=number(0, 32), y=number(0, 32)), "jwk-key-rejected"),
    "x beyond the field": (ec_with(x=number(P256_PRIME, 32)), "jwk-key-rejected"),
    "a coordinate of 31 octets": (ec_with(x=b64(x.to_bytes(32, "big")[:31])), "jwk-key-rejected"),
    "a coordinate with a zero in front": (ec_with(x=b64(b"\0" + x.to_bytes(32, "big"))), "jwk-key-rejected"),
    "an empty coordinate": (ec_with(x=""), "jwk-key-rejected"),
    "a padded coordinate": (ec_with(x=EC.jwk["x"] + "="), "jwk-encoding"),
    "a coordinate in plain base64": (ec_with(x="+/" + EC.jwk["x"][2:]), "jwk-encoding"),
    "kid with a line feed": (ec_with(kid="a\nb"), "jwk-member-invalid"),
    "an empty kid": (ec_with(kid=""), "jwk-member-invalid"),
    "the neutral element of Ed25519": (ed_with(b"\1" + bytes(31)), "jwk-key-rejected"),
    "the point of order 2": (ed_with((ED_PRIME - 1).to_bytes(32, "little")), "jwk-key-rejected"),
    "a point of order 4": (ed_with(bytes(32)), "jwk-key-rejected"),
    "the other point of order 4": (ed_with(bytes(31) + b"\x80"), "jwk-key-rejected"),
    "a point of order 8": (ed_with(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")), "jwk-key-rejected"),
    "another point of order 8": (ed_with(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")), "jwk-key-rejected"),
    "the neutral element, not reduced": (ed_with((ED_PRIME + 1).to_bytes(32, "little")), "jwk-key-rejected"),
    "zero, not reduced": (ed_with(ED_PRIME.to_bytes(32, "little")), "jwk-key-rejected"),
    "y that is on no point": (ed_with(b"\2" + bytes(31)), "jwk-key-rejected"),
    "31 octets of Ed25519": (ed_with(bytes(31)), "jwk-key-rejected"),
    "33 octets of Ed25519": (ed_with(bytes(33)), "jwk-key-rejected"),
    "RSA of 1024 bits": (Key("weak", "1024").jwk, "jwk-key-rejected"),
    "RSA with e = 1": ({**RSA.jwk, "e": "AQ"}, "jwk-key-rejected"),
    "RSA with an even e": ({**RSA.jwk, "e": number(65536)}, "jwk-key-rejected"),
    "RSA with an even modulus": ({**RSA.jwk, "n": number(modulus - 1)}, "jwk-key-rejected"),
    "RSA without n": ({k: v for k, v in RSA.jwk.items() if k != "n"}, "jwk-member-missing"),
    "a JWK that is an array": ([], "jwk-not-an-object"),
}.items():
    case("key", what, code, GOOD, key=key)
case("key", "two x", "json-duplicate-name", GOOD, key=None, key_text=json.dumps(EC.jwk)[:-1] + f', "x": "{EVIL.jwk["x"]}"' + "}")
case("key", "a set without keys", "jwk-member-missing", GOOD, key=None, keys={})
case("key", "a set with keys of null", "jwk-member-invalid", GOOD, key=None, keys={"keys": None})
case("key", "a broken key spoils its set", "jwk-key-rejected", GOOD, key=None, keys={"keys": [EC.jwk, ec_with(kid="x", x="AA")]})
case("key", "a key of an unknown kind is skipped", ACCEPTED, GOOD, key=None,
     keys={"keys": [{"kty": "oct", "k": "AA", "kid": "ec"}, EC.jwk, {"kty": "AKP", "kid": "pq"}]})
case("key", "the skipped key verifies nothing", "jws-key-unknown", token(header(EC, kid="pq")), key=None,
     keys={"keys": [EC.jwk, {"kty": "AKP", "kid": "pq"}]})

# peers.json: what another implementation signs
peers = []
for key in (EC, ED, P384, P521):
    for name in ([key.alg, "Ed25519"] if key is ED else [key.alg]):
        peers.append({"name": f"{name} by python-cryptography", "key": key.jwk, "alg": name,
                      "token": token(header(key, name), key=key), "payload": PAYLOAD})
for alg in ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"):
    peers.append({"name": f"{alg} by python-cryptography", "key": RSA.jwk, "alg": alg,
                  "token": token(header(RSA, alg), key=RSA, alg=alg), "payload": PAYLOAD})


def write(name, description, **content):
    with open(os.path.join(HERE, name), "w") as file:
        json.dump({"description": description, **content}, file, ensure_ascii=True, indent=1)
        file.write("\n")


write("hostile.json", "Attacks on readers of compact JWS, JWK and JWK Sets, each with the code of the refusal. 'key' names a "
      "key of 'keys', or is a JWK; 'keys' of a case is a JWK Set; 'pieces' are texts and how often each is repeated.",
      keys=NAMED, cases=cases)
write("peers.json", "Tokens that another implementation signed.", cases=peers)
print(len(cases), "hostile cases,", len(peers), "tokens of peers")
