import Encoding

extension FuzzTarget {
    /// Text that is accepted is the one spelling of its octets, text that is refused has the fault that is
    /// named, and all octets come back from their spelling.
    static let base64URL = FuzzTarget("FuzzBase64URL") { text in
        let isLetter = { (octet: UInt8) in
            switch Unicode.Scalar(octet) {
            case "A"..."Z", "a"..."z", "0"..."9", "-", "_": true
            default: false
            }
        }
        switch Result(catching: { () throws(EncodingError) in try Base64URL.decode(text.span) }) {
        case .success(let octets):
            try must(Base64URL.characters(of: octets.span) == text, "has a second spelling")
        case .failure(.character(let place)):
            try must(text.firstIndex { !isLetter($0) } == place, "place of the first wrong character")
        case .failure(.length(let count)):
            try must(count == text.count && count % 4 == 1, "length")
        case .failure(.spareBits):
            try must(text.allSatisfy(isLetter) && !text.count.isMultiple(of: 4), "spare bits")
        }
        try must(try Base64URL.decode(Base64URL.encode(text)) == text, "octets don't come back")
    }
}
