import Claims
import Encoding

/// Turns what a source calls a task into an action name of ACT's grammar, so that a mandate can grant it.
enum ActionName {
    /// Letters become lower-case, a run of what the grammar has no place for becomes one `_`, a segment that
    /// starts otherwise than with a letter gets an `x` before it, and what is beyond 128 octets goes.
    static func action(_ name: String) -> Action {
        var text: [UInt8] = []
        for segment in name.utf8.split(separator: UInt8(ascii: ".")) {
            let word = word(segment)
            if word.isEmpty { continue }
            if !text.isEmpty { text.append(UInt8(ascii: ".")) }
            text += word
        }
        text = Array(text.prefix(Action.limit))
        while text.last == UInt8(ascii: ".") { text.removeLast() }
        return Action(ExactString(String(decoding: text, as: UTF8.self))) ?? unnamed
    }

    /// The name of what has no letter or digit in its name.
    private static let unnamed: Action = {
        guard let action = Action("task") else { preconditionFailure("task is an action name") }
        return action
    }()

    private static func word(_ segment: Substring.UTF8View) -> [UInt8] {
        var word: [UInt8] = []
        for octet in segment {
            switch octet {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(octet | 0x20)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"):
                word.append(octet)
            default:
                if !word.isEmpty, word.last != UInt8(ascii: "_") { word.append(UInt8(ascii: "_")) }
            }
        }
        while word.last == UInt8(ascii: "_") { word.removeLast() }
        guard let first = word.first else { return [] }
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) ? word : [UInt8(ascii: "x")] + word
    }
}

extension [JSONMember] {
    /// Adds a string; what is longer than 256 octets is cut at a character and marked.
    mutating func add(_ name: ExactString, _ text: ExactString?) {
        guard let text, !text.isEmpty else { return }
        append(JSONMember(name, .string(text.shortened(to: 256))))
    }

    /// Adds the name of a task in the source, where the action does not have it already.
    mutating func addName(_ name: ExactString, unless action: Action) {
        if name != action.text { add("name", name) }
    }
}

extension ExactString {
    /// The first octets, whole characters, and `…` where there are more.
    func shortened(to limit: Int) -> ExactString {
        guard utf8.count > limit else { return self }
        var text = ""
        for scalar in string.unicodeScalars {
            guard text.utf8.count + UTF8.width(scalar) + 3 <= limit else { break }
            text.unicodeScalars.append(scalar)
        }
        return ExactString(text + "…")
    }
}
