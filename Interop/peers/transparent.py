"""Verifies the receipts in a Transparent Statement with the PyPI package scitt-cose: a second opinion.

    transparent.py STATEMENT TRUST      TRUST: a trust file that pins the services
"""

import json
import sys

import cbor2
from adapters.keys import pem
from scitt_cose.receipt import verify_receipt
from scitt_cose.statement import extract_receipts


def main(path, trust):
    with open(path, "rb") as file:
        transparent = file.read()
    with open(trust, "rb") as file:
        services = json.load(file)["services"]
    message = cbor2.loads(transparent)
    protected, _, payload, signature = message.value
    statement = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature]))
    receipts = extract_receipts(transparent)
    if not receipts:
        sys.exit("scitt-cose: there is no receipt")
    for receipt in receipts:
        service = cbor2.loads(cbor2.loads(receipt).value[0])[15][1]
        if services[service].get("profile", "statement") != "statement":
            sys.exit("scitt-cose: this script knows the leaf profile \"statement\" only")
        results = [
            verify_receipt(receipt, leaf_entry_hex=statement.hex(), log_public_key_pem=pem(key))
            for key in services[service]["keys"]
        ]
        good = next((result for result in results if result.ok), None)
        if good is None:
            sys.exit("scitt-cose: " + "; ".join(results[0].errors))
        print(f"scitt-cose: verified, entry {good.leaf_index} of a tree of {good.tree_size}, root {good.root}")


if __name__ == "__main__":
    main(*sys.argv[1:])
