import Encoding
import SCITT
import Signing

extension FuzzTarget {
    /// A bundle that is read gives all its parts, in bounds and in order where it has no flaw, and its JSON view is
    /// JSON. It is tried as it is and with the digest that its octets should have.
    static let bundle = FuzzTarget("FuzzBundle") { octets in
        try check(octets)
        if octets.count > 35 { try check(octets.dropLast(32) + SHA256.hash(Array(octets.dropLast(35)))) }
    }

    private static func check(_ octets: [UInt8]) throws {
        guard let bundle = try? EvidenceBundle(parsing: octets) else { return }
        try must(bundle.tokenCount <= octets.count && bundle.tokenCount > 0, "\(bundle.tokenCount) tokens")
        let isOrdered = bundle.flaws.isEmpty
        var last: Digest32?
        for index in 0..<bundle.tokenCount {
            let token = try bundle.token(at: index)
            let hash = SHA256.digest(token)
            guard isOrdered else { continue }
            if let last { try must(last < hash, "tokens out of order") }
            last = hash
            try must(try bundle.index(of: hash) == index, "a token is not found")
        }
        for index in 0..<bundle.anchorCount {
            let anchor = try bundle.anchor(at: index)
            try must(anchor.coverCount > 0, "an anchor of nothing")
            var covers = 0
            try bundle.forEachCover(ofAnchor: index) { cover throws(SCITTError) in
                covers += 1
                guard (0..<bundle.tokenCount).contains(cover.token) else {
                    throw .bundleIndex(UInt64(clamping: cover.token))
                }
            }
            try must(covers == anchor.coverCount, "\(covers) covers")
            try must(try bundle.batch(ofAnchor: index).count == UInt64(anchor.leafCount), "leaves")
        }
        var text = ""
        try bundle.writeJSON { text += $0 }
        _ = try JSONDocument(parsing: Array(text.utf8), limits: .document)
        try must((try? bundle.token(at: bundle.tokenCount)) == nil, "a token behind the last")
    }
}
