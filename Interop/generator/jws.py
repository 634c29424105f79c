"""jws.verify and jws.sign: RFC 7515, RFC 7518, RFC 8037, RFC 9864, and the attacks of RFC 8725 and since."""
import base64
import hashlib
import hmac
import json

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from .cases import Reference, Suite
from .encoding_rules import b64u, compact, dump, signing_input, with_signature
from .principals import Key

PAYLOAD = {"iss": "https://alice.example", "note": "hello"}
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
RULE = {
    "jws-algorithm-not-allowed": "RFC 8725 §3.1", "jws-algorithm-not-for-key": "RFC 8725 §3.1",
    "jws-signature-invalid": "RFC 7515 §5.2", "jws-signature-length": "RFC 7518 §3.4; RFC 8037 §3.1",
    "jws-segments": "RFC 7515 §7.1", "jws-encoding": "RFC 7515 §2", "jws-typ": "RFC 8725 §3.11",
    "jws-header-parameter-refused": "ACT, ECT: header rules", "jws-header-parameter-invalid": "RFC 7515 §4.1",
    "jws-algorithm-missing": "RFC 7515 §4.1.1", "jws-key-unknown": "RFC 7515 §6", "jws-kid-missing": "RFC 7515 §6",
    "jws-too-large": "ACT, ECT: at most 65536 octets", "jws-header-not-an-object": "RFC 7515 §4",
    "json-duplicate-name": "RFC 7515 §4", "json-syntax": "RFC 7515 §5.2", "json-byte-order-mark": "RFC 7515 §5.2",
    "json-too-deep": "ACT, ECT: at most 64 deep", "json-invalid-utf8": "RFC 7515 §5.2",
    "json-lone-surrogate": "RFC 7493 §2.1", "json-trailing-data": "RFC 7515 §5.2", "jwk-use": "RFC 7517 §4.2",
    "jwk-key-rejected": "RFC 8725 §3.4", "jwk-key-type-unsupported": "RFC 8725 §3.1",
}

es = Key("jws", "ES256", "es")
ed = Key("jws", "EdDSA", "ed")
es384, es512, rsa = Key("jws", "ES384", "es384"), Key("jws", "ES512", "es512"), Key("jws", "RSA", "rsa")
other = Key("jws other", "ES256", "es")


def suite():
    s = Suite("jws", "compact JWS: every algorithm, and every known way to get a signature accepted that is none", {
        "P-256": es.jwk(), "Ed25519": ed.jwk(), "P-384": es384.jwk(), "P-521": es512.jwk(), "RSA": rsa.jwk()})
    algorithms(s)
    confusion(s)
    signatures(s)
    envelopes(s)
    headers(s)
    keys(s)
    signing(s)
    return s


KEYS = {"ES256": "P-256", "EdDSA": "Ed25519", "Ed25519": "Ed25519", "ES384": "P-384", "ES512": "P-521"}


def request(token, key="P-256", algs=("ES256", "EdDSA", "Ed25519"), typ=None, **members):
    key = Reference(key) if isinstance(key, str) else key
    named = {"token_hex": token.hex()} if isinstance(token, bytes) else {"token": token}
    return {"op": "jws.verify", **named, "key": key, "algs": list(algs), "typ": typ, **members}


def good(s, name, comment, token, payload=None, **members):
    payload = dump(PAYLOAD) if payload is None else payload
    s.accept(name, comment, request(token, **members), {"payload_hex": payload.hex()})


def bad(s, name, comment, code, token, **members):
    s.refuse(name, comment, request(token, **members), code, rule=RULE[code])


def algorithms(s):
    for alg, key in [("ES256", es), ("ES384", es384), ("ES512", es512), ("EdDSA", ed), ("Ed25519", ed)]:
        good(s, alg, "the ordinary case", compact({"alg": alg, "kid": key.kid}, PAYLOAD, key), key=KEYS[alg], algs=[alg])
    for alg in ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]:
        good(s, alg, "RSA, for verification only", compact({"alg": alg}, PAYLOAD, rsa, alg), key="RSA", algs=[alg])
    good(s, "EdDSA allowed, Ed25519 written", "RFC 9864: two names of one algorithm",
         compact({"alg": "Ed25519"}, PAYLOAD, ed), key="Ed25519", algs=["EdDSA"])
    good(s, "typ that is asked for", "octet by octet", compact({"alg": "ES256", "typ": "act+jwt"}, PAYLOAD, es),
         typ="act+jwt")
    good(s, "empty payload", "RFC 7515 allows it", compact({"alg": "ES256"}, b"", es), payload=b"")
    good(s, "binary payload", "the payload of a JWS is octets", compact({"alg": "ES256"}, b"\x00\xff\xfe", es),
         payload=b"\x00\xff\xfe")
    good(s, "unknown header parameters", "are ignored unless critical",
         compact({"alg": "ES256", "cty": "x", "x-y": {"a": [1]}}, PAYLOAD, es))
    good(s, "header with white space", "the octets as received are signed",
         compact('{ "alg" : "ES256" }\n', PAYLOAD, es))
    good(s, "header name by escape", "an escaped name is the name", compact(r'{"\u0061lg":"ES256"}', PAYLOAD, es))
    good(s, "key set", "kid chooses", compact({"alg": "ES256", "kid": "es"}, PAYLOAD, es), key=None,
         keys={"keys": [ed.jwk(), es.jwk()]})
    good(s, "key set with a kind that is unknown", "RFC 7517 §5: it is skipped",
         compact({"alg": "ES256", "kid": "es"}, PAYLOAD, es), key=None,
         keys={"keys": [{"kty": "AKP", "alg": "ML-DSA-44", "kid": "pq", "pub": "AAAA"}, es.jwk()]})
    good(s, "kid by thumbprint", "a key without kid is named by its RFC 7638 thumbprint",
         compact({"alg": "ES256", "kid": thumbprint(es)}, PAYLOAD, es), key=None, keys={"keys": [es.jwk(kid=None)]})


def thumbprint(key):
    from .jwk import thumbprint as of
    return of(key.jwk())


def confusion(s):
    text = signing_input({"alg": "HS256"}, PAYLOAD)
    pem = es.public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    jwk = json.dumps(es.jwk()).encode()
    for label, secret in [("PEM", pem), ("JWK", jwk), ("x", es.jwk()["x"].encode()), ("nothing", b"")]:
        mac = hmac.new(secret, text.encode(), hashlib.sha256).digest()
        bad(s, f"HS256 keyed with the public key's {label}", "algorithm confusion, the classic (CVE-2015-9235)",
            "jws-algorithm-not-allowed", f"{text}.{b64u(mac)}", algs=["HS256", "ES256"])
    for none in ["none", "None", "NONE", "nOnE", "none "]:
        bad(s, f"alg {none!r} with a signature", "unsigned is not signed, in any spelling",
            "jws-algorithm-not-allowed", compact({"alg": none}, PAYLOAD, es), algs=["none", "ES256"])
    bad(s, "alg none without a signature", "an empty third segment (CVE-2015-2951 and many since)", "jws-segments",
        signing_input({"alg": "none"}, PAYLOAD) + ".", algs=["none", "ES256"])
    for alg in ["es256", "ES256 ", "ES256K", "ES256\0", "\u0395S256", "ECDSA", ""]:
        bad(s, f"alg {alg!r}", "names are compared octet by octet", "jws-algorithm-not-allowed",
            compact({"alg": alg}, PAYLOAD, es))
    bad(s, "alg ES384 with a P-256 key", "the curve and the digest go together", "jws-algorithm-not-for-key",
        compact({"alg": "ES384"}, PAYLOAD, es), algs=["ES384", "ES256"])
    bad(s, "alg EdDSA with a P-256 key", "the key decides", "jws-algorithm-not-for-key",
        compact({"alg": "EdDSA"}, PAYLOAD, es))
    bad(s, "alg RS256 with a P-256 key", "the key decides", "jws-algorithm-not-for-key",
        compact({"alg": "RS256"}, PAYLOAD, es), algs=["RS256", "ES256"])
    bad(s, "alg that the caller does not allow", "a valid signature is not enough", "jws-algorithm-not-allowed",
        compact({"alg": "ES384"}, PAYLOAD, es384), key="P-384")
    bad(s, "no algorithm allowed", "an empty list allows nothing", "jws-algorithm-not-allowed",
        compact({"alg": "ES256"}, PAYLOAD, es), algs=[])
    bad(s, "RS256 under a key for PS256", "alg of the key narrows", "jws-algorithm-not-for-key",
        compact({"alg": "RS256"}, PAYLOAD, rsa, "RS256"), key=rsa.jwk(alg="PS256"), algs=["RS256", "PS256"])
    bad(s, "no alg", "required", "jws-algorithm-missing", compact({"kid": "es"}, PAYLOAD, es))
    bad(s, "alg is an array", "not a string", "jws-header-parameter-invalid", compact({"alg": ["ES256"]}, PAYLOAD, es))
    bad(s, "alg is null", "not a string", "jws-header-parameter-invalid", compact({"alg": None}, PAYLOAD, es))


def signatures(s):
    head = {"alg": "ES256"}
    text = signing_input(head, PAYLOAD)
    valid = es.sign(text.encode())
    r, n = valid[:32], valid[32:]
    pairs = {
        "r = 0, s = 0": (0, 0), "r = 0": (0, int.from_bytes(n, "big")), "s = 0": (int.from_bytes(r, "big"), 0),
        "r = 1, s = 1": (1, 1), "r = order": (ORDER, int.from_bytes(n, "big")),
        "s = order": (int.from_bytes(r, "big"), ORDER), "r = order, s = order": (ORDER, ORDER),
        "all ones": (2**256 - 1, 2**256 - 1), "s + 1": (int.from_bytes(r, "big"), int.from_bytes(n, "big") + 1),
    }
    for name, (a, b) in pairs.items():
        bad(s, f"ES256 {name}", "psychic signatures (CVE-2022-21449) and their kin", "jws-signature-invalid",
            with_signature(head, PAYLOAD, a.to_bytes(32, "big") + b.to_bytes(32, "big")))
    der = es.private.sign(text.encode(), ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    bad(s, "ES256 in DER", "the form of X.509, not of JWS", "jws-signature-length", f"{text}.{b64u(der)}")
    for name, octets in [("63 octets", valid[:-1]), ("65 octets", valid + b"\0"), ("zero in front", b"\0" + valid),
                         ("128 octets", valid * 2), ("one octet", b"\0"),
                         ("66 octets, both padded", b"\0" + r + b"\0" + n)]:
        bad(s, f"ES256 {name}", "a second encoding of a signature", "jws-signature-length", f"{text}.{b64u(octets)}")
    bad(s, "ES256 halves exchanged", "s, r", "jws-signature-invalid", f"{text}.{b64u(n + r)}")
    bad(s, "signature of another payload", "a signature is of its message", "jws-signature-invalid",
        with_signature(head, {"iss": "https://mallory.example"}, valid))
    bad(s, "signature of another header", "the header is signed as well", "jws-signature-invalid",
        with_signature({"alg": "ES256", "kid": "x"}, PAYLOAD, valid))
    bad(s, "signed by another key", "with the same kid", "jws-signature-invalid", compact(head, PAYLOAD, other))
    for bit in [0, 255, 256, 511]:
        flipped = bytearray(valid)
        flipped[bit // 8] ^= 0x80 >> bit % 8
        bad(s, f"ES256 bit {bit} flipped", "every bit counts", "jws-signature-invalid", f"{text}.{b64u(bytes(flipped))}")
    ed_text = signing_input({"alg": "EdDSA"}, PAYLOAD)
    ed_valid = ed.sign(ed_text.encode())
    order = 2**252 + 27742317777372353535851937790883648493
    big = (int.from_bytes(ed_valid[32:], "little") + order).to_bytes(32, "little")
    bad(s, "Ed25519 s plus the order", "a malleable signature (RFC 8032 §5.1.7)", "jws-signature-invalid",
        f"{ed_text}.{b64u(ed_valid[:32] + big)}", key="Ed25519")
    bad(s, "Ed25519 all zero", "R and s zero", "jws-signature-invalid", f"{ed_text}.{b64u(bytes(64))}", key="Ed25519")
    bad(s, "Ed25519 identity", "R is the neutral element and s zero", "jws-signature-invalid",
        f"{ed_text}.{b64u(bytes([1]) + bytes(63))}", key="Ed25519")
    bad(s, "Ed25519 of 63 octets", "too short", "jws-signature-length", f"{ed_text}.{b64u(ed_valid[:-1])}", key="Ed25519")
    bad(s, "RS256 with a PS256 signature", "paddings are not exchanged", "jws-signature-invalid",
        with_signature({"alg": "RS256"}, PAYLOAD, rsa.sign(signing_input({"alg": "RS256"}, PAYLOAD).encode(), "PS256")),
        key="RSA", algs=["RS256"])


def envelopes(s):
    token = compact({"alg": "ES256"}, PAYLOAD, es)
    head, body, sig = token.split(".")
    bad(s, "two segments", "no signature", "jws-segments", f"{head}.{body}")
    bad(s, "four segments", "a dot more", "jws-segments", token + ".AA")
    bad(s, "five segments", "the form of JWE", "jws-segments", f"{head}.AA.{body}.AA.{sig}")
    bad(s, "dot flood", "60000 dots: work and memory for each (CVE-2025-30204)", "jws-segments", "." * 60000)
    bad(s, "dot flood after a token", "a valid beginning does not help", "jws-segments", token + "." * 60000)
    bad(s, "empty", "nothing", "jws-segments", "")
    bad(s, "empty header", "no first segment", "jws-segments", f".{body}.{sig}")
    bad(s, "empty signature", "no third segment", "jws-segments", f"{head}.{body}.")
    bad(s, "65537 octets", "size is checked before anything is done", "jws-too-large", "A" * 65537)
    bad(s, "signature padded with =", "one form only", "jws-encoding", token + "==")
    last = sig[-1]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twin = alphabet[alphabet.index(last) ^ 1]
    bad(s, "spare bits in the signature", "another text of the same octets (malleability)", "jws-encoding",
        token[:-1] + twin)
    bad(s, "line feed after the token", "strict to the end", "jws-encoding", token + "\n")
    bad(s, "space before the token", "strict from the beginning", "jws-encoding", " " + token)
    bad(s, "line feed in the payload", "decoders that skip it sign something else", "jws-encoding",
        f"{head}.{body[:4]}\n{body[4:]}.{sig}")
    bad(s, "NUL after the token", "C strings end here", "jws-encoding", token.encode() + b"\0")
    for n in range(99):
        text = signing_input({"alg": "ES256"}, {**PAYLOAD, "n": n})
        standard = base64.b64encode(es.sign(text.encode())).decode().rstrip("=")
        if "+" in standard and "/" in standard:
            break
    bad(s, "signature in plain base64", "'+' and '/' are not base64url", "jws-encoding", f"{text}.{standard}")
    flat = json.dumps({"protected": head, "payload": body, "signature": sig})
    bad(s, "JSON serialization", "only the compact form is read", "jws-segments", flat)
    bad(s, "octet FF", "not even text", "jws-encoding", token.encode() + b"\xff")


def headers(s):
    for name, value in [("jwk", es.jwk()), ("jku", "https://mallory.example/keys"), ("x5u", "https://mallory.example/x"),
                        ("crit", ["exp"]), ("b64", False), ("crit", []), ("b64", True)]:
        bad(s, f"{name} {json.dumps(value)[:24]}", "the token chooses neither its key nor its processing",
            "jws-header-parameter-refused", compact({"alg": "ES256", name: value}, PAYLOAD, es))
    bad(s, "jwk by escape", "an escaped name is the name", "jws-header-parameter-refused",
        compact(r'{"alg":"ES256","\u006awk":{}}', PAYLOAD, es))
    for name, text, code in [
            ("alg twice", '{"alg":"ES256","alg":"none"}', "json-duplicate-name"),
            ("alg twice by escape", r'{"alg":"ES256","\u0061lg":"none"}', "json-duplicate-name"),
            ("duplicate in an unknown parameter", '{"alg":"ES256","x":{"a":1,"a":2}}', "json-duplicate-name"),
            ("trailing comma", '{"alg":"ES256",}', "json-syntax"),
            ("byte order mark", b'\xef\xbb\xbf{"alg":"ES256"}', "json-byte-order-mark"),
            ("invalid UTF-8", b'{"alg":"ES256","x":"\xff"}', "json-invalid-utf8"),
            ("lone surrogate", r'{"alg":"ES256","x":"\ud800"}', "json-lone-surrogate"),
            ("data after the header", '{"alg":"ES256"}{}', "json-trailing-data"),
            ("header is an array", '["ES256"]', "jws-header-not-an-object"),
            ("header is null", "null", "jws-header-not-an-object"),
            ("header 65 deep", '{"alg":"ES256","x":' + "[" * 64 + "]" * 64 + "}", "json-too-deep"),
            ("header 8000 deep", "[" * 8000, "json-too-deep")]:
        bad(s, name, "strict JSON, once, without recursion", code, compact(text, PAYLOAD, es))
    for typ in ["ACT+JWT", "application/act+jwt", "act+jwt ", "exec+jwt", "JWT", ""]:
        bad(s, f"typ {typ!r}", "exactly the type that is asked for", "jws-typ",
            compact({"alg": "ES256", "typ": typ}, PAYLOAD, es), typ="act+jwt")
    bad(s, "no typ", "the type that is asked for must be there", "jws-typ", compact({"alg": "ES256"}, PAYLOAD, es),
        typ="act+jwt")
    bad(s, "typ is a number", "not a string", "jws-header-parameter-invalid",
        compact({"alg": "ES256", "typ": 1}, PAYLOAD, es))
    for name, kid in [("empty", ""), ("257 octets", "k" * 257), ("line feed", "es\nroot"), ("NUL", "es\0"),
                      ("a number", 1), ("an object", {})]:
        bad(s, f"kid {name}", "a kid goes into logs and look-ups", "jws-header-parameter-invalid",
            compact({"alg": "ES256", "kid": kid}, PAYLOAD, es))


def keys(s):
    token = compact({"alg": "ES256", "kid": "es"}, PAYLOAD, es)
    bad(s, "key for encryption", "use is honoured", "jwk-use", token, key=es.jwk(use="enc"))
    bad(s, "key that may sign only", "key_ops is honoured", "jwk-use", token, key=es.jwk(key_ops=["sign"]))
    bad(s, "symmetric key", "there is no HMAC here", "jwk-key-type-unsupported", token, key={"kty": "oct", "k": "AAAA"})
    bad(s, "small-order Ed25519 key", "signs everything", "jwk-key-rejected",
        with_signature({"alg": "EdDSA"}, PAYLOAD, bytes([1]) + bytes(63)), key=ed.jwk(x=b64u(bytes([1]) + bytes(31))))
    unknown = compact({"alg": "ES256", "kid": "../../etc/passwd"}, PAYLOAD, es)
    bad(s, "kid of no key of the set", "a kid selects and never fetches", "jws-key-unknown", unknown, key=None,
        keys={"keys": [es.jwk()]})
    bad(s, "kid in another normalization", "kid is octets: e with acute accent in its two forms", "jws-key-unknown",
        compact({"alg": "ES256", "kid": "cle\u0301"}, PAYLOAD, es), key=None, keys={"keys": [es.jwk(kid="cl\u00e9")]})
    bad(s, "kid of another key of the set", "no other key is tried", "jws-algorithm-not-for-key",
        compact({"alg": "ES256", "kid": "ed"}, PAYLOAD, es), key=None, keys={"keys": [es.jwk(), ed.jwk()]})
    bad(s, "no kid and two keys", "nothing says which", "jws-kid-missing", compact({"alg": "ES256"}, PAYLOAD, es), key=None,
        keys={"keys": [es.jwk(), other.jwk(kid="two")]})


def signing(s):
    for alg, key in [("ES256", es), ("EdDSA", ed)]:
        s.refuse(f"sign {alg} with a kid of control characters", "what may not be read is not written",
                 {"op": "jws.sign", "payload_hex": "00", "key": key.private_jwk(), "typ": "act+jwt", "kid": "a\nb"},
                 "jws-header-parameter-invalid", rule="ACT#req-act-kid")
    s.refuse("sign with a public key", "there is nothing to sign with",
             {"op": "jws.sign", "payload_hex": "00", "key": es.jwk(), "typ": "act+jwt"}, "jwk-not-private",
             rule="RFC 7517 §9.3")
    s.refuse("sign with halves of two keys", "the public value belongs to another private one",
             {"op": "jws.sign", "payload_hex": "00", "key": {**es.private_jwk(), "d": other.private_jwk()["d"]},
              "typ": "act+jwt"}, "jwk-private-value-mismatch", rule="RFC 7518 §6.2.2.1")
    for alg, key in [("ES256", es), ("EdDSA", ed)]:
        verify = request({"$answer": "token"}, key=KEYS[alg], algs=[alg], typ="act+jwt")
        s.accept(f"sign {alg}", "what is signed can be verified; EdDSA is written under the name that older readers know",
                 {"op": "jws.sign", "payload_hex": dump(PAYLOAD).hex(), "key": key.private_jwk(), "typ": "act+jwt",
                  "kid": key.kid},
                 then={"request": verify, "expect": {"ok": True, "payload_hex": dump(PAYLOAD).hex(),
                                                     "header": {"alg": alg, "typ": "act+jwt", "kid": key.kid}}})
