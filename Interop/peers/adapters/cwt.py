"""python-cwt: COSE_Sign1."""

import cbor2
from cwt import COSE, COSEKey
from cwt.const import COSE_ALGORITHMS_SIGNATURE

NAMES = {number: name for name, number in COSE_ALGORITHMS_SIGNATURE.items()}


def key_for(key, alg):
    """The library takes the algorithm from the key, so a key is made for the one that is asked for."""
    return COSEKey.from_jwk({**key, "alg": alg, "kid": key.get("kid", "key-1")})


def answer(op, request):
    aad = bytes.fromhex(request.get("aad_hex") or "")
    if op == "cose.sign1.sign":
        key = key_for(request["key"], request["alg"])
        protected = {1: key.alg, 4: key.kid}
        message = COSE.new().encode_and_sign(
            bytes.fromhex(request["payload_hex"]), key, protected=protected, external_aad=aad, out="cbor2/CBORTag")
        if request.get("detached"):
            message.value[2] = None
        return {"hex": cbor2.dumps(message).hex()}
    if op == "cose.sign1.verify":
        octets = bytes.fromhex(request["hex"])
        stated = cbor2.loads(cbor2.loads(octets).value[0])[1]
        detached = request.get("detached_hex")
        payload = COSE.new().decode(
            octets, key_for(request["key"], NAMES[stated]), external_aad=aad,
            detached_payload=None if detached is None else bytes.fromhex(detached))
        return {"payload_hex": payload.hex()}
    raise NotImplementedError(op)
