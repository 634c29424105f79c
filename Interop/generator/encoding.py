"""base64url.decode and json.parse: RFC 4648 §5 and §3.5, RFC 8259, RFC 7493."""
from .cases import Suite


def suite():
    s = Suite("encoding", "base64url without padding in its one canonical form, and strict JSON (I-JSON)")
    base64url(s)
    json_accepted(s)
    json_refused(s)
    return s


def base64url(s):
    def good(name, comment, text, octets):
        s.accept(f"base64url: {name}", comment, {"op": "base64url.decode", "input": text}, {"hex": octets.hex()})

    def bad(name, comment, text, code):
        s.refuse(f"base64url: {name}", comment, {"op": "base64url.decode", "input": text}, code,
                 rule="RFC 4648 §3, §5; RFC 7515 §2")

    good("empty", "nothing encodes nothing", "", b"")
    for text, plain in [("Zg", b"f"), ("Zm8", b"fo"), ("Zm9v", b"foo"), ("Zm9vYg", b"foob"),
                        ("Zm9vYmE", b"fooba"), ("Zm9vYmFy", b"foobar")]:
        good(f"RFC 4648 {plain.decode()}", "test vector of RFC 4648 §10 without its padding", text, plain)
    good("whole alphabet", "every character has its value, '-' and '_' included",
         "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
         bytes.fromhex("00108310518720928b30d38f41149351559761969b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3dfbf"))
    good("ones", "the last values", "_-8", b"\xff\xef")
    bad("padded", "padding is not used in JOSE; two texts must not mean one token", "Zg==", "encoding-character")
    bad("one padding character", "padding is not used in JOSE", "Zm8=", "encoding-character")
    bad("plus", "'+' belongs to the other alphabet", "ab+d", "encoding-character")
    bad("slash", "'/' belongs to the other alphabet", "ab/d", "encoding-character")
    bad("line feed at the end", "lenient decoders skip line breaks", "Zm9vYg\n", "encoding-character")
    bad("line feed inside", "lenient decoders skip line breaks", "Zm\n9vYm", "encoding-character")
    bad("space", "lenient decoders skip white space", "Zm 9", "encoding-character")
    bad("NUL", "C strings end here", "Zm9\x00", "encoding-character")
    bad("dot", "a separator of JWS is no character of a segment", "Zm.9", "encoding-character")
    bad("letter outside ASCII", "a Kelvin sign is no K", "Zm\u212a9", "encoding-character")
    bad("fullwidth letter", "a fullwidth A is no A", "Zm9\uff21", "encoding-character")
    bad("length 1", "one character holds six bits, which is no octet", "Z", "encoding-length")
    bad("length 5", "four and one characters", "Zm9vY", "encoding-length")
    bad("spare bits of two characters", "four bits left over are not zero, so that a second text decodes to the same",
        "Zh", "encoding-spare-bits")
    bad("spare bits of three characters", "two bits left over are not zero", "Zm9", "encoding-spare-bits")
    bad("all spare bits", "every spare bit set", "Zv", "encoding-spare-bits")


def request(octets):
    return {"op": "json.parse", "hex": (octets.encode() if isinstance(octets, str) else octets).hex()}


def json_accepted(s):
    def good(name, comment, text):
        s.accept(f"json: {name}", comment, request(text))

    good("object", "the ordinary case", '{"a":1,"b":[true,false,null],"c":{"d":"e"}}')
    good("empty object", "no member is no error", "{}")
    good("white space", "space, tab, line feed and carriage return around every token", ' {\t"a"\r\n: [ 1 , 2 ] } \n')
    good("string alone", "RFC 8259 allows any value at the top; the tokens' own rules ask for an object", '"a"')
    good("depth 64", "as deep as it may be", "[" * 64 + "]" * 64)
    good("surrogate pair", "an escaped pair is one character", r'"\ud83d\ude00"')
    good("all short escapes", "the eight short escapes", r'"\"\\\/\b\f\n\r\t"')
    good("numbers", "every form that RFC 8259 has", "[0,-0,10,-1,1.5,1e9,1E+9,1e-9,123456789012345678901234567890]")
    good("names that differ in normalization", "e with acute accent in its two forms are two names",
         '{"\u00e9":1,"e\u0301":2}')
    good("DEL", "U+007F needs no escape", '"\x7f"')
    good("last code point", "U+10FFFF is four octets", '"\U0010ffff"')
    good("same name in sibling objects", "names are unique within one object only", '[{"a":1},{"a":2}]')


def json_refused(s):
    def bad(name, comment, text, code, rule="RFC 8259"):
        s.refuse(f"json: {name}", comment, request(text), code, rule=rule)

    twice, utf8 = "RFC 7493 §2.3; RFC 7515 §4", "RFC 8259 §8.1"
    bad("duplicate name", "readers differ in which of the two counts", '{"a":1,"a":2}', "json-duplicate-name", twice)
    bad("duplicate name by escape", "an escape does not make another name", r'{"alg":1,"\u0061lg":2}',
        "json-duplicate-name", twice)
    bad("duplicate name deep inside", "at any depth", '{"x":[{"y":{"a":1,"b":2,"a":3}}]}', "json-duplicate-name", twice)
    bad("duplicate empty name", "the empty name is a name", '{"":1,"":2}', "json-duplicate-name", twice)
    bad("byte order mark", "some readers skip it, others stop", b"\xef\xbb\xbf{}", "json-byte-order-mark", utf8)
    bad("UTF-16", "only UTF-8 is read", '{"a":1}'.encode("utf-16-le"), "json-syntax", utf8)
    bad("overlong UTF-8", "C0 80 is not NUL", b'"\xc0\x80"', "json-invalid-utf8", utf8)
    bad("overlong slash", "C0 AF is not '/'", b'"\xc0\xaf"', "json-invalid-utf8", utf8)
    bad("surrogate in UTF-8", "ED A0 80 is no character", b'"\xed\xa0\x80"', "json-invalid-utf8", utf8)
    bad("beyond the last code point", "F4 90 80 80 is no character", b'"\xf4\x90\x80\x80"', "json-invalid-utf8", utf8)
    bad("UTF-8 cut off", "a lead octet without what follows", b'"\xe2\x82"', "json-invalid-utf8", utf8)
    bad("lone continuation", "an octet that only continues", b'"\x80"', "json-invalid-utf8", utf8)
    bad("octet FF", "never part of UTF-8", b'"\xff"', "json-invalid-utf8", utf8)
    bad("lone high surrogate", "half of a pair", r'"\ud83d"', "json-lone-surrogate", "RFC 7493 §2.1")
    bad("lone low surrogate", "the other half", r'"\ude00"', "json-lone-surrogate", "RFC 7493 §2.1")
    bad("two high surrogates", "a pair needs a low one", r'"\ud83d\ud83d"', "json-lone-surrogate", "RFC 7493 §2.1")
    bad("two low surrogates", "a pair begins with a high one", r'"\ude00\ude00"', "json-lone-surrogate", "RFC 7493 §2.1")
    bad("data after the value", "a second value after the first", "{}{}", "json-trailing-data")
    bad("NUL after the value", "C strings end there", b"{}\x00", "json-trailing-data")
    bad("depth 65", "one deeper than allowed", "[" * 65 + "]" * 65, "json-too-deep", "ACT, ECT: at most 64 deep")
    bad("a million brackets", "nesting that overflows the stack of a recursive reader", "[" * 20000, "json-too-deep",
        "ACT, ECT: at most 64 deep")
    bad("nothing", "no value at all", "", "json-syntax")
    bad("trailing comma in array", "JSON5 is not JSON", "[1,]", "json-syntax")
    bad("trailing comma in object", "JSON5 is not JSON", '{"a":1,}', "json-syntax")
    bad("comment", "JSON5 is not JSON", "{/**/}", "json-syntax")
    bad("single quotes", "JSON5 is not JSON", "{'a':1}", "json-syntax")
    bad("NaN", "no number of JSON", "[NaN]", "json-syntax")
    bad("leading zero", "octal elsewhere", "[01]", "json-syntax")
    bad("leading plus", "no number of JSON", "[+1]", "json-syntax")
    bad("point without digits", "no number of JSON", "[1.]", "json-syntax")
    bad("object cut off", "the end is missing", '{"a":1', "json-syntax")
    bad("string cut off", "the end is missing", '"abc', "json-syntax")
    bad("control character", "U+0001 must be escaped", b'"\x01"', "json-control-character")
    bad("line feed in string", "must be escaped", b'"a\nb"', "json-control-character")
    bad("unknown escape", "there is no \\x", r'"\x41"', "json-invalid-escape")
    bad("short unicode escape", "four digits are needed", r'"\u12"', "json-invalid-escape")
