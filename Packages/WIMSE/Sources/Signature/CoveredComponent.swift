/// The identifier of a component that a signature covers (RFC 9421 §2): a field or a derived component, with
/// its parameters.
///
/// `req`, `bs`, `key` and `@query-param`'s `name` are supported. `sf` and `tr` are not: this module knows no
/// field's structure and sees no trailers, so a signature with them is refused rather than misread.
public struct CoveredComponent: Hashable, Sendable, CustomStringConvertible {
    /// A field's name in lower case, or a derived component's with its `@`.
    public let name: String
    /// `req`: the component is one of the request that is answered.
    public let ofRequest: Bool
    /// `bs`: each line is covered as a byte sequence.
    public let isBinary: Bool
    /// `key`: the member of a dictionary that is covered.
    public let key: String?
    /// `name` of `@query-param`.
    public let parameterName: String?

    /// The derived components (RFC 9421 §2.2).
    static let derived: Set<String> = [
        "@method", "@target-uri", "@authority", "@scheme", "@request-target", "@path", "@query",
        "@query-param", "@status",
    ]

    /// A component; nil for a name that is neither a field's nor a derived component's, and for parameters that
    /// do not belong to it.
    public init?(
        _ name: String, ofRequest: Bool = false, isBinary: Bool = false, key: String? = nil,
        parameterName: String? = nil
    ) {
        if name.utf8.first == UInt8(ascii: "@") {
            guard Self.derived.contains(name), !isBinary, key == nil,
                (parameterName != nil) == (name == "@query-param"), !(ofRequest && name == "@status")
            else { return nil }
        } else {
            guard Self.isFieldName(name), parameterName == nil, !(isBinary && key != nil) else { return nil }
        }
        self.name = name
        self.ofRequest = ofRequest
        self.isBinary = isBinary
        self.key = key
        self.parameterName = parameterName
    }

    /// Reads an identifier of `Signature-Input`.
    init(_ item: StructuredItem) throws(SignatureFault) {
        guard case .string(let name) = item.value else { throw .malformed }
        var (ofRequest, isBinary) = (false, false)
        var key: String?
        var parameterName: String?
        for parameter in item.parameters {
            switch (parameter.name, parameter.value) {
            case ("req", .boolean(true)): ofRequest = true
            case ("bs", .boolean(true)): isBinary = true
            case ("key", .string(let text)): key = text
            case ("name", .string(let text)): parameterName = text
            default: throw .componentRefused(Self.quoted(name) + ";" + parameter.name)
            }
        }
        guard
            let component = CoveredComponent(
                name, ofRequest: ofRequest, isBinary: isBinary, key: key, parameterName: parameterName)
        else { throw .componentRefused(Self.quoted(name)) }
        self = component
    }

    /// The identifier as RFC 9421 writes it, as in `"@method";req`. The order of parameters is fixed here; where a
    /// sender chose another, `identifier(like:)` follows it.
    public var description: String { Self.quoted(name) + parameters.map { ";" + $0.text }.joined() }

    /// The identifier with its parameters in the order in which the sender wrote them.
    func identifier(like item: StructuredItem) -> [UInt8] {
        // A name has nothing to escape: it is a field's or one of the derived ones.
        guard !item.parameters.isEmpty else { return [0x22] + name.utf8 + [0x22] }
        var text = Self.quoted(name)
        for parameter in item.parameters {
            guard let mine = parameters.first(where: { $0.name == parameter.name }) else { continue }
            text += ";" + mine.text
        }
        return Array(text.utf8)
    }

    /// Whether it is the field `name` of the message itself, whole and as it is.
    func isField(_ name: String) -> Bool {
        self.name == name && !ofRequest && !isBinary && key == nil && parameterName == nil
    }

    private var parameters: [(name: String, text: String)] {
        var parameters: [(name: String, text: String)] = []
        if let parameterName { parameters.append(("name", "name=" + Self.quoted(parameterName))) }
        if isBinary { parameters.append(("bs", "bs")) }
        if let key { parameters.append(("key", "key=" + Self.quoted(key))) }
        if ofRequest { parameters.append(("req", "req")) }
        return parameters
    }

    /// A string of RFC 9651.
    static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            return "\"\(text)\""
        }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    private static func isFieldName(_ name: String) -> Bool {
        guard !name.isEmpty else { return false }
        return name.utf8.allSatisfy { octet in
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "!#$%&'*+-.^_`|~".utf8.contains(octet)
            }
        }
    }
}
