import ACT
import Claims
import ECT
import Encoding
import HTTPTypes
import JOSE
import Ledger
import Trust
import WIMSE

extension Testee {
    /// `http.verify`: a request by the WIMSE profile, with the tokens that are bound to it.
    static func verifyHTTP(_ request: Request) throws(Refusal) -> Answer {
        let message = try httpRequest(request)
        let content = MessageContent(try request.optionalHex("content_hex") ?? [])
        var policy = WIMSEPolicy(audiences: try audience(request))
        if let proof = try request.choice("proof", WIMSEPolicy.Proof.allCases.map(\.rawValue)) {
            policy.proof = WIMSEPolicy.Proof(rawValue: proof) ?? .any
        }
        policy.requiresExecutionContext = request.optional("require_execution_context")?.boolean ?? false
        policy.refusesSupporting = request.optional("refuse_supporting")?.boolean ?? true
        if let stated = try level(request) { policy.minimumLevel = stated }
        let verifier = RequestVerifier(
            trust: try trust(request), policy: policy, replay: MemoryReplayStore(), cachedIdentities: 0)
        let now = try now(request)
        do throws(WIMSEError) {
            let verified = try verifier.verify(message, content: content, at: now)
            let tokens = verified.tokens
            func list(_ tokens: [[UInt8]]) -> JSONValue {
                .array(tokens.map { .string(ExactString(String(decoding: $0, as: UTF8.self))) })
            }
            return [
                ("workload", .string(verified.workload.workload.uri)),
                ("covered", .array(verified.covered.map(text))),
                (
                    "tokens",
                    [
                        "execution-context": list((tokens.presented + tokens.supporting).map(\.compact)),
                        "act-mandate": list(tokens.mandate.map { [$0.compact] } ?? []),
                        "act-record": list(
                            (tokens.presentedRecords + tokens.supportingRecords).map(\.compact)),
                    ]
                ),
            ]
        } catch {
            throw Refusal(
                error.code, "\(error)", requirement: error.requirement, status: error.status)
        }
    }

    /// `http.signature.verify`: a signature of a request as plain RFC 9421.
    static func verifyHTTPSignature(_ request: Request) throws(Refusal) -> Answer {
        let message = HTTPMessage.request(try httpRequest(request))
        let key = try jwk(request.node("key"))
        do throws(WIMSEError) {
            guard let signature = try HTTPMessageSignature.all(in: message).first else {
                throw .signature(.missing)
            }
            let verified = try signature.verify(over: message, with: key)
            return [
                ("covered", .array(verified.components.map { text($0.description) })),
                ("base_hex", hex(try signature.base(of: message).octets)),
            ]
        } catch {
            throw Refusal(error.code, "\(error)")
        }
    }

    /// `http.signature.sign`: the two fields of a signature of a request as plain RFC 9421.
    static func signHTTPSignature(_ request: Request) throws(Refusal) -> Answer {
        let message = HTTPMessage.request(try httpRequest(request))
        let node = try request.node("key")
        let key: PrivateJWK
        do { key = try PrivateJWK(parsing: node) } catch { throw Refusal(error.code, "\(error)") }
        var components: [CoveredComponent] = []
        for name in try request.strings("covered") ?? [] {
            guard let component = CoveredComponent(name.string) else {
                throw Refusal("signature-component-refused", "\(name.quoted) is no component")
            }
            components.append(component)
        }
        var parameters = SignatureParameters()
        parameters.created = try request.integer("created")
        parameters.nonce = try request.optionalString("nonce")?.string
        parameters.keyID = try request.optionalString("keyid")?.string
        parameters.algorithm = try request.optionalString("alg")?.string
        parameters.tag = try request.optionalString("tag")?.string
        do {
            let values = try HTTPMessageSignature.sign(
                message, covering: components, parameters: parameters, label: "sig1", with: key)
            return [("signature_input", text(values.input)), ("signature", text(values.signature))]
        } catch {
            throw Refusal(error.code, "\(error)")
        }
    }

    private static func httpRequest(_ request: Request) throws(Refusal) -> HTTPRequest {
        let target = try request.string("target").string
        guard let name = try request.optionalString("method"), let method = HTTPRequest.Method(name.string),
            var message = HTTPRequest(method: method, target: target)
        else { throw .badRequest("'method' is a method and 'target' an absolute URI of http or https") }
        let list = try request.node("fields")
        guard list.kind == .array else { throw .badRequest("'fields' is not an array") }
        for element in list.elements {
            let pair = element.elements.compactMap(\.string)
            guard pair.count == 2, element.count == 2, let name = HTTPField.Name(pair[0].string),
                HTTPField.isValidValue(pair[1].string)
            else { throw .badRequest("a field is a name and a value") }
            message.headerFields.append(HTTPField(name: name, value: pair[1].string))
        }
        return message
    }
}

extension HTTPRequest {
    /// A request to an absolute URI; nil for what is none of http or https. A fragment is dropped, as no request has
    /// one.
    init?(method: HTTPRequest.Method, target: String) {
        guard let separator = target.firstRange(of: "://") else { return nil }
        let scheme = target[..<separator.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { return nil }
        let rest = target[separator.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        var path = String(rest[authority.endIndex...])
        if !path.hasPrefix("/") { path = "/" + path }
        // User information is none of a request's authority (RFC 9110 §4.2.4).
        guard !authority.isEmpty, !authority.contains("@"), HTTPField.isValidValue(String(authority)),
            HTTPField.isValidValue(path)
        else {
            return nil
        }
        self.init(method: method, scheme: scheme, authority: String(authority), path: path)
    }
}
