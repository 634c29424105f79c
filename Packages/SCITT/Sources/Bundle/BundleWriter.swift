import CBOR
import Merkle
public import Signing

/// Makes a bundle. The same content gives the same octets, in whatever order it was added.
///
/// Tokens can stay where they are until they are written: of a token added by its hash and position 40 octets
/// are held.
///
/// ```swift
/// var writer = BundleWriter(policyHash: trust.policyHash)
/// try writer.add(token)
/// try writer.add(statement, receipts: [receipt], covering: [.init(token: SHA256.digest(token), place: .alone)])
/// let bundle = try writer.encode()
/// ```
public struct BundleWriter: Sendable {
    /// A token that a statement covers.
    public struct Cover: Hashable, Sendable {
        /// The SHA-256 of the token.
        public let token: Digest32
        /// Where the token stands in what the statement is about.
        public let place: BundleCover.Place

        /// A cover.
        public init(token: Digest32, place: BundleCover.Place) {
            self.token = token
            self.place = place
        }
    }

    private struct Anchor: Sendable {
        var receipts: Set<[UInt8]>
        var covers: [Digest32: BundleCover.Place]
        var batch: Batch?
    }

    private enum Token: Sendable {
        case octets([UInt8])
        case stored(UInt64)
    }

    private let policyHash: Digest32?
    private var tokens: [Digest32: Token] = [:]
    private var anchors: [[UInt8]: Anchor] = [:]

    private static let pieceSize = 1 << 20

    /// A writer without content. `policyHash` is `TrustFile.policyHash` of the policy by which the sender
    /// verified.
    public init(policyHash: Digest32? = nil) {
        self.policyHash = policyHash
    }

    /// How many tokens there are.
    public var tokenCount: Int { tokens.count }

    /// Adds a token, or nothing where it is there already.
    ///
    /// Throws `bundleToken` for one that no bundle can hold.
    public mutating func add(_ token: [UInt8]) throws(SCITTError) {
        guard EvidenceBundle.tokenSizes.contains(token.count) else {
            throw .bundleToken(index: tokenCount)
        }
        tokens[SHA256.digest(token)] = .octets(token)
    }

    /// Adds the token with this SHA-256, which is fetched by `position` when the bundle is written.
    public mutating func add(tokenWith hash: Digest32, at position: UInt64) {
        tokens[hash] = .stored(position)
    }

    /// Adds a statement with its receipts and the tokens that it covers; what was added for the same statement
    /// before stays. `batch` is given where covers name leaves of it.
    ///
    /// Throws `bundleIndex` for a leaf that is not in the batch, `tooManyProofs`, and `bundleMalformed` for a statement
    /// or receipt that is shorter than any.
    public mutating func add(
        _ statement: SignedStatement, receipts: [[UInt8]], covering covers: [Cover], of batch: Batch? = nil
    ) throws(SCITTError) {
        let messages = [statement.octets] + receipts + statement.receipts
        guard messages.allSatisfy({ EvidenceBundle.messageSizes.contains($0.count) }) else {
            throw .bundleMalformed(at: 0)
        }
        var anchor = anchors[statement.octets] ?? Anchor(receipts: [], covers: [:], batch: nil)
        anchor.receipts.formUnion(receipts + statement.receipts)
        if let batch { anchor.batch = batch }
        for cover in covers {
            switch cover.place {
            case .leaf(let index):
                guard let batch = anchor.batch, index < batch.count else { throw .bundleIndex(index) }
                anchor.covers[cover.token] = cover.place
            case .path:
                // A path says what the leaf hashes say already.
                if anchor.batch == nil { anchor.covers[cover.token] = cover.place }
            case .alone:
                anchor.covers[cover.token] = cover.place
            }
        }
        guard anchor.receipts.count <= EvidenceBundle.receiptLimit else {
            throw .tooManyProofs(anchor.receipts.count)
        }
        anchors[statement.octets] = anchor
    }

    /// The bundle in memory.
    ///
    /// Throws as `write`; a token that was added by its position can't be fetched.
    public func encode() throws(SCITTError) -> [UInt8] {
        var octets: [UInt8] = []
        try write { (_) throws(SCITTError) in
            throw .unavailable(.bundle, "a token is not in memory")
        } to: { (piece) throws(SCITTError) in
            octets += piece
        }
        return octets
    }

    /// Writes the bundle in pieces of bounded size. `fetch` answers the token at a position.
    ///
    /// - Throws: `bundleMalformed` where there are no tokens, or an anchor has no covers or two forms of them;
    ///   `bundleIndex` where a cover names a token that was not added; `bundleOrder` where `fetch` answers
    ///   another token than was added; what `fetch` and `sink` throw.
    public func write(
        fetching fetch: (UInt64) throws(SCITTError) -> [UInt8],
        to sink: ([UInt8]) throws(SCITTError) -> Void
    ) throws(SCITTError) {
        guard !tokens.isEmpty else { throw .bundleMalformed(at: 0) }
        let order = tokens.keys.sorted()
        var output = Output()
        output.encoder.map(count: policyHash == nil ? 4 : 5)
        output.encoder.integer(1)
        output.encoder.integer(1)
        output.encoder.integer(2)
        output.encoder.array(count: order.count)
        for hash in order {
            output.encoder.byteString(try token(hash, fetch))
            try output.flush(above: Self.pieceSize, to: sink)
        }
        output.encoder.integer(3)
        output.encoder.array(count: anchors.count)
        for (statement, anchor) in anchors.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            try write(statement, anchor, order, &output, sink)
        }
        if let policyHash {
            output.encoder.integer(4)
            output.encoder.byteString(policyHash.octets)
        }
        try output.finish(to: sink)
    }

    private func token(
        _ hash: Digest32, _ fetch: (UInt64) throws(SCITTError) -> [UInt8]
    ) throws(SCITTError) -> [UInt8] {
        switch tokens[hash] {
        case .octets(let octets)?: return octets
        case .stored(let position)?:
            let octets = try fetch(position)
            guard SHA256.digest(octets) == hash else { throw .bundleOrder(at: position) }
            return octets
        case nil: throw .bundleIndex(0)
        }
    }

    private func write(
        _ statement: [UInt8], _ anchor: Anchor, _ order: [Digest32], _ output: inout Output,
        _ sink: ([UInt8]) throws(SCITTError) -> Void
    ) throws(SCITTError) {
        guard !anchor.covers.isEmpty else { throw .bundleMalformed(at: 0) }
        output.encoder.map(count: anchor.batch == nil ? 3 : 4)
        output.encoder.integer(1)
        output.encoder.byteString(statement)
        output.encoder.integer(2)
        output.encoder.array(count: anchor.receipts.count)
        for receipt in anchor.receipts.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            output.encoder.byteString(receipt)
        }
        output.encoder.integer(3)
        output.encoder.array(count: anchor.covers.count)
        for (token, place) in anchor.covers.sorted(by: { $0.key < $1.key }) {
            guard let index = order.index(ofSorted: token) else { throw .bundleIndex(UInt64(order.count)) }
            output.encoder.array(count: place == .alone ? 1 : 2)
            output.encoder.integer(Int64(index))
            switch (place, anchor.batch) {
            case (.alone, nil) where anchor.covers.count == 1: break
            case (.path(let path), nil): output.encoder.byteString(path.encode())
            case (.leaf(let leaf), _?): output.encoder.value(.unsigned(leaf))
            default: throw .bundleMalformed(at: 0)
            }
            try output.flush(above: Self.pieceSize, to: sink)
        }
        guard let batch = anchor.batch else { return }
        output.encoder.integer(4)
        output.encoder.array(count: Int(batch.count))
        for index in 0..<batch.count {
            if let leaf = batch.leafHash(at: index) { output.encoder.byteString(leaf.octets) }
            try output.flush(above: Self.pieceSize, to: sink)
        }
    }

    /// What is written but not handed on yet, and the hash of what was.
    private struct Output: ~Copyable {
        var encoder = CBOREncoder()
        private var running = SHA256()

        mutating func flush(
            above size: Int, to sink: ([UInt8]) throws(SCITTError) -> Void
        ) throws(SCITTError) {
            guard encoder.octets.count > size else { return }
            running.update(encoder.octets)
            try sink(encoder.octets)
            encoder = CBOREncoder()
        }

        consuming func finish(to sink: ([UInt8]) throws(SCITTError) -> Void) throws(SCITTError) {
            running.update(encoder.octets)
            var rest = encoder
            rest.integer(5)
            rest.byteString(running.finalizeDigest().octets)
            try sink(rest.octets)
        }
    }
}

extension [Digest32] {
    /// The place of an element of a sorted array; nil where there is none.
    fileprivate func index(ofSorted element: Digest32) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == element ? low : nil
    }
}
