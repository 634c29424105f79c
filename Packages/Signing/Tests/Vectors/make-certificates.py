#!/usr/bin/env python3
"""Makes certificates.json with python-cryptography: certificates by name, and chains of them with what
must come of verifying them. Keys are new in every run."""
import datetime, json, subprocess, tempfile
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization as ser
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

START, END = datetime.datetime(2026, 1, 1), datetime.datetime(2036, 1, 1)
NOW = 1800000000  # January 2027
SAN = x509.SubjectAlternativeName
made, cases, anchors = {}, [], []


class Party:
    def __init__(self, name, key=None):
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.key = key or ec.generate_private_key(ec.SECP256R1())


def usage(*names):
    every = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{name: name in names for name in every})


def certificate(label, subject, issuer, extensions, start=START, end=END, digest=hashes.SHA256()):
    """Signs a certificate, keeps its octets under `label` and returns the label."""
    builder = x509.CertificateBuilder(subject.name and issuer.name, subject.name, subject.key.public_key(),
        x509.random_serial_number(), start, end)
    for extension, critical in extensions: builder = builder.add_extension(extension, critical)
    digest = None if isinstance(issuer.key, ed25519.Ed25519PrivateKey) else digest
    made[label] = builder.sign(issuer.key, digest).public_bytes(ser.Encoding.DER)
    return label


def authority(label, subject, issuer, *more, length=None, **options):
    return certificate(label, subject, issuer, [(x509.BasicConstraints(True, length), True),
        (usage("key_cert_sign", "crl_sign"), True), *more], **options)


def leaf(label, issuer, *more, uris=("https://agent.example.org/a",), key=None, use=("digital_signature",), **options):
    extensions = [(x509.BasicConstraints(False, None), True), *more]
    if uris: extensions.append((SAN([x509.UniformResourceIdentifier(uri) for uri in uris]), False))
    if use: extensions.append((usage(*use), True))
    return certificate(label, Party(label, key), issuer, extensions, **options)


def good(name, chain, anchors=("root",), uris=("https://agent.example.org/a",), at=NOW):
    cases.append({"name": name, "chain": chain, "anchors": list(anchors), "at": at, "uris": list(uris)})


def bad(name, chain, reason, error=0, anchors=("root",), at=NOW):
    cases.append({"name": name, "chain": chain, "anchors": list(anchors), "at": at, "reason": reason,
        "error": error})


def patched(label, change):
    made[label + " patched"] = change(made[label])
    return label + " patched"


root, other, middle, low = Party("Root"), Party("Other"), Party("Middle"), Party("Low")
authority("root", root, root)
authority("other root", other, other)
authority("middle", middle, root)
authority("low", low, middle)
leaf("leaf", root), leaf("leaf of middle", middle), leaf("leaf of low", low)

good("a leaf under the root", ["leaf"])
good("a leaf under an intermediate", ["leaf of middle", "middle"])
good("a leaf under two intermediates", ["leaf of low", "low", "middle"])
good("the root presented too", ["leaf of low", "low", "middle", "root"])
good("an intermediate as the anchor", ["leaf of low", "low"], anchors=["middle"])
good("an intermediate as the anchor and the rest presented", ["leaf of low", "low", "middle", "root"],
     anchors=["low"])
good("two anchors, one fits", ["leaf"], anchors=["other root", "root"])
good("without keyUsage", [leaf("no usage", root, use=())])
good("without names", [leaf("no names", root, uris=())], uris=())
good("three URIs among other names", [certificate("names", Party("names"), root, [(SAN([
    x509.UniformResourceIdentifier("spiffe://example.org/a"), x509.DNSName("example.org"),
    x509.UniformResourceIdentifier("urn:example:b"), x509.RFC822Name("a@example.org"),
    x509.UniformResourceIdentifier("https://example.org/%C3%A9")]), False)])],
    uris=["spiffe://example.org/a", "urn:example:b", "https://example.org/%C3%A9"])
for name, key in (("P-384", ec.generate_private_key(ec.SECP384R1())), ("P-521", ec.generate_private_key(
        ec.SECP521R1())), ("Ed25519", ed25519.Ed25519PrivateKey.generate()),
        ("RSA-2048", rsa.generate_private_key(65537, 2048))):
    good(f"a leaf key on {name}", [leaf(f"leaf {name}", root, key=key)])
edwards = Party("Edwards", ed25519.Ed25519PrivateKey.generate())
good("an Ed25519 root", [leaf("leaf of edwards", edwards)], anchors=[authority("edwards", edwards, edwards)])
good("at the first second", ["leaf"], at=int(START.replace(tzinfo=datetime.UTC).timestamp()))
good("a second before the end", ["leaf"], at=int(END.replace(tzinfo=datetime.UTC).timestamp()) - 1)

bad("no certificate", [], "chain-length")
bad("nine certificates", ["leaf"] * 9, "chain-length")
bad("no anchor", ["leaf"], "untrusted", 20, anchors=[])
bad("another anchor", ["leaf"], "untrusted", 20, anchors=["other root"])
bad("the presented root is no anchor", ["leaf", "root"], "untrusted", 19, anchors=["other root"])
bad("an intermediate is missing", ["leaf of low", "middle"], "untrusted", 20)
bad("another one between", ["leaf of middle", "other root", "middle"], "order")
bad("intermediates in the wrong order", ["leaf of low", "middle", "low"], "order")
bad("the leaf twice", ["leaf", "leaf"], "order")
bad("the issuer first", ["middle", "leaf of middle"], "leaf-is-ca")
impostor = Party("Root")
bad("signed by another key of the same name", [leaf("leaf of impostor", impostor)], "signature", 7)
bad("one bit of the signature changed", [patched("leaf", lambda der: der[:-1] + bytes([der[-1] ^ 1]))],
    "signature", 7)
bad("a second too early", ["leaf"], "not-yet-valid", 9, at=int(START.replace(tzinfo=datetime.UTC).timestamp()) - 1)
# RFC 5280 has the last second in, OpenSSL has it out.
bad("at the last second", ["leaf"], "expired", 10, at=int(END.replace(tzinfo=datetime.UTC).timestamp()))
bad("before 1970", ["leaf"], "not-yet-valid", 9, at=-1)
bad("at the end of time", ["leaf"], "other", 13, at=2**63 - 1)
bad("at the beginning of time", ["leaf"], "other", 13, at=-2**63)
brief = Party("Brief")
authority("brief", brief, root, end=datetime.datetime(2026, 6, 1))
bad("an expired intermediate", [leaf("leaf of brief", brief), "brief"], "expired", 10)
simple = Party("Simple")
leaf_as_issuer = certificate("simple", simple, root, [(x509.BasicConstraints(False, None), True)])
bad("an issuer that is no CA", [leaf("leaf of simple", simple), "simple"], "issuer", 79)
plain = Party("Plain")
certificate("plain", plain, root, [])
bad("an issuer without basicConstraints", [leaf("leaf of plain", plain), "plain"], "issuer", 79)
mute = Party("Mute")
certificate("mute", mute, root, [(x509.BasicConstraints(True, None), True), (usage("crl_sign"), True)])
bad("an issuer without keyCertSign", [leaf("leaf of mute", mute), "mute"], "issuer", 79)
short, below = Party("Short"), Party("Below")
authority("short", short, root, length=0)
authority("below", below, short)
bad("a path longer than its constraint", [leaf("leaf of below", below), "below", "short"], "issuer", 25)
bad("the leaf is a CA", [authority("leaf ca", Party("CA"), root)], "leaf-is-ca")
bad("the leaf is the anchor", ["root"], "leaf-is-ca")
bad("a self-signed leaf", [certificate("self", other, other, [])], "untrusted", 18)
bad("a leaf for encryption only", [leaf("sealed", root, use=("key_encipherment",))], "leaf-key-usage")
bad("an unknown critical extension", [leaf("critical", root, (x509.UnrecognizedExtension(
    ObjectIdentifier("1.2.3.4"), b"\x05\x00"), True))], "extension", 34)
bad("subjectAltName twice", [patched(leaf("twice", root, (x509.UnrecognizedExtension(
    ObjectIdentifier("2.5.29.99"), bytes.fromhex("30028600")), False)),
    lambda der: der.replace(b"\x06\x03\x55\x1d\x63", b"\x06\x03\x55\x1d\x11"))], "extension")
weak = Party("Weak", ec.generate_private_key(ec.SECP192R1()))
bad("an issuer on P-192", [leaf("leaf of weak", weak), authority("weak", weak, root)], "weak", 67)
bad("a leaf on P-192", [leaf("weak leaf", root, key=weak.key)], "weak", 66)
with tempfile.TemporaryDirectory() as folder:  # python-cryptography signs nothing over SHA-1
    def file(name, octets):
        with open(f"{folder}/{name}", "wb") as out: out.write(octets)
        return out.name
    request = x509.CertificateSigningRequestBuilder(Party("sha-1").name).sign(root.key, hashes.SHA256())
    made["sha-1"] = subprocess.run(["openssl", "x509", "-req", "-sha1", "-days", "3650", "-outform", "DER",
        "-in", file("request", request.public_bytes(ser.Encoding.PEM)),
        "-CA", file("root", x509.load_der_x509_certificate(made["root"]).public_bytes(ser.Encoding.PEM)),
        "-CAkey", file("key", root.key.private_bytes(ser.Encoding.PEM, ser.PrivateFormat.PKCS8, ser.NoEncryption()))],
        capture_output=True, check=True).stdout
bad("a signature over SHA-1", ["sha-1"], "weak", 68)
for name, uri in (("NUL", "https://agent.example.org/\0"), ("a space", "https://agent.example.org/ "),
                  ("nothing", ""), ("DEL", "https://agent.example.org/\x7f")):
    bad(f"a URI with {name}", [leaf(f"uri {name}", root, uris=(uri,))], "uri-name")
bad("a URI beyond ASCII", [leaf("uri latin", root, (x509.UnrecognizedExtension(SAN.oid,
    bytes.fromhex("3004860261e9")), False), uris=())], "uri-name")
bad("one good URI and one bad", [leaf("uri mixed", root, uris=("https://agent.example.org/a", "\t"))], "uri-name")
bad("a trailing octet", [patched("no usage", lambda der: der + b"\0")], "not-der")
bad("an octet missing", [patched("no names", lambda der: der[:-1])], "not-der")
bad("no DER", [patched("names", lambda der: b"hello")], "not-der")
bad("nothing", [patched("leaf P-384", lambda der: b"")], "not-der")
bad("a length with a zero octet before it", [patched("leaf Ed25519", lambda der: der[:2]
    + (len(der) - 3).to_bytes(2, "big") + b"\x30\x83\x00" + der[6:])], "not-der")
bad("more than 16 KiB", [leaf("large", root, (x509.UnrecognizedExtension(ObjectIdentifier("1.2.3.5"),
    bytes(16384)), False))], "too-large")
bad("a broken intermediate", ["leaf of middle", patched("middle", lambda der: der + b"\0")], "not-der")
cases.append({"name": "a leaf key on secp256k1", "chain": [leaf("koblitz", root, key=ec.generate_private_key(
    ec.SECP256K1()))], "anchors": ["root"], "at": NOW, "key": "unsupported"})


def constrained(label, permitted=None, excluded=None):
    party = Party(label)
    def names(uris): return [x509.UniformResourceIdentifier(uri) for uri in uris] if uris else None
    authority(label, party, root, (x509.NameConstraints(names(permitted), names(excluded)), True))
    return party


within = constrained("within", permitted=["agent.example.org"])
subdomains = constrained("subdomains", permitted=[".example.org"])
without = constrained("without", excluded=["agent.example.org"])
def under(party, label, uris): return [leaf(f"{label} {uris[0]}"[:64], party, uris=uris), label]
for uri in ("https://agent.example.org/a", "spiffe://agent.example.org/b", "https://AGENT.example.org/a",
            "https://agent.example.org:8443/a"):
    good(f"{uri} where agent.example.org is permitted", under(within, "within", (uri,)), uris=[uri])
for uri in ("https://agent.example.com/", "https://a.agent.example.org/", "https://example.org/",
            "https://agent.example.org.evil.example/"):
    bad(f"{uri} where agent.example.org is permitted", under(within, "within", (uri,)), "name-constraints", 47)
bad("one URI within and one not", under(within, "within", ("https://agent.example.org/", "https://evil.example/")),
    "name-constraints", 47)
bad("a URN where a host is permitted", under(within, "within", ("urn:example:a",)), "name-constraints", 53)
good("a subdomain where .example.org is permitted", under(subdomains, "subdomains", ("https://a.example.org/",)),
     uris=["https://a.example.org/"])
bad("the domain itself where .example.org is permitted", under(subdomains, "subdomains", ("https://example.org/",)),
    "name-constraints", 47)
bad("an excluded host", under(without, "without", ("https://agent.example.org/",)), "name-constraints", 48)
good("a host that is not excluded", under(without, "without", ("https://b.example.org/",)),
     uris=["https://b.example.org/"])

anchors = [{"name": "a root", "certificate": "root"}, {"name": "an intermediate", "certificate": "middle"},
    {"name": "a leaf", "certificate": "leaf", "reason": "anchor-not-ca"},
    {"name": "an issuer without basicConstraints", "certificate": "plain", "reason": "anchor-not-ca"},
    {"name": "a trailing octet", "certificate": "middle patched", "reason": "not-der"}]
parts = [(name, ",\n".join(f"    {json.dumps(one)}" for one in value)) for name, value in
    (("cases", cases), ("anchors", anchors))]
names = ",\n".join(f"    {json.dumps(name)}: {json.dumps(der.hex())}" for name, der in made.items())
open("certificates.json", "w").write('{\n  "certificates": {\n' + names + "\n  }" + "".join(
    f',\n  "{name}": [\n{lines}\n  ]' for name, lines in parts) + "\n}\n")
