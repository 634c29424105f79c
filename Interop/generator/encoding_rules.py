"""base64url, SHA-256 and compact JWS, from raw octets, so that anything wrong can be made as well."""
import base64
import hashlib
import json


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def content_hash(data):
    """SHA-256 as the 43 characters of the claims."""
    return b64u(hashlib.sha256(data.encode() if isinstance(data, str) else data).digest())


def dump(value):
    """JSON without white space; a string or octets are taken as they are."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def signing_input(header, payload):
    return f"{b64u(dump(header))}.{b64u(dump(payload))}"


def compact(header, payload, key, alg=None):
    """A compact JWS; `alg` says how an RSA key signs."""
    text = signing_input(header, payload)
    return f"{text}.{b64u(key.sign(text.encode(), alg))}"


def with_signature(header, payload, signature):
    return f"{signing_input(header, payload)}.{b64u(signature)}"
