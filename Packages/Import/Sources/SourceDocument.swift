import Encoding

/// What a reader expected at a value; it becomes an `ImportError` with the full place.
struct SourceFault: Error {
    let expected: SourceExpectation
    let offset: Int

    init(_ expected: SourceExpectation, at node: JSONNode) {
        self.expected = expected
        offset = node.offset
    }
}

/// One JSON text of a file, with what it takes to say where in the file something is.
struct SourceDocument {
    let root: JSONNode
    let octets: [UInt8]
    /// Where the text starts in the file.
    let base: Int
    /// The line that the text starts on.
    let line: Int

    init(parsing octets: [UInt8], base: Int = 0, line: Int = 1) throws(ImportError) {
        self.octets = octets
        self.base = base
        self.line = line
        do throws(JSONError) {
            root = try JSONDocument(parsing: octets, limits: .document).root
        } catch {
            var counter = LineCounter(octets, base: base, line: line)
            throw .json(error, at: counter.place(error.offset ?? 0, pointer: nil))
        }
    }

    /// Runs a reader, and turns what it expected into an error with its place.
    func read<Value>(_ body: (JSONNode) throws(SourceFault) -> Value) throws(ImportError) -> Value {
        do throws(SourceFault) { return try body(root) } catch { throw error.error(in: self) }
    }

    /// The place of the value that starts at `offset`.
    func place(_ offset: Int) -> SourcePlace {
        var counter = LineCounter(octets, base: base, line: line)
        return counter.place(offset, pointer: pointer(offset))
    }

    /// The way from the root to the value at `offset`, looked for only when something is wrong there.
    private func pointer(_ offset: Int) -> String {
        var pointer = ""
        var node = root
        while node.offset != offset {
            var next: (String, JSONNode)?
            for (name, value) in node.members where value.covers(offset) {
                next = (Self.escaped(name.string), value)
            }
            for (index, element) in node.elements.enumerated() where element.covers(offset) {
                next = (String(index), element)
            }
            guard let (name, value) = next else { break }
            pointer += "/" + name
            node = value
        }
        return pointer
    }

    /// RFC 6901 §3: `~` is written `~0` and `/` is written `~1`.
    private static func escaped(_ name: String) -> String {
        var text: [UInt8] = []
        for octet in name.utf8 {
            switch octet {
            case UInt8(ascii: "~"): text += Array("~0".utf8)
            case UInt8(ascii: "/"): text += Array("~1".utf8)
            default: text.append(octet)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension SourceFault {
    func error(in document: SourceDocument) -> ImportError {
        .expected(expected, at: document.place(offset))
    }
}

extension JSONNode {
    fileprivate func covers(_ offset: Int) -> Bool {
        self.offset <= offset && offset < self.offset + text.count
    }

    /// The member `name`; nil where it is absent or null, which the formats here take for the same.
    func optional(_ name: String) -> JSONNode? {
        guard let member = self[name], !member.isNull else { return nil }
        return member
    }

    func required(_ name: String) throws(SourceFault) -> JSONNode {
        guard kind == .object else { throw SourceFault(.object, at: self) }
        guard let member = optional(name) else { throw SourceFault(.member(name), at: self) }
        return member
    }

    func asObject() throws(SourceFault) -> JSONNode {
        guard kind == .object else { throw SourceFault(.object, at: self) }
        return self
    }

    func asArray() throws(SourceFault) -> JSONElements {
        guard kind == .array else { throw SourceFault(.array, at: self) }
        return elements
    }

    func asString() throws(SourceFault) -> ExactString {
        guard let text = string else { throw SourceFault(.string, at: self) }
        return text
    }

    func asName() throws(SourceFault) -> ExactString {
        guard let text = string, !text.isEmpty else { throw SourceFault(.name, at: self) }
        return text
    }
}
