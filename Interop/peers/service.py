"""A transparency service that signs with scitt-cose and speaks one dialect of SCRAPI, for clients to be tested.

Usage: service.py DIALECT

Its first line on standard output says where it listens and what to trust; it ends at the end of its input. It
registers whatever it is sent, once, at its second poll, and its leaves are the hashes of statements."""

import hashlib
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cbor2
from joserfc import jwk
from scitt_cose.receipt import build_receipt
from scitt_cose.statement import attach_receipts

ISSUER = "https://peer.example"
POLLS = 2
DIALECTS = {
    "synchronous": "201 with the receipt",
    "revision-11": "202, then 204, then 200",
    "revision-09": "303, then 302, then 200 (-04 to -10)",
    "ccf": "the same with a version in the query, and a transparent statement in the end",
    "revision-03": "202 with CBOR, operations, then the entry",
    "revision-02": "202 with JSON and a Location",
    "emulator": "JSON operations",
    "already-registered": "400 to a statement that it has, without saying where it is",
}


class Log:
    """What is registered, in order, and how far each registration is."""

    def __init__(self):
        self.key = jwk.generate_key("EC", "P-256", parameters={"kid": "peer-1"}, private=True)
        self.lock = threading.Lock()
        # As RFC 9943 has it, a log begins with its policy.
        self.leaves = [hashlib.sha256(b"policy").hexdigest()]
        self.statements = [None]
        self.polls = [0]
        self.posts = 0

    def register(self, statement):
        """The statement's index, and whether it is new."""
        leaf = hashlib.sha256(statement).hexdigest()
        self.posts += 1
        if leaf in self.leaves:
            return self.leaves.index(leaf), False
        self.leaves.append(leaf)
        self.statements.append(statement)
        self.polls.append(0)
        return len(self.leaves) - 1, True

    def find(self, name):
        if name in self.leaves:
            return self.leaves.index(name)
        number = name.removeprefix("1.")
        return int(number) if number.isdigit() and 0 < int(number) < len(self.leaves) else None

    def is_running(self, index):
        self.polls[index] += 1
        return self.polls[index] < POLLS

    def receipt(self, index):
        claims = cbor2.loads(cbor2.loads(self.statements[index]).value[0])[15]
        return build_receipt(
            leaf_entry_hex=self.leaves[index], leaf_index=index, tree_entries_hex=self.leaves, alg="ES256",
            log_private_key_pem=self.key.as_pem(private=True), iss=ISSUER, sub=claims[2], kid=b"peer-1")


class Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    dialect, log = None, Log()

    def log_message(self, *_):
        pass

    def answer(self, status, content=b"", **fields):
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def problem(self, status, title, detail):
        self.answer(
            status, cbor2.dumps({-1: title, -2: detail}), Content_Type="application/concise-problem-details+cbor")

    def cbor(self, status, value, **fields):
        self.answer(status, cbor2.dumps(value), Content_Type="application/cbor", **fields)

    def json(self, status, value, **fields):
        self.answer(status, json.dumps(value).encode(), Content_Type="application/json", **fields)

    def is_version_missing(self):
        if self.dialect != "ccf" or self.path.endswith("?api-version=2026-03-26"):
            return False
        self.problem(400, "InvalidQueryParameter", "api-version")
        return True

    def do_POST(self):
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.log.lock:
            if self.path.split("?")[0] != "/entries" or self.is_version_missing():
                return
            index, is_new = self.log.register(content)
            self.accept(index, is_new)

    def accept(self, index, is_new):
        place, dialect = f"/entries/{index}", self.dialect
        if dialect == "synchronous":
            self.answer(201, self.log.receipt(index), Content_Type="application/cose", Location=place)
        elif dialect == "revision-11":
            self.answer(202, Location=place, Retry_After="0")
        elif dialect == "revision-09":
            self.answer(303, Location=place)
        elif dialect == "ccf":
            self.answer(303, Location=f"/entries/1.{index}", x_ms_ccf_transaction_id=f"1.{index}")
        elif dialect == "revision-03":
            self.cbor(202, {"OperationID": f"op-{index}", "Status": "running"})
        elif dialect == "revision-02":
            self.json(202, {"receipt": f"urn:ietf:params:scitt:receipt:{index}"}, Location=place)
        elif dialect == "emulator":
            self.json(202, {"operationId": f"op-{index}", "status": "running"})
        elif is_new:
            self.answer(202, Location=f"/entries/{self.log.leaves[index]}")
        else:
            self.problem(400, "Already Registered", "this statement has been registered before")

    def do_GET(self):
        parts = self.path.split("?")[0].strip("/").split("/")
        with self.log.lock:
            if self.path == "/log":
                self.json(200, {"posts": self.log.posts, "size": len(self.log.leaves)})
            elif self.is_version_missing():
                return
            elif parts[0] == "operations" and len(parts) == 2:
                self.operation(self.log.find(parts[1].removeprefix("op-")))
            elif parts[0] == "entries" and len(parts) == 2:
                self.entry(self.log.find(parts[1]))
            else:
                self.problem(404, "Not Found", self.path)

    def operation(self, index):
        if index is None:
            self.problem(404, "Operation Not Found", self.path)
        elif self.log.is_running(index):
            if self.dialect == "emulator":
                self.json(200, {"operationId": f"op-{index}", "status": "running"})
            else:
                self.cbor(202, {"OperationID": f"op-{index}", "Status": "running"})
        elif self.dialect == "emulator":
            self.json(200, {"operationId": f"op-{index}", "status": "succeeded", "entryId": str(index)})
        else:
            self.cbor(200, {"OperationID": f"op-{index}", "Status": "succeeded", "EntryID": str(index)})

    def entry(self, index):
        if index is None:
            self.problem(404, "Not Found", self.path)
            return
        if self.dialect not in ("synchronous", "revision-03", "emulator") and self.log.is_running(index):
            if self.dialect in ("revision-09", "ccf"):
                self.answer(302, Location=self.path.split("?")[0], Retry_After="1")
            elif self.dialect == "revision-02":
                self.json(202, {"receipt": f"urn:ietf:params:scitt:receipt:{index}"}, Location=self.path)
            else:
                self.answer(204, Retry_After="1", Cache_Control="no-store")
            return
        content = self.log.receipt(index)
        if self.dialect == "ccf":
            content = attach_receipts(self.log.statements[index], [content])
        self.answer(200, content, Content_Type="application/cose")


def main(dialect):
    Service.dialect = dialect
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({
        "address": f"127.0.0.1:{server.server_port}", "iss": ISSUER, "profile": "statement-hash",
        "key": Service.log.key.as_dict(private=False),
    }), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in DIALECTS:
        sys.exit("usage: service.py " + "|".join(DIALECTS))
    main(sys.argv[1])
