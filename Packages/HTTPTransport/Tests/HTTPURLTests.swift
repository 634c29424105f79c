import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

@Suite struct HTTPURLTests {
    @Test(
        "a URL is split into origin and path",
        arguments: [
            ("https://ts.example", "https://ts.example", "/"),
            ("https://TS.example:443/a/../b", "https://ts.example", "/b"),
            ("https://ts.example:8443/a?b=c#d", "https://ts.example:8443", "/a?b=c"),
            ("http://[::1]:80/a/./b", "http://[::1]", "/a/b"),
            ("http://127.1/", "http://127.0.0.1", "/"),
            ("HTTPS://ts.example/%41", "https://ts.example", "/%41"),
        ])
    func parts(text: String, origin: String, path: String) throws {
        let url = try HTTPURL(parsing: text)
        #expect(url.origin.description == origin)
        #expect(url.path == path)
        #expect(try HTTPURL(parsing: url.description) == url)
    }

    @Test(
        "what is no URL of HTTP, or says more than where, is refused",
        arguments: [
            ("", .url), ("ts.example", .url), ("/entries", .url), ("https://", .url), ("https:///a", .url),
            ("https:/a", .url),
            ("ftp://ts.example/", .scheme), ("file:///etc/passwd", .url), ("file://ts.example/a", .url),
            ("x://ts.example/", .scheme),
            ("https://me@ts.example/", .userInformation), ("https://me:pw@ts.example/", .userInformation),
            ("https://ts.example/a b", .url), ("https://ts.example/\r\nHost: x", .url),
            ("https://ts.example\\@evil.example/", .url), ("https://ts.ex\u{E4}mple/", .url),
            ("https://ts.example:0x50/", .url), ("https://ts.example:70000/", .url),
            ("https://[fe80::1%25lo]/", .zone), ("https://a%cc.example/", .url),
            ("https://ts.example/" + String(repeating: "a", count: 8192), .length),
        ] as [(String, HTTPTransportError.RequestFlaw)])
    func refused(text: String, flaw: HTTPTransportError.RequestFlaw) {
        #expect(throws: HTTPTransportError.requestInvalid(flaw)) { try HTTPURL(parsing: text) }
    }

    @Test(
        "a reference is resolved against the URL of its response",
        arguments: [
            ("/entries/7", "https://ts.example/entries/7"), ("7", "https://ts.example/v1/7"),
            ("../x?y", "https://ts.example/x?y"), ("//evil.example/7", "https://evil.example/7"),
            ("https://evil.example/7", "https://evil.example/7"),
            ("http://ts.example/7", "http://ts.example/7"),
        ])
    func resolution(reference: String, expected: String) throws {
        let base = try HTTPURL(parsing: "https://ts.example/v1/entries")
        #expect(try base.resolving(reference).description == expected)
    }

    @Test(
        "a reference can't leave HTTP",
        arguments: [
            "file:///etc/passwd", "ftp://ts.example/", "a b", "", "///evil.example/", "https:/evil.example",
        ])
    func refusedReference(reference: String) throws {
        let base = try HTTPURL(parsing: "https://ts.example/v1/entries")
        #expect(throws: HTTPTransportError.self) { try base.resolving(reference) }
    }

    @Test("a path is appended below the base, with or without its slash")
    func appending() throws {
        for base in ["https://ts.example/v1", "https://ts.example/v1/", "https://ts.example/v1?old"] {
            let url = try HTTPURL(parsing: base).appending("entries?a=b")
            #expect(url.description == "https://ts.example/v1/entries?a=b")
        }
        let request = HTTPRequest(method: .get, url: try HTTPURL(parsing: "http://localhost:81/a"))
        #expect(request.scheme == "http")
        #expect(request.authority == "localhost:81")
        #expect(request.path == "/a")
    }

    @Test(
        "this host is known by its own names and addresses only",
        arguments: [
            ("http://localhost/", true), ("http://127.0.0.1/", true), ("http://127.9.8.7/", true),
            ("http://[::1]/", true), ("http://127.0.0.1.example/", false),
            ("http://localhost.example/", false),
            ("http://10.0.0.1/", false), ("http://[::2]/", false), ("http://128.0.0.1/", false),
        ])
    func loopback(text: String, expected: Bool) throws {
        let origin = try HTTPURL(parsing: text).origin
        #expect(origin.isLoopback == expected)
        #expect(origin.isConfidential == expected)
        #expect(try HTTPURL(parsing: "https" + text.dropFirst(4)).origin.isConfidential)
    }

    @Test("no text makes the reader fail, and what it takes it takes again")
    func anyText() {
        forAll({ (random: inout SeededGenerator) in "https://a/" + random.text(count: 0...40) }) { text in
            guard let url = try? HTTPURL(parsing: text) else { return true }
            return try HTTPURL(parsing: url.description) == url && url.origin.host == "a"
        }
    }
}
