"""cose.sign1.verify: RFC 9052 §4.2 and §4.4, RFC 9053, RFC 9864."""
from .cases import Suite
from .cbor_octets import Tag, encode
from .principals import Key

es, ed, es384 = Key("cose", "ES256"), Key("cose", "EdDSA"), Key("cose", "ES384")
other = Key("cose other", "ES256")
PAYLOAD = b"This is the content."
ES256, ES384, EDDSA = -7, -35, -8


def sign1(protected=None, unprotected=None, payload=PAYLOAD, key=es, aad=b"", context="Signature1", tag=18, signature=None,
          signed=None, attached=True):
    """A COSE_Sign1; `signed` is the payload that the signature is really over."""
    if isinstance(protected, bytes):
        head = protected
    else:
        head = encode({1: ES256} if protected is None else protected)
        head = b"" if protected == {} else head
    if signature is None:
        signature = key.sign(encode([context, head, aad, payload if signed is None else signed]))
    message = [head, unprotected or {}, payload if attached else None, signature]
    return encode(Tag(tag, message) if tag else message)


def suite():
    s = Suite("cose", "COSE_Sign1: headers, Sig_structure, detached content, and signatures that are none")

    def good(name, comment, message, key=es, payload=PAYLOAD, **members):
        s.accept(name, comment, {"op": "cose.sign1.verify", "hex": message.hex(), "key": key.jwk(), **members},
                 {"payload_hex": payload.hex()})

    def bad(name, comment, message, code, rule, key=None, **members):
        s.refuse(name, comment,
                 {"op": "cose.sign1.verify", "hex": message.hex(), "key": key or es.jwk(), **members}, code, rule=rule)

    invalid = "cose-signature-invalid"
    good("ES256", "the ordinary case", sign1())
    good("ES384", "the larger curve", sign1({1: ES384}, key=es384), key=es384)
    good("EdDSA", "RFC 9053", sign1({1: EDDSA}, key=ed), key=ed)
    good("external data", "is signed and not sent", sign1(aad=b"context"), aad_hex=b"context".hex())
    good("detached payload", "is signed and sent elsewhere", sign1(attached=False), detached_hex=PAYLOAD.hex())
    good("empty payload", "octets all the same", sign1(payload=b""), payload=b"")
    good("kid unprotected", "a hint needs no protection", sign1(unprotected={4: b"cose-key"}))
    good("kid and content type", "more headers", sign1({1: ES256, 3: "application/act+jwt", 4: b"cose-key"}))

    rule = "RFC 9052 §4.4"
    bad("payload exchanged", "the payload is signed", sign1(signed=b"another"), invalid, rule)
    bad("external data missing", "it is signed", sign1(aad=b"context"), invalid, rule)
    bad("external data exchanged", "it is signed", sign1(aad=b"context"), invalid, rule, aad_hex=b"other".hex())
    bad("context of COSE_Sign", "a signature of another structure", sign1(context="Signature"), invalid, rule)
    bad("signed by another key", "not this one", sign1(key=other), invalid, rule)
    bad("zero signature", "psychic signatures", sign1(signature=bytes(64)), invalid, "RFC 9053 §2.1")
    bad("signature of 63 octets", "r and s of 32 octets each", sign1(signature=bytes(range(63))), invalid, "RFC 9053 §2.1")
    bad("empty signature", "none at all", sign1(signature=b""), invalid, "RFC 9053 §2.1")
    bad("protected header exchanged", "it is signed", encode(Tag(18, [encode({1: ES256, 4: b"x"}), {}, PAYLOAD, es.sign(
        encode(["Signature1", encode({1: ES256}), b"", PAYLOAD]))])), invalid, rule)

    bad("no algorithm", "nothing says how", sign1({4: b"x"}), "cose-algorithm-missing", "RFC 9052 §3.1")
    bad("algorithm unprotected", "an attacker could exchange it", sign1({}, {1: ES256}), "cose-parameter-unprotected",
        "RFC 9052 §3.1; the algorithm is integrity-protected")
    bad("algorithm HMAC", "a MAC is no signature", sign1({1: 5}), "cose-algorithm-unsupported", "RFC 9053 §3.1")
    bad("EdDSA with a P-256 key", "the key decides", sign1({1: EDDSA}), "cose-algorithm-not-for-key", "RFC 9053 §2.2")
    bad("ES384 with a P-256 key", "the key decides", sign1({1: ES384}), "cose-algorithm-not-for-key", "RFC 9053 §2.1")
    bad("key for ES256 only", "alg of the key is honoured", sign1({1: EDDSA}, key=ed), "cose-algorithm-not-allowed",
        "RFC 9052 §7.1", key=es.jwk(alg="ES256"))
    bad("critical and unknown", "crit means it", sign1({1: ES256, 2: [-70000], -70000: 1}), "cose-critical-not-understood",
        "RFC 9052 §3.1")
    bad("critical and absent", "crit names what is there", sign1({1: ES256, 2: [-70000]}), "cose-critical-absent",
        "RFC 9052 §3.1")
    bad("crit empty", "has at least one label", sign1({1: ES256, 2: []}), "cose-parameter-invalid", "RFC 9052 §3.1")
    bad("label in both headers", "which of them counts?", sign1({1: ES256, 4: b"a"}, {4: b"b"}), "cose-label-repeated",
        "RFC 9052 §3")
    bad("label twice", "in the protected header", sign1(bytes.fromhex("a201260126")), "cbor-duplicate-key", "RFC 9052 §3")
    bad("protected header with a tail", "one map", sign1(encode({1: ES256}) + b"\0"), "cbor-trailing-octets", "RFC 9052 §3")
    bad("protected header is an array", "a map", sign1(b"\x80"), "cose-malformed-protected-header", "RFC 9052 §3")

    bad("tag of COSE_Sign", "98 is another structure", sign1(tag=98), "cose-wrong-tag", "RFC 9052 §2")
    bad("three elements", "a COSE_Sign1 has four", encode(Tag(18, [b"", {}, PAYLOAD])), "cose-malformed-message",
        "RFC 9052 §4.2")
    bad("five elements", "a COSE_Sign1 has four", encode(Tag(18, [b"", {}, PAYLOAD, b"", b""])), "cose-malformed-message",
        "RFC 9052 §4.2")
    bad("payload is text", "a byte string or null", encode(Tag(18, [encode({1: ES256}), {}, "text", bytes(64)])),
        "cose-malformed-payload", "RFC 9052 §4.2")
    bad("a map", "not a message", encode({1: 2}), "cose-malformed-message", "RFC 9052 §4.2")
    bad("detached and not given", "nothing to verify", sign1(attached=False), "cose-payload-missing", "RFC 9052 §4.1")
    bad("attached and given as well", "which of them is signed?", sign1(), "cose-payload-attached", "RFC 9052 §4.1",
        detached_hex=PAYLOAD.hex())
    bad("octets after it", "one message", sign1() + b"\0", "cbor-trailing-octets", "RFC 8949 §5.3.1")
    bad("cut off", "the end is missing", sign1()[:-1], "cbor-truncated", "RFC 8949 appendix C")
    return s
