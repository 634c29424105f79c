import Encoding
import HTTPTypes
import RawStructuredFieldValues

/// The values of components (RFC 9421 §2.1 and §2.2).
enum ComponentValue {
    static func octets(
        of component: CoveredComponent, in message: HTTPMessage
    ) throws(SignatureFault) -> [UInt8] {
        if component.name == "@status" {
            guard case .response(let response, _) = message else {
                throw .componentRefused(component.description)
            }
            return Array(String(response.status.code).utf8)
        }
        // In a request, nothing is of another request; in a response, only fields and the status are its own.
        guard message.isResponse || !component.ofRequest else {
            throw .componentRefused(component.description)
        }
        let isDerived = component.name.utf8.first == UInt8(ascii: "@")
        guard !isDerived || component.ofRequest == message.isResponse else {
            throw .componentRefused(component.description)
        }
        guard component.ofRequest else {
            guard isDerived else { return try field(component, message.fields) }
            return try derived(component, message.request)
        }
        guard let request = message.request else { throw .componentMissing(component.description) }
        guard isDerived else { return try field(component, request.headerFields) }
        return try derived(component, request)
    }

    // MARK: Fields

    private static func field(
        _ component: CoveredComponent, _ fields: HTTPFields
    ) throws(SignatureFault) -> [UInt8] {
        guard let name = HTTPField.Name(component.name) else {
            throw .componentRefused(component.description)
        }
        if component.isBinary {
            let lines = CombinedField.lines(of: name, in: fields)
            guard !lines.isEmpty else { throw .componentMissing(component.description) }
            return Array(lines.map { ":\(Base64.encode($0)):" }.joined(separator: ", ").utf8)
        }
        guard let combined = CombinedField(name, in: fields) else {
            throw .componentMissing(component.description)
        }
        guard let key = component.key else { return combined.octets }
        // Written anew as RFC 9651 does; a field that has a member twice is refused first.
        var parser = StructuredFieldValueParser(combined.octets)
        guard let members = StructuredDictionary(parsing: combined.octets)?.members,
            let dictionary = try? parser.parseDictionaryFieldValue()
        else { throw .componentRefused(component.description) }
        guard members.contains(where: { $0.name == key }), let member = dictionary[key] else {
            throw .componentMissing(component.description)
        }
        var serializer = StructuredFieldValueSerializer()
        guard let value = try? serializer.writeListFieldValue([member]) else {
            throw .componentRefused(component.description)
        }
        return value
    }

    // MARK: Derived components

    private static func derived(
        _ component: CoveredComponent, _ request: HTTPRequest?
    ) throws(SignatureFault) -> [UInt8] {
        guard let request else { throw .componentMissing(component.description) }
        // In any other form, where the path begins is a guess that the receiver's router may make otherwise.
        if ["@target-uri", "@path", "@query", "@query-param"].contains(component.name),
            let path = request.path, !isOriginForm(path)
        {
            throw .componentRefused(component.description)
        }
        guard let value = derived(component, request) else { throw .componentMissing(component.description) }
        return value
    }

    private static func derived(_ component: CoveredComponent, _ request: HTTPRequest) -> [UInt8]? {
        switch component.name {
        case "@method": Array(request.method.rawValue.utf8)
        case "@scheme": request.scheme.map(lowercased)
        case "@authority": authority(request)
        case "@target-uri": targetURI(request)
        case "@request-target": request.path.map { Array($0.utf8) }
        case "@path": request.path.map { path(Array($0.utf8)) }
        case "@query": request.path.map { query(Array($0.utf8)) }
        case "@query-param": component.parameterName.flatMap { QueryParameter.value($0, of: request) }
        default: nil
        }
    }

    /// Whether a target is a path with or without a query (RFC 9112 §3.2.1), or nothing: an absolute URI is taken
    /// apart before this module sees it, and may have no path.
    private static func isOriginForm(_ target: String) -> Bool {
        target.isEmpty || target.utf8.first == UInt8(ascii: "/")
    }

    /// Lower case, and without the default port of the scheme (§2.2.3).
    private static func authority(_ request: HTTPRequest) -> [UInt8]? {
        guard let authority = request.authority.map(lowercased) else { return nil }
        let port: String =
            switch request.scheme.map(lowercased) {
            case Array("https".utf8)?: ":443"
            case Array("http".utf8)?: ":80"
            default: ""
            }
        guard !port.isEmpty, authority.count > port.utf8.count,
            authority.suffix(port.utf8.count).elementsEqual(port.utf8)
        else { return authority }
        return authority.dropLast(port.utf8.count)
    }

    private static func targetURI(_ request: HTTPRequest) -> [UInt8]? {
        guard let scheme = request.scheme, let authority = request.authority, let path = request.path else {
            return nil
        }
        return Array((scheme + "://" + authority + path).utf8)
    }

    /// The path of a target, without its query; `/` where it is empty (§2.2.6).
    static func path(_ target: [UInt8]) -> [UInt8] {
        let path = target.prefix { $0 != UInt8(ascii: "?") }
        return path.isEmpty ? [UInt8(ascii: "/")] : Array(path)
    }

    /// The query of a target with its `?`; only that where there is none (§2.2.7).
    static func query(_ target: [UInt8]) -> [UInt8] {
        guard let mark = target.firstIndex(of: UInt8(ascii: "?")) else { return [UInt8(ascii: "?")] }
        return Array(target[mark...])
    }

    private static func lowercased(_ text: String) -> [UInt8] {
        Array(ExactString(text).lowercasedASCII.utf8)
    }
}

/// A parameter of the query (RFC 9421 §2.2.8), read and written as `application/x-www-form-urlencoded`.
enum QueryParameter {
    /// The value of the parameter whose name, encoded, is `name`; nil where there is none or more than one.
    static func value(_ name: String, of request: HTTPRequest) -> [UInt8]? {
        let query = ComponentValue.query(Array((request.path ?? "").utf8)).dropFirst()
        var found: [UInt8]?
        for pair in query.split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard encoded(decoded(pair[..<equals])).elementsEqual(name.utf8) else { continue }
            // A repeated parameter can't be covered: the receiver might read the other one.
            guard found == nil else { return nil }
            found = encoded(decoded(equals < pair.endIndex ? pair[(equals + 1)...] : []))
        }
        return found
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var octets: [UInt8] = []
        var at = text.startIndex
        while at < text.endIndex {
            if text[at] == UInt8(ascii: "%"), at + 2 < text.endIndex,
                let value = try? Hexadecimal.decode(
                    String(decoding: text[at + 1...at + 2], as: UTF8.self).lowercased()),
                let octet = value.first
            {
                octets.append(octet)
                at += 3
            } else {
                octets.append(text[at] == UInt8(ascii: "+") ? UInt8(ascii: " ") : text[at])
                at += 1
            }
        }
        return octets
    }

    /// Everything but letters, digits and `*-._` is written as `%XX`, a space too.
    private static func encoded(_ octets: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        for octet in octets {
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"), UInt8(ascii: "-"),
                UInt8(ascii: "."),
                UInt8(ascii: "_"):
                text.append(octet)
            default:
                text.append(UInt8(ascii: "%"))
                text += Hexadecimal.encode([octet]).uppercased().utf8
            }
        }
        return text
    }
}
