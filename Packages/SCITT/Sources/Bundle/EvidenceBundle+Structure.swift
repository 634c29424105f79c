import CBOR
import Merkle
import Signing

/// The one pass over a bundle that finds its parts and holds them to their definition.
extension EvidenceBundle {
    mutating func readStructure() throws(SCITTError) {
        var cursor = BundleCursor(source)
        let members = try cursor.head(.map)
        guard members == 4 || members == 5 else { throw .bundleMalformed(at: 0) }
        try cursor.key(1)
        try cursor.key(1)
        try cursor.key(2)
        try readTokens(&cursor)
        try cursor.key(3)
        try readAnchors(&cursor)
        if members == 5 {
            try cursor.key(4)
            policyHash = try cursor.digest()
        }
        let hash = cursor.takeHash()
        try cursor.key(5)
        if try cursor.digest() != hash { flaws.append(.bundleDigest) }
        guard cursor.isAtEnd else {
            throw .cbor(CBORError(.trailingOctets, at: Int(clamping: cursor.offset)), in: .bundle)
        }
    }

    private mutating func readTokens(_ cursor: inout BundleCursor) throws(SCITTError) {
        let start = cursor.offset
        let count = try cursor.array()
        guard count > 0 else { throw .bundleMalformed(at: start) }
        var last: Digest32?
        for _ in 0..<count {
            let start = cursor.offset
            let token = try cursor.byteString(of: Self.tokenSizes)
            let hash = SHA256.digest(token)
            if let last, last >= hash { disorder(at: start) }
            last = hash
            tokenOffsets.append(cursor.offset - UInt64(token.count))
            tokenLengths.append(UInt32(token.count))
        }
    }

    private mutating func readAnchors(_ cursor: inout BundleCursor) throws(SCITTError) {
        var last: [UInt8]?
        for _ in 0..<(try cursor.array()) {
            let start = cursor.offset
            let (statement, place) = try readAnchor(&cursor)
            // As with covers: each anchor has all that it covers read and hashed.
            if let last, !last.lexicographicallyPrecedes(statement) { throw .bundleOrder(at: start) }
            last = statement
            anchors.append(place)
        }
    }

    private mutating func readAnchor(
        _ cursor: inout BundleCursor
    ) throws(SCITTError) -> (statement: [UInt8], AnchorPlace) {
        let start = cursor.offset
        let members = try cursor.head(.map)
        guard members == 3 || members == 4 else { throw .bundleMalformed(at: start) }
        var place = AnchorPlace()
        try cursor.key(1)
        let statement = try cursor.byteString(of: Self.messageSizes)
        place.statement = Part(offset: cursor.offset - UInt64(statement.count), count: statement.count)
        try cursor.key(2)
        place.receipts = try readReceipts(&cursor)
        try cursor.key(3)
        let leafLimit = try readCovers(&cursor, &place, isWhole: members == 4)
        if members == 4 {
            try cursor.key(4)
            let start = cursor.offset
            let count = try cursor.array()
            guard (1...Batch.limit).contains(UInt64(count)) else { throw .bundleMalformed(at: start) }
            if leafLimit > UInt64(count) { throw .bundleIndex(leafLimit - 1) }
            place.leaves = Part(offset: cursor.offset, count: count)
            for _ in 0..<count { _ = try cursor.digest() }
        }
        return (statement, place)
    }

    private mutating func readReceipts(_ cursor: inout BundleCursor) throws(SCITTError) -> [Part] {
        let start = cursor.offset
        let count = try cursor.array()
        guard count <= Self.receiptLimit else { throw .bundleMalformed(at: start) }
        var parts: [Part] = []
        var last: [UInt8]?
        for _ in 0..<count {
            let start = cursor.offset
            let receipt = try cursor.byteString(of: Self.messageSizes)
            if let last, !last.lexicographicallyPrecedes(receipt) { disorder(at: start) }
            last = receipt
            parts.append(Part(offset: cursor.offset - UInt64(receipt.count), count: receipt.count))
        }
        return parts
    }

    /// Reads the covers, whose form the first one shows; answers one more than the largest index of a leaf.
    private mutating func readCovers(
        _ cursor: inout BundleCursor, _ place: inout AnchorPlace, isWhole: Bool
    ) throws(SCITTError) -> UInt64 {
        let start = cursor.offset
        let count = try cursor.array()
        guard count > 0 else { throw .bundleMalformed(at: start) }
        place.covers = Part(offset: cursor.offset, count: count)
        place.form = isWhole ? .leaf : try cursor.upcoming().argument == 1 ? .alone : .path
        guard place.form != .alone || count == 1 else { throw .bundleMalformed(at: start) }
        var leafLimit: UInt64 = 0
        var last: Int?
        for _ in 0..<count {
            let start = cursor.offset
            let cover = try cursor.cover(place.form)
            guard cover.token < tokenCount else { throw .bundleIndex(UInt64(cover.token)) }
            // Not only a flaw: each cover has its token read and hashed, so none may be repeated.
            if let last, last >= cover.token { throw .bundleOrder(at: start) }
            last = cover.token
            if case .leaf(let index) = cover.place {
                guard index < Batch.limit else { throw .bundleIndex(index) }
                leafLimit = max(leafLimit, index + 1)
            }
        }
        return leafLimit
    }

    /// Notes that parts are out of order; the first place stands for all.
    private mutating func disorder(at offset: UInt64) {
        let isNoted = flaws.contains { if case .bundleOrder = $0 { true } else { false } }
        if !isNoted { flaws.append(.bundleOrder(at: offset)) }
    }
}
