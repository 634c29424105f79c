"""Writes peers.json: statements and receipts made by scitt-cose, pycose and cwt, which share no code with this
project.

Usage: python3 peers.py > peers.json    (in an environment with scitt-cose 0.5.0, pycose 1.1.0 and cwt 3.3.0)

Keys are made anew at each run, so the file changes at each run; the cases do not.
"""
import hashlib
import json
from importlib.metadata import version

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cwt import COSE, COSEKey
from pycose.headers import KID, Algorithm
from pycose.keys import EC2Key
from pycose.messages import Sign1Message
from scitt_cose import merkle
from scitt_cose.receipt import build_receipt, verify_receipt
from scitt_cose.statement import build_signed_statement

ISSUER, SERVICE = "https://ledger.example", "https://transparency.example"
SUBJECT = "urn:uuid:a0b1c2d3-e4f5-4789-abcd-ef0123456789"
PAYLOAD = b"one record of what an agent did"
NEW = {
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "ES384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate,
}
cases = []


def pem(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def spki(key):
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex()


def leaf_input(statement, profile):
    return {
        "statement": statement,
        "statement-hash": hashlib.sha256(statement).digest(),
        "payload-hash": hashlib.sha256(PAYLOAD).digest(),
    }[profile]


def case(maker, profile, size, index, statement, statement_key, receipt, service_key, leaves):
    public = service_key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert verify_receipt(receipt, leaf_entry_hex=leaves[index], log_public_key_pem=public).ok
    cases.append({
        "name": f"{maker}, {profile}, entry {index} of {size}", "profile": profile, "size": size, "index": index,
        "statement": statement.hex(), "receipt": receipt.hex(), "root": merkle.merkle_root(leaves),
        "statementKey": spki(statement_key), "serviceKey": spki(service_key),
    })


def signed_statement(alg):
    key = NEW[alg]()
    return key, build_signed_statement(
        PAYLOAD, alg=alg, private_key_pem=pem(key), issuer=ISSUER, subject=SUBJECT,
        content_type="application/exec+jwt", kid=b"key-1")


def log(statement, profile, size, index):
    leaves = [hashlib.sha256(b"entry %d" % i).hexdigest() for i in range(size)]
    leaves[index] = leaf_input(statement, profile).hex()
    return leaves


for alg in NEW:
    for profile in ("statement", "statement-hash", "payload-hash"):
        for size, index in ((2, 1), (7, 6), (1000, 500)):
            statement_key, statement = signed_statement(alg)
            key, leaves = NEW[alg](), log(statement, profile, size, index)
            receipt = build_receipt(
                leaf_entry_hex=leaves[index], leaf_index=index, tree_entries_hex=leaves, alg=alg,
                log_private_key_pem=pem(key), iss=SERVICE, sub=SUBJECT, kid=b"key-1", iat=1760000000)
            case(f"scitt-cose, {alg}", profile, size, index, statement, statement_key, receipt, key, leaves)


def parts(leaves, index):
    root = bytes.fromhex(merkle.merkle_root(leaves))
    path = [bytes.fromhex(node) for node in merkle.inclusion_proof(leaves, index)]
    return root, {396: {-1: [cbor2.dumps([len(leaves), index, path])]}}


statement_key, statement = signed_statement("ES256")
leaves = log(statement, "statement", 33, 17)
root, unprotected = parts(leaves, 17)
claims = {1: SERVICE, 2: SUBJECT, 6: 1760000000}

key = NEW["ES256"]()
numbers, secret = key.public_key().public_numbers(), key.private_numbers().private_value
message = Sign1Message(
    phdr={Algorithm: -7, KID: b"key-1", 15: claims, 395: 1}, uhdr=unprotected, payload=root)
message.key = EC2Key(
    crv="P_256", x=numbers.x.to_bytes(32, "big"), y=numbers.y.to_bytes(32, "big"), d=secret.to_bytes(32, "big"))
attached = cbor2.loads(message.encode())
receipt = cbor2.dumps(cbor2.CBORTag(18, [attached.value[0], attached.value[1], None, attached.value[3]]))
case("pycose, ES256", "statement", 33, 17, statement, statement_key, receipt, key, leaves)

key = NEW["EdDSA"]()
signer = COSEKey.from_pem(pem(key).decode(), kid="key-1", alg="EdDSA")
attached = cbor2.loads(COSE.new().encode(
    root, signer, protected={1: -8, 4: b"key-1", 15: claims, 395: 1}, unprotected={}))
receipt = cbor2.dumps(cbor2.CBORTag(18, [attached.value[0], unprotected, None, attached.value[3]]))
case("cwt, EdDSA", "statement", 33, 17, statement, statement_key, receipt, key, leaves)

print(json.dumps({
    "origin": f"Made by peers.py with scitt-cose {version('scitt-cose')}, pycose {version('pycose')}, "
    f"cwt {version('cwt')} and cryptography {version('cryptography')}. Every statement and every receipt "
    "verifies. Keys are SubjectPublicKeyInfo.",
    "cases": cases,
}, indent=2))
