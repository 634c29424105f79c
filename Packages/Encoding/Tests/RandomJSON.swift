import Encoding
import TestSupport

extension SeededGenerator {
    /// A random value, arrays and objects nested at most `depth` deep, no name twice in an object.
    mutating func json(depth: Int) -> JSONValue {
        switch integer(in: 0...(depth > 0 ? 8 : 5)) {
        case 0: .null
        case 1: .boolean(oneIn(2))
        case 2: .integer(pick([0, 1, -1, .max, .min, Int64(integer(in: -1000...1000))]))
        case 3: .number(pick(["-0", "0.5", "1e3", "-2.5E-7", "9223372036854775808", "1.25"]))
        case 4, 5: .string(ExactString(text(count: 0...12)))
        case 6: .array((0..<integer(in: 0...4)).map { _ in json(depth: depth - 1) })
        default:
            // The number in front keeps names apart, also after normalisation.
            .object(
                (0..<integer(in: 0...(oneIn(10) ? 40 : 4))).map { index in
                    JSONMember(ExactString("\(index):" + text(count: 0...3)), json(depth: depth - 1))
                })
        }
    }
}
