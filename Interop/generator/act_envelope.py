"""ACT: serialization, header, signature, whose key (draft §4.1 to §4.3, §5)."""
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from .act import DROP, ACTSuite, header, mandate, mandate_claims, record
from .encoding_rules import b64u, compact, dump, signing_input, with_signature
from .principals import Key, alice, bob, carol, erin, issuers, mallory, trent

TYP = "act+jwt"


def suite():
    s = ACTSuite("act-envelope", "ACT: serialization, JOSE header, signature, and whose key it is")
    accepted(s)
    serialization(s)
    head(s)
    signature(s)
    trust(s)
    return s


def raw(payload, head=None):
    """A token whose payload (and header) are these exact octets, signed by alice."""
    return compact(head or header(alice.key), payload, alice.key)


def accepted(s):
    s.good("mandate, ES256", "the ordinary case", mandate(), ["alg-implement", "sig"])
    s.good("mandate, EdDSA", "the other algorithm", mandate(carol, iss=carol.id), ["alg-implement"])
    s.good("mandate, Ed25519", "RFC 9864: another name of the same", mandate(carol, {"alg": "Ed25519"}, iss=carol.id),
           ["alg-implement"])
    s.good("unknown header parameters", "are ignored", mandate(head={"cty": "x", "note": [1]}))
    s.good("white space in the payload", "the octets as received are signed",
           raw(json.dumps(mandate_claims(), indent=1)), ["json"])
    s.good("escaped claim name", "an escaped name is the name",
           raw(dump(mandate_claims()).replace(b'"iss"', b'"\\u0069ss"')))
    s.good("payload 64 deep", "as deep as it may be", raw(deep(63)), ["json-depth"])
    s.good("kid of 256 octets", "as long as it may be", mandate(head={"kid": "k" * 256}), ["kid"],
           trust={"issuers": {alice.id: {"jwks": {"keys": [alice.key.jwk(kid="k" * 256)]}}}})
    s.good("token of 65536 octets", "as large as it may be", sized(65536), ["size"])
    s.good("many values", "a token of many small values is within its limits", mandate(x=[0] * 20000), ["size"])
    s.good("kid by thumbprint", "a key without kid is named by its thumbprint",
           mandate(head={"kid": thumbprint(alice.key)}),
           trust={"issuers": {alice.id: {"jwks": {"keys": [alice.key.jwk(kid=None)]}}}})


def thumbprint(key):
    from .jwk import thumbprint as of
    return of(key.jwk())


def deep(levels):
    """A valid mandate with a claim that nests `levels` deep below the payload object."""
    return dump(mandate_claims())[:-1] + b',"x":' + b"[" * levels + b"]" * levels + b"}"


def sized(octets):
    """A valid mandate of exactly so many octets."""
    for padding in range(octets * 3 // 4 - 800, octets):
        token = mandate(x="x" * padding)
        if len(token) >= octets:
            break
    head = header(alice.key)
    while len(token) > octets:
        padding -= 1
        token = mandate(x="x" * padding)
    while len(token) < octets:
        # The header makes up for lengths that base64url of the payload skips.
        head["pad"] = head.get("pad", "") + "p"
        token = compact(head, mandate_claims(x="x" * padding), alice.key)
        if len(token) > octets:
            padding -= 1
            head["pad"] = ""
    return token


def serialization(s):
    token = mandate()
    a, b, c = token.split(".")
    s.bad("65537 octets", "size is checked before anything else", "size", "A" * 65537)
    s.bad("one segment", "nothing is signed", "segments", b)
    s.bad("two segments", "the signature is cut off", "segments", f"{a}.{b}")
    s.bad("empty signature", "cut off at the last dot", "segments", f"{a}.{b}.")
    s.bad("empty payload", "nothing is said", "segments", f"{a}..{c}")
    s.bad("four segments", "one too many", "segments", f"{token}.{c}")
    s.bad("dot flood", "tens of thousands of dots, work for each in a splitting parser", "segments", "." * 65000)
    s.bad("padding", "one form only", "base64url", token + "==")
    s.bad("plus and slash", "the other alphabet", "base64url", f"{a}.{b}.{'+/' * 43}")
    s.bad("spare bits", "a second text of the same signature", "base64url", token[:-1] + bump(token[-1]))
    s.bad("line feed at the end", "strict to the end", "base64url", token + "\n")
    s.bad("octet above ASCII", "not text of the alphabet", "base64url", token.encode() + b"\xc3\xa9")
    for name, payload in [("trailing comma", b'{"iss":"a",}'), ("byte order mark", b"\xef\xbb\xbf" + dump(mandate_claims())),
                          ("invalid UTF-8", b'{"iss":"\xff"}'), ("lone surrogate", b'{"iss":"\\ud800"}'),
                          ("octets after the object", dump(mandate_claims()) + b"{}"), ("not JSON", b"hello"),
                          ("NaN", b'{"iat":NaN}')]:
        s.bad(f"payload: {name}", "strict JSON", "json", raw(payload))
    s.bad("header: trailing comma", "strict JSON", "json", raw("{}", '{"alg":"ES256",}'))
    for name, payload in [("array", b"[]"), ("string", b'"x"'), ("null", b"null"), ("number", b"1")]:
        s.bad(f"payload: {name}", "an object", "json-object", raw(payload))
    s.bad("header: array", "an object", "json-object", raw(mandate_claims(), "[]"))
    twice = dump(mandate_claims())[:-1]
    s.bad("claim twice", "sub of bob, then of mallory: readers differ in which counts", "json-unique",
          raw(twice + b',"sub":"' + mallory.id.encode() + b'"}'))
    s.bad("claim twice by escape", "an escape does not make another name", "json-unique", raw(twice + b',"\\u0073ub":"x"}'))
    s.bad("member twice in an unknown claim", "at any depth", "json-unique", raw(twice + b',"x":[{"a":1,"a":1}]}'))
    s.bad("header parameter twice", "alg twice", "json-unique",
          raw(mandate_claims(), '{"typ":"act+jwt","alg":"none","alg":"ES256","kid":"alice-key"}'))
    s.bad("payload 65 deep", "one deeper than allowed", "json-depth", raw(deep(64)))
    s.bad("unbounded depth", "20000 deep: the stack of a recursive reader", "json-depth", raw(deep(20000)))


def bump(last):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return alphabet[alphabet.index(last) ^ 1]


def head(s):
    for typ in ["exec+jwt", "wimse-exec+jwt", "act-approval+jwt", "ACT+JWT", "application/act+jwt", "act+jwt ", "JWT", "at+jwt",
                1, None, DROP]:
        name = "absent" if typ is DROP else json.dumps(typ)
        s.bad(f"typ {name}", "a token of another kind is no ACT, whatever it claims", "typ", mandate(head={"typ": typ}))
    for alg in ["none", "NONE", "HS256", "ES384", "RS256", "ES256K", "es256", "Ed448", "", 1, None, DROP]:
        name = "absent" if alg is DROP else json.dumps(alg)
        s.bad(f"alg {name}", "only ES256, EdDSA and Ed25519 exist", "alg", mandate(head={"alg": alg}))
    for kid in ["", "k" * 257, "alice\nkey", "alice-key\0", "\x7f", 1, None, DROP]:
        name = "absent" if kid is DROP else json.dumps(kid if not isinstance(kid, str) or len(kid) < 99 else "257 octets")
        s.bad(f"kid {name}", "1 to 256 octets without control characters", "kid", mandate(head={"kid": kid}))
    s.bad("crit", "nothing critical is defined", "crit", mandate(head={"crit": ["exp"]}))
    s.bad("crit empty", "present is enough", "crit", mandate(head={"crit": []}))
    s.bad("b64 false", "RFC 7797: what is signed would not be what is read", "b64", mandate(head={"b64": False}))
    s.bad("jwk", "signer-chosen trust root: the token brings the key that verifies it", "key-reference",
          mandate(trent, {"jwk": trent.key.jwk()}))
    s.bad("jku", "signer-chosen trust root by reference: a fetch from where the attacker likes", "key-reference",
          mandate(trent, {"jku": "https://trent.example/jwks.json"}))
    s.bad("x5u", "signer-chosen trust root by reference", "key-reference",
          mandate(head={"x5u": "https://trent.example/chain.pem"}))
    s.bad("x5c without anchors", "no chain can be validated", "x5c", mandate(head={"x5c": ["MAMCAQA="]}))


def signature(s):
    claims, key = mandate_claims(), alice.key
    text = signing_input(header(key), claims)
    valid = key.sign(text.encode())
    s.bad("alg EdDSA under a P-256 key", "the key decides, not the header", "alg-key", mandate(head={"alg": "EdDSA"}))
    s.bad("alg ES256 under an Ed25519 key", "the key decides", "alg-key", mandate(carol, {"alg": "ES256"}, iss=carol.id))
    s.bad("alg narrowed by the key", "the JWK says ES384: it can't be a P-256 key; it says ES256 and EdDSA is written",
          "alg-key", mandate(head={"alg": "Ed25519"}),
          trust={"issuers": {alice.id: {"jwks": {"keys": [alice.key.jwk(alg="ES256")]}}}})
    der = key.private.sign(text.encode(), ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    for name, octets in [("DER", der), ("63 octets", valid[:63]), ("65 octets", valid + b"\0"), ("one octet", b"\1")]:
        s.bad(f"signature: {name}", "64 octets, r and s", "sig-form", f"{text}.{b64u(octets)}")
    zero = bytes(64)
    for name, octets in [("all zero", zero), ("r zero", zero[:32] + valid[32:]), ("s zero", valid[:32] + zero[:32]),
                         ("exchanged", valid[32:] + valid[:32]), ("bit flipped", bytes([valid[0] ^ 1]) + valid[1:])]:
        s.bad(f"signature: {name}", "no signature of the key", "sig", f"{text}.{b64u(octets)}")
    s.bad("payload exchanged", "another payload under the same signature", "sig",
          with_signature(header(key), mandate_claims(sub=mallory.id), valid))
    s.bad("payload rewritten", "the same claims in another order: the octets are signed, not the meaning", "sig",
          with_signature(header(key), dict(reversed(claims.items())), valid))
    s.bad("header exchanged", "the header is signed as well", "sig", with_signature(header(key, cty="x"), claims, valid))
    s.bad("signed by another with that kid", "kid selects alice's key, mallory signed", "sig",
          mandate(mallory, {"kid": alice.key.kid}))
    s.bad("record signed by the issuer", "a record is signed by its agent: alice can't say what bob did", "trust-kid",
          record(alice))
    s.bad("record signed by the issuer under the agent's kid", "and not under his kid either", "sig",
          record(alice, {"kid": bob.key.kid}))
    s.bad("mandate signed by the agent", "bob can't grant to himself in alice's name", "trust-kid", mandate(bob))


def trust(s):
    s.bad("issuer unknown", "no key is trusted for trent", "trust-party", mandate(trent, iss=trent.id))
    s.bad("issuer in another case", "identifiers are octets", "trust-party", mandate(iss="https://ALICE.example"))
    s.bad("issuer with a slash more", "no URI normalization", "trust-party", mandate(iss="https://alice.example/"))
    accent = Key("accent", "ES256", "accent")
    token = compact(header(accent), mandate_claims(iss="Andre\u0301"), accent)
    s.bad("issuer in another normalization", "e with acute accent in its two forms: twins to String comparison in some "
          "languages, two parties here", "trust-party", token,
          trust={"issuers": {"Andr\u00e9": {"jwks": {"keys": [accent.jwk()]}}}})
    s.good("issuer in the same normalization", "the control of the case before", token, ["trust-named"],
           trust={"issuers": {"Andre\u0301": {"jwks": {"keys": [accent.jwk()]}}}})
    s.bad("kid unknown", "no key of alice has it", "trust-kid", mandate(head={"kid": "alice-key-2"}))
    s.bad("kid of another party", "mallory's key is trusted, and not for alice", "trust-kid", mandate(mallory))
    for n in range(4):
        s.bad(f"unknown-kid storm {n}", "each a new kid: answered from what is at hand, nothing is fetched", "trust-kid",
              mandate(head={"kid": f"https://storm.example/keys/{n}"}))
    s.bad("nobody is trusted", "an empty trust file", "trust-party", mandate(), trust={})
    two = {"issuers": issuers(alice)}
    two["issuers"][alice.id]["jwks"]["keys"].insert(0, Key("alice 2", "ES256", "alice-key-2").jwk())
    s.good("two keys, the second", "kid tells them apart", mandate(), ["trust-kid"], trust=two)
    s.bad("algorithm excluded for the issuer", "the trust file's algs narrow", "alg",
          mandate(), trust={"issuers": {alice.id: {"jwks": {"keys": [alice.key.jwk()]}, "algs": ["EdDSA"]}}})
    s.bad("key not for signatures", "use enc: it verifies nothing, so alice has no such key", "trust-kid", mandate(),
          trust={"issuers": {alice.id: {"jwks": {"keys": [alice.key.jwk(use="enc"), carol.key.jwk()]}}}})
    s.bad("no keys", "an empty set names its identifier, and has no kid", "trust-kid", mandate(),
          trust={"issuers": {alice.id: {"jwks": {"keys": []}}}})
    s.bad("key with the algorithm of another type", "ES384 on P-256: the key is skipped", "trust-kid", mandate(),
          trust={"issuers": {alice.id: {"jwks": {"keys": [alice.key.jwk(alg="ES384"), carol.key.jwk()]}}}})
    s.bad("did:key not enabled", "a method that is not configured", "did-enabled", did_mandate())
    s.good("did:key enabled", "the identifier is the key", did_mandate(), ["did-key", "tier3"], trust={"did_key": True})
    fragment = did(carol.key).removeprefix("did:key:")
    for name, kid in [("the identifier", did(carol.key)), ("the fragment", fragment), ("the fragment with #", f"#{fragment}")]:
        s.good(f"did:key, kid is {name}", "another name of the one key", did_mandate(kid), ["did-kid"], trust={"did_key": True})
    s.bad("did:key, kid with another fragment", "the fragment repeats the key", "did-kid",
          did_mandate(f"{did(carol.key)}#key-1"), trust={"did_key": True})
    s.bad("did:key, kid of another", "kid must name the key of the identifier", "did-kid",
          did_mandate("did:key:z6MkOther#z6MkOther"), trust={"did_key": True})
    s.bad("did:key, signed by another", "the identifier decides which key verifies", "sig",
          did_mandate(signer=erin.key), trust={"did_key": True})
    s.bad("did:key cut off", "encodes no key", "did-key", did_mandate(identifier=did(carol.key)[:-4]),
          trust={"did_key": True})
    s.bad("did:web without a resolver", "nothing is fetched by default", "did-enabled",
          mandate(iss="did:web:alice.example"), trust={"did_key": True})


BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def did(key):
    from cryptography.hazmat.primitives import serialization as ser
    number = int.from_bytes(b"\xed\x01" + key.public.public_bytes(ser.Encoding.Raw, ser.PublicFormat.Raw), "big")
    text = ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return f"did:key:z{text}"


def did_mandate(kid=None, identifier=None, signer=None):
    """A mandate that the did:key of carol's key issues."""
    identifier = identifier or did(carol.key)
    kid = kid or f"{identifier}#{identifier.removeprefix('did:key:')}"
    signer = signer or carol.key
    head = {"typ": TYP, "alg": "EdDSA", "kid": kid}
    return compact(head, mandate_claims(iss=identifier), signer)
