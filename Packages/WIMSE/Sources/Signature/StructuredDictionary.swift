import Encoding

/// A dictionary (RFC 9651 §3.2) with the text of each member as it was received.
///
/// A signature covers the parameters as the sender wrote them. What a parser makes of them and writes again may
/// differ, so that text is cut out of the field and never written anew. And what RFC 9651 resolves by "the last
/// one counts", two members or two parameters of one name, is refused: nobody means it.
package struct StructuredDictionary {
    package struct Member {
        package let name: String
        package let value: StructuredValue
        /// What stands after `name=`.
        let text: [UInt8]
    }

    package let members: [Member]

    /// Nil for what is no such dictionary or an empty one, and for one with more members than `limit`.
    package init?(parsing value: [UInt8], limit: Int = 64) {
        var parser = StructuredFieldParser(value)
        guard let members = try? parser.dictionary(limit: limit) else { return nil }
        self.members = members
    }

    /// The members of a dictionary of byte sequences without parameters, decoded.
    static func byteSequences(_ value: [UInt8]) -> [(String, [UInt8])]? {
        guard let dictionary = StructuredDictionary(parsing: value) else { return nil }
        var sequences: [(String, [UInt8])] = []
        for member in dictionary.members {
            guard let octets = member.byteSequence else { return nil }
            sequences.append((member.name, octets))
        }
        return sequences
    }
}

extension StructuredDictionary.Member {
    /// The octets of a byte sequence without parameters; nil for another value.
    var byteSequence: [UInt8]? {
        guard case .item(let item) = value, case .byteSequence(let text) = item.value, item.parameters.isEmpty
        else { return nil }
        return try? Base64.decode(text)
    }
}

/// The value of a member.
package enum StructuredValue: Hashable, Sendable {
    /// An item.
    case item(StructuredItem)
    /// An inner list with its own parameters.
    case innerList([StructuredItem], [StructuredParameter])
}

/// An item (RFC 9651 §3.3).
package struct StructuredItem: Hashable, Sendable {
    package let value: BareItem
    package let parameters: [StructuredParameter]
}

/// A parameter (RFC 9651 §3.1.2).
package struct StructuredParameter: Hashable, Sendable {
    package let name: String
    package let value: BareItem
}

/// The value of an item or parameter, as far as this module tells them apart.
package enum BareItem: Hashable, Sendable {
    case integer(Int64)
    case string(String)
    case boolean(Bool)
    /// What stands between the colons, in the alphabet of base64 and not decoded.
    case byteSequence([UInt8])
    /// A decimal, token, date or display string.
    case other
}
