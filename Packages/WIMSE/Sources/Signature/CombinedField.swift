import Encoding
import HTTPTypes

/// The combined value of a field (RFC 9110 §5.3, RFC 9421 §2.1): its lines in their order, each without white
/// space around it, joined with a comma and a space.
struct CombinedField {
    /// The octets as they were received.
    let octets: [UInt8]
    /// How many lines there are.
    let lines: Int

    //= ACT#req-act-http-wpt-value
    //# The hash in 'oth' MUST be computed over the field's lines, each without white space around it, joined
    //# with ", ".
    //= ECT#req-ect-http-oth-value
    //# That hash MUST be computed over the combined value
    /// Nil where the message has no such field.
    init?(_ name: HTTPField.Name, in fields: HTTPFields) {
        var octets: [UInt8] = []
        var lines = 0
        for field in fields[fields: name] {
            field.withUnsafeBytesOfValue { value in
                let value = UnsafeBufferPointer(rebasing: value.withoutOptionalWhiteSpace)
                if lines == 0 {
                    octets = Array(value)
                } else {
                    octets += [UInt8(ascii: ","), UInt8(ascii: " ")]
                    octets += value
                }
            }
            lines += 1
        }
        guard lines > 0 else { return nil }
        self.octets = octets
        self.lines = lines
    }

    /// The octets of each line, without white space around them.
    static func lines(of name: HTTPField.Name, in fields: HTTPFields) -> [[UInt8]] {
        fields[fields: name].map { field in
            field.withUnsafeBytesOfValue { Array($0.withoutOptionalWhiteSpace) }
        }
    }
}
