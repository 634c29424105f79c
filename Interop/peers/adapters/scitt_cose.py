"""scitt-cose: statements, receipts, proofs."""

import hashlib

import cbor2
from scitt_cose import merkle
from scitt_cose.cose_sign1 import sign_sign1, verify_sign1
from scitt_cose.receipt import build_receipt, verify_receipt
from scitt_cose.statement import attach_receipts, build_signed_statement, extract_receipts, parse_signed_statement

from .keys import pem


def leaf_entry(statement, profile):
    """What the library is given as the log's entry, which depends on the log (RFC 9942 does not say); the
    unprotected header is for its caller to empty."""
    parts = cbor2.loads(statement).value
    if isinstance(parts[1], dict) and parts[1]:
        statement = cbor2.dumps(cbor2.CBORTag(18, [parts[0], {}, parts[2], parts[3]]))
    if profile == "statement":
        return statement.hex()
    if profile == "payload-hash":
        return hashlib.sha256(parts[2]).hexdigest()
    return hashlib.sha256(statement).hexdigest()


def answer(op, request):
    if op == "cose.sign1.sign":
        message = sign_sign1(
            bytes.fromhex(request["payload_hex"]), alg=request["alg"],
            private_key_pem=pem(request["key"], private=True), detached=bool(request.get("detached")))
        return {"hex": message.hex()}
    if op == "cose.sign1.verify":
        detached = request.get("detached_hex")
        message = verify_sign1(
            bytes.fromhex(request["hex"]), public_key_pem=pem(request["key"]),
            detached_payload=None if detached is None else bytes.fromhex(detached))
        return {"payload_hex": message.payload.hex()}
    if op == "merkle.root":
        return {"root_hex": merkle.merkle_root(request["leaves_hex"])}
    if op == "merkle.consistency":
        if not merkle.verify_consistency(
                request["root1_hex"], request["root2_hex"], request["size1"], request["size2"], request["proof_hex"]):
            raise ValueError("no proof of consistency")
        return {}
    if op == "statement.make":
        statement = build_signed_statement(
            bytes.fromhex(request["payload_hex"]), alg=request["alg"],
            private_key_pem=pem(request["key"], private=True), issuer=request["iss"], subject=request["sub"],
            content_type=request["type"], kid=request["key"]["kid"].encode())
        return {"hex": statement.hex()}
    if op == "statement.verify":
        statement = bytes.fromhex(request["hex"])
        # The library reads receipts from the header, but a statement with them as the same statement.
        parsed = parse_signed_statement(statement, public_key_pem=pem(request["key"]))
        if parsed["signature_verified"] is not True:
            raise ValueError("signature")
        receipts = [receipt.hex() for receipt in extract_receipts(statement)]
        return {"iss": parsed["issuer"], "sub": parsed["subject"], "receipts_hex": receipts}
    if op == "statement.attach":
        octets = attach_receipts(
            bytes.fromhex(request["hex"]), [bytes.fromhex(receipt) for receipt in request["receipts_hex"]])
        return {"hex": octets.hex()}
    if op == "receipt.make":
        statement = bytes.fromhex(request["statement_hex"])
        leaf = leaf_entry(statement, request["profile"])
        leaves = [hashlib.sha256(b"entry %d" % number).hexdigest() for number in range(request["size"])]
        leaves[request["index"]] = leaf
        receipt = build_receipt(
            leaf_entry_hex=leaf, leaf_index=request["index"], tree_entries_hex=leaves, alg=request["alg"],
            log_private_key_pem=pem(request["key"], private=True), iss=request["iss"], sub=request["sub"],
            kid=request["key"]["kid"].encode(), iat=request["iat"])
        return {"hex": receipt.hex(), "root_hex": merkle.merkle_root(leaves)}
    if op == "receipt.verify":
        leaf = leaf_entry(bytes.fromhex(request["statement_hex"]), request["profile"])
        result = verify_receipt(
            bytes.fromhex(request["receipt_hex"]), leaf_entry_hex=leaf, log_public_key_pem=pem(request["key"]))
        if not result.ok:
            raise ValueError("; ".join(result.errors))
        return {"tree_size": result.tree_size, "index": result.leaf_index, "root_hex": result.root}
    if op == "receipt.consistency.make":
        leaves = [f"{number:04x}" for number in range(request["size2"])]
        roots = [merkle.merkle_root(leaves[:request[name]]) for name in ("size1", "size2")]
        path = [bytes.fromhex(node) for node in merkle.consistency_proof(leaves, request["size1"], request["size2"])]
        proof = cbor2.dumps([request["size1"], request["size2"], path])
        receipt = sign_sign1(
            bytes.fromhex(roots[1]), alg=request["alg"], private_key_pem=pem(request["key"], private=True),
            protected={395: 1}, unprotected={396: {-2: [proof]}}, detached=True)
        return {"hex": receipt.hex(), "root1_hex": roots[0], "root2_hex": roots[1]}
    raise NotImplementedError(op)
