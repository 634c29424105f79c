import Encoding
import RawStructuredFieldValues

/// A dictionary (RFC 9651 §3.2) with the text of each member as it was received.
///
/// A signature covers the parameters as the sender wrote them. What a parser makes of them and writes again may
/// differ, so that text is cut out of the field and never written anew. And what RFC 9651 resolves by "the last
/// one counts", two members or two parameters of one name, is refused: nobody means it.
struct StructuredDictionary {
    struct Member {
        let name: String
        /// What stands after `name=`, without white space around it.
        let text: [UInt8]
        let value: ItemOrInnerList
    }

    let members: [Member]

    /// Nil for what is no such dictionary, and for one with more members than `limit`.
    init?(parsing value: [UInt8], limit: Int = 64) {
        guard let texts = Self.split(value, limit: limit) else { return nil }
        var members: [Member] = []
        var names: Set<String> = []
        for text in texts {
            var parser = StructuredFieldValueParser(text)
            guard let dictionary = try? parser.parseDictionaryFieldValue(), dictionary.count == 1,
                let (name, value) = dictionary.first(where: { _ in true }), names.insert(name).inserted,
                Self.parameters(in: text) == value.parameterCount
            else { return nil }
            let isFlag = text.count == name.utf8.count || text[name.utf8.count] != UInt8(ascii: "=")
            let start = name.utf8.count + (isFlag ? 0 : 1)
            members.append(Member(name: name, text: Array(text[start...]), value: value))
        }
        self.members = members
    }

    /// The members of a dictionary of byte sequences without parameters, decoded.
    static func byteSequences(_ value: [UInt8]) -> [(String, [UInt8])]? {
        guard let dictionary = StructuredDictionary(parsing: value), !dictionary.members.isEmpty else {
            return nil
        }
        var sequences: [(String, [UInt8])] = []
        for member in dictionary.members {
            guard let octets = member.byteSequence else { return nil }
            sequences.append((member.name, octets))
        }
        return sequences
    }

    /// The members' texts: what stands between commas outside of strings, trimmed.
    private static func split(_ value: [UInt8], limit: Int) -> [[UInt8]]? {
        var texts: [[UInt8]] = []
        var text: [UInt8] = []
        var isQuoted = false
        var isEscaped = false
        for octet in value {
            if isQuoted {
                isQuoted = isEscaped || octet != UInt8(ascii: "\"")
                isEscaped = !isEscaped && octet == UInt8(ascii: "\\")
            } else if octet == UInt8(ascii: "\"") {
                isQuoted = true
            } else if octet == UInt8(ascii: ",") {
                guard texts.count < limit else { return nil }
                texts.append(trimmed(text))
                text = []
                continue
            }
            text.append(octet)
        }
        guard !isQuoted, texts.count < limit else { return nil }
        texts.append(trimmed(text))
        return texts
    }

    /// How many parameters are written in a member.
    private static func parameters(in text: [UInt8]) -> Int {
        var isQuoted = false
        var isEscaped = false
        var count = 0
        for octet in text {
            if isQuoted {
                isQuoted = isEscaped || octet != UInt8(ascii: "\"")
                isEscaped = !isEscaped && octet == UInt8(ascii: "\\")
            } else if octet == UInt8(ascii: "\"") {
                isQuoted = true
            } else if octet == UInt8(ascii: ";") {
                count += 1
            }
        }
        return count
    }

    private static func trimmed(_ text: [UInt8]) -> [UInt8] {
        func isWhiteSpace(_ octet: UInt8) -> Bool {
            octet == UInt8(ascii: " ") || octet == UInt8(ascii: "\t")
        }
        let start = text.firstIndex { !isWhiteSpace($0) } ?? text.endIndex
        let end = text.lastIndex { !isWhiteSpace($0) } ?? start
        return start < text.endIndex ? Array(text[start...end]) : []
    }
}

extension StructuredDictionary.Member {
    /// The octets of a byte sequence without parameters; nil for another value.
    var byteSequence: [UInt8]? {
        guard case .item(let item) = value, case .undecodedByteSequence(let text) = item.rfc9651BareItem,
            item.rfc9651Parameters.count == 0
        else { return nil }
        return try? Base64.decode(text)
    }
}

extension ItemOrInnerList {
    fileprivate var parameterCount: Int {
        switch self {
        case .item(let item): item.rfc9651Parameters.count
        case .innerList(let list):
            list.bareInnerList.reduce(list.rfc9651Parameters.count) { $0 + $1.rfc9651Parameters.count }
        }
    }
}
