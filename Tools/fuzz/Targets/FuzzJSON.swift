import Encoding

extension FuzzTarget {
    /// A text that is read gives the same value when it is written and read again, and its nodes agree with
    /// each other; a text that is refused could have become JSON up to the place that the error names.
    static let json = FuzzTarget("FuzzJSON") { text in
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: text)
        } catch {
            return try checkRefusal(of: text, error)
        }
        let value = document.root.value
        let written = value.encode()
        let again = try JSONDocument(parsing: written, limits: .document).root.value
        try must(again == value, "the written text has another value")
        try must(again.encode() == written, "the written text is written otherwise")
        try checkNodes(of: document.root, in: text)
    }

    private static func checkRefusal(of text: [UInt8], _ error: JSONError) throws {
        guard let place = error.offset else { return }
        try must(place <= text.count, "place behind the end")
        if case .invalidUTF8 = error {
            try must(String(validating: text[..<place], as: UTF8.self) != nil, "invalid before \(place)")
            return try must(String(validating: text, as: UTF8.self) == nil, "is UTF-8")
        }
        if case .byteOrderMark = error { return }
        do throws(JSONError) {
            _ = try JSONDocument(parsing: Array(text[..<place]))
        } catch JSONError.loneSurrogate(at: place - 6) {
            // The fault is in the second half of a pair, without which the first is one too.
        } catch {
            try must(error.offset == place, "\(error), though the text up to there was good")
        }
    }

    private static func checkNodes(of root: JSONNode, in text: [UInt8]) throws {
        var open = [root]
        while let node = open.popLast() {
            let end = node.offset + node.text.count
            try must(end <= text.count && text[node.offset..<end] == node.text, "text at \(node.offset)")
            var count = 0
            for (name, member) in node.members {
                try must(node[name.string]?.offset == member.offset, "member \(name.quoted) is not found")
                open.append(member)
                count += 1
            }
            for element in node.elements {
                open.append(element)
                count += 1
            }
            try must(count == node.count, "count at \(node.offset)")
            if let number = node.numberText, let integer = node.integer {
                try must(String(integer) == number, "integer at \(node.offset)")
            }
        }
    }
}
