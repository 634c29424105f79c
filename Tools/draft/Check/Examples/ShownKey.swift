import Encoding
import JOSE

/// A public key that a draft prints as a JWK.
struct ShownKey {
    /// The line on which the block that it is in begins.
    let line: Int
    let key: JWK

    /// The keys of all blocks of code: every JSON object with `kty` that is one, wherever it stands.
    static func all(in draft: DraftSource) -> [ShownKey] {
        draft.codeBlocks.filter { $0.text.contains("\"kty\"") }.flatMap { block in
            objects(in: block.text).compactMap { text in
                guard let document = try? JSONDocument(parsing: text), document.root["kty"] != nil,
                    let key = try? JWK(parsing: document.root)
                else { return nil }
                return ShownKey(line: block.line, key: key)
            }
        }
    }

    /// Every stretch from a `{` to the `}` that closes it.
    private static func objects(in text: String) -> [String] {
        let octets = Array(text.utf8)
        var opened: [Int] = []
        var objects: [String] = []
        for (at, octet) in octets.enumerated() {
            if octet == UInt8(ascii: "{") { opened.append(at) }
            if octet == UInt8(ascii: "}"), let start = opened.popLast() {
                objects.append(String(decoding: octets[start...at], as: UTF8.self))
            }
        }
        return objects
    }
}
