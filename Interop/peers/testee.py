"""Other implementations behind the conformance interface: JSON lines in, one answer line each.

Usage: testee.py joserfc|pyjwt|pymerkle
It has the operations of `actect testee` that the implementation has, and `merkle.prove`, which answers a proof
of inclusion for the tests to check."""

import json
import sys
import warnings


def joserfc(op, request):
    from joserfc import jwk, jws

    # One name or the other for Ed25519; by default the library knows only what it recommends.
    algorithms = ["ES256", "ES384", "EdDSA", "Ed25519"]
    key = jwk.import_key(request.get("key") or request.get("jwk"))
    if op == "jwk.parse":
        return {"thumbprint": key.thumbprint()}
    if op == "jws.sign":
        header = {"alg": request["alg"], "typ": request["typ"], "kid": request["kid"]}
        token = jws.serialize_compact(header, bytes.fromhex(request["payload_hex"]), key, algorithms=algorithms)
        return {"token": token}
    if op == "jws.verify":
        return {"payload_hex": jws.deserialize_compact(request["token"], key, algorithms=algorithms).payload.hex()}
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
        except Exception as error:  # every refusal is an answer
            detail = {"code": type(error).__name__, "detail": str(error)}
            result = {"id": request["id"], "ok": False, "error": detail}
        print(json.dumps(result), flush=True)


main(sys.argv[1])
