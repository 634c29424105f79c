"""dag.validate: every case in both orders of work, batch and stream, and with its records turned around."""
from .cases import Suite


def node(id, *pred, time=0, wid=None):
    record = {"id": id, "pred": list(pred), "time": time}
    if wid is not None:
        record["wid"] = wid
    return record


def suite():
    s = Suite("dag", "graphs of records: the checks in their order, and a verdict that does not depend on arrival")
    complete(s)
    incomplete(s)
    invalid(s)
    limits(s)
    return s


def names(requirement):
    """The requirements of both drafts; ECT has other names for some of ACT's."""
    in_ect = {"incomplete": "missing", "invalid": "name"}.get(requirement, requirement)
    return [f"ACT#req-act-dag-{requirement}", f"ECT#req-ect-dag-{in_ect}"]


def case(s, name, comment, records, verdict="complete", missing=(), invalid=(), requirement=None, **members):
    expect = {"verdict": verdict,
              "missing": [{"id": id, "named_by": list(by)} for id, by in missing],
              "invalid": [{"id": id, "check": check} for id, check in invalid]}
    requirements = names(requirement) if requirement else None
    for order in ["batch", "stream"]:
        for turned, label in [(records, "in order"), (records[::-1], "turned around")]:
            request = {"op": "dag.validate", "records": turned, "order": order, **members}
            s.accept(f"{name}: {order}, {label}", comment, request, expect, requirements)


def complete(s):
    case(s, "no records", "an empty graph lacks nothing", [])
    case(s, "one root", "a task without predecessors", [node("a")])
    case(s, "several roots", "are allowed", [node("a"), node("b")])
    case(s, "fork and join", "a, then b and c, then d", [node("a"), node("b", "a"), node("c", "a"), node("d", "b", "c")],
         requirement="complete")
    case(s, "time equal", "a predecessor of the same second", [node("a", time=5), node("b", "a", time=5)])
    case(s, "time within the skew", "30 s later than its successor", [node("a", time=30), node("b", "a", time=0)],
         requirement="time")
    case(s, "time within a skew of 0", "no allowance, and none needed", [node("a", time=7), node("b", "a", time=7)], skew=0)
    case(s, "two workflows, ids alike", "a wid scopes the id", [node("a", wid="w"), node("a", wid="v"), node("b", "a", wid="w")],
         requirement="unique")
    case(s, "predecessor without workflow", "passes from either side",
         [node("a"), node("b", "a", wid="w"), node("c", "b")], requirement="workflow")
    case(s, "link across workflows, allowed", "by policy", [node("a", wid="v"), node("b", "a", wid="w")],
         links_across_workflows=True)
    case(s, "own workflow first", "the record of the same wid is meant, not the one without",
         [node("a", time=100), node("a", wid="w"), node("b", "a", wid="w")])
    case(s, "ids that look alike", "octets: e with acute accent in its two forms", [node("\u00e9"), node("e\u0301"),
                                                                                  node("b", "\u00e9", "e\u0301")])


    case(s, "without workflow, of two candidates", "the one without a wid is meant",
         [node("a", time=100, wid="v"), node("a"), node("b", "a")])


def incomplete(s):
    case(s, "predecessor missing", "is named, with who named it", [node("b", "a")], "incomplete", [("a", ["b"])],
         requirement="known")
    case(s, "two name what is missing", "both are named", [node("b", "x"), node("c", "x"), node("d", "b", "c")], "incomplete",
         [("x", ["b", "c"])], requirement="incomplete")
    case(s, "two are missing", "both are named", [node("b", "x", "y")], "incomplete", [("x", ["b"]), ("y", ["b"])])
    case(s, "pruning", "the middle of a chain was taken out: a truncated graph is not complete",
         [node("a"), node("c", "b"), node("d", "c")], "incomplete", [("b", ["c"])], requirement="complete")
    case(s, "twin of the missing one", "the other form of e with acute accent is another id", [node("e\u0301"),
                                                                                           node("b", "\u00e9")],
         "incomplete", [("\u00e9", ["b"])])


def invalid(s):
    case(s, "id twice", "both are invalid, none is preferred", [node("a", time=1), node("a", time=2)], "invalid",
         invalid=[("a", "unique")], requirement="unique")
    case(s, "id twice in a workflow", "as without one", [node("a", time=1, wid="w"), node("a", time=2, wid="w")], "invalid",
         invalid=[("a", "unique")], requirement="unique")
    case(s, "id twice, all else equal", "two tokens all the same: the same token is given once", [node("a"), node("a")], "invalid",
         invalid=[("a", "unique")], requirement="unique")
    case(s, "predecessor in conflict", "is at hand, and none of its times is believed",
         [node("a", time=1000), node("a", time=2000), node("b", "a")], "invalid", invalid=[("a", "unique")], requirement="unique")
    case(s, "predecessor in conflict in another workflow", "its wid is that of all of them",
         [node("a", wid="v"), node("a", wid="v", time=1), node("b", "a", wid="w")], "invalid",
         invalid=[("a", "unique"), ("b", "workflow")])
    case(s, "predecessors of records in conflict", "are not asked for", [node("a", "x"), node("a", "y")], "invalid",
         invalid=[("a", "unique")])
    case(s, "ambiguous, and another later", "known comes before time",
         [node("a", wid="v"), node("a", wid="u"), node("c", time=1000), node("b", "c", "a")], "invalid",
         invalid=[("b", "known-predecessors")])
    case(s, "cycle that goes back in time", "time comes before acyclic", [node("a", "b"), node("b", "a", time=100)], "invalid",
         invalid=[("a", "time"), ("b", "acyclic")])
    case(s, "cycle through workflows", "acyclic comes before workflow", [node("a", "b", wid="v"), node("b", "a", wid="w")],
         "invalid", invalid=[("a", "acyclic"), ("b", "acyclic")])
    case(s, "predecessor later", "31 s later than its successor", [node("a", time=31), node("b", "a", time=0)], "invalid",
         invalid=[("b", "time")], requirement="time")
    case(s, "predecessor later, skew 0", "one second", [node("a", time=1), node("b", "a", time=0)], "invalid",
         invalid=[("b", "time")], skew=0)
    case(s, "false parent", "a record names one that came long after", [node("a", time=0), node("b", "a", "c", time=10),
                                                                     node("c", time=5000)], "invalid",
         invalid=[("b", "time")])
    case(s, "itself", "the shortest cycle", [node("a", "a")], "invalid", invalid=[("a", "acyclic")], requirement="acyclic")
    case(s, "cycle of two", "each is the other's ancestor", [node("a", "b"), node("b", "a")], "invalid",
         invalid=[("a", "acyclic"), ("b", "acyclic")], requirement="acyclic")
    case(s, "cycle of three, and what follows", "what follows from a cycle is not in it",
         [node("a", "c"), node("b", "a"), node("c", "b"), node("d", "c")], "invalid",
         invalid=[("a", "acyclic"), ("b", "acyclic"), ("c", "acyclic")])
    case(s, "spliced chain: another workflow", "a record takes its history from another workflow",
         [node("a", wid="v"), node("b", "a", wid="w")], "invalid", invalid=[("b", "workflow")], requirement="workflow")
    case(s, "ambiguous predecessor", "two other workflows have it, and nothing says which is meant",
         [node("a", wid="v"), node("a", wid="u"), node("b", "a", wid="w")], "invalid",
         invalid=[("b", "known-predecessors")], requirement="known", links_across_workflows=True)
    case(s, "ambiguous for one without workflow", "it could be either",
         [node("a", wid="v"), node("a", wid="u"), node("b", "a")], "invalid", invalid=[("b", "known-predecessors")])
    case(s, "first failure counts", "later and of another workflow: time comes first",
         [node("a", time=1000, wid="v"), node("b", "a", wid="w")], "invalid", invalid=[("b", "time")])
    case(s, "invalid and something missing", "both are reported", [node("a", "a"), node("b", "x")], "invalid",
         [("x", ["b"])], [("a", "acyclic")], requirement="invalid")
    case(s, "shadow graph", "a second history under the same ids", [node("a"), node("b", "a"), node("a", time=1),
                                                               node("b", "a", time=1)], "invalid",
         invalid=[("a", "unique"), ("b", "unique")])


def limits(s):
    wide = [node(f"p{n:03}") for n in range(257)]
    case(s, "256 predecessors", "as many as there may be", wide[:256] + [node("z", *[r["id"] for r in wide[:256]])],
         requirement="fan-in")
    case(s, "257 predecessors", "one too many", wide + [node("z", *[r["id"] for r in wide])], "invalid",
         invalid=[("z", "fan-in")], requirement="fan-in")
    other = [node(f"p{n:03}", wid="v") for n in range(257)]
    case(s, "257 predecessors of another workflow", "workflow comes before fan-in",
         other + [node("z", *[r["id"] for r in other], wid="w")], "invalid", invalid=[("z", "workflow")])
    case(s, "downstream of a cycle", "a walk round a cycle is no chain of ancestors",
         [node("a", "b"), node("b", "a"), node("c", "b"), node("d", "c")], "invalid",
         invalid=[("a", "acyclic"), ("b", "acyclic")], ancestor_limit=1)
    case(s, "chain longer than the limit, its root missing", "it is incomplete, and its length not known",
         [node("b", "a"), node("c", "b"), node("d", "c")], "incomplete", [("a", ["b"])], ancestor_limit=1)
    chain = [node("n00")] + [node(f"n{n:02}", f"n{n - 1:02}") for n in range(1, 13)]
    case(s, "chain as long as the limit", "10 ancestors", chain[:11], ancestor_limit=10, requirement="ancestors")
    case(s, "unbounded depth: chain longer than the limit", "an error, and never a reason to stop checking and pass", chain,
         "invalid", invalid=[("n11", "depth"), ("n12", "depth")], ancestor_limit=10, requirement="ancestors")
