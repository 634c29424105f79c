import Encoding
import HTTPTypes
import JOSE
import TestSupport
import WIMSE

/// Messages of the vector files.
enum MessageVector {
    static let rfc9421 = VectorFile("rfc9421.json")
    static let drafts = VectorFile("wimse-drafts.json").json

    /// A request of `method`, `target` (an absolute URI) and `fields`.
    static func request(_ node: JSONNode) -> HTTPRequest {
        let target = text(node, "target").dropFirst("https://".count)
        let slash = target.firstIndex(of: "/") ?? target.endIndex
        guard let method = HTTPRequest.Method(text(node, "method")) else { fatalError("method") }
        var request = HTTPRequest(
            method: method, scheme: "https", authority: String(target[..<slash]),
            path: String(target[slash...]))
        request.headerFields = fields(node)
        return request
    }

    /// A response of `status` and `fields`.
    static func response(_ node: JSONNode) -> HTTPResponse {
        let status = HTTPResponse.Status(code: Int(node["status"]?.integer ?? 0))
        return HTTPResponse(status: status, headerFields: fields(node))
    }

    /// The message of a case of RFC 9421.
    static func message(_ vector: Vector) -> HTTPMessage {
        guard let node = vector.optional("message") else { fatalError("no message") }
        guard node["status"] == nil else {
            return .response(response(node), to: vector.optional("request").map(request))
        }
        return .request(request(node))
    }

    static func text(_ node: JSONNode, _ name: String) -> String {
        guard let text = node[name]?.string else { fatalError("no \(name)") }
        return text.string
    }

    private static func fields(_ node: JSONNode) -> HTTPFields {
        var fields = HTTPFields()
        for field in node["fields"]?.elements.map({ Array($0.elements) }) ?? [] {
            guard let name = field.first?.string.flatMap({ HTTPField.Name($0.string) }),
                let value = field.last?.string
            else { fatalError("fields") }
            fields.append(HTTPField(name: name, value: value.string))
        }
        return fields
    }
}
