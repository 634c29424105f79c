#!/usr/bin/env python3
"""Makes ecdsa.json, ed25519.json, rsa.json and keys.json with python-cryptography, an implementation apart
from this one. Keys are new in every run. The deterministic signatures are those of RFC 6979 §A.2.5 to
§A.2.7 and RFC 8032 §7.1, checked below against values typed from the RFCs."""
import hashlib, json, subprocess
from cryptography.hazmat.primitives import hashes, serialization as ser
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils, x25519, dsa

CURVES = {
    "P-256": (ec.SECP256R1(), hashes.SHA256(), "ES256", 32,
              0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551),
    "P-384": (ec.SECP384R1(), hashes.SHA384(), "ES384", 48,
              0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973),
    "P-521": (ec.SECP521R1(), hashes.SHA512(), "ES512", 66,
              0x1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409),
}
RFC6979 = {  # curve: private key, r and s for the message "sample" under the curve's own digest
    "P-256": (0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721,
              0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,
              0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8),
    "P-384": (0x6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5,
              0x94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46,
              0x99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8),
    "P-521": (0x0FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75CAA896EB32F1F47C70855836A6D16FCC1466F6D8FBEC67DB89EC0C08B0E996B83538,
              0x0C328FAFCBD79DD77850370C46325D987CB525569FB63C5D3BC53950E6D4C5F174E25A1EE9017B5D450606ADD152B534931D7D4E8455CC91F9B15BF05EC36E377FA,
              0x0617CCE7CF5064806C467F678D3B4080D6F1CC50AF26CA209417308281B68AF282623EAA63E5B5C0723D8B8C37FF0777B1A20F8CCB1DCCC43997F1EE0E44DA4A67A),
}
RFC8032 = [  # private key, public key, message
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", ""),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82"),
    ("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf", hashlib.sha512(b"abc").hexdigest()),
]
RFC8032_FIRST = ("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555f"
                 "b8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")
L = 2**252 + 27742317777372353535851937790883648493
MESSAGE = b"sample"


def write(name, **members):
    def lines(value):
        return "[\n    " + ",\n    ".join(json.dumps(one, ensure_ascii=False) for one in value) + "\n  ]"
    text = ",\n  ".join(f'"{key}": {lines(value)}' for key, value in members.items())
    open(name, "w").write("{\n  " + text + "\n}\n")


def spki(key): return key.public_bytes(ser.Encoding.DER, ser.PublicFormat.SubjectPublicKeyInfo)
def spki_pem(key): return key.public_bytes(ser.Encoding.PEM, ser.PublicFormat.SubjectPublicKeyInfo).decode()
def pkcs8(key, how=ser.NoEncryption()):
    return key.private_bytes(ser.Encoding.PEM, ser.PrivateFormat.PKCS8, how).decode()
def pem(label, der): return subprocess.run(["openssl", "base64"], input=der, capture_output=True,
    check=True).stdout.decode().join([f"-----BEGIN {label}-----\n", f"-----END {label}-----\n"])
def openssl(*arguments, given=b""):
    return subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=True).stdout


def ecdsa():
    signatures, points, private = [], [], []
    for name, (curve, digest, algorithm, size, order) in CURVES.items():
        def octets(number): return number.to_bytes(size, "big").hex()
        d, r, s = RFC6979[name]
        key = ec.derive_private_key(d, curve)
        numbers = key.public_key().public_numbers()
        x, y, p = octets(numbers.x), octets(numbers.y), key.curve.key_size
        der = key.sign(MESSAGE, ec.ECDSA(digest, deterministic_signing=True))
        assert utils.decode_dss_signature(der) == (r, s), name
        private.append({"name": f"{name}, RFC 6979", "curve": name, "d": octets(d), "x": x, "y": y})

        def case(what, signature, valid=False, message=MESSAGE, on=(x, y)):
            signatures.append({"name": f"{algorithm}: {what}", "curve": name, "x": on[0], "y": on[1],
                "algorithm": algorithm, "message": message.hex(), "signature": signature,
                "valid": valid})
        good = octets(r) + octets(s)
        case("RFC 6979, message sample", good, True)
        case("the other s, n - s, which RFC 7518 does not forbid", octets(r) + octets(order - s), True)
        case("r = 0", octets(0) + octets(s))
        case("s = 0", octets(r) + octets(0))
        case("r = s = 0", octets(0) + octets(0))
        case("r = n", octets(order) + octets(s))
        case("s = n", octets(r) + octets(order))
        case("r = n - 1", octets(order - 1) + octets(s))
        case("s = n - 1", octets(r) + octets(order - 1))
        case("r = s = 1", octets(1) + octets(1))
        case("all octets ff", "ff" * 2 * size)
        case("negated r", octets(order - r) + octets(s))
        case("r and s exchanged", octets(s) + octets(r))
        if r + order < 256**size: case("r + n, the same number modulo n", octets(r + order) + octets(s))
        if s + order < 256**size: case("s + n, the same number modulo n", octets(r) + octets(s + order))
        case("one octet short", good[:-2])
        case("one octet long", good + "00")
        case("s without its half", good[:2 * size])
        case("empty", "")
        case("both halves one octet longer", "00" + octets(r) + "00" + octets(s))
        case("the DER form", der.hex())
        case("another message", good, message=b"Sample")
        case("no message", good, message=b"")
        other = ec.generate_private_key(curve).public_key().public_numbers()
        case("another key", good, on=(octets(other.x), octets(other.y)))

        wanted = {"r begins with zeros": lambda r, s: r >> (8 * size - 8 if size != 66 else 512) == 0,
                  "s begins with zeros": lambda r, s: s >> (8 * size - 8 if size != 66 else 512) == 0,
                  "r and s fill all bits": lambda r, s: min(r, s) >> (order.bit_length() - 1) == 1,
                  "r and s have no high bit": lambda r, s: max(r, s) >> (order.bit_length() - 1) == 0}
        message = 0
        while wanted:
            text = f"message {message}".encode()
            found = utils.decode_dss_signature(key.sign(text, ec.ECDSA(digest)))
            for what in [what for what, fits in wanted.items() if fits(*found)]:
                case(what, octets(found[0]) + octets(found[1]), True, text)
                del wanted[what]
            message += 1

        field = {"P-256": 2**256 - 2**224 + 2**192 + 2**96 - 1,
                 "P-384": 2**384 - 2**128 - 2**96 + 2**32 - 1, "P-521": 2**521 - 1}[name]
        def point(what, x, y, reason): points.append({"name": f"{name}: {what}", "curve": name, "x": x, "y": y,
            "reason": reason})
        X, Y = numbers.x, numbers.y
        point("a coordinate off by one", x, octets(Y ^ 1), "point-not-on-curve")
        point("x and y exchanged", y, x, "point-not-on-curve")
        point("zero and zero, which some take for infinity", octets(0), octets(0), "point-not-on-curve")
        point("x = 0, y = 1", octets(0), octets(1), "point-not-on-curve")
        point("y = p", x, octets(field), "point-not-on-curve")
        point("all octets ff", "ff" * size, "ff" * size, "point-not-on-curve")
        if name == "P-521": point("x + p, the same number modulo p", octets(X + field), y, "point-not-on-curve")
        point("x one octet short", x[2:], y, "length")
        point("y one octet short", x, y[:-2], "length")
        point("x one octet long", "00" + x, y, "length")
        point("y one octet long", x, y + "00", "length")
        point("no coordinates", "", "", "length")
        for what, d, reason in [("zero", octets(0), "scalar-out-of-range"),
                ("n", octets(order), "scalar-out-of-range"), ("n + 1", octets(order + 1), "scalar-out-of-range"),
                ("all octets ff", "ff" * size, "scalar-out-of-range"), ("one octet short", octets(d)[2:], "length"),
                ("one octet long", "00" + octets(d), "length"), ("nothing", "", "length")]:
            private.append({"name": f"{name}, scalar {what}", "curve": name, "d": d, "reason": reason})
        for what, d in [("one", 1), ("n - 1", order - 1), ("small", 0x1234)]:
            public = ec.derive_private_key(d, curve).public_key().public_numbers()
            private.append({"name": f"{name}, scalar {what}", "curve": name, "d": octets(d),
                "x": octets(public.x), "y": octets(public.y)})
    write("ecdsa.json", signatures=signatures, points=points, scalars=private)


def edwards():
    signatures, keys = [], []
    def case(what, key, message, signature, valid=False, **more):
        signatures.append({"name": what, "key": key, "message": message, "signature": signature,
            "valid": valid, **more})
    for number, (seed, public, message) in enumerate(RFC8032):
        key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
        assert key.public_key().public_bytes_raw().hex() == public
        signature = key.sign(bytes.fromhex(message)).hex()
        assert number > 0 or signature == RFC8032_FIRST
        what = f"RFC 8032 §7.1, key {public[:8]}"
        case(what, public, message, signature, True, seed=seed)
        case(f"{what}: S + L, the same number modulo L", public, message,
             signature[:64] + (int.from_bytes(bytes.fromhex(signature[64:]), "little") + L)
             .to_bytes(32, "little").hex())
        case(f"{what}: S = L", public, message, signature[:64] + L.to_bytes(32, "little").hex())
        case(f"{what}: S = 0", public, message, signature[:64] + "00" * 32)
        case(f"{what}: R = 0", public, message, "00" * 32 + signature[64:])
        case(f"{what}: all zeros", public, message, "00" * 64)
        case(f"{what}: all ones", public, message, "ff" * 64)
        case(f"{what}: another message", public, message + "00", signature)
        case(f"{what}: one octet short", public, message, signature[:-2])
        case(f"{what}: one octet long", public, message, signature + "00")
        case(f"{what}: empty", public, message, "")
        case(f"{what}: another key", RFC8032[number - 1][1], message, signature)
    p = 2**255 - 19
    d = -121665 * pow(121666, -1, p) % p
    def square(y): return (y * y - 1) * pow(d * y * y + 1, -1, p) % p
    def on_curve(y): return square(y) == 0 or pow(square(y), (p - 1) // 2, p) == 1
    def encoded(y, sign=0): return (y | sign << 255).to_bytes(32, "little").hex()
    eighth = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
                            "little")
    orders = {0: 4, 1: 1, p - 1: 2, eighth: 8, p - eighth: 8}
    for y, order in orders.items():
        assert on_curve(y)
        for sign in (0, 1):
            keys.append({"name": f"a point of order {order}, sign {sign}", "key": encoded(y, sign),
                "reason": "point-of-small-order"})
    for y in range(p, 2**255):
        for sign in (0, 1):
            keys.append({"name": f"y = p + {y - p}, sign {sign}", "key": encoded(y, sign),
                "reason": "point-not-canonical"})
    good, bad = [y for y in range(2, 60) if on_curve(y)], [y for y in range(2, 60) if not on_curve(y)]
    for y in bad[:12] + [p - y for y in bad[:4]]:
        keys.append({"name": f"y = {y if y < 60 else f'p - {p - y}'} is on no point", "key": encoded(y, y & 1),
            "reason": "point-not-on-curve"})
    for y in good[:12] + [p - y for y in good[:4]]:
        keys.append({"name": f"y = {y if y < 60 else f'p - {p - y}'} is on a point", "key": encoded(y, y & 1)})
    for length in (0, 31, 33, 64): keys.append({"name": f"{length} octets", "key": "58" * length, "reason": "length"})
    write("ed25519.json", signatures=signatures, keys=keys)


def rsa_signatures():
    digests = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
    signatures, keys = [], []
    def hexed(number): return number.to_bytes((number.bit_length() + 7) // 8, "big").hex()
    for bits, exponent in ((2048, 65537), (2049, 65537), (3072, 3)):
        key = rsa.generate_private_key(exponent, bits) if exponent == 65537 else None
        if key is None:  # the library makes no new keys with e = 3, but signs with one
            text = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}", "-pkeyopt",
                           f"rsa_keygen_pubexp:{exponent}")
            key = ser.load_pem_private_key(text, None)
        numbers = key.public_key().public_numbers()
        def case(what, algorithm, signature, valid=False, message=MESSAGE):
            signatures.append({"name": f"RSA-{bits}, {algorithm}: {what}", "n": hexed(numbers.n),
                "e": hexed(numbers.e), "algorithm": algorithm, "message": message.hex(),
                "signature": signature.hex(), "valid": valid})
        for size, digest in digests.items():
            def pss(salt): return padding.PSS(padding.MGF1(digest), salt)
            plain = key.sign(MESSAGE, padding.PKCS1v15(), digest)
            case("good", "RS" + size, plain, True)
            case("good", "PS" + size, key.sign(MESSAGE, pss(digest.digest_size), digest), True)
            if bits != 2048: continue
            case("another message", "RS" + size, plain, message=b"Sample")
            case("one octet short", "RS" + size, plain[:-1])
            case("a zero octet before it", "RS" + size, b"\0" + plain)
            case("empty", "RS" + size, b"")
            case("zero", "RS" + size, bytes(len(plain)))
            case("the modulus", "RS" + size, bytes.fromhex(hexed(numbers.n)))
            case("all octets ff", "RS" + size, b"\xff" * len(plain))
            case("made as PSS", "RS" + size, key.sign(MESSAGE, pss(digest.digest_size), digest))
            case("made as PKCS #1 v1.5", "PS" + size, plain)
            case("another message", "PS" + size, key.sign(MESSAGE, pss(digest.digest_size), digest), message=b"")
            for salt in (0, digest.digest_size - 1, digest.digest_size + 1, 128):
                case(f"a salt of {salt} octets", "PS" + size, key.sign(MESSAGE, pss(salt), digest))
            other = hashes.SHA512() if size == "256" else hashes.SHA256()
            case("another digest", "RS" + size, key.sign(MESSAGE, padding.PKCS1v15(), other))
            case("another MGF1 digest", "PS" + size,
                 key.sign(MESSAGE, padding.PSS(padding.MGF1(other), digest.digest_size), digest))
        if bits == 2048:
            n = numbers.n
            def refused(what, n, e, reason=None):
                keys.append({"name": what, "n": n, "e": e, **({"reason": reason} if reason else {})})
            refused("2048 bits, e = 65537", hexed(n), "010001")
            refused("e = 3", hexed(n), "03")
            refused("e = 2^32 - 1", hexed(n), "ffffffff")
            refused("e = 2^32 + 1", hexed(n), "0100000001", "exponent")
            refused("e = 2^32", hexed(n), "0100000000", "exponent")
            refused("e = 1", hexed(n), "01", "exponent")
            refused("e = 0", hexed(n), "00", "exponent")
            refused("e is missing", hexed(n), "", "exponent")
            refused("e is even", hexed(n), "010000", "exponent")
            refused("e begins with zero", hexed(n), "00010001", "exponent")
            refused("e = 1, begins with zero", hexed(n), "0001", "exponent")
            refused("n begins with zero", "00" + hexed(n), "010001", "modulus")
            refused("n is even", hexed(n - 1), "010001", "modulus")
            refused("n is missing", "", "010001", "modulus")
            refused("2047 bits", hexed(n >> 1 | 1), "010001", "modulus")
            refused("1024 bits", hexed(n >> 1024 | 1), "010001", "modulus")
            refused("8192 bits", "80" + "00" * 1022 + "01", "010001")
            refused("8193 bits", "01" + "00" * 1023 + "01", "010001", "modulus")
            refused("16384 bits", "80" + "00" * 2046 + "01", "010001", "modulus")
    write("rsa.json", signatures=signatures, keys=keys)


def containers():
    public, private = [], []
    made = {name: ec.derive_private_key(RFC6979[name][0], CURVES[name][0]) for name in CURVES}
    made["Ed25519"] = ed25519.Ed25519PrivateKey.from_private_bytes(bytes.fromhex(RFC8032[0][0]))
    made["RSA-2048"] = rsa.generate_private_key(65537, 2048)
    def refuse(where, what, text, reason): where.append({"name": what, "pem": text, "reason": reason})
    for name, key in made.items():
        public.append({"name": name, "pem": spki_pem(key.public_key()), "type": name,
            "der": spki(key.public_key()).hex()})
        if name == "RSA-2048": refuse(private, "an RSA key", pkcs8(key), "private-rsa")
        else:
            numbers = key.private_numbers().private_value if name != "Ed25519" else 0
            secret = key.private_bytes_raw().hex() if name == "Ed25519" else \
                numbers.to_bytes(CURVES[name][3], "big").hex()
            private.append({"name": name, "pem": pkcs8(key), "type": name, "secret": secret,
                "public": spki_pem(key.public_key())})
    p256, good, secret = made["P-256"], spki_pem(made["P-256"].public_key()), pkcs8(made["P-256"])
    der = spki(p256.public_key())
    sec1 = p256.private_bytes(ser.Encoding.PEM, ser.PrivateFormat.TraditionalOpenSSL, ser.NoEncryption()).decode()
    refuse(private, "a SEC 1 block", sec1, "pem-label")
    refuse(private, "a public key", good, "pem-label")
    refuse(private, "encrypted", pkcs8(p256, ser.BestAvailableEncryption(b"secret")), "encrypted")
    refuse(private, "secp256k1", pkcs8(ec.generate_private_key(ec.SECP256K1())), "unsupported")
    refuse(private, "X25519", pkcs8(x25519.X25519PrivateKey.generate()), "unsupported")
    refuse(private, "RSASSA-PSS", openssl("genpkey", "-algorithm", "RSA-PSS").decode(), "private-rsa")
    refuse(private, "explicit curve parameters", openssl("pkcs8", "-topk8", "-nocrypt", given=openssl("ec",
        "-param_enc", "explicit", given=sec1.encode())).decode().replace("\r", ""), "unsupported")
    own = ser.load_pem_private_key(secret.encode(), None).private_bytes(ser.Encoding.DER, ser.PrivateFormat.PKCS8,
        ser.NoEncryption())
    raw = spki(p256.public_key())[-64:]
    assert raw in own
    stranger = spki(ec.generate_private_key(ec.SECP256R1()).public_key())[-64:]
    refuse(private, "another key's point", pem("PRIVATE KEY", own.replace(raw, stranger)), "public-key-mismatch")
    d = RFC6979["P-256"][0].to_bytes(32, "big")
    refuse(private, "a scalar of zero", pem("PRIVATE KEY", own.replace(d, bytes(32))), "scalar-out-of-range")
    refuse(private, "trailing octets in the block", pem("PRIVATE KEY", own + b"\0"), "not-der")
    refuse(private, "no DER", pem("PRIVATE KEY", b"hello, world"), "not-der")
    refuse(private, "no PEM", "hello", "not-pem")
    refuse(private, "no text", "", "not-pem")
    refuse(public, "text before the block", "x\n" + good, "not-pem")
    refuse(public, "an empty line before the block", "\n" + good, "not-pem")
    refuse(public, "text after the block", good + "x\n", "not-pem")
    refuse(public, "two blocks", good + good, "not-pem")
    refuse(public, "another label at the end", good.replace("END PUBLIC", "END PRIVATE"), "not-pem")
    refuse(public, "no end", good[:good.index("-----END")], "not-pem")
    refuse(public, "no body", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n", "not-pem")
    refuse(public, "a space in the body", good.replace("\nM", "\n M"), "not-pem")
    refuse(public, "a character outside base64", good.replace("\nM", "\n*"), "not-pem")
    refuse(public, "a character of base64url", good.replace("\nM", "\n_"), "not-pem")
    refuse(public, "a character missing", good.replace("\nM", "\n"), "not-pem")
    refuse(public, "padding within", good.replace("\nMFkw", "\nMFk="), "not-pem")
    refuse(public, "headers", good.replace("-----\nM", "-----\nProc-Type: 4,ENCRYPTED\n\nM"), "not-pem")
    at = good.index("==") - 1
    refuse(public, "spare bits in the last character", good[:at] + chr(ord(good[at]) + 1) + good[at + 1:], "not-pem")
    refuse(public, "trailing octets", pem("PUBLIC KEY", der + b"\0"), "not-der")
    refuse(public, "an octet missing", pem("PUBLIC KEY", der[:-1]), "not-der")
    refuse(public, "one octet", pem("PUBLIC KEY", b"\x30"), "not-der")
    refuse(public, "3000 octets", pem("PUBLIC KEY", der + bytes(3000)), "not-der")
    refuse(public, "a length in the long form", pem("PUBLIC KEY", b"\x30\x81" + der[1:]), "not-der")
    refuse(public, "a private key", secret, "pem-label")
    refuse(public, "a point off the curve", pem("PUBLIC KEY", der[:-1] + bytes([der[-1] ^ 1])), "not-der")
    refuse(public, "a compressed point", openssl("ec", "-pubin", "-conv_form", "compressed", given=good.encode())
        .decode(), "unsupported")
    refuse(public, "explicit curve parameters", openssl("ec", "-pubin", "-param_enc", "explicit",
        given=good.encode()).decode(), "unsupported")
    refuse(public, "secp256k1", spki_pem(ec.generate_private_key(ec.SECP256K1()).public_key()), "unsupported")
    refuse(public, "X25519", spki_pem(x25519.X25519PrivateKey.generate().public_key()), "unsupported")
    refuse(public, "DSA", spki_pem(dsa.generate_private_key(2048).public_key()), "unsupported")
    refuse(public, "RSASSA-PSS", openssl("pkey", "-pubout", given=openssl("genpkey", "-algorithm", "RSA-PSS"))
        .decode(), "unsupported")
    refuse(public, "RSA-1024", openssl("pkey", "-pubout", given=openssl("genpkey", "-algorithm", "RSA", "-pkeyopt",
        "rsa_keygen_bits:1024")).decode(), "modulus")
    refuse(public, "Ed25519, a point of order 1", pem("PUBLIC KEY", spki(made["Ed25519"].public_key())[:-32]
        + b"\x01" + bytes(31)), "point-of-small-order")
    write("keys.json", public=public, private=private)


ecdsa()
edwards()
rsa_signatures()
containers()
