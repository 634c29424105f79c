"""http.verify: requests of the WIMSE profile: identity token, message signature or proof token, content, tokens."""
import base64
import hashlib

from .act import DROP, mandate, mandate_claims, record
from .cases import Reference, Suite
from .ect import ect
from .encoding_rules import b64u, compact, content_hash
from .principals import IAT, NOW, Principal, about, alice, bob, carol, dave, issuers, mallory, trent, uuid4

domain = Principal("domain", "spiffe://example.com", "ES256")
TRUST = {"issuers": issuers(domain, alice, dave)}
RECEIVER = "spiffe://example.com/agent/receiver"
TARGET = "https://receiver.example/review?depth=2&depth=3"
TAG = "wimse-workload-to-workload"
CONTENT = b'{"document":"spec"}'
JSON = ("Content-Type", "application/json")
DRAFT, RFC, DIGEST = "draft-ietf-wimse-http-signature-07", "RFC 9421", "RFC 9530"
WIT, WPT = "draft-ietf-wimse-workload-creds-02", "draft-ietf-wimse-wpt-02"


def identity(of=bob, by=domain, head=None, **changes):
    """A WIT; DROP takes a claim away."""
    claims = {
        "iss": "https://example.com/issuer", "sub": of.id, "iat": IAT, "exp": NOW + 3600,
        "cnf": {"jwk": of.key.jwk(alg=of.alg)}, **changes,
    }
    header = {"typ": "wit+jwt", "alg": by.alg, "kid": by.key.kid, **(head or {})}
    return compact(*({n: v for n, v in part.items() if v is not DROP} for part in (header, claims)), by.key)


def digest(content, name="sha-256"):
    value = hashlib.new(name.replace("-", ""), content).digest()
    return f"{name}=:{base64.b64encode(value).decode()}:"


def combined(fields, name):
    """RFC 9110 §5.3: the lines of a field, joined; None where there is none."""
    lines = [value.strip(" \t") for field, value in fields if field.lower() == name]
    return ", ".join(lines) if lines else None


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def component(name, method, target, fields):
    """The value of a component (RFC 9421 §2), as text."""
    rest = target.split("://", 1)[1]
    rest = "/" + rest.split("/", 1)[1] if "/" in rest else "/"
    path, mark, query = rest.partition("?")
    derived = {"@method": method, "@path": path, "@query": mark + query or "?", "@request-target": rest,
               "@authority": target.split("/")[2].lower()}
    return derived[name] if name.startswith("@") else combined(fields, name)


def parameters(changes):
    """The parameters of a signature, in order; DROP takes one away, and None makes a flag."""
    members = {"created": NOW, "expires": NOW + 60, "nonce": "n-1", "tag": TAG, "wimse-aud": RECEIVER, **changes}
    text = ""
    for name, value in members.items():
        if value is DROP:
            continue
        text += f";{name}" if value is None else f";{name}={quoted(value) if isinstance(value, str) else value}"
    return text


def sign(fields, method, target, key, names, changes, label="wimse"):
    """The two field lines of a signature."""
    text = "(" + " ".join(quoted(name) for name in names) + ")" + parameters(changes)
    lines = [f"{quoted(name)}: {component(name, method, target, fields)}" for name in names]
    base = "\n".join([*lines, f'"@signature-params": {text}'])
    value = base64.b64encode(key.sign(base.encode())).decode()
    return [("Signature-Input", f"{label}={text}"), ("Signature", f"{label}=:{value}:")]


def head(wit, content, fields, ect_tokens=(), act_mandate=None, records=()):
    """The fields before anything is signed."""
    fields = [*fields, ("Workload-Identity-Token", wit)]
    if content:
        fields.append(("Content-Digest", digest(content)))
    if ect_tokens:
        fields.append(("Execution-Context", ", ".join(ect_tokens)))
    if act_mandate:
        fields.append(("ACT-Mandate", act_mandate))
    if records:
        fields.append(("ACT-Record", ", ".join(records)))
    return fields


COVERED = ["content-type", "content-digest", "authorization", "txn-token", "workload-identity-token",
           "execution-context", "act-mandate", "act-record"]


def signed(by=bob, wit=None, method="POST", target=TARGET, content=CONTENT, fields=(JSON,), without=(), names=None,
           key=None, parameters=None, **tokens):
    """A request with a message signature. `without` names components that are left out."""
    fields = head(wit or identity(by), content, fields, **tokens)
    if names is None:
        present = {name.lower() for name, _ in fields}
        names = ["@method", "@path", "@query", *(name for name in COVERED if name in present)]
    names = [name for name in names if name not in without]
    fields += sign(fields, method, target, key or by.key, names, parameters or {})
    return {"method": method, "target": target, "fields": fields, "content_hex": content.hex()}


def proven(by=bob, wit=None, method="POST", target=TARGET, content=CONTENT, fields=(JSON,), key=None, header=None,
           oth=None, changes=None, **tokens):
    """A request with a proof token."""
    fields = head(wit or identity(by), content, fields, **tokens)
    hashed = ["content-digest", "execution-context", "act-mandate", "act-record"]
    hashes = {name: content_hash(combined(fields, name)) for name in hashed if combined(fields, name) is not None}
    hashes.update(oth or {})
    claims = {"aud": RECEIVER, "exp": NOW + 60, "jti": "p-1", "wth": content_hash(combined(fields, "workload-identity-token")),
              "oth": {name: value for name, value in hashes.items() if value is not DROP}, **(changes or {})}
    members = {"typ": "wpt+jwt", "alg": by.alg, **(header or {})}
    token = compact(members, {name: value for name, value in claims.items() if value is not DROP}, key or by.key)
    return {"method": method, "target": target, "fields": [*fields, ("Authorization", f"WPT {token}")],
            "content_hex": content.hex()}


def changed(request, **fields):
    """The request with other field values, added where there is none; None takes a field away."""
    rest = dict(fields)
    lines = []
    for name, value in request["fields"]:
        member = name.lower().replace("-", "_")
        if member in fields:
            value = rest.pop(member, None)
            value = value(dict(request["fields"])[name]) if callable(value) else value
        if value is not None:
            lines.append((name, value))
    lines += [(name.replace("_", "-"), value) for name, value in rest.items() if value is not None]
    return {**request, "fields": lines}


def added(request, *fields):
    return {**request, "fields": [*request["fields"], *fields]}


def own(by=bob, **changes):
    """An ECT of the sender for the receiver."""
    return ect(by, iss=by.id, **{"aud": [RECEIVER], **changes})


class HTTPSuite(Suite):
    def __init__(self):
        super().__init__("http", "requests of the WIMSE profile: identity, signature, proof, content, tokens", {
            "principals": {**about(), "domain": {"identifier": domain.id, "key": domain.key.private_jwk()}},
            "trust": TRUST})

    def request(self, request, members):
        request = {**request, "fields": [list(field) for field in request["fields"]]}
        return {"op": "http.verify", **request, "trust": Reference("trust"), "audience": RECEIVER, "now": NOW, **members}

    def good(self, name, comment, request, answer=None, **members):
        self.accept(name, comment, self.request(request, members), answer or {"workload": bob.id})

    def bad(self, name, comment, code, rule, request, status=400, **members):
        self.refuse(name, comment, self.request(request, members), code, rule=rule, status=status)

    def token(self, name, comment, requirement, status, request, **members):
        code = requirement.replace("ACT#req-act", "act").replace("ECT#req-ect", "ect")
        self.refuse(name, comment, self.request(request, members), code, requirement, status=status)


def suite():
    s = HTTPSuite()
    accepted(s)
    signature(s)
    message(s)
    content(s)
    identities(s)
    proofs(s)
    tokens(s)
    supporting(s)
    order(s)
    return s


def accepted(s):
    covered = ['"@method"', '"@path"', '"@query"', '"content-type"', '"content-digest"', '"workload-identity-token"']
    s.good("signed", "the ordinary case", signed(), {"workload": bob.id, "covered": covered})
    s.good("signed with Ed25519", "the other algorithm", signed(carol), {"workload": carol.id})
    s.good("without content and query", "a query that is not there is covered as a question mark",
           signed(method="GET", target="https://receiver.example/", content=b"", fields=()))
    s.good("an empty query", "counts as none (RFC 9421 §2.2.7)",
           {**signed(target="https://receiver.example/a"), "target": "https://receiver.example/a?"})
    s.good("another label", "labels are the sender's choice",
           changed(signed(), signature_input=lambda v: "x" + v[5:], signature=lambda v: "x" + v[5:]))
    other = sign(signed()["fields"], "POST", TARGET, mallory.key, ["@method"], {"tag": "other", "keyid": "k"}, "other")
    s.good("a signature with another tag beside it", "is somebody else's", added(signed(), *other))
    s.good("components in another order", "the order is the signer's",
           signed(names=["workload-identity-token", "content-digest", "@query", "content-type", "@path", "@method"]))
    s.good("more is covered", "more may be", signed(names=["@method", "@authority", "@path", "@query", *COVERED[:2], COVERED[4]]))
    s.good("an unknown parameter", "is covered and passed over", signed(parameters={"x": 1}))
    s.good("sha-512", "the other digest", digest_of("sha-512"))
    s.good("a proof token", "instead of a signature", proven(), {"workload": bob.id, "covered": []})
    s.good("a proof token with a Txn-Token", "and its hash", proven(
        fields=(JSON, ("Txn-Token", "a.b.c")), changes={"tth": content_hash("a.b.c")}))
    s.good("signature and proof token", "both are verified", both())
    mine, others = own(), ect(dave, iss=dave.id, jti=uuid4("another task"))
    s.good("an ECT", "of the sender, under the signature", signed(ect_tokens=[mine]),
           {"tokens": {"execution-context": [mine], "act-mandate": [], "act-record": []}})
    lines = changed(signed(ect_tokens=[mine, others]), execution_context=mine)
    at = next(i for i, field in enumerate(lines["fields"]) if field[0] == "Execution-Context")
    lines["fields"].insert(at + 1, ("Execution-Context", others))
    s.good("two lines of ECTs", "mean the same as one line that was signed", lines,
           {"tokens": {"execution-context": [mine, others], "act-mandate": [], "act-record": []}})
    granted = mandate(aud=RECEIVER)
    done = record(of=mandate_claims(aud=RECEIVER), hash_of=granted)
    s.good("a mandate and its record", "under the signature", signed(act_mandate=granted, records=[done]),
           {"tokens": {"execution-context": [], "act-mandate": [granted], "act-record": [done]}})
    s.good("a mandate in a proof token", "its hash is in oth", proven(act_mandate=granted),
           {"tokens": {"execution-context": [], "act-mandate": [granted], "act-record": []}})
    for name, body in [("of JSON", '{"a":1,"execution_context":["%s"]}'),
                       ("of MCP", '{"jsonrpc":"2.0","params":{"_meta":{"execution_context":["%s"]}}}')]:
        s.good(f"an ECT in the content {name}", "the digest binds it", signed(content=(body % mine).encode()),
               {"tokens": {"execution-context": [mine], "act-mandate": [], "act-record": []}})


def digest_of(name):
    fields = [JSON, ("Workload-Identity-Token", identity()), ("Content-Digest", digest(CONTENT, name))]
    fields += sign(fields, "POST", TARGET, bob.key, ["@method", "@path", "@query", *COVERED[:2], COVERED[4]], {})
    return {"method": "POST", "target": TARGET, "fields": fields, "content_hex": CONTENT.hex()}


def both():
    request = proven()
    names = ["@method", "@path", "@query", *COVERED[:3], COVERED[4]]
    return added(request, *sign(request["fields"], "POST", TARGET, bob.key, names, {}))


def signature(s):
    for name in ["keyid", "alg"]:
        s.bad(name, "the key is that of the WIT, and its algorithm", "signature-parameter-forbidden", DRAFT,
              signed(parameters={name: "ecdsa-p256-sha256"}))
    for name in ["created", "expires", "nonce", "wimse-aud"]:
        s.bad(f"no {name}", "each is demanded", "signature-parameter-missing", DRAFT, signed(parameters={name: DROP}))
    for name, value in [("an empty nonce", {"nonce": ""}), ("a nonce of 257 octets", {"nonce": "n" * 257}),
                        ("created as a string", {"created": str(NOW)}), ("expires as a decimal", {"expires": f"{NOW}.5"}),
                        ("wimse-aud as a number", {"wimse-aud": 1})]:
        if name == "expires as a decimal":
            request = changed(signed(), signature_input=lambda v: v.replace(f"expires={NOW + 60}", f"expires={NOW + 60}.5"))
        else:
            request = signed(parameters=value)
        s.bad(name, "a parameter has its type and limit", "signature-parameter-invalid", RFC, request)
    s.bad("another tag", "is somebody else's signature", "signature-missing", DRAFT, signed(parameters={"tag": "other"}))
    s.bad("no tag", "is somebody else's signature", "signature-missing", DRAFT, signed(parameters={"tag": DROP}))
    s.bad("wimse-aud of another", "compared with what is configured", "signature-audience", DRAFT,
          signed(parameters={"wimse-aud": "spiffe://example.com/agent/other"}))
    s.bad("wimse-aud from Host and target", "they are the sender's word", "signature-audience", DRAFT,
          signed(parameters={"wimse-aud": "https://receiver.example/review"}))
    s.bad("wimse-aud with a slash more", "audiences are compared octet by octet", "signature-audience", DRAFT,
          signed(parameters={"wimse-aud": RECEIVER + "/"}))
    s.bad("expired", "this second is too late", "signature-expired", RFC, signed(), now=NOW + 60)
    s.bad("created ahead", "beyond the skew of clocks", "signature-created-ahead", RFC,
          signed(parameters={"created": NOW + 90, "expires": NOW + 120}))
    s.bad("valid for an hour", "a nonce has to be remembered that long", "signature-lifetime", DRAFT,
          signed(parameters={"expires": NOW + 3600}))
    for name in ["@method", "@path", "@query", "content-type", "content-digest", "workload-identity-token"]:
        s.bad(f"{name} is not covered", "it must be", "signature-not-covered", DRAFT, signed(without=[name]))
    s.bad("authorization is not covered", "it must be when present", "signature-not-covered", DRAFT,
          signed(fields=(JSON, ("Authorization", "Bearer x")), without=["authorization"]))
    s.bad("as revision -06 covered the target", "@request-target instead of path and query", "signature-not-covered", DRAFT,
          signed(names=["@method", "@request-target", *COVERED[:2], COVERED[4]]))
    twice = sign(signed()["fields"], "POST", TARGET, bob.key, ["@method"], {}, "second")
    s.bad("two signatures with the tag", "nobody says which counts", "signature-ambiguous", DRAFT, added(signed(), *twice))
    s.bad("no signature", "nor a proof", "signature-missing", DRAFT, changed(signed(), signature=None, signature_input=None))
    s.bad("no value", "Signature-Input without Signature", "signature-value-missing", RFC, changed(signed(), signature=None))
    s.bad("the same label twice", "RFC 9651 would take the last", "signature-malformed", RFC,
          added(signed(), ("Signature-Input", dict(signed()["fields"])["Signature-Input"])))
    s.bad("the same parameter twice", "RFC 9651 would take the last", "signature-malformed", RFC,
          changed(signed(), signature_input=lambda v: v + ';nonce="n-2"'))
    s.bad("a parameter added", "parameters are covered", "signature-invalid", RFC,
          changed(signed(), signature_input=lambda v: v + ";wimse-sign-response"))
    s.bad("a space more", "the text is covered as it is received", "signature-invalid", RFC,
          changed(signed(), signature_input=lambda v: v.replace('"@path" ', '"@path"  ')))
    s.bad("a component twice", "is ambiguous", "signature-component-repeated", RFC,
          changed(signed(), signature_input=lambda v: v.replace('"@path" ', '"@path" "@path" ')))
    for parameter in ["sf", "tr", "req", "unknown", "bs;key=\"a\""]:
        s.bad(f"a component with {parameter}", "is not supported here, or not in a request", "signature-component-refused", RFC,
              changed(signed(), signature_input=lambda v: v.replace('"content-type"', f'"content-type" "accept";{parameter}')))
    s.bad("signed with another key", "and the WIT of the sender", "signature-invalid", RFC, signed(key=mallory.key))
    s.bad("a signature of no octets", "is none", "signature-invalid", RFC, changed(signed(), signature="wimse=::"))
    s.bad("a proof token where a signature is demanded", "by the receiver's policy", "signature-missing", DRAFT, proven(),
          proof="signature")


def message(s):
    s.bad("another method", "is covered", "signature-invalid", RFC, {**signed(), "method": "PUT"})
    for name, target in [
            ("another path", "/reviews?depth=2&depth=3"), ("a path that decodes to the same", "/%72eview?depth=2&depth=3"),
            ("a path that resolves to the same", "/x/../review?depth=2&depth=3"), ("another query", "/review?depth=2&depth=4"),
            ("a query in another order", "/review?depth=3&depth=2"), ("no query", "/review"),
            ("two question marks", "/review??depth=2&depth=3")]:
        s.bad(name, "nothing is normalized but an empty path", "signature-invalid", RFC,
              {**signed(), "target": "https://receiver.example" + target})
    s.bad("another content type", "is covered", "signature-invalid", RFC, changed(signed(), content_type="text/plain"))
    s.bad("no content type", "a covered component is not there", "signature-component-missing", RFC,
          changed(signed(), content_type=None))
    s.bad("Authorization twice", "it has one value only", "signature-component-refused", DRAFT,
          signed(fields=(JSON, ("Authorization", "Bearer x"), ("Authorization", "Bearer y"))))
    s.bad("Authorization added", "it must be covered", "signature-not-covered", DRAFT,
          added(signed(), ("Authorization", "Basic eDp5")))


def content(s):
    s.bad("another content", "is not what was digested", "content-digest-mismatch", DIGEST, {**signed(), "content_hex": "7b7d"})
    s.bad("a body taken away", "the digest stays", "content-digest-mismatch", DIGEST, {**signed(), "content_hex": ""})
    s.bad("a body added", "content needs a digest", "content-digest-missing", DIGEST,
          {**signed(content=b""), "content_hex": "01"})
    s.bad("a digest of another length", "is of nothing", "content-digest-mismatch", DIGEST,
          changed(proven(oth={"content-digest": DROP}), content_digest="sha-256=:AAAA:"))
    s.bad("a digest that is no byte sequence", "RFC 9530 §2", "content-digest-malformed", DIGEST,
          changed(signed(), content_digest="sha-256=abc"))
    s.bad("a digest of an unknown algorithm", "can't be checked", "content-digest-algorithm", DIGEST,
          changed(signed(), content_digest="md5=:AAAA:"))
    wrong = digest(b"x", "sha-512")
    s.bad("of two digests one that is wrong", "all that are known must agree", "content-digest-mismatch", DIGEST,
          changed(proven(oth={"content-digest": DROP}), content_digest=lambda v: v + ", " + wrong))


def identities(s):
    s.bad("no WIT", "nobody sent it", "wit-missing", WIT, changed(signed(), workload_identity_token=None))
    s.bad("two WITs", "nobody says which counts", "wit-repeated", WIT,
          added(signed(), ("Workload-Identity-Token", identity(carol))))
    s.bad("the WIT of another workload", "whose key did not sign", "signature-invalid", RFC, signed(wit=identity(carol)))
    s.bad("the WIT of another workload with the same algorithm", "whose key did not sign", "signature-invalid", RFC,
          signed(wit=identity(dave)))
    s.bad("the WIT as a bearer token", "it is none", "wit-in-authorization", WIT,
          signed(fields=(JSON, ("Authorization", f"Bearer {identity()}"))))
    for name, code, wit in [
            ("another typ", "wit-typ", identity(head={"typ": "JWT"})),
            ("crit", "wit-malformed", identity(head={"crit": ["x"], "x": 1})),
            ("no kid", "wit-untrusted", identity(head={"kid": DROP})),
            ("an unknown kid", "wit-untrusted", identity(head={"kid": "x"})),
            ("signed by another with the anchor's kid", "wit-signature-invalid",
             identity(by=mallory, head={"kid": domain.key.kid})),
            ("another trust domain", "wit-untrusted", identity(sub="spiffe://other.example/agent/bob")),
            ("no workload identifier", "wit-sub", identity(sub="https://example.com/agent/bob")),
            ("an upper-case trust domain", "wit-sub", identity(sub="spiffe://Example.com/agent/bob")),
            ("expired", "wit-expired", identity(exp=NOW)), ("no exp", "wit-claim", identity(exp=DROP)),
            ("issued in the future", "wit-not-yet-valid", identity(iat=NOW + 60)),
            ("no cnf", "wit-claim", identity(cnf=DROP)),
            ("a key without alg", "wit-cnf-alg", identity(cnf={"jwk": bob.key.jwk()})),
            ("a private key", "wit-cnf", identity(cnf={"jwk": bob.key.private_jwk(alg="ES256")})),
            ("a symmetric key", "wit-cnf", identity(cnf={"jwk": {"kty": "oct", "k": "AAAA", "alg": "HS256"}}))]:
        s.bad(f"WIT: {name}", "a WIT that does not verify", code, WIT, signed(wit=wit))


def proofs(s):
    unknown = content_hash("x")
    for name, code, request in [
            ("an unknown entry of oth", "wpt-oth-unknown", proven(oth={"x-other": unknown})),
            ("an upper-case entry of oth", "wpt-oth-unknown", proven(oth={"Content-Digest": unknown})),
            ("an entry of oth for a field that is not there", "wpt-oth", proven(oth={"act-record": unknown})),
            ("another hash in oth", "wpt-oth", proven(oth={"content-digest": unknown})),
            ("no jti", "wpt-claim", proven(changes={"jti": DROP})), ("no exp", "wpt-claim", proven(changes={"exp": DROP})),
            ("no aud", "wpt-claim", proven(changes={"aud": DROP})), ("no wth", "wpt-claim", proven(changes={"wth": DROP})),
            ("oth as a list", "wpt-claim", proven(changes={"oth": []})),
            ("another audience", "wpt-aud", proven(changes={"aud": "https://receiver.example/review"})),
            ("of another WIT", "wpt-wth", proven(changes={"wth": unknown})),
            ("tth without a Txn-Token", "wpt-tth", proven(changes={"tth": unknown})),
            ("a Txn-Token without tth", "wpt-tth", proven(fields=(JSON, ("Txn-Token", "a.b.c")))),
            ("expired", "wpt-expired", proven(changes={"exp": NOW})),
            ("valid for an hour", "wpt-lifetime", proven(changes={"exp": NOW + 3600})),
            ("another typ", "wpt-typ", proven(header={"typ": "wit+jwt2"})),
            ("another alg than cnf.jwk.alg", "wpt-alg", proven(header={"alg": "ES384"})),
            ("signed with another key", "wpt-signature-invalid", proven(key=mallory.key)),
            ("Authorization twice", "wpt-malformed", added(proven(), ("Authorization", "Bearer x"))),
            ("no token", "wpt-malformed", changed(proven(), authorization="WPT"))]:
        s.bad(f"WPT: {name}", "a proof that does not verify", code, WPT, request, status=401)
    s.bad("WPT: none where one is demanded", "by the receiver's policy", "wpt-missing", WPT, signed(), status=401, proof="wpt")


def tokens(s):
    granted = mandate(aud=RECEIVER)
    s.token("an ECT that is not covered", "unbound: not to be acted upon", "ECT#req-ect-http-covered", 403,
            signed(ect_tokens=[own()], without=["execution-context"]))
    s.token("an ECT that was added", "unbound: not to be acted upon", "ECT#req-ect-http-covered", 403,
            added(signed(), ("Execution-Context", own())))
    s.token("a mandate that is not covered", "unbound: not to be acted upon", "ACT#req-act-http-signature", 403,
            signed(act_mandate=granted, without=["act-mandate"]))
    s.token("an ECT that is not in oth", "unbound: not to be acted upon", "ECT#req-ect-http-oth", 403,
            proven(ect_tokens=[own()], oth={"execution-context": DROP}))
    s.token("a mandate that is not in oth", "unbound: not to be acted upon", "ACT#req-act-http-wpt", 403,
            proven(act_mandate=granted, oth={"act-mandate": DROP}))
    s.bad("another ECT on the way", "the field is covered", "signature-invalid", RFC,
          changed(signed(ect_tokens=[own()]), execution_context=own(exec_act="other")))
    s.token("8193 octets of ECTs", "above the limit", "ECT#req-ect-http-size-refuse", 431,
            added(signed(), ("Execution-Context", "a" * 8193)))
    s.token("8193 octets of a mandate", "above the limit", "ACT#req-act-http-size-refuse", 431,
            added(signed(), ("ACT-Mandate", "a" * 8193)))
    for name, value in [("an empty element", "YQ,,YQ"), ("two segments", "YQ.YQ"), ("a quoted token", '"YQ"')]:
        s.token(f"Execution-Context: {name}", "not the field's grammar", "ECT#req-ect-http-field", 400,
                added(signed(), ("Execution-Context", value)))
    s.token("two mandates", "one is allowed", "ACT#req-act-http-mandate-single", 400,
            added(signed(), ("ACT-Mandate", "a.b.c, d.e.f")))
    s.token("an ECT for another", "its audience is not the receiver", "ECT#req-ect-aud-match", 403,
            signed(ect_tokens=[own(aud=["https://other.example"])]))
    s.token("an ECT of another where the sender's is demanded", "it is supporting", "ECT#req-ect-http-missing", 403,
            signed(ect_tokens=[ect(dave, iss=dave.id)]), require_execution_context=True)
    s.token("an ECT with another kid than the WIT", "its key is the WIT's", "ECT#req-ect-wit-kid", 403,
            signed(ect_tokens=[ect(bob, {"kid": "x"}, aud=[RECEIVER])]))
    s.token("a mandate of another agent", "the sender is not its subject", "ACT#req-act-possession", 403,
            signed(dave, act_mandate=granted))
    s.token("a member of the content that is no list", "not its form", "ECT#req-ect-http-body-form", 400,
            signed(content=b'{"execution_context":"a.b.c"}'))
    s.token("an ECT in content that the proof does not cover", "unbound: not to be acted upon", "ECT#req-ect-http-body-bound",
            403, proven(content=b'{"execution_context":["%s"]}' % own().encode(), oth={"content-digest": DROP}),
            require_execution_context=True)
    s.token("an ECT twice in the field", "the second is a replay", "ECT#req-ect-replay", 403, signed(ect_tokens=[own(), own()]))
    s.token("an ECT in the field and in the content", "the second is a replay", "ECT#req-ect-replay", 403,
            signed(ect_tokens=[own()], content=b'{"execution_context":["%s"]}' % own().encode()))
    s.token("ECTs in both places of the content", "which of them count?", "ECT#req-ect-http-body-form", 400, signed(
        content=b'{"execution_context":[],"params":{"_meta":{"execution_context":[]}}}'))
    SET = ("Content-Type", "application/ect-set+json")
    for name, content in [("with another member", b'{"execution_context":[],"x":1}'), ("without its member", b"{}"),
                          ("that is no JSON", b"{")]:
        s.token(f"a set {name}", "it has one member", "ECT#req-ect-http-body-form", 400, signed(content=content, fields=(SET,)))
    s.good("a set", "the content is nothing else", signed(content=b'{"execution_context":["%s"]}' % own().encode(), fields=(SET,)),
           {"tokens": {"execution-context": [own()], "act-mandate": [], "act-record": []}})
    none = {"tokens": {"execution-context": [], "act-mandate": [], "act-record": []}}
    body = b'{"execution_context":["%s"]}' % own().encode()
    s.good("content of another type", "is not looked into", signed(content=body, fields=(("Content-Type", "text/plain"),)), none)
    s.good("content that is no JSON", "has no tokens", signed(content=body + b"x"), none)
    s.good("content with the member twice", "is no valid JSON, and has no tokens",
           signed(content=body[:-1] + b',"execution_context":1}'), none)
    s.good("an ECT in content that the proof does not cover, none demanded", "it is absent",
           proven(content=body, oth={"content-digest": DROP}), none)
    s.bad("another hash for the ECT in oth", "a fault of the proof", "wpt-oth", WPT,
          proven(ect_tokens=[own()], oth={"execution-context": content_hash("x")}), status=401)
    s.token("an ECT with another algorithm than the WIT", "its key is the WIT's", "ECT#req-ect-wit-alg", 403,
            signed(ect_tokens=[own(head={"alg": "ES384"})]))
    s.token("an ECT with another name of the WIT's algorithm", "names are compared", "ECT#req-ect-wit-alg", 403,
            signed(carol, ect_tokens=[own(carol, head={"alg": "Ed25519"})]))


def supporting(s):
    mine = own()
    stranger = ect(trent, iss=trent.id, jti=uuid4("another task"))
    forged = ect(mallory, {"kid": dave.key.kid}, iss=dave.id, jti=uuid4("another task"))
    kept = {"tokens": {"execution-context": [mine], "act-mandate": [], "act-record": []}}
    for name, requirement, token in [("of a stranger", "key-issuer", stranger), ("that is forged", "signature", forged)]:
        s.token(f"a supporting ECT {name}", "refuses the message, by default", f"ECT#req-ect-{requirement}", 403,
                signed(ect_tokens=[mine, token]))
        s.good(f"a supporting ECT {name}, left out", "by the receiver's policy", signed(ect_tokens=[mine, token]), kept,
               refuse_supporting=False)
    past = ect(dave, iss=dave.id, jti=uuid4("another task"), iat=IAT - 10**6, exp=IAT - 10**6 + 600)
    s.good("a supporting ECT of the past", "is verified as in an audit", signed(ect_tokens=[mine, past]),
           {"tokens": {"execution-context": [mine, past], "act-mandate": [], "act-record": []}})
    s.good("a supporting ECT twice", "supporting ECTs are not used up", signed(ect_tokens=[mine, past, past]))
    s.token("a supporting ECT that is malformed, left out where refused", "the message is malformed", "ECT#req-ect-json", 400,
            signed(ect_tokens=[mine, "YQ.YQ.YQ"]), refuse_supporting=False)


def order(s):
    """Requests with two faults: the first in the order of the draft's "Errors" is answered."""
    elsewhere = own(aud=["https://other.example"])
    long = ("Execution-Context", "," * 8193)
    s.token("order: size before syntax", "two faults", "ECT#req-ect-http-size-refuse", 431, added(signed(), long))
    s.token("order: size before the WIT", "two faults", "ECT#req-ect-http-size-refuse", 431,
            changed(added(signed(), long), workload_identity_token=None))
    s.token("order: syntax before the WIT", "two faults", "ECT#req-ect-http-field", 400,
            changed(added(signed(), ("Execution-Context", ",")), workload_identity_token=None))
    s.token("order: syntax before coverage", "two faults", "ECT#req-ect-http-field", 400,
            added(signed(), ("Execution-Context", own()), ("Execution-Context", ",")))
    s.bad("order: the WIT before coverage", "two faults", "wit-expired", WIT,
          signed(wit=identity(exp=NOW), ect_tokens=[own()], without=["execution-context"]))
    s.token("order: coverage before the signature", "two faults", "ECT#req-ect-http-covered", 403,
            signed(key=mallory.key, ect_tokens=[own()], without=["execution-context"]))
    s.token("order: coverage before the token", "two faults", "ECT#req-ect-http-covered", 403,
            signed(ect_tokens=[elsewhere], without=["execution-context"]))
    request = proven(ect_tokens=[own()], oth={"execution-context": DROP})
    names = ["@method", "@path", "@query", *COVERED[:3], *COVERED[4:6]]
    s.token("a signature that covers the ECT, a proof that does not", "both bind, or it is refused", "ECT#req-ect-http-oth", 403,
            added(request, *sign(request["fields"], "POST", TARGET, bob.key, names, {})))
    request = proven(ect_tokens=[own()])
    s.token("a proof that covers the ECT, a signature that does not", "both bind, or it is refused", "ECT#req-ect-http-covered",
            403, added(request, *sign(request["fields"], "POST", TARGET, bob.key, names[:-1], {})))
    s.token("order: oth before the content", "two faults", "ECT#req-ect-http-oth", 403,
            proven(ect_tokens=[own()], oth={"execution-context": DROP}, content=b'{"execution_context":1}'))
    s.token("order: content before the token", "two faults", "ECT#req-ect-http-body-form", 400,
            signed(ect_tokens=[elsewhere], content=b'{"execution_context":1}'))
    s.token("order: the header of each token before any audience", "two faults", "ECT#req-ect-json", 400,
            signed(ect_tokens=[elsewhere, "YQ.YQ.YQ"]))
    s.token("order: mandate before ECTs", "two faults", "ACT#req-act-possession", 403,
            signed(dave, act_mandate=mandate(aud=RECEIVER), ect_tokens=[own(dave, aud=["https://other.example"])]))
    s.token("order: supporting before presented", "two faults", "ECT#req-ect-key-issuer", 403,
            signed(ect_tokens=[elsewhere, ect(trent, iss=trent.id)]))
    s.token("order: the token before what is demanded", "two faults", "ECT#req-ect-key-issuer", 403,
            signed(ect_tokens=[ect(trent, iss=trent.id)]), require_execution_context=True)
    s.token("order: typ before the WIT's kid", "step 2 before 3", "ECT#req-ect-typ", 400,
            signed(ect_tokens=[own(head={"typ": "JWT", "kid": "x"})]))
    s.token("order: the WIT's kid before its algorithm", "step 3 before 4", "ECT#req-ect-wit-kid", 403,
            signed(ect_tokens=[own(head={"alg": "ES384", "kid": "x"})]))
    s.token("order: the WIT's kid before the audience", "step 3 before 6", "ECT#req-ect-wit-kid", 403,
            signed(ect_tokens=[own(head={"kid": "x"}, aud=["https://other.example"])]))
