"""receipt.verify, receipt.consistency: the ECT draft's "Verification of a Receipt", RFC 9942, RFC 9162.

The steps that need a policy (whose key, claims, times) are not those of the interface: the key is given."""
import hashlib

from .cases import Suite
from .cbor_octets import Tag, encode, head
from .merkle import LEAVES, path, proof, root
from .principals import Key, uuid4

service = {kind: Key("transparency service", kind) for kind in ("ES256", "ES384", "EdDSA")}
anchorer, other = Key("anchoring party", "ES256"), Key("another service", "ES256")
ALG = {"ES256": -7, "ES384": -35, "EdDSA": -8}
SERVICE, ANCHORER = "https://transparency.example", "https://ledger.example"
SUBJECT, RECORD = f"urn:uuid:{uuid4('workflow anchored')}", b"one record of what an agent did"
SIZE, INDEX = 7, 5


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def statement(change=None, unprotected=None, payload=None, tag=18, tail=b""):
    """A hash envelope about RECORD, as the draft has it."""
    protected = {1: -7, 4: anchorer.kid.encode(), 15: {1: ANCHORER, 2: SUBJECT}, 16: "application/scitt-statement+cose",
                 258: -16, 259: "application/exec+jwt", **(change or {})}
    octets = encode(protected)
    payload = sha256(RECORD) if payload is None else payload
    signature = anchorer.sign(encode(["Signature1", octets, b"", payload]))
    return encode(Tag(tag, [octets, unprotected or {}, payload, signature])) + tail


STATEMENT = statement()


def leaf_input(profile, octets=STATEMENT):
    return {"statement": octets, "statement-hash": sha256(octets), "payload-hash": sha256(sha256(RECORD))}[profile]


def leaves(profile="statement", size=SIZE, index=INDEX, octets=STATEMENT):
    return [leaf_input(profile, octets) if at == index else LEAVES[at] for at in range(size)]


def inclusion(size=SIZE, index=INDEX, nodes=None):
    return encode([size, index, path(INDEX, leaves()) if nodes is None else nodes])


def receipt(kind="ES256", key=None, change=None, proofs=None, signed=None, payload=None, unprotected=None, protected=None,
            tag=18):
    """A receipt; `signed` is what the signature is really over, `change` goes into the protected header."""
    key = key or service[kind]
    header = {1: ALG[kind], 4: key.kid.encode(), 15: {1: SERVICE, 2: SUBJECT, 6: 1_800_000_000}, 395: 1, **(change or {})}
    octets = encode({k: v for k, v in header.items() if v is not None}) if protected is None else protected
    signed = root(leaves()) if signed is None else signed
    signature = key.sign(encode(["Signature1", octets, b"", signed]))
    unprotected = {396: {-1: proofs if proofs is not None else [inclusion()]}} if unprotected is None else unprotected
    return encode(Tag(tag, [octets, unprotected, payload, signature]))


def ccf(data=None, evidence="ce:2.18:00", sides=(True, False), nodes=None):
    """The proof of a CCF ledger, and the root that it leads to when nothing is wrong with it."""
    data = sha256(STATEMENT) if data is None else data
    siblings = [sha256(bytes([9, at])) for at in range(len(sides))]
    node = sha256(sha256(b"\7"), sha256(b"ce:2.18:00"), sha256(STATEMENT))
    for left, sibling in zip((True, False), [sha256(bytes([9, at])) for at in range(2)]):
        node = sha256(sibling, node) if left else sha256(node, sibling)
    steps = [[left, sibling] for left, sibling in zip(sides, siblings)] if nodes is None else nodes
    return encode({1: [sha256(b"\7"), evidence, data], 2: steps}), node


def suite():
    s = Suite("receipts", "receipts of inclusion and of consistency: encoding, form, leaf, path, root, signature")
    inclusion_cases(s)
    consistency_cases(s)
    return s


def request(octets, profile="statement", key=None, of=STATEMENT, ask=None):
    return {"op": "receipt.verify", "statement_hex": of.hex(), "receipt_hex": octets.hex(),
            "key": key or service["ES256"].jwk(), "profile": profile, **(ask or {})}


def inclusion_cases(s):
    def good(name, comment, octets, profile="statement", size=SIZE, index=INDEX, **members):
        s.accept(name, comment, request(octets, profile, **members), {"tree_size": size, "index": index})

    def bad(name, comment, requirement, octets, profile="statement", **members):
        s.refuse(name, comment, request(octets, profile, **members), f"ect-receipt-{requirement}",
                 f"ECT#req-ect-receipt-{requirement}")

    for kind in service:
        good(kind, "the ordinary case", receipt(kind), key=service[kind].jwk())
    for size, index in [(2, 0), (2, 1), (3, 2), (8, 7), (9, 8), (17, 16)]:
        tree = leaves(size=size, index=index)
        good(f"leaf {index} of {size}", "paths of all shapes",
             receipt(proofs=[encode([size, index, path(index, tree)])], signed=root(tree)), size=size, index=index)
    for profile in ("statement-hash", "payload-hash"):
        tree = leaves(profile)
        made = receipt(proofs=[encode([SIZE, INDEX, path(INDEX, tree)])], signed=root(tree))
        good(f"profile {profile}", "the leaf is what the service is known for", made, profile)
        bad(f"profile {profile} taken for statement", "a profile is never guessed", "signature", made)
    good("statement with receipts in it", "the leaf is that of an empty unprotected header", receipt(),
         of=statement(unprotected={394: [receipt()]}))
    good("two proofs of one root", "they agree", receipt(proofs=[inclusion(), inclusion()]))
    good("kid of another key", "it selects; the interface is given the key", receipt(change={4: b"x"}))
    good("header keys out of order", "COSE does not sort them", receipt(protected=unsorted()))

    bad("an octet after it", "one message", "cbor", receipt() + b"\0")
    bad("cut off", "the end is missing", "cbor", receipt()[:-1])
    bad("no CBOR", "another format", "cbor", b"{}")
    bad("tag 17", "a MAC is no signature", "cbor", receipt(tag=17))
    bad("no tag", "the media type asks for it", "cbor", receipt()[1:])
    bad("array of indefinite length", "deterministic encoding has lengths", "cbor", b"\xd2\x9f" + receipt()[2:] + b"\xff")
    bad("label twice in the protected header", "which of them counts?", "cbor", receipt(protected=bytes.fromhex("a30126012619018b01")))
    bad("head not shortest", "one value, one encoding", "cbor", b"\xd8\x12" + receipt()[1:])
    bad("statement with an octet after it", "its octets are the leaf", "cbor", receipt(), of=statement(tail=b"\0"))
    bad("depth of 33", "deeper than a verifier goes", "limits",
        receipt(unprotected={396: {-1: [inclusion()]}, -70000: nested(33)}))
    bad("seventeen proofs", "one is enough", "limits", receipt(proofs=[inclusion()] * 17))
    for label, name in [(391, "391"), (392, "392"), (393, "393"), (-111, "-111"), (-222, "-222"), (13, "13"), (14, "14")]:
        bad(f"label {name}", "of an earlier revision", "labels", receipt(unprotected={396: {-1: [inclusion()]}, label: 1}))
    bad("label -111 in the statement", "of an earlier revision", "labels", receipt(),
        of=statement(unprotected={-111: 1}))
    bad("critical and unknown", "crit means it", "labels", receipt(change={2: [-70000], -70000: 1}))
    good("critical vds", "a verifier of receipts processes it", receipt(change={2: [395]}))

    bad("no algorithm", "nothing says how", "alg", receipt(change={1: None}))
    bad("algorithm of HMAC", "a MAC is no signature", "alg", receipt(change={1: 5}))
    bad("ES384 with a P-256 key", "the key decides", "alg", receipt(change={1: -35}))
    bad("EdDSA with a P-256 key", "the key decides", "alg", receipt(change={1: -8}))
    bad("an Ed25519 key", "the key decides", "alg", receipt(), key=service["EdDSA"].jwk())
    bad("key for EdDSA only", "alg of the key is honoured", "alg", receipt("EdDSA", change={1: -7}), key=service["EdDSA"].jwk(
        alg="EdDSA"))

    bad("no vds", "nothing says what tree it is", "vds", receipt(change={395: None}))
    bad("vds 2", "of a CCF ledger, which this service is not", "vds", receipt(change={395: 2}))
    bad("vds 3", "of another structure", "vds", receipt(change={395: 3}))
    bad("vds 1 for the profile ccf", "the profile is of the other one", "vds", receipt(), "ccf")
    bad("root in the payload", "the root is recomputed, never read", "detached", receipt(payload=root(leaves())))
    bad("empty payload", "it is nil", "detached", receipt(payload=b""))

    nodes = path(INDEX, leaves())
    bad("another statement", "its leaf is not in the tree", "signature", receipt(), of=statement(payload=sha256(b"another")))
    bad("statement re-signed", "a new signature makes a new statement", "signature", receipt(),
        of=statement(change={4: b"again"}))
    bad("no proofs", "there is nothing to follow", "path", receipt(unprotected={}))
    bad("consistency instead of inclusion", "another proof", "path", receipt(unprotected={396: {-2: [encode([3, SIZE, [
        node for node in proof(3, leaves())]])]}}))
    bad("index is the size", "leaves count from 0", "path", receipt(proofs=[inclusion(index=SIZE)]))
    bad("index beyond", "outside of the tree", "path", receipt(proofs=[inclusion(index=2**63)]))
    bad("size 0", "an empty tree includes nothing", "path", receipt(proofs=[inclusion(0, 0)]))
    bad("path cut off", "a node is missing", "path", receipt(proofs=[inclusion(nodes=nodes[:-1])]))
    bad("path prolonged", "a node too many", "path", receipt(proofs=[inclusion(nodes=nodes + nodes[:1])]))
    bad("empty path", "only a tree of one has none", "path", receipt(proofs=[inclusion(nodes=[])]))
    bad("65 nodes", "longer than any tree needs", "path", receipt(proofs=[inclusion(nodes=nodes[:1] * 65)]))
    bad("node of 31 octets", "a hash has 32", "path", receipt(proofs=[inclusion(nodes=[nodes[0][:31], *nodes[1:]])]))
    bad("node of 33 octets", "a hash has 32", "path", receipt(proofs=[inclusion(nodes=[nodes[0] + b"\0", *nodes[1:]])]))
    bad("proof is a map", "an array of three", "path", receipt(proofs=[encode({1: SIZE})]))
    bad("proof of two elements", "an array of three", "path", receipt(proofs=[encode([SIZE, INDEX])]))
    bad("negative size", "an unsigned integer", "path", receipt(proofs=[encode([-7, INDEX, nodes])]))
    bad("proof not encoded", "each is a byte string", "cbor", receipt(unprotected={396: {-1: [[SIZE, INDEX, nodes]]}}))
    bad("octet after the proof", "one item", "cbor", receipt(proofs=[inclusion() + b"\0"]))
    bad("two proofs, two roots", "which of them is signed?", "root",
        receipt(proofs=[inclusion(), inclusion(nodes=[*nodes[:-1], sha256(b"other")])]))

    bad("another index of the same shape", "the path leads to another root", "signature", receipt(proofs=[inclusion(index=4)]))
    bad("bit flipped in the path", "every bit counts", "signature",
        receipt(proofs=[inclusion(nodes=[bytes([nodes[0][0] ^ 1]) + nodes[0][1:], *nodes[1:]])]))
    bad("path reordered", "the order is that of the levels", "signature", receipt(proofs=[inclusion(nodes=nodes[::-1])]))
    bad("signed another root", "of a smaller tree", "signature", receipt(signed=root(leaves(size=6))))
    bad("signed the leaf", "the root is signed, not the leaf", "signature", receipt(signed=sha256(b"\0", STATEMENT)))
    bad("signed by another service", "not with this key", "signature", receipt(key=other))
    bad("signature of zeros", "psychic signatures", "signature", replace_signature(receipt(), bytes(64)))
    bad("signature of 63 octets", "r and s of 32 octets each", "signature", replace_signature(receipt(), bytes(range(63))))
    bad("claims exchanged", "the protected header is signed", "signature",
        exchange(receipt(), SERVICE.encode(), b"https://transparencY.example"))

    named = {"service": SERVICE, "now": 1_800_000_300}
    good("of the service", "whose key it is and what it says count too", receipt(), ask=named)
    bad("of another service", "the key is not trusted for it", "key", receipt(), ask={**named, "service": "https://other.example"})
    bad("no CWT claims", "of whom is it?", "key", receipt(change={15: None}), ask=named)
    bad("no iss", "of whom is it?", "key", receipt(change={15: {2: SUBJECT}}), ask=named)
    bad("no kid", "which key?", "key", receipt(change={4: None}), ask=named)
    bad("unknown kid", "which key?", "key", receipt(change={4: b"x"}), ask=named)
    bad("about another subject", "not the statement's", "claims", receipt(change={15: {1: SERVICE, 2: SUBJECT[:-1] + "0"}}), ask=named)
    bad("about no subject", "not the statement's", "claims", receipt(change={15: {1: SERVICE}}), ask=named)
    good("issued at no stated time", "no age is demanded", receipt(change={15: {1: SERVICE, 2: SUBJECT}}), ask=named)
    bad("issued ahead", "by more than 30 s", "time", receipt(), ask={**named, "now": 1_799_999_969})
    good("issued ahead, within the skew", "by 30 s", receipt(), ask={**named, "now": 1_799_999_970})
    bad("older than is allowed", "by the policy", "time", receipt(), ask={**named, "maximum_age": 299})
    good("as old as is allowed", "by the policy", receipt(), ask={**named, "maximum_age": 300})
    bad("of no stated age where one is demanded", "by the policy", "time", receipt(change={15: {1: SERVICE, 2: SUBJECT}}),
        ask={**named, "maximum_age": 300})
    bad("expired", "30 s ago", "time", receipt(change={15: {1: SERVICE, 2: SUBJECT, 4: 1_800_000_270}}), ask=named)
    bad("order: key before algorithm", "step 4 before 5", "key", receipt(change={1: 5, 4: b"x"}), ask=named)
    bad("order: signature before claims", "step 11 before 12", "signature",
        receipt(key=other, change={4: service["ES256"].kid.encode(), 15: {1: SERVICE}}), ask=named)
    bad("order: claims before time", "step 12 before 13", "claims", receipt(change={15: {1: SERVICE, 6: 1_900_000_000}}), ask=named)
    bad("order: algorithm before vds", "step 5 before 6", "alg", receipt(change={1: 5, 395: 3}))
    bad("order: vds before payload", "step 6 before 7", "vds", receipt(change={395: 3}, payload=b""))
    bad("order: payload before path", "step 7 before 9", "detached", receipt(payload=b"", proofs=[inclusion(index=SIZE)]))
    bad("order: path before signature", "step 9 before 11", "path", receipt(key=other, proofs=[inclusion(index=SIZE)]))
    trusted = {"trust": {"issuers": {ANCHORER: {"jwks": {"keys": [anchorer.jwk()]}}}}, "now": 1_800_000_300}
    good("statement of a trusted party", "it is verified too", receipt(), ask=trusted)
    bad("statement of a party that is not trusted", "anybody can register", "statement", receipt(), ask={**trusted, "trust": {}})
    bad("statement signed with another key", "not that of the party", "statement", receipt(),
        ask={**trusted, "trust": {"issuers": {ANCHORER: {"jwks": {"keys": [other.jwk(kid=anchorer.kid)]}}}}})

    octets, signed = ccf()
    made = receipt("ES384", change={395: 2}, proofs=[octets], signed=signed)
    key = service["ES384"].jwk()
    s.accept("CCF", "a ledger of the other structure", request(made, "ccf", key=key), {"tree_size": None, "index": None})
    bad("CCF taken for RFC 9162", "a profile is never guessed", "vds", made, key=key)

    def wrong(name, comment, requirement, proof):
        bad(f"CCF: {name}", comment, requirement, receipt("ES384", change={395: 2}, proofs=[proof], signed=signed), "ccf", key=key)

    wrong("leaf of another statement", "its data hash is not this statement's", "leaf", ccf(data=sha256(b"another"))[0])
    wrong("other evidence", "it is part of the leaf", "signature", ccf(evidence="ce:2.18:01")[0])
    wrong("sides exchanged", "left is not right", "signature", ccf(sides=(False, True))[0])
    wrong("empty path", "a tree of one is no ledger", "path", ccf(nodes=[])[0])
    wrong("empty evidence", "1 to 1024 octets", "path", ccf(evidence="")[0])
    wrong("side is a number", "left is a boolean", "path", ccf(nodes=[[1, sha256(b"x")]])[0])
    wrong("node of 31 octets", "a hash has 32", "path", ccf(nodes=[[True, bytes(31)]])[0])


def unsorted():
    """The protected header of a receipt, its keys in another order."""
    kid, claims = service["ES256"].kid.encode(), {1: SERVICE, 2: SUBJECT, 6: 1_800_000_000}
    return head(5, 4) + encode(395) + encode(1) + encode(15) + encode(claims) + encode(4) + encode(kid) + encode(1) + encode(-7)


def nested(depth):
    value = 0
    for _ in range(depth):
        value = [value]
    return value


def replace_signature(octets, signature):
    """The receipt with another signature of up to 255 octets at its end, where that of ES256 was."""
    return octets[:-66] + head(2, len(signature)) + signature


def exchange(octets, old, new):
    assert octets.count(old) == 1 and len(old) == len(new)
    return octets.replace(old, new)


def consistency_cases(s):
    def tree(size):
        return leaves(size=size)

    def made(first, second, nodes=None, signed=None, **members):
        nodes = proof(first, tree(second)) if nodes is None else nodes
        return receipt(unprotected={396: {-2: [encode([first, second, nodes])]}}, signed=signed or root(tree(second)), **members)

    def ask(octets, first, older=None, key=None):
        return {"op": "receipt.consistency", "receipt_hex": octets.hex(), "key": key or service["ES256"].jwk(), "size1": first,
                "root1_hex": (root(tree(first)) if older is None else older).hex()}

    def bad(name, comment, requirement, octets, first=6, **members):
        s.refuse(f"consistency: {name}", comment, ask(octets, first, **members), f"ect-receipt-{requirement}",
                 f"ECT#req-ect-receipt-{requirement}")

    for first, second in [(6, 7), (6, 8), (7, 17), (8, 9), (8, 16), (9, 17), (16, 17), (7, 7)]:
        s.accept(f"consistency of {first} and {second}", "the older tree is a prefix", ask(made(first, second), first),
                 {"size2": second, "root2_hex": root(tree(second)).hex()})
    several = receipt(unprotected={396: {-2: [encode([n, 9, proof(n, tree(9))]) for n in (6, 7)]}}, signed=root(tree(9)))
    s.accept("consistency from one of several sizes", "the proof from the known size counts", ask(several, 7),
             {"size2": 9, "root2_hex": root(tree(9)).hex()})

    rewritten = root([*tree(5), b"rewritten"])
    bad("history rewritten", "the older tree had another leaf", "path", made(6, 8), older=rewritten)
    bad("from a size that is not proved", "there is no proof from it", "path", made(6, 8), first=7)
    bad("inclusion instead", "another proof", "path", receipt())
    bad("path cut off", "a node is missing", "path", made(6, 8, proof(6, tree(8))[:-1]))
    bad("path prolonged", "a node too many", "path", made(6, 8, proof(6, tree(8)) * 2))
    bad("a tree that shrinks", "sizes are in order", "path", made(8, 6, [sha256(b"x")]), first=8)
    bad("equal sizes with a path", "nothing is to be shown", "path", made(6, 6, [sha256(b"x")]))
    bad("signed the older root", "the newer one is signed", "signature", made(6, 8, signed=root(tree(6))))
    bad("signed by another service", "not with this key", "signature", made(6, 8, key=other))
    bad("root in the payload", "the root is recomputed, never read", "detached", made(6, 8, payload=root(tree(8))))
    bad("vds 2", "has no proofs of consistency", "vds", made(6, 8, change={395: 2}))
