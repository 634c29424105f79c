"""ACT: delegation, narrowing, and chains that are spliced, cut, widened or signed by others (draft §6)."""
from .act import DROP, ACTSuite, header, mandate, mandate_claims, record
from .act_mandates import shown
from .encoding_rules import b64u, compact, content_hash
from .principals import EXP, IAT, alice, bob, carol, dave, erin, mallory, uuid4

WRITE, READ = "report.write", "report.read"


def del_claim(depth=0, max_depth=3, chain=()):
    return {"depth": depth, "max_depth": max_depth, "chain": list(chain)}


def hop(by, parent, parent_jti, child_jti, child_sub, **changes):
    """An entry of `chain`: `by` passes on the mandate `parent` to `child_sub`."""
    entry = {"delegator": by.id, "jti": parent_jti, "hash": content_hash(parent), "kid": by.key.kid}
    text = f"act-delegation:{entry['hash']}.{child_jti}.{child_sub}"
    entry["sig"] = b64u(by.key.sign(text.encode()))
    entry.update(changes)
    return {name: value for name, value in entry.items() if value is not DROP}


ROOT_CAP = [{"action": READ, "constraints": {"max_calls": 10}}, {"action": WRITE}]
ROOT_JTI, CHILD_JTI, GRAND_JTI = uuid4("root"), uuid4("child"), uuid4("grandchild")


def root_claims(**changes):
    return mandate_claims(**{"jti": ROOT_JTI, "cap": ROOT_CAP, "del": del_claim(), **changes})


def root(**changes):
    """alice lets bob delegate."""
    return compact(header(alice.key), root_claims(**changes), alice.key)


def child(parent=None, by=bob, to=carol, hop_changes=None, delegation=None, parent_jti=ROOT_JTI, hop_sub=None,
          hop_jti=None, **changes):
    """bob passes part of it on to carol; `changes` are of the child's claims."""
    parent = parent or root()
    jti = changes.get("jti", CHILD_JTI)
    entry = hop(by, parent, parent_jti, hop_jti or jti, hop_sub or to.id, **(hop_changes or {}))
    chain = {"del": {**del_claim(1, 3, [entry]), **(delegation or {})}}
    claims = {"iss": by.id, "sub": to.id, "jti": jti, "cap": ROOT_CAP, **chain, **changes}
    return mandate(by, **claims)


def suite():
    s = ACTSuite("act-delegation", "ACT: delegation, narrowing, and chains that are spliced, cut, widened or forged")
    accepted(s)
    claim(s)
    without_ancestors(s)
    against_parent(s)
    narrowing(s)
    chains(s)
    return s


def grandchild(first=None, by=carol, to=dave, **changes):
    """carol passes it on to dave."""
    first = first or child()
    entries = [hop(bob, root(), ROOT_JTI, CHILD_JTI, carol.id), hop(by, first, CHILD_JTI, GRAND_JTI, to.id)]
    claims = {"iss": by.id, "sub": to.id, "jti": GRAND_JTI, "cap": ROOT_CAP, "del": del_claim(2, 3, entries), **changes}
    return mandate(by, **claims)


def accepted(s):
    s.good("root that may be delegated", "depth 0, no chain: no delegation yet", root(), ["del"])
    s.good("child, parent at hand", "proven", child(), ["del-proven", "cap-narrow"], delegation="proven", mandates=[root()])
    s.good("child, parent not at hand", "asserted, and never more", child(), ["del-asserted"], delegation="asserted")
    s.good("grandchild, all at hand", "proven up to the root", grandchild(), ["del-proven"], delegation="proven",
           mandates=[child(), root()])
    s.good("grandchild, root missing", "a truncated chain is not taken as whole", grandchild(), ["del-asserted"],
           delegation="asserted", mandates=[child()])
    s.good("grandchild, parent missing", "nor here", grandchild(), ["del-asserted"], delegation="asserted",
           mandates=[root()])
    s.good("child of an expired parent, in an audit", "ancestors are verified in audit mode", child(), ["del-parent-valid"],
           delegation="proven", mandates=[root()], now=EXP + 10**6, mode="audit")
    s.good("child for another audience", "the audience is not inherited",
           child(parent=root(aud="https://other.example")), ["aud-match"], delegation="proven",
           mandates=[root(aud="https://other.example")])
    s.good("proven demanded and given", "the policy is satisfied", child(), ["del-policy"], delegation="proven",
           mandates=[root()], require_delegation="proven")
    s.good("root issuer that policy names", "alice may issue roots", child(), ["trust-root"], delegation="proven",
           mandates=[root()], root_issuers=[alice.id])
    body = mandate_claims(**{"iss": bob.id, "sub": carol.id, "jti": CHILD_JTI, "cap": ROOT_CAP,
                             "del": del_claim(1, 3, [hop(bob, root(), ROOT_JTI, CHILD_JTI, carol.id)])})
    s.good_record("record under a delegated mandate", "authorized, and the chain proven",
                  record(carol, of=body, hash_of=child()), ["verdict-authorized"], verdict="authorized",
                  delegation="proven", mandates=[child(), root()])


def claim(s):
    for value in [None, [], "x", {}, {"depth": 0, "max_depth": 1}, {**del_claim(), "note": 1}]:
        s.bad(f"del {shown(value)}", "exactly its members", "del", mandate(**{"del": value}))
    s.bad("depth is a string", "an integer", "del", mandate(**{"del": {**del_claim(), "depth": "0"}}))
    s.bad("max_depth 17", "unbounded depth: 16 is the most", "del-max-depth", mandate(**{"del": del_claim(0, 17)}))
    s.bad("max_depth -1", "not negative", "del-max-depth", mandate(**{"del": del_claim(0, -1)}))
    s.bad("max_depth 2^53 - 1", "unbounded depth", "del-max-depth", mandate(**{"del": del_claim(0, 2**53 - 1)}))
    s.bad("depth beyond max_depth", "deeper than allowed", "del-depth",
          child(delegation={"depth": 1, "max_depth": 0}))
    s.bad("depth -1", "not negative", "del-depth", mandate(**{"del": del_claim(-1, 3)}))
    s.bad("truncated chain: depth 2, one entry", "an entry was cut off", "del-chain-length", child(delegation={"depth": 2}))
    s.bad("truncated chain: depth 1, none", "all entries were cut off", "del-chain-length",
          child(delegation={"chain": []}))
    s.bad("depth 0 with a chain", "a child that calls itself a root", "del-chain-length", child(delegation={"depth": 0}))
    entry = hop(bob, root(), ROOT_JTI, CHILD_JTI, carol.id)
    for member in ["delegator", "jti", "hash", "kid", "sig"]:
        s.bad(f"entry without {member}", "exactly its members", "del-entry", child(hop_changes={member: DROP}))
        s.bad(f"entry with {member} of another type", "exactly its types", "del-entry", child(hop_changes={member: 1}))
    s.bad("entry with a member more", "exactly its members", "del-entry", child(hop_changes={"note": "x"}))
    s.bad("entry with a prefixed hash", "43 characters", "del-entry", child(hop_changes={"hash": "sha-256:" + entry["hash"]}))
    s.bad("entry with jti in upper case", "a UUID in lower case", "del-entry",
          child(hop_changes={"jti": ROOT_JTI.upper()}))
    s.bad("entry with a padded signature", "base64url", "del-entry", child(hop_changes={"sig": entry["sig"] + "="}))


def without_ancestors(s):
    s.bad("delegator is not the issuer", "bob's hop under carol's signature", "del-delegator",
          child(by=bob, hop_changes={"delegator": dave.id}))
    s.bad("child has the parent's jti", "two mandates of one id", "del-jti", child(jti=ROOT_JTI))
    s.bad("hop signed by an unknown key", "delegation by bearer id: whoever knows the jti of a mandate passes it on",
          "del-key", child(hop_changes={"kid": "unknown"}))
    s.bad("hop signed by another", "mallory's signature under bob's name", "del-sig",
          child(hop_changes={"sig": hop(mallory, root(), ROOT_JTI, CHILD_JTI, carol.id)["sig"]}))
    s.bad("hop not signed", "a signature of no octets", "del-sig", child(hop_changes={"sig": ""}))
    s.bad("spliced chain: hop for another child", "a signed hop is taken into another mandate", "del-sig",
          child(hop_jti=uuid4("another child")))
    s.bad("spliced chain: hop for another agent", "the hop was for dave, and carol has it", "del-sig", child(hop_sub=dave.id))
    s.bad("spliced chain: hop from another parent", "hash exchanged under the signature", "del-sig",
          child(hop_changes={"hash": content_hash(root(x=1))}))
    der = bytes.fromhex("30440220") + bytes(32) + bytes.fromhex("0220") + bytes(32)
    s.bad("hop signature in DER", "the form of JWS", "del-sig", child(hop_changes={"sig": b64u(der)}))
    s.bad("proven demanded, asserted given", "the policy wants all ancestors", "del-demand", child(),
          require_delegation="proven")
    s.bad("self-made root", "mallory has a key, and grants itself anything: policy names who may issue roots",
          "trust-root", mandate(mallory, iss=mallory.id), root_issuers=[alice.id])
    s.bad("root not at hand", "who issued it can't be told", "trust-root", child(), root_issuers=[alice.id])


def against_parent(s):
    parent = root()

    def with_parent(name, comment, requirement, token, *parents):
        s.bad(name, comment, requirement, token, mandates=list(parents) or [parent])

    with_parent("hash of another mandate with that jti", "not the parent", "del-hash", child(parent=root(x=1)))
    with_parent("jti of another mandate", "not the parent's", "del-parent-jti", child(parent_jti=uuid4("other")))
    forged = mandate(mallory, {"kid": alice.key.kid}, **{"jti": ROOT_JTI, "cap": ROOT_CAP, "del": del_claim()})
    with_parent("forged parent", "its hash fits, its signature does not", "del-parent-valid", child(parent=forged), forged)
    bare = root(**{"del": DROP})
    with_parent("parent without del", "may not be passed on", "del-permitted", child(parent=bare), bare)
    with_parent("child by somebody else", "dave passes on what bob holds", "del-iss", child(by=dave))
    with_parent("max_depth raised", "the parent allows 3", "del-max-depth-kept", child(delegation={"max_depth": 4}))
    flat = root(**{"del": del_claim(0, 0)})
    with_parent("parent at its last depth", "max_depth 0 means no further, and the child helps itself to 1",
                "del-max-depth-kept", child(parent=flat, delegation={"max_depth": 1}), flat)
    with_parent("child issued before its parent", "by more than the skew", "del-iat", child(iat=IAT - 31))
    s.good("child issued just before its parent", "within the skew of clocks", child(iat=IAT - 30), ["del-iat"],
           delegation="proven", mandates=[parent])
    with_parent("child outlives its parent", "by one second", "del-exp", child(exp=EXP + 1))
    late = root(nbf=IAT + 100)
    with_parent("nbf dropped", "the parent begins later", "del-nbf", child(parent=late), late)
    with_parent("nbf earlier", "than the parent's", "del-nbf", child(parent=late, nbf=IAT + 99), late)
    with_parent("another workflow", "a wid is kept", "del-wid", child(wid=uuid4("another workflow")))
    with_parent("wid dropped", "a wid is kept", "del-wid", child(wid=DROP))
    free = root(wid=DROP)
    with_parent("wid added", "and not added", "del-wid", child(parent=free), free)
    with_parent("more sensitive data", "the parent is for internal data", "del-sensitivity",
                child(task={"purpose": "p", "data_sensitivity": "confidential"}))
    with_parent("sensitivity dropped", "no limit is a wider limit", "del-sensitivity", child(task={"purpose": "p"}))
    gated = root(oversight={"requires_approval_for": [WRITE, READ], "approver": erin.id})
    with_parent("oversight dropped", "approval was needed", "del-oversight", child(parent=gated), gated)
    with_parent("one approval dropped", "both were needed", "del-oversight", child(
        parent=gated, oversight={"requires_approval_for": [WRITE], "approver": erin.id}), gated)
    with_parent("approver exchanged", "carol would approve herself", "del-approver", child(
        parent=gated, oversight={"requires_approval_for": [WRITE, READ], "approver": carol.id}), gated)
    s.good("approval of an action that is not passed on", "nothing to keep", child(
        parent=gated, cap=[{"action": READ, "constraints": {"max_calls": 1}}],
        oversight={"requires_approval_for": [READ], "approver": erin.id}), ["del-oversight"], delegation="proven",
        mandates=[gated])


def narrowing(s):
    def case(name, comment, parent_constraints, child_constraints, requirement=None):
        parent = root(cap=[{"action": WRITE, "constraints": parent_constraints}])
        token = child(parent=parent, cap=[{"action": WRITE, "constraints": child_constraints}])
        if requirement:
            s.bad(f"narrowing: {name}", comment, requirement, token, mandates=[parent])
        else:
            s.good(f"narrowing: {name}", comment, token, ["cap-narrow"], delegation="proven", mandates=[parent])

    parent = root()
    s.bad("narrowing: action added", "the parent has not got it", "narrow-actions",
          child(cap=[*ROOT_CAP, {"action": "report.delete"}]), mandates=[parent])
    s.bad("narrowing: action below the parent's", "no hierarchy of names", "narrow-actions",
          child(cap=[{"action": "report.write.all"}]), mandates=[parent])
    s.good("narrowing: action left out", "less is narrower", child(cap=[{"action": WRITE}]), ["narrow-actions"],
           delegation="proven", mandates=[parent])
    case("constraint dropped", "no limit is wider", {"max_calls": 5}, {}, "narrow-present")
    case("constraint added", "more limits are narrower", {}, {"max_calls": 5})
    case("max_calls raised", "5, then 6", {"max_calls": 5}, {"max_calls": 6}, "narrow-max-calls")
    case("max_calls equal", "reflexive", {"max_calls": 5}, {"max_calls": 5})
    amount = lambda value, currency="EUR": {"max_amount": {"value": value, "currency": currency}}  # noqa: E731
    case("amount raised", "by a cent", amount("10.00"), amount("10.01"), "narrow-max-amount")
    case("amount raised in the 18th decimal", "not seen by binary floating point", amount("0.1"),
         amount("0.100000000000000001"), "narrow-max-amount")
    case("amount compared as text", "9 is less than 10", amount("10"), amount("9"))
    case("amount equal in value", "10 and 10.00", amount("10"), amount("10.00"))
    case("currency exchanged", "no rates here", amount("10"), amount("1", "USD"), "narrow-max-amount")
    case("not_before earlier", "wider", {"not_before": IAT + 10}, {"not_before": IAT + 9}, "narrow-not-before")
    case("not_after later", "wider", {"not_after": IAT + 10}, {"not_after": IAT + 11}, "narrow-not-after")
    case("window inside", "narrower", {"not_before": IAT, "not_after": IAT + 10}, {"not_before": IAT + 1, "not_after": IAT + 9})
    res = lambda *patterns: {"resources": list(patterns)}  # noqa: E731
    case("resource outside", "not below the prefix", res("https://a.example/x/*"), res("https://a.example/y"),
         "narrow-resources")
    case("pattern under a plain resource", "x* is more than x", res("urn:x"), res("urn:x*"), "narrow-resources")
    case("pattern wider than the parent's", "a shorter prefix", res("urn:x:y*"), res("urn:x*"), "narrow-resources")
    case("one pattern outside", "each one must be covered", res("urn:x*"), res("urn:x:1", "urn:y"), "narrow-resources")
    case("pattern below a pattern", "a longer prefix", res("urn:x*"), res("urn:x:*", "urn:x"))
    case("sensitivity raised", "wider", {"max_sensitivity": "internal"}, {"max_sensitivity": "restricted"},
         "narrow-max-sensitivity")
    rule = lambda value: {"params": {"p": value}}  # noqa: E731
    case("parameter dropped", "no rule admits all", {"params": {"p": {"eq": 1}, "q": {"eq": 1}}}, rule({"eq": 1}),
         "narrow-params")
    case("parameter added", "narrower", rule({"eq": 1}), {"params": {"p": {"eq": 1}, "q": {"eq": 1}}})
    for name, a, b in [
            ("eq exchanged", {"eq": 1}, {"eq": 2}), ("eq of another type", {"eq": 1}, {"eq": "1"}),
            ("eq true for 1", {"eq": 1}, {"eq": True}), ("in grown", {"in": [1, 2]}, {"in": [1, 2, 3]}),
            ("eq outside in", {"in": [1, 2]}, {"eq": 3}), ("max raised", {"max": 5}, {"max": 6}),
            ("min dropped", {"min": 0, "max": 5}, {"max": 5}), ("prefix shortened", {"prefix": "ab"}, {"prefix": "a"}),
            ("prefix under eq", {"eq": "ab"}, {"prefix": "ab"}), ("range under in", {"in": [1]}, {"min": 1, "max": 2})]:
        case(name, "admits more", rule(a), rule(b), "narrow-params")
    for name, a, b in [
            ("eq inside in", {"in": [1, "a"]}, {"eq": "a"}), ("in inside range", {"min": 0, "max": 9}, {"in": [0, 9]}),
            ("range inside range", {"min": 0}, {"min": 1, "max": 2}), ("eq inside prefix", {"prefix": "ab"}, {"eq": "abc"}),
            ("prefix inside prefix", {"prefix": "ab"}, {"prefix": "abc"}), ("in reordered", {"in": [1, 2]}, {"in": [2, 1]}),
            ("range of one inside eq", {"eq": 1}, {"min": 1, "max": 1}),
            ("range inside in", {"in": [1, 2, 3]}, {"min": 1, "max": 2}), ("in of one inside eq", {"eq": 1}, {"in": [1]})]:
        case(name, "admits a subset", rule(a), rule(b))


def chains(s):
    whole = [child(), root()]
    s.bad("grandchild: chain of the parent exchanged", "the first hop is not the one that the parent has", "del-chain",
          chain_exchanged(), mandates=whole)
    s.bad("grandchild by bob", "bob cuts carol out", "del-delegator", cut_out(), mandates=whole)
    s.bad("grandchild: depth not counted", "depth 1 with the parent at depth 1", "del-chain", not_counted(), mandates=whole)
    s.bad("grandchild: middle widened, then narrowed", "each hop is narrower than the one before", "del-parent-valid",
          widened_middle(), mandates=[child(cap=[*ROOT_CAP, {"action": "report.delete"}]), root()])
    s.bad("record names its parent mandate in pred", "authority is not a causal edge", "pred-no-mandate",
          record(carol, of=mandate_claims(**{
              "iss": bob.id, "sub": carol.id, "jti": CHILD_JTI, "cap": ROOT_CAP,
              "del": del_claim(1, 3, [hop(bob, root(), ROOT_JTI, CHILD_JTI, carol.id)])}), hash_of=child(), pred=[ROOT_JTI]))


def chain_exchanged():
    """The first entry is signed by bob too, for the same child, and names another parent."""
    entries = [hop(bob, root(x=1), ROOT_JTI, CHILD_JTI, carol.id), hop(carol, child(), CHILD_JTI, GRAND_JTI, dave.id)]
    return mandate(carol, **{"iss": carol.id, "sub": dave.id, "jti": GRAND_JTI, "cap": ROOT_CAP,
                             "del": del_claim(2, 3, entries)})


def cut_out():
    entries = [hop(bob, root(), ROOT_JTI, CHILD_JTI, carol.id), hop(carol, child(), CHILD_JTI, GRAND_JTI, dave.id)]
    return mandate(bob, **{"iss": bob.id, "sub": dave.id, "jti": GRAND_JTI, "cap": ROOT_CAP,
                           "del": del_claim(2, 3, entries)})


def not_counted():
    """carol leaves out the hop from alice to bob and calls herself depth 1."""
    entry = hop(carol, child(), CHILD_JTI, GRAND_JTI, dave.id)
    return mandate(carol, **{"iss": carol.id, "sub": dave.id, "jti": GRAND_JTI, "cap": ROOT_CAP,
                             "del": del_claim(1, 3, [entry])})


def widened_middle():
    wide = child(cap=[*ROOT_CAP, {"action": "report.delete"}])
    return grandchild(first=wide)
