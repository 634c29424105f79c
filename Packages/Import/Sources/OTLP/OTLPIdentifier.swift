import Claims
import Encoding

/// A trace identifier: 16 octets.
struct OTLPTraceID: Hashable, Comparable {
    let high: UInt64
    let low: UInt64

    static func < (left: OTLPTraceID, right: OTLPTraceID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    var octets: [UInt8] { high.bigEndianOctets + low.bigEndianOctets }
}

/// A span within its trace.
struct OTLPSpanID: Hashable {
    let trace: OTLPTraceID
    let span: UInt64

    /// `jti`. It is of the trace alone and not of the file, so that parts of one trace that several services
    /// exported join when their ECTs are audited together.
    var task: UUIDText { TaskIdentifier("otlp-span").adding(trace.octets).adding(span.bigEndianOctets).uuid }
}

extension OTLPTraceID {
    /// `wid`
    var workflow: UUIDText { TaskIdentifier("otlp-trace").adding(octets).uuid }

    /// Reads 32 hexadecimal digits of either case, not all 0.
    init(_ node: JSONNode) throws(SourceFault) {
        guard let digits = node.string?.utf8, digits.count == 32,
            let high = UInt64(hexadecimal: digits.prefix(16)),
            let low = UInt64(hexadecimal: digits.suffix(16)), high != 0 || low != 0
        else { throw SourceFault(.identifier(digits: 32), at: node) }
        self.init(high: high, low: low)
    }
}

extension UInt64 {
    /// Reads a span identifier: 16 hexadecimal digits of either case, not all 0.
    init(spanID node: JSONNode) throws(SourceFault) {
        guard let digits = node.string?.utf8, digits.count == 16,
            let value = UInt64(hexadecimal: digits[...]),
            value != 0
        else { throw SourceFault(.identifier(digits: 16), at: node) }
        self = value
    }

    fileprivate init?(hexadecimal digits: Substring.UTF8View) {
        var value: UInt64 = 0
        for octet in digits {
            switch octet {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(octet - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
                value = value << 4 | UInt64((octet | 0x20) - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        self = value
    }

    var bigEndianOctets: [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> UInt64($0)) }
    }
}
