"""pymerkle: trees. Its proofs of consistency have another shape than those of RFC 9162."""

from pymerkle import InmemoryTree


def answer(op, request):
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
