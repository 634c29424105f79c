"""The parties of the vectors, their keys, and everything else that would be random elsewhere.

A key is derived from its name by HKDF (RFC 5869) with SHA-256: IKM is the name, there is no salt, info is "act-ect key",
and the output of 32 octets is the seed of an Ed25519 key and the scalar of a P-256 key; 48 and 64 octets are the
scalars of P-384 and P-521. The octets of a UUID are the output for info "act-ect uuid". The primes of an RSA key
are the first above values derived from its name. ECDSA signatures are those of RFC 6979.
"""
import hashlib
import hmac
import uuid

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

from .encoding_rules import b64u

CURVES = {
    "ES256": (ec.SECP256R1(), "P-256", 32, hashes.SHA256()),
    "ES384": (ec.SECP384R1(), "P-384", 48, hashes.SHA384()),
    "ES512": (ec.SECP521R1(), "P-521", 66, hashes.SHA512()),
}
HASHES = {"256": (hashes.SHA256, hashlib.sha256), "384": (hashes.SHA384, hashlib.sha384),
          "512": (hashes.SHA512, hashlib.sha512)}


def derive(name, info, count):
    """HKDF (RFC 5869) with SHA-256 and without salt."""
    key = hmac.digest(bytes(32), name.encode(), "sha256")
    output = block = b""
    for number in range(1, -(-count // 32) + 1):
        block = hmac.digest(key, block + info.encode() + bytes([number]), "sha256")
        output += block
    return output[:count]


class Key:
    """A signing key of one kind: `ES256`, `ES384`, `ES512`, `EdDSA` or `RSA`."""

    def __init__(self, name, kind, kid=None):
        self.name, self.kind = name, kind
        self.kid = kid or f"{name}-key"
        if kind == "EdDSA":
            self.secret = derive(name, "act-ect key", 32)
            self.private = ed25519.Ed25519PrivateKey.from_private_bytes(self.secret)
        elif kind == "RSA":
            self.private = rsa_key(name)
        else:
            curve, _, self.size, _ = CURVES[kind]
            self.scalar = int.from_bytes(derive(name, "act-ect key", min(self.size, 64)), "big")
            self.private = ec.derive_private_key(self.scalar, curve)
        self.public = self.private.public_key()

    def jwk(self, **changes):
        """The public key, with `kid`; `changes` adds members, or with None takes them away."""
        if self.kind == "EdDSA":
            raw = self.public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            members = {"kty": "OKP", "crv": "Ed25519", "x": b64u(raw)}
        elif self.kind == "RSA":
            numbers = self.public.public_numbers()
            members = {"kty": "RSA", "n": b64u(octets(numbers.n)), "e": b64u(octets(numbers.e))}
        else:
            numbers = self.public.public_numbers()
            members = {"kty": "EC", "crv": CURVES[self.kind][1],
                       "x": b64u(numbers.x.to_bytes(self.size, "big")),
                       "y": b64u(numbers.y.to_bytes(self.size, "big"))}
        members["kid"] = self.kid
        members.update(changes)
        return {name: value for name, value in members.items() if value is not None}

    def private_jwk(self, **changes):
        secret = self.secret if self.kind == "EdDSA" else self.scalar.to_bytes(self.size, "big")
        return {**self.jwk(), "d": b64u(secret), **changes}

    def sign(self, message, alg=None):
        """The signature in the form of JWS."""
        if self.kind == "EdDSA":
            return self.private.sign(message)
        if self.kind == "RSA":
            digest, plain = HASHES[alg[2:]]
            if alg.startswith("RS"):
                return self.private.sign(message, padding.PKCS1v15(), digest())
            return self._pss(plain, message)
        digest = CURVES[self.kind][3]
        return self.raw(self.private.sign(message, ec.ECDSA(digest, deterministic_signing=True)))

    def raw(self, der):
        r, s = utils.decode_dss_signature(der)
        return r.to_bytes(self.size, "big") + s.to_bytes(self.size, "big")

    def _pss(self, digest, message):
        """RFC 8017 §8.1.1, with a salt that is the hash of the key's name instead of a random one."""
        size = digest().digest_size
        salt = digest(self.name.encode()).digest()
        length = self.public.key_size // 8
        hashed = digest(bytes(8) + digest(message).digest() + salt).digest()
        block = bytes(length - 2 * size - 2) + b"\x01" + salt
        mask = b"".join(digest(hashed + n.to_bytes(4, "big")).digest() for n in range(length // size + 1))
        masked = bytearray(a ^ b for a, b in zip(block, mask))
        masked[0] &= 0x7F
        number = int.from_bytes(bytes(masked) + hashed + b"\xbc", "big")
        numbers = self.private.private_numbers()
        return pow(number, numbers.d, numbers.public_numbers.n).to_bytes(length, "big")


def octets(number):
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def rsa_key(name, bits=2048):
    p, q = (prime(name, label, bits // 2) for label in "pq")
    e, n = 65537, p * q
    d = pow(e, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(e, n)
    return rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public).private_key()


def prime(name, label, bits):
    candidate = int.from_bytes(derive(name, f"act-ect RSA {label}", bits // 8), "big") | (3 << (bits - 2)) | 1
    while not (candidate % 65537 != 1 and is_prime(candidate)):
        candidate += 2
    return candidate


def is_prime(n):
    if any(n % small == 0 for small in (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)):
        return False
    s = ((n - 1) & -(n - 1)).bit_length() - 1
    d = (n - 1) >> s
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53):
        x = pow(base, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


class Principal:
    def __init__(self, name, identifier, kind):
        self.name, self.id = name, identifier
        self.key = Key(name, kind)
        self.alg = kind


alice = Principal("alice", "https://alice.example", "ES256")  # an organization that grants
bob = Principal("bob", "spiffe://example.com/agent/bob", "ES256")  # an agent
carol = Principal("carol", "spiffe://example.com/agent/carol", "EdDSA")  # an agent
dave = Principal("dave", "spiffe://example.com/agent/dave", "ES256")  # an agent
erin = Principal("erin", "https://erin.example", "EdDSA")  # who approves
mallory = Principal("mallory", "spiffe://example.com/agent/mallory", "ES256")  # trusted, and hostile
trent = Principal("trent", "https://trent.example", "ES256")  # trusted by nobody
everyone = [alice, bob, carol, dave, erin, mallory, trent]

VERIFIER = "https://verifier.example"
IAT, NOW, EXP = 1_800_000_000, 1_800_000_300, 1_800_003_600


def issuers(*principals):
    return {p.id: {"jwks": {"keys": [p.key.jwk()]}} for p in principals}


TRUST = {"issuers": issuers(alice, bob, carol, dave, erin, mallory)}


def uuid4(name):
    """A version 4 UUID whose random bits are derived from a name."""
    return str(uuid.UUID(bytes=derive(name, "act-ect uuid", 16), version=4))


def about():
    """What a reader needs to make the keys again."""
    return {
        "derivation": "HKDF-SHA256(IKM: NAME, no salt, info: \"act-ect key\"), of 32, 48 or 64 octets, is the scalar on "
                      "P-256, P-384 or P-521; 32 octets are the seed of an Ed25519 key",
        **{p.name: {"identifier": p.id, "key": p.key.private_jwk()} for p in everyone},
    }
