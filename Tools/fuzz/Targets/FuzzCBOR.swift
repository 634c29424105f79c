import CBOR

extension FuzzTarget {
    /// What the strict reader accepts has this one spelling; what only the lenient one accepts has another; what is
    /// refused is refused at a place within it.
    static let cbor = FuzzTarget("FuzzCBOR") { octets in
        let strict = result(of: octets, .deterministic)
        let lenient = result(of: octets, .unordered)
        switch (strict, lenient) {
        case (.success(let value), .success(let other)):
            try must(value == other, "two readers, two values")
            try must(value.encode() == octets, "has a second spelling")
            try must(!value.diagnostic.isEmpty, "no notation")
        case (.failure(let error), .success(let value)):
            try must(error.offset <= octets.count, "a place behind the end")
            let written = value.encode()
            try must(written != octets, "refused in its own spelling: \(error)")
            try must(try CBORValue(decoding: written) == value, "the written item is another")
        case (.failure(let error), .failure(let other)):
            try must(error.offset <= octets.count && other.offset <= octets.count, "a place behind the end")
        case (.success, .failure(let error)): throw Broken(description: "strict is more lenient: \(error)")
        }
    }

    private static func result(of octets: [UInt8], _ rules: CBORRules) -> Result<CBORValue, CBORError> {
        Result { () throws(CBORError) in try CBORValue(decoding: octets, rules: rules) }
    }
}
