import Encoding
import HTTPTypes
import JOSE
import WIMSE

extension FuzzTarget {
    /// A `Signature-Input` that is read covers its parameters as they stand in the field, and no input makes a
    /// signature of octets that nobody signed.
    static let signatureInput = FuzzTarget("FuzzSignatureInput") { value in
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "b.example", path: "/review?a=1&b=x%20y")
        request.headerFields[.contentType] = "application/json"
        request.headerFields[.executionContext] = "a.b.c"
        request.headerFields.append(HTTPField(name: .signatureInput, value: value))
        for label in ["wimse", "a", "b", "sig1"] {
            let signature = Base64.encode([UInt8](repeating: 1, count: 64))
            request.headerFields.append(HTTPField(name: .signature, value: "\(label)=:\(signature):"))
        }
        let message = HTTPMessage.request(request)
        let field = request.headerFields[.signatureInput] ?? ""
        for signature in (try? HTTPMessageSignature.all(in: message)) ?? [] {
            try must(
                (try? signature.verify(over: message, with: FuzzKey.key.publicJWK)) == nil,
                "a forged signature")
            guard let base = try? signature.base(of: message).description,
                let line = base.split(separator: "\n").last
            else { continue }
            let text = line.dropFirst("\"@signature-params\": ".count)
            try must(
                field.contains("\(signature.label)=\(text)"), "the parameters are not those of the field")
            try must(
                base.split(separator: "\n").count == signature.components.count + 1,
                "a line that no component made")
        }
    }
}
