"""pycose: COSE_Sign1."""

from pycose.headers import KID, Algorithm
from pycose.keys import EC2Key, OKPKey, RSAKey
from pycose.messages import Sign1Message

from .keys import octets

CURVES = {"P-256": "P_256", "P-384": "P_384", "P-521": "P_521"}


def key_for(key):
    if key["kty"] == "RSA":
        names = ("n", "e", "d", "p", "q", "dp", "dq")
        parts = {name: octets(key, name) for name in names}
        return RSAKey(**parts, qinv=octets(key, "qi")) if parts["d"] else RSAKey(n=parts["n"], e=parts["e"])
    if key["kty"] == "OKP":
        return OKPKey(crv="ED25519", x=octets(key, "x"), d=octets(key, "d"))
    return EC2Key(crv=CURVES[key["crv"]], x=octets(key, "x"), y=octets(key, "y"), d=octets(key, "d"))


def answer(op, request):
    aad = bytes.fromhex(request.get("aad_hex") or "")
    if op == "cose.sign1.sign":
        payload = bytes.fromhex(request["payload_hex"])
        detached = payload if request.get("detached") else None
        message = Sign1Message(
            phdr={Algorithm: request["alg"].upper(), KID: b"key-1"}, external_aad=aad,
            payload=None if request.get("detached") else payload)
        message.key = key_for(request["key"])
        return {"hex": message.encode(detached_payload=detached).hex()}
    if op == "cose.sign1.verify":
        message = Sign1Message.decode(bytes.fromhex(request["hex"]))
        message.external_aad = aad
        message.key = key_for(request["key"])
        detached = request.get("detached_hex")
        detached = None if detached is None else bytes.fromhex(detached)
        if not message.verify_signature(detached):
            raise ValueError("signature")
        return {"payload_hex": (message.payload if detached is None else detached).hex()}
    raise NotImplementedError(op)
