"""PyJWT: JWS."""

import jwt


def answer(op, request):
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
