"""Writes peers.json: messages and keys made by pycose and cwt, which share no code with this project.

Usage: python3 peers.py > peers.json    (in an environment with pycose 1.1.0 and cwt 3.3.0)

Keys are made anew at each run, so the file changes at each run; the cases do not.
"""
import json
from importlib.metadata import version

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cwt import COSE, COSEKey
from pycose.headers import KID, Algorithm
from pycose.keys import EC2Key, OKPKey
from pycose.messages import Sign1Message

CURVES = {"ES256": (ec.SECP256R1(), 1, 32), "ES384": (ec.SECP384R1(), 2, 48), "ES512": (ec.SECP521R1(), 3, 66)}
PAYLOAD = b"one record of what an agent did"
AAD = b"both sides know this"
cases = []


def case(name, message, key, payload=PAYLOAD, detached=False, aad=b""):
    cases.append({
        "name": name, "message": message.hex(), "key": key.hex(), "payload": payload.hex(),
        "detached": detached, "aad": aad.hex(),
    })


def public(private):
    """The COSE_Key of a private key, with its parameters in an order that is not the deterministic one."""
    key = private.public_key()
    if isinstance(key, ed25519.Ed25519PublicKey):
        return {1: 1, -2: key.public_bytes_raw(), -1: 6}
    numbers = key.public_numbers()
    if isinstance(key, rsa.RSAPublicKey):
        return {-2: numbers.e.to_bytes(3, "big"), 1: 3, -1: numbers.n.to_bytes(256, "big")}
    _, curve, size = next(c for c in CURVES.values() if c[0].name == key.curve.name)
    return {-1: curve, -2: numbers.x.to_bytes(size, "big"), -3: numbers.y.to_bytes(size, "big"), 1: 2}


def made_by_pycose(name, private, algorithm, **options):
    key = public(private)
    if key[1] == 1:
        signer = OKPKey(crv="ED25519", x=key[-2], d=private.private_bytes_raw())
    else:
        size = len(key[-2])
        d = private.private_numbers().private_value.to_bytes(size, "big")
        signer = EC2Key(crv={1: "P_256", 2: "P_384", 3: "P_521"}[key[-1]], x=key[-2], y=key[-3], d=d)
    protected = {KID: b"key-1", Algorithm: algorithm} | options.get("protected", {})
    message = Sign1Message(phdr=protected, uhdr=options.get("unprotected", {}), payload=PAYLOAD,
                           external_aad=options.get("aad", b""))
    message.key = signer
    detached = options.get("detached", False)
    encoded = message.encode(tag=options.get("tag", True))
    case(f"pycose, {name}", detach(encoded) if detached else encoded, cbor2.dumps(key), detached=detached,
         aad=options.get("aad", b""))


def detach(encoded):
    value = cbor2.loads(encoded)
    parts = value.value if isinstance(value, cbor2.CBORTag) else value
    parts = [parts[0], parts[1], None, parts[3]]
    return cbor2.dumps(cbor2.CBORTag(18, parts) if isinstance(value, cbor2.CBORTag) else parts)


def made_by_cwt(name, private, algorithm, **options):
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    signer = COSEKey.from_pem(pem, kid=b"key-1", alg=algorithm)
    protected = {1: signer.alg, 4: b"key-1"} | options.get("protected", {})
    encoded = COSE.new().encode_and_sign(PAYLOAD, signer, protected=protected,
                                         unprotected=options.get("unprotected", {}),
                                         external_aad=options.get("aad", b""))
    detached = options.get("detached", False)
    case(f"cwt, {name}", detach(encoded) if detached else encoded, cbor2.dumps(public(private)),
         detached=detached, aad=options.get("aad", b""))


PRIVATE = {name: ec.generate_private_key(curve[0]) for name, curve in CURVES.items()}
PRIVATE["EdDSA"] = ed25519.Ed25519PrivateKey.generate()
for algorithm, private in PRIVATE.items():
    made_by_pycose(algorithm, private, algorithm.upper())
    made_by_pycose(f"{algorithm}, detached, external AAD", private, algorithm.upper(), detached=True, aad=AAD)
    made_by_pycose(f"{algorithm}, untagged", private, algorithm.upper(), tag=False)
    made_by_cwt(algorithm, private, algorithm)
    made_by_cwt(f"{algorithm}, detached, external AAD", private, algorithm, detached=True, aad=AAD)
RSA = rsa.generate_private_key(65537, 2048)
for algorithm in ["PS256", "PS384", "PS512"]:
    made_by_cwt(algorithm, RSA, algorithm)
    made_by_cwt(f"{algorithm}, detached, external AAD", RSA, algorithm, detached=True, aad=AAD)
STATEMENT = {
    16: "application/example+cose", 15: {2: "urn:example:subject", 1: "https://issuer.example", 6: 1.5e9},
    258: -16, 259: "application/act+jwt",
}
made_by_cwt("a hash envelope with CWT claims", PRIVATE["ES256"], "ES256", protected=STATEMENT)
made_by_cwt("unprotected parameters", PRIVATE["ES256"], "ES256",
            unprotected={-70001: {2: [1.1, None, True], 1: 2}, 33: [b"\x30\x00", b"\x30\x01"]})

origin = (f"Made by peers.py with pycose {version('pycose')}, cwt {version('cwt')} and cryptography "
          f"{version('cryptography')}. Every message verifies. key is a COSE_Key whose parameters are not sorted.")
print('{\n  "origin": ' + json.dumps(origin) + ',\n  "cases": [')
print(",\n".join("    " + json.dumps(c) for c in cases))
print("  ]\n}")
