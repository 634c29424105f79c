"""Verifies every token of a file many times and prints seconds a token: the median of twenty rounds over
the file, in processor time. Usage: verify.py pyjwt|joserfc ALGORITHM KEY.pem TOKENS"""

import statistics
import sys
import time
import warnings

AUDITOR = "https://auditor.example.org"


def pyjwt(algorithm, pem):
    import jwt
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    key = load_pem_public_key(pem)
    options = {"require": ["iss", "aud", "iat", "exp", "jti"]}
    return lambda token: jwt.decode(token, key, algorithms=[algorithm], audience=AUDITOR, options=options)


def joserfc(algorithm, pem):
    from joserfc import jwk, jwt

    warnings.simplefilter("ignore")  # EdDSA is an older name of Ed25519, it says at each token
    key = (jwk.OKPKey if algorithm == "EdDSA" else jwk.ECKey).import_key(pem)
    essential = {name: {"essential": True} for name in ("iss", "iat", "exp", "jti")}
    claims = jwt.JWTClaimsRegistry(aud={"essential": True, "value": AUDITOR}, **essential)

    def verify(token):
        decoded = jwt.decode(token, key, algorithms=[algorithm])
        claims.validate(decoded.claims)

    return verify


def main(library, algorithm, key_file, token_file):
    with open(key_file, "rb") as file:
        verify = {"pyjwt": pyjwt, "joserfc": joserfc}[library](algorithm, file.read())
    with open(token_file) as file:
        tokens = file.read().split()
    rounds = []
    for _ in range(20):
        start = time.process_time()
        for token in tokens:
            verify(token)
        rounds.append((time.process_time() - start) / len(tokens))
    print(statistics.median(rounds))


main(*sys.argv[1:])
