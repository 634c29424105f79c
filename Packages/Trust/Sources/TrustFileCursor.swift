import Encoding
import JOSE

/// A place in a trust file.
public struct TrustFilePlace: Hashable, Sendable, CustomStringConvertible {
    /// The JSON Pointer to the value (RFC 6901).
    public let pointer: String
    /// Where the value starts, in octets from the start of the text.
    public let offset: Int

    /// The pointer, quoted, and the offset.
    public var description: String { "\(ExactString(pointer).quoted) (octet \(offset))" }
}

/// A value of a trust file that is being read, with the way that led to it.
struct TrustFileCursor {
    let node: JSONNode
    let pointer: String

    var place: TrustFilePlace { TrustFilePlace(pointer: pointer, offset: node.offset) }

    /// The members of an object that may have the `known` ones only.
    func object(knowing known: [ExactString]) throws(TrustError) {
        for member in try members() where !known.contains(member.name) {
            throw .memberUnknown(member.value.place)
        }
    }

    func members() throws(TrustError) -> [(name: ExactString, value: TrustFileCursor)] {
        guard node.kind == .object else { throw .memberInvalid(place, expected: .object) }
        return node.members.map { ($0.name, child($0.value, $0.name.string)) }
    }

    func elements() throws(TrustError) -> [TrustFileCursor] {
        guard node.kind == .array else { throw .memberInvalid(place, expected: .array) }
        return node.elements.enumerated().map { child($0.element, String($0.offset)) }
    }

    func string() throws(TrustError) -> ExactString {
        guard let text = node.string else { throw .memberInvalid(place, expected: .string) }
        return text
    }

    func boolean() throws(TrustError) -> Bool {
        guard let flag = node.boolean else { throw .memberInvalid(place, expected: .boolean) }
        return flag
    }

    subscript(_ name: String) -> TrustFileCursor? {
        node[name].map { child($0, name) }
    }

    /// The JWK Set that this value is; a fault is placed at the key that has it.
    func keySet() throws(TrustError) -> JWKSet {
        do throws(JWKError) {
            return try JWKSet(parsing: node)
        } catch {
            throw .key(error, at: place(of: error))
        }
    }

    /// Where the key stands that `fault` is about; the set itself where it is about several keys.
    private func place(of fault: JWKError) -> TrustFilePlace {
        guard let keys = self["keys"] else { return place }
        for (index, element) in keys.node.elements.enumerated() {
            do throws(JWKError) {
                _ = try JWK(parsing: element)
            } catch {
                if error == fault { return keys.child(element, String(index)).place }
            }
        }
        return keys.place
    }

    private func child(_ node: JSONNode, _ name: String) -> TrustFileCursor {
        TrustFileCursor(node: node, pointer: pointer + "/" + Self.escaped(name))
    }

    /// RFC 6901 §3: `~` is written `~0` and `/` is written `~1`.
    private static func escaped(_ name: String) -> String {
        var text: [UInt8] = []
        for octet in name.utf8 {
            switch octet {
            case UInt8(ascii: "~"): text += [octet, UInt8(ascii: "0")]
            case UInt8(ascii: "/"): text += [UInt8(ascii: "~"), UInt8(ascii: "1")]
            default: text.append(octet)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
