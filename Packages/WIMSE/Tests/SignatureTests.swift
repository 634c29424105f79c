import Encoding
import HTTPTypes
import JOSE
import Signing
import Testing
import TestSupport
import TestTokens
import WIMSE

@Suite("Signatures of RFC 9421")
struct SignatureTests {
    private func key(_ name: String) throws -> JSONNode {
        try #require(MessageVector.rfc9421.json["keys"]?[name])
    }

    @Test(
        "the RFC's messages have its signature bases, and verify or not as it says",
        arguments: MessageVector.rfc9421.cases)
    func vectors(_ vector: Vector) throws {
        let message = MessageVector.message(vector)
        let signature = try #require(try HTTPMessageSignature.all(in: message).first)
        #expect(signature.label == vector.string("label"))
        #expect(try signature.base(of: message).description == vector.string("base"))
        let key = try JWK(parsing: key(vector.string("key")))
        let algorithm = try #require(SignatureAlgorithm(httpName: vector.string("alg")))
        if vector.optional("verifies")?.boolean == true {
            let verified = try signature.verify(over: message, with: key, algorithm: algorithm)
            #expect(verified.algorithm == algorithm && verified.components == signature.components)
        } else {
            let error = refusal { _ = try signature.verify(over: message, with: key, algorithm: algorithm) }
            #expect(error == .signature(.invalid))
        }
    }

    @Test("Ed25519 signs the RFC's request to the RFC's signature")
    func deterministic() throws {
        let vector = try #require(MessageVector.rfc9421.cases.first { $0.string("name") == "B.2.6" })
        guard case .request(var request) = MessageVector.message(vector) else { return }
        let expected = (request.headerFields[.signature], request.headerFields[.signatureInput])
        let parsed = try #require(try HTTPMessageSignature.all(in: .request(request)).first)
        request.headerFields[.signature] = nil
        request.headerFields[.signatureInput] = nil
        let values = try HTTPMessageSignature.sign(
            .request(request), covering: parsed.components, parameters: parsed.parameters,
            label: parsed.label, with: PrivateJWK(parsing: key("test-key-ed25519")))
        #expect(values.signature == expected.0 && values.input == expected.1)
    }

    /// What RFC 9421 §2.1 and §2.2 show, and their edges.
    static let components: [(String, String, String?)] = [
        ("\"@method\"", "POST", nil),
        ("\"@target-uri\"", "https://www.example.com:443/a%20b?x=1&y=a%20b&z", nil),
        ("\"@authority\"", "www.example.com", nil), ("\"@scheme\"", "https", nil),
        ("\"@request-target\"", "/a%20b?x=1&y=a%20b&z", nil), ("\"@path\"", "/a%20b", nil),
        ("\"@query\"", "?x=1&y=a%20b&z", nil), ("\"@query-param\";name=\"y\"", "a%20b", nil),
        ("\"@query-param\";name=\"z\"", "", nil), ("\"@query-param\";name=\"none\"", "", "missing"),
        ("\"x-ows-header\"", "Leading and trailing whitespace.", nil),
        ("\"x-empty\"", "", nil), ("\"cache-control\"", "max-age=60, must-revalidate", nil),
        ("\"cache-control\";bs", ":bWF4LWFnZT02MA==:, :bXVzdC1yZXZhbGlkYXRl:", nil),
        ("\"example-dict\";key=\"a\"", "1", nil), ("\"example-dict\";key=\"b\"", "2;x=1;y=2", nil),
        ("\"example-dict\";key=\"c\"", "(a b c)", nil), ("\"example-dict\";key=\"d\"", "?1", nil),
        ("\"example-dict\";key=\"e\"", "", "missing"), ("\"cookie\"", "a=1, b=2", nil),
        ("\"cache-control\";key=\"a\";bs", "", "refused"), ("\"x-none\"", "", "missing"),
        ("\"x-none\";bs", "", "missing"), ("\"x-ows-header\";key=\"a\"", "", "refused"),
        ("\"@query-param\"", "", "refused"), ("\"@path\";name=\"x\"", "", "refused"), ("\"\"", "", "refused"),
        ("\"@method\";bs", "", "refused"), ("\"@signature-params\"", "", "refused"),
        ("\"x-empty\";req=?0", "", "refused"), ("\"x-empty\";unknown", "", "refused"),
    ]

    @Test("components have the values that the RFC gives them", arguments: components)
    func values(_ identifier: String, _ value: String, _ fault: String?) throws {
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "www.example.com:443", path: "/a%20b?x=1&y=a%20b&z")
        for (name, value) in [
            ("X-OWS-Header", "  Leading and trailing whitespace.  "), ("X-Empty", ""),
            ("Cache-Control", "max-age=60"), ("Cache-Control", "   must-revalidate"),
            ("Example-Dict", "a=1,    b=2;x=1;y=2,   c=(a   b   c), d"), ("Cookie", "a=1"), ("Cookie", "b=2"),
            ("Signature-Input", "x=(\(identifier))"), ("Signature", "x=::"),
        ] {
            request.headerFields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        let message = HTTPMessage.request(request)
        let error = refusal {
            let signature = try #require(try HTTPMessageSignature.all(in: message).first)
            let base = try signature.base(of: message).description
            #expect(base == "\(identifier): \(value)\n\"@signature-params\": (\(identifier))")
        }
        switch (fault, error) {
        case (nil, nil), ("missing"?, .signature(.componentMissing)?),
            ("refused"?, .signature(.componentRefused)?):
            break
        default: Issue.record("\(String(describing: error))")
        }
    }

    @Test("a query parameter that is there twice can't be covered")
    func repeatedParameter() throws {
        let request = HTTPRequest(
            method: .get, scheme: "http", authority: "a.example:80", path: "/?a=1&a=2&%zz=+")
        func base(_ component: CoveredComponent?) throws -> String {
            var parameters = SignatureParameters()
            parameters.tag = "x"
            return try HTTPMessageSignature.sign(
                .request(request), covering: [#require(component)], parameters: parameters,
                with: Scenario.agentA.key
            ).base.description
        }
        #expect(refusal { _ = try base(CoveredComponent("@query-param", parameterName: "a")) } != nil)
        #expect(try base(CoveredComponent("@query-param", parameterName: "%25zz")).contains(": %20\n"))
        #expect(try base(CoveredComponent("@authority")).contains(": a.example\n"))
        #expect(try base(CoveredComponent("@path")).contains(": /\n"))
    }

    @Test(
        "no value of a component can break a line of the base",
        arguments: ["@path", "@target-uri", "@query", "@authority", "@method", "x-note"],
        ["\n", "\r", "\r\n"])
    func lineBreaks(_ name: String, _ lineBreak: String) throws {
        let forged = "/a?b\(lineBreak)\"@method\": GET"
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "a.example" + forged, path: forged)
        request.headerFields[try #require(HTTPField.Name("X-Note"))] = forged
        let component = try #require(CoveredComponent(name))
        let base = try HTTPMessageSignature.sign(
            .request(request), covering: [component], parameters: SignatureParameters(),
            with: Scenario.agentA.key
        ).base.octets
        let lines = base.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
        #expect(lines.count == 2)
    }

    @Test("the algorithm is the key's, and a parameter that says otherwise refuses")
    func algorithms() throws {
        let request = HTTPRequest(method: .get, scheme: "https", authority: "a.example", path: "/")
        func signed(_ name: String?) throws -> HTTPMessage {
            var parameters = SignatureParameters()
            parameters.algorithm = name
            var request = request
            try HTTPMessageSignature.sign(
                .request(request), covering: [], parameters: parameters, with: Scenario.agentA.key
            ).add(to: &request.headerFields)
            return .request(request)
        }
        for name in [nil, "ecdsa-p256-sha256"] {
            let message = try signed(name)
            let signature = try #require(try HTTPMessageSignature.all(in: message).first)
            _ = try signature.verify(over: message, with: Scenario.agentA.key.publicJWK)
            let other = refusal {
                _ = try signature.verify(over: message, with: Scenario.agentB.key.publicJWK)
            }
            #expect(other == .signature(name == nil ? .invalid : .algorithm))
        }
        for name in ["ed25519", "hmac-sha256", "none"] {
            let message = try signed(name)
            let signature = try #require(try HTTPMessageSignature.all(in: message).first)
            #expect(
                refusal { _ = try signature.verify(over: message, with: Scenario.agentA.key.publicJWK) }
                    == .signature(.algorithm))
        }
        #expect(
            SignatureAlgorithm.ps512.httpName == "rsa-pss-sha512" && SignatureAlgorithm.es512.httpName == nil)
    }

    @Test("a message without signatures has none, and what can't be signed is refused")
    func edges() throws {
        let request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: nil)
        #expect(try HTTPMessageSignature.all(in: .request(request)).isEmpty)
        var parameters = SignatureParameters()
        func sign(_ components: [CoveredComponent?], label: String = "a") -> WIMSEError? {
            refusal {
                _ = try HTTPMessageSignature.sign(
                    .request(request), covering: components.compactMap { $0 }, parameters: parameters,
                    label: label, with: Scenario.agentA.key)
            }
        }
        #expect(sign([]) == nil)
        for label in ["", "A", "1", "a b", "é"] { #expect(sign([], label: label) != nil) }
        for name in ["@scheme", "@authority", "@target-uri", "@path", "@query", "@request-target"] {
            #expect(sign([CoveredComponent(name)]) == .signature(.componentMissing("\"\(name)\"")))
        }
        #expect(sign([CoveredComponent("@query-param", parameterName: "a")]) != nil)
        let response = HTTPMessage.response(HTTPResponse(status: .ok), to: nil)
        #expect(
            refusal {
                _ = try HTTPMessageSignature.sign(
                    response, covering: [#require(CoveredComponent("@method", ofRequest: true))],
                    parameters: parameters, with: Scenario.agentA.key)
            } == .signature(.componentMissing("\"@method\";req")))
        parameters.nonce = "é"
        #expect(sign([]) == .signature(.parameterInvalid("nonce")))
    }
}
