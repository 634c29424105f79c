"""merkle.*: RFC 9162 §2.1, proofs made by the recursive definitions of the RFC."""
import hashlib

from .cases import Suite

RULE = "RFC 9162 §2.1.3.2, §2.1.4.2"
# The leaves that implementations of RFC 6962 test with.
LEAVES = [bytes.fromhex(text) for text in [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]]
LEAVES += [bytes([n]) * n for n in range(8, 17)]


def leaf(data):
    return hashlib.sha256(b"\0" + data).digest()


def node(a, b):
    return hashlib.sha256(b"\1" + a + b).digest()


def split(n):
    """The largest power of two below n."""
    return 1 << (n - 1).bit_length() - 1


def root(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaf(leaves[0])
    k = split(len(leaves))
    return node(root(leaves[:k]), root(leaves[k:]))


def path(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return path(m, leaves[:k]) + [root(leaves[k:])]
    return path(m - k, leaves[k:]) + [root(leaves[:k])]


def proof(m, leaves, whole=True):
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return proof(m, leaves[:k], whole) + [root(leaves[k:])]
    return proof(m - k, leaves[k:], False) + [root(leaves[:k])]


def suite():
    s = Suite("merkle", "the Merkle tree of RFC 9162: roots, inclusion and consistency")
    for size in range(0, 10):
        s.accept(f"root of {size}", "the definition of the tree head",
                 {"op": "merkle.root", "leaves_hex": [data.hex() for data in LEAVES[:size]]},
                 {"root_hex": root(LEAVES[:size]).hex()})
    s.accept("root of 17", "a tree that is not full", {"op": "merkle.root", "leaves_hex": [d.hex() for d in LEAVES]},
             {"root_hex": root(LEAVES).hex()})
    assert root(LEAVES[:8]).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    inclusion(s)
    consistency(s)
    return s


def inclusion_request(index, size, **changes):
    leaves = LEAVES[:size]
    return {"op": "merkle.inclusion", "leaf_hash_hex": leaf(leaves[index]).hex(), "index": index, "size": size,
            "proof_hex": [h.hex() for h in path(index, leaves)], "root_hex": root(leaves).hex(), **changes}


def inclusion(s):
    for index, size in [(0, 1), (0, 2), (1, 2), (2, 3), (0, 7), (5, 7), (6, 7), (0, 8), (7, 8), (16, 17), (15, 17)]:
        s.accept(f"inclusion of {index} in {size}", "a leaf and its path", inclusion_request(index, size))

    def bad(name, comment, request, code="merkle-root-mismatch"):
        s.refuse(f"inclusion: {name}", comment, request, code, rule=RULE)

    good = inclusion_request(5, 7)
    nodes = good["proof_hex"]
    bad("another leaf", "the path is of leaf 5", {**good, "leaf_hash_hex": leaf(LEAVES[4]).hex()})
    bad("another index", "the same path for the neighbour", {**good, "index": 4})
    bad("another root", "of a smaller tree", {**good, "root_hex": root(LEAVES[:6]).hex()})
    bad("path reordered", "the order is that of the levels", {**good, "proof_hex": nodes[::-1]})
    bad("path cut off", "a node is missing", {**good, "proof_hex": nodes[:-1]}, "merkle-path-length")
    bad("path prolonged", "a node too many", {**good, "proof_hex": nodes + [nodes[0]]}, "merkle-path-length")
    bad("empty path", "only a tree of one has none", {**good, "proof_hex": []}, "merkle-path-length")
    bad("path in a tree of one", "there is no other node", inclusion_request(0, 1, proof_hex=[nodes[0]]), "merkle-path-length")
    bad("index is the size", "leaves count from 0", {**good, "index": 7}, "merkle-index-outside-tree")
    bad("empty tree", "includes nothing", {**good, "index": 0, "size": 0, "proof_hex": []}, "merkle-index-outside-tree")
    bad("bit flipped", "every bit counts", {**good, "proof_hex": [f"{int(nodes[0], 16) ^ 1:064x}", *nodes[1:]]})
    bad("node as leaf", "second preimage: an inner node is passed off as a leaf (RFC 6962 prefixes prevent it)",
        {**inclusion_request(0, 2), "leaf_hash_hex": leaf(leaf(LEAVES[0]) + leaf(LEAVES[1])).hex(), "size": 1,
         "proof_hex": []})
    bad("65 nodes", "longer than any tree needs", {**good, "proof_hex": nodes[:1] * 65}, "merkle-path-too-long")


def consistency_request(first, second, **changes):
    return {"op": "merkle.consistency", "size1": first, "size2": second, "root1_hex": root(LEAVES[:first]).hex(),
            "root2_hex": root(LEAVES[:second]).hex(),
            "proof_hex": [h.hex() for h in proof(first, LEAVES[:second])] if first else [], **changes}


def consistency(s):
    for first, second in [(1, 1), (1, 2), (1, 8), (6, 8), (2, 5), (3, 7), (4, 7), (6, 7), (7, 7), (4, 8), (8, 17), (13, 17)]:
        s.accept(f"consistency of {first} and {second}", "the older tree is a prefix", consistency_request(first, second))

    def bad(name, comment, request, *codes):
        s.refuse(f"consistency: {name}", comment, request, *(codes or ["merkle-root-mismatch"]), rule=RULE)

    good = consistency_request(3, 7)
    nodes = good["proof_hex"]
    other = LEAVES[:2] + [b"rewritten"]
    bad("history rewritten", "leaf 2 was another", {**good, "root1_hex": root(other).hex()}, "merkle-older-root-mismatch")
    bad("newer root of another tree", "the proof leads elsewhere", {**good, "root2_hex": root(LEAVES[:6]).hex()})
    bad("sizes exchanged", "a tree does not shrink",
        {**good, "size1": 7, "size2": 3, "root1_hex": good["root2_hex"], "root2_hex": good["root1_hex"]},
        "merkle-sizes-out-of-order")
    bad("path cut off", "a node is missing", {**good, "proof_hex": nodes[:-1]}, "merkle-path-length")
    bad("path prolonged", "a node too many", {**good, "proof_hex": nodes + nodes[:1]}, "merkle-path-length")
    bad("equal sizes, two roots", "a split view", consistency_request(7, 7, root2_hex=root(LEAVES[:6]).hex()))
    bad("equal sizes with a path", "nothing is to be shown", consistency_request(7, 7, proof_hex=nodes[:1]),
        "merkle-path-length")
