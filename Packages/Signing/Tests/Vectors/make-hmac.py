#!/usr/bin/env python3
"""Makes hmac.json: the inputs of RFC 4231 §4 and RFC 5869 §A.1 to §A.3 typed as facts, the results from
Python's own hmac module and checked against the beginnings in the RFCs."""
import hashlib, hmac, json

HMAC = [  # name, key, message, first octets of the code
    ("RFC 4231 §4.2", b"\x0b" * 20, b"Hi There", "b0344c61d8db3853"),
    ("RFC 4231 §4.3", b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e"),
    ("RFC 4231 §4.4", b"\xaa" * 20, b"\xdd" * 50, "773ea91e36800e46"),
    ("RFC 4231 §4.5", bytes(range(1, 26)), b"\xcd" * 50, "82558a389a443c0e"),
    ("RFC 4231 §4.7, a key longer than a block", b"\xaa" * 131,
     b"Test Using Larger Than Block-Size Key - Hash Key First", "60e431591ee0b67f"),
    ("a key of one block", bytes(range(64)), b"message", ""),
    ("no key", b"", b"message", ""),
    ("no message", b"key", b"", ""),
    ("neither", b"", b"", "b613679a0814d9ec"),
]
HKDF = [  # name, input, salt, info, length, first octets
    ("RFC 5869 §A.1", b"\x0b" * 22, bytes(range(13)), bytes(range(0xf0, 0xfa)), 42, "3cb25f25faacd57a"),
    ("RFC 5869 §A.2", bytes(range(80)), bytes(range(0x60, 0xb0)), bytes(range(0xb0, 0x100)), 82, "b11e398dc80327a1"),
    ("RFC 5869 §A.3", b"\x0b" * 22, b"", b"", 42, "8da4e775a563c18f"),
]


def code(key, message): return hmac.new(key, message, hashlib.sha256).digest()


def derived(material, salt, info, length):
    key, block, output = code(salt, material), b"", b""
    for number in range(1, 256):
        block = code(key, block + info + bytes([number]))
        output += block
    return output[:length]


macs = [{"name": name, "key": key.hex(), "message": message.hex(), "code": code(key, message).hex()}
        for name, key, message, _ in HMAC]
keys = [{"name": name, "input": material.hex(), "salt": salt.hex(), "info": info.hex(),
         "output": derived(material, salt, info, length).hex()} for name, material, salt, info, length, _ in HKDF]
assert all(one["code"].startswith(known[3]) for one, known in zip(macs, HMAC))
assert all(one["output"].startswith(known[5]) for one, known in zip(keys, HKDF))
lines = [",\n".join("    " + json.dumps(one, ensure_ascii=False) for one in part) for part in (macs, keys)]
open("hmac.json", "w").write('{\n  "hmac": [\n%s\n  ],\n  "hkdf": [\n%s\n  ]\n}\n' % tuple(lines))
