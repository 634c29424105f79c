"""Other implementations behind the conformance interface: JSON lines in, one answer line each.

Usage: testee.py joserfc|pyjwt|pymerkle
A refusal has the library's name for it as its code, so that Interop/run-vectors needs --verdicts. It has the operations of `actect testee` that the implementation has, and `merkle.prove`, which answers a proof
of inclusion for the tests to check."""

import base64
import json
import sys
import warnings


def joserfc(op, request):
    from joserfc import jwk, jws

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


def pyjwt(op, request):
    import jwt

    signatures = jwt.PyJWS()
    if op == "jws.sign":
        key = jwt.PyJWK(request["key"], algorithm=request["alg"])
        header = {"typ": request["typ"], "kid": request["kid"]}
        payload = bytes.fromhex(request["payload_hex"])
        return {"token": signatures.encode(payload, key, algorithm=request["alg"], headers=header)}
    if op == "jws.verify":
        algorithm = request["algs"][0]
        key = jwt.PyJWK(request["key"], algorithm=algorithm)
        return {"payload_hex": signatures.decode(request["token"], key, algorithms=[algorithm]).hex()}
    raise NotImplementedError(op)


def pymerkle(op, request):
    from pymerkle import InmemoryTree

    tree = InmemoryTree(algorithm="sha256")
    for leaf in request["leaves_hex"]:
        tree.append_entry(bytes.fromhex(leaf))
    if op == "merkle.root":
        return {"root_hex": tree.get_root().hex()}
    if op == "merkle.prove":
        size = len(request["leaves_hex"])
        path = tree.prove_inclusion(request["index"] + 1, size).serialize()["path"]
        return {"leaf_hash_hex": path[0], "proof_hex": path[1:], "root_hex": tree.get_root().hex()}
    raise NotImplementedError(op)


def main(library):
    warnings.simplefilter("ignore")
    answer = {"joserfc": joserfc, "pyjwt": pyjwt, "pymerkle": pymerkle}[library]
    for line in sys.stdin:
        request = json.loads(line)
        try:
            result = {"id": request["id"], "ok": True, **answer(request["op"], request)}
        except NotImplementedError as error:
            detail = {"code": "unknown-op", "detail": f"there is no {error} here"}
            result = {"id": request["id"], "ok": False, "error": detail}
        except Exception as error:  # every refusal is an answer
            detail = {"code": type(error).__name__, "detail": str(error)}
            result = {"id": request["id"], "ok": False, "error": detail}
        print(json.dumps(result), flush=True)


main(sys.argv[1])
