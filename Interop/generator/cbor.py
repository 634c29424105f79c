"""cbor.decode: RFC 8949 appendix A where it is deterministic, and what §4.2 does not allow."""
from .cases import Suite

# Hexadecimal and diagnostic notation, from the table of RFC 8949 appendix A.
EXAMPLES = """
00 0|01 1|0a 10|17 23|1818 24|1819 25|1864 100|1903e8 1000|1a000f4240 1000000|1b000000e8d4a51000 1000000000000
1bffffffffffffffff 18446744073709551615|c249010000000000000000 18446744073709551616
3bffffffffffffffff -18446744073709551616|c349010000000000000000 -18446744073709551617|20 -1|29 -10|3863 -100
3903e7 -1000|f90000 0.0|f98000 -0.0|f93c00 1.0|fb3ff199999999999a 1.1|f93e00 1.5|f97bff 65504.0|fa47c35000 100000.0
fa7f7fffff 3.4028234663852886e+38|fb7e37e43c8800759c 1.0e+300|f90001 5.960464477539063e-8
f90400 0.00006103515625|f9c400 -4.0|fbc010666666666666 -4.1|f97c00 Infinity|f97e00 NaN|f9fc00 -Infinity
f4 false|f5 true|f6 null|f7 undefined|f0 simple(16)|f8ff simple(255)|c11a514b67b0 1(1363896240)
c1fb41d452d9ec200000 1(1363896240.5)|d74401020304 23(h'01020304')|d818456449455446 24(h'6449455446')
40 h''|4401020304 h'01020304'|60 ""|6161 "a"|6449455446 "IETF"|80 []|83010203 [1, 2, 3]|8301820203820405 [1, [2, 3], [4, 5]]
a0 {}|a201020304 {1: 2, 3: 4}|a26161016162820203 {"a": 1, "b": [2, 3]}|826161a161626163 ["a", {"b": "c"}]
""".replace("\n", "|").split("|")


def suite():
    s = Suite("cbor", "deterministic CBOR: RFC 8949 §4.2, diagnostic notation as in its appendix A")
    for example in filter(None, EXAMPLES):
        octets, diagnostic = example.split(" ", 1)
        s.accept(f"appendix A: {diagnostic}", "an example of RFC 8949", {"op": "cbor.decode", "hex": octets},
                 {"diagnostic": diagnostic})

    def bad(name, comment, octets, code, rule):
        s.refuse(name, comment, {"op": "cbor.decode", "hex": octets}, code, rule=rule)

    for name, octets in [("nothing", ""), ("head cut off", "18"), ("eight octets announced, seven there", "1b00000000000000"),
                         ("text cut off", "6261"), ("array cut off", "820a"), ("map without a value", "a101"),
                         ("tag without content", "c1"), ("four gigabytes announced", "5affffffff00"),
                         ("2^64 - 1 elements announced", "9bffffffffffffffff"), ("float cut off", "fb3ff0")]:
        bad(name, "the item ends before it is whole; nothing is allocated for what is only announced", octets,
            "cbor-truncated", "RFC 8949 appendix C")
    bad("two items", "one item and no more", "0000", "cbor-trailing-octets", "RFC 8949 §5.3.1")
    for name, octets in [("28", "1c"), ("29", "3d"), ("30 of a string", "5e"), ("31 of an integer", "1f"), ("31 of a tag", "df")]:
        bad(f"additional information {name}", "reserved", octets, "cbor-reserved-information", "RFC 8949 §3")
    for name, octets in [("byte string", "5f42010243030405ff"), ("text string", "7f657374726561646d696e67ff"),
                         ("array", "9fff"), ("map", "bfff")]:
        bad(f"indefinite {name}", "deterministic encoding has lengths", octets, "cbor-indefinite-length", "RFC 8949 §4.2.1")
    bad("break alone", "belongs to nothing", "ff", "cbor-unexpected-break", "RFC 8949 §3.2.1")
    for name, octets in [("23 in two octets", "1817"), ("255 in three", "1900ff"), ("65535 in five", "1a0000ffff"),
                         ("4294967295 in nine", "1b00000000ffffffff"), ("negative", "3817"), ("length of a string", "580161"),
                         ("length of a text", "780161"), ("count of an array", "9800"), ("count of a map", "b800"),
                         ("tag", "d80100")]:
        bad(f"head not shortest: {name}", "one value, one encoding", octets, "cbor-head-not-shortest", "RFC 8949 §4.2.1")
    for name, octets in [("1.5 in four octets", "fa3fc00000"), ("1.5 in eight", "fb3ff8000000000000"),
                         ("100000.0 in eight", "fb40f86a0000000000"), ("infinity in four", "fa7f800000"),
                         ("infinity in eight", "fb7ff0000000000000")]:
        bad(f"float not shortest: {name}", "one value, one encoding", octets, "cbor-float-not-shortest", "RFC 8949 §4.2.1")
    bad("NaN with a payload", "says more than not a number", "f97e01", "cbor-nan-payload", "RFC 8949 §4.2.2")
    for value in ["00", "14", "1f"]:
        bad(f"simple value 0x{value} in two octets", "below 32 there is one octet", f"f8{value}", "cbor-reserved-simple-value",
            "RFC 8949 §3.3")
    for name, octets in [("octet FF", "61ff"), ("overlong", "62c080"), ("surrogate", "63eda080"), ("cut off", "61c3")]:
        bad(f"text: {name}", "UTF-8", octets, "cbor-invalid-utf8", "RFC 8949 §3.1")
    bad("key twice", "which value counts?", "a201020103", "cbor-duplicate-key", "RFC 8949 §5.6")
    bad("keys out of order", "sorted by their encoding", "a202010100", "cbor-unsorted-keys", "RFC 8949 §4.2.1")
    bad("keys out of order by length first", "RFC 7049's order: \"b\" before \"aa\" is right, -1 before 24 is not",
        "a2200118180a", "cbor-unsorted-keys", "RFC 8949 §4.2.1")
    for name, octets in [("that fits an integer", "c24101"), ("with a leading zero", "c24a00010000000000000000"),
                         ("that is text", "c26161"), ("empty", "c240")]:
        bad(f"bignum {name}", "the preferred form", octets, "cbor-bignum-not-preferred", "RFC 8949 §3.4.3")
    bad("unbounded depth", "ten thousand arrays in each other", "81" * 10000 + "00", "cbor-too-deep", "a limit of this interface")
    return s
