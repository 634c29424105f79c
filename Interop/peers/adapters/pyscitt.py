"""pyscitt: a client of CCF ledgers, and ccf, which verifies their receipts. `statement.register` opens a
connection to the service that it names."""

import hashlib
import warnings

import ccf.cose
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from loguru import logger
from pyscitt.client import Client
from pyscitt.crypto import Signer, sign_statement

from .keys import pem

logger.remove()
warnings.simplefilter("ignore")


def answer(op, request):
    if op == "statement.make":
        signer = Signer(
            pem(request["key"], private=True).decode(), issuer=request["iss"], kid=request["key"]["kid"])
        return {
            "hex": sign_statement(
                signer, bytes.fromhex(request["payload_hex"]), request["type"], feed=request["sub"], cwt=True).hex()
        }
    if op == "statement.register":
        client = Client(request["url"], development=True)
        statement = bytes.fromhex(request["hex"])
        if request["wait"]:
            submission = client.submit_signed_statement_wait_for_commit(statement)
            return {"transaction": submission.tx, "receipt_hex": submission.response_bytes.hex()}
        submission = client.submit_signed_statement_and_wait(statement)
        receipt = client.submit_signed_statement_and_wait_for_receipt(statement)
        return {
            "transaction": submission.tx, "statement_hex": submission.response_bytes.hex(),
            "receipt_hex": receipt.response_bytes.hex(),
        }
    if op == "service.key":
        client = Client(request["url"], development=True)
        keys = client.get_scitt_keys()
        return {"keys": len(keys), "kid_hex": keys[0][2].hex()}
    if op == "receipt.verify":
        if request["profile"] != "ccf":
            raise NotImplementedError(f"{op} of {request['profile']}")
        digest = hashlib.sha256(bytes.fromhex(request["statement_hex"])).digest()
        ccf.cose.verify_receipt(
            bytes.fromhex(request["receipt_hex"]), load_pem_public_key(pem(request["key"])), digest)
        return {"tree_size": None, "index": None}
    raise NotImplementedError(op)
