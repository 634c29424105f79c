"""joserfc: JWS, JWK."""

import base64
import json

from joserfc import jwk, jws


def answer(op, request):
    if op == "base64url.decode":
        # What the library does with a segment: it puts the padding back and leaves the rest to Python.
        text = request["input"].encode("ascii")
        return {"hex": base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4)).hex()}
    if op == "json.parse":
        json.loads(bytes.fromhex(request["hex"]).decode("utf-8"))
        return {}
    if op == "jwk.parse":
        key = jwk.import_key(request["jwk"])
        return {"thumbprint": key.thumbprint(), "kty": key.key_type, **({"alg": key.alg} if key.alg else {})}
    if op == "jws.sign":
        key = jwk.import_key(request["key"])
        alg = request.get("alg") or {"EC": "ES256", "OKP": "EdDSA"}[key.key_type]
        header = {"alg": alg, "typ": request["typ"], "kid": request.get("kid") or key.kid}
        token = jws.serialize_compact(header, bytes.fromhex(request["payload_hex"]), key, algorithms=[alg])
        return {"token": token}
    if op == "jws.verify":
        # One name or the other for Ed25519; by default the library knows only what it recommends.
        algorithms = request.get("algs") or ["ES256", "ES384", "EdDSA", "Ed25519"]
        token = bytes.fromhex(request["token_hex"]) if "token_hex" in request else request["token"]
        keys = request.get("keys")
        key = jwk.KeySet.import_key_set(keys) if keys else jwk.import_key(request["key"])
        message = jws.deserialize_compact(token, key, algorithms=algorithms)
        if request.get("typ") not in (None, message.headers().get("typ")):
            raise ValueError("typ")
        return {"payload_hex": message.payload.hex(), "header": message.headers()}
    raise NotImplementedError(op)
