import CBOR
import JOSE
public import Merkle
public import Signing

/// A bundle: one file that a third party verifies with no network. It was read, not verified.
///
/// ```cddl
/// bundle = { 1: 1, 2: [+ token: bstr], 3: [* anchor], ? 4: policy: digest, 5: digest }
/// anchor = { 1: statement: bstr, 2: [* receipt: bstr], 3: [+ cover], ? 4: [+ leaf-hash: digest] }
/// cover = [ token: uint, ? (leaf: uint / path: bstr) ]
/// ```
///
/// Of a million tokens it holds 12 octets each; the tokens stay where they are.
public struct EvidenceBundle: Sendable {
    /// How large a token is. A signature alone takes more than the least, and so does a record without one: parts
    /// that can be nothing are not counted, held and reported by the million.
    static let tokenSizes = shortest...JWS.defaultLimit
    /// How large a statement or receipt is.
    static let messageSizes = shortest...CBORLimits.standard.octets
    private static let shortest = 64
    /// The most receipts of one statement.
    static let receiptLimit = TransparencyPolicy.receiptLimit

    let source: any OctetSource
    var tokenOffsets: [UInt64] = []
    var tokenLengths: [UInt32] = []
    var anchors: [AnchorPlace] = []
    /// The hash of the trust file by which the sender judged; nil where it is not said.
    public internal(set) var policyHash: Digest32?
    /// What is wrong with the bundle though it can be read: its order, and the digest of its octets.
    public internal(set) var flaws: [SCITTError] = []

    /// Where the parts of an anchor stand.
    struct AnchorPlace {
        var statement = Part()
        var receipts: [Part] = []
        var form = CoverForm.alone
        var covers = Part()
        var leaves = Part()
    }

    /// A string's content and length, or an array's first element and count.
    struct Part {
        var offset: UInt64 = 0
        var count = 0
    }

    /// What a cover has besides its token.
    enum CoverForm { case alone, leaf, path }

    /// Opens the bundle in a file. The file must not change while it is used.
    public init(path: String) throws(SCITTError) {
        try self.init(source: FileOctets(path: path))
    }

    /// Reads the bundle of these octets.
    public init(parsing octets: [UInt8]) throws(SCITTError) {
        try self.init(source: MemoryOctets(octets: octets))
    }

    /// Reads the bundle of a source, once from start to end.
    public init(source: some OctetSource) throws(SCITTError) {
        self.source = source
        try readStructure()
    }

    /// How many tokens there are.
    public var tokenCount: Int { tokenOffsets.count }

    /// How many anchors there are.
    public var anchorCount: Int { anchors.count }

    /// The token with that index, 0 to `tokenCount` - 1.
    public func token(at index: Int) throws(SCITTError) -> [UInt8] {
        guard tokenOffsets.indices.contains(index) else { throw .bundleIndex(UInt64(clamping: index)) }
        return try octets(Part(offset: tokenOffsets[index], count: Int(tokenLengths[index])))
    }

    /// The index of the token with this SHA-256; nil where there is none. It takes some 20 tokens of a million.
    public func index(of hash: Digest32) throws(SCITTError) -> Int? {
        var (low, high) = (0, tokenCount)
        while low < high {
            let middle = low + (high - low) / 2
            let found = SHA256.digest(try token(at: middle))
            if found == hash { return middle }
            if found < hash { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    func octets(_ part: Part) throws(SCITTError) -> [UInt8] {
        let octets = try source.read(part.count, at: part.offset)
        guard octets.count == part.count else { throw .unavailable(.bundle, "it was cut while it was read") }
        return octets
    }
}

/// One statement of a bundle, the receipts for it and what it covers.
public struct BundleAnchor: Sendable {
    /// The statement's octets.
    public let statement: [UInt8]
    /// The receipts' octets.
    public let receipts: [[UInt8]]
    /// How many tokens it covers.
    public let coverCount: Int
    /// How many records the batch has, where all their leaf hashes are in the bundle; else 0.
    public let leafCount: Int
}

/// A token that a statement covers.
public struct BundleCover: Hashable, Sendable {
    /// The token, by its index in a bundle or by its SHA-256 where a bundle is being made.
    public enum Place: Hashable, Sendable {
        /// The statement is about the token alone.
        case alone
        /// The token is this leaf of the batch whose leaf hashes are in the bundle.
        case leaf(UInt64)
        /// This path leads from the token to the root of the batch.
        case path(InclusionProof)
    }

    /// The token's index.
    public let token: Int
    /// Where the token stands in what the statement is about.
    public let place: Place
}

extension EvidenceBundle {
    /// The anchor with that index, 0 to `anchorCount` - 1.
    public func anchor(at index: Int) throws(SCITTError) -> BundleAnchor {
        guard anchors.indices.contains(index) else { throw .bundleIndex(UInt64(clamping: index)) }
        let place = anchors[index]
        var receipts: [[UInt8]] = []
        for receipt in place.receipts { receipts.append(try octets(receipt)) }
        return BundleAnchor(
            statement: try octets(place.statement), receipts: receipts, coverCount: place.covers.count,
            leafCount: place.leaves.count)
    }

    /// Calls `body` with each cover of an anchor, in the order of the tokens.
    public func forEachCover(
        ofAnchor index: Int, _ body: (BundleCover) throws(SCITTError) -> Void
    ) throws(SCITTError) {
        guard anchors.indices.contains(index) else { throw .bundleIndex(UInt64(clamping: index)) }
        let place = anchors[index]
        var cursor = BundleCursor(source, at: place.covers.offset)
        for _ in 0..<place.covers.count { try body(try cursor.cover(place.form)) }
    }

    /// The leaf hashes of a batch that is in the bundle as a whole, as a batch again.
    public func batch(ofAnchor index: Int) throws(SCITTError) -> Batch {
        guard anchors.indices.contains(index) else { throw .bundleIndex(UInt64(clamping: index)) }
        let leaves = anchors[index].leaves
        var batch = Batch()
        var cursor = BundleCursor(source, at: leaves.offset)
        for _ in 0..<leaves.count { try batch.append(leafHash: cursor.digest()) }
        return batch
    }
}

extension BundleCursor {
    /// Reads a cover of that form.
    mutating func cover(_ form: EvidenceBundle.CoverForm) throws(SCITTError) -> BundleCover {
        let start = offset
        guard try array() == (form == .alone ? 1 : 2), let token = Int(exactly: try head(.unsigned)) else {
            throw .bundleMalformed(at: start)
        }
        switch form {
        case .alone: return BundleCover(token: token, place: .alone)
        case .leaf: return BundleCover(token: token, place: .leaf(try head(.unsigned)))
        case .path:
            let proof: ProofArray
            do throws(SCITTError) {
                proof = try ProofArray(decoding: byteString(of: 0...4096), document: .bundle)
            } catch .proofMalformed {
                throw .bundleMalformed(at: start)
            }
            return BundleCover(
                token: token,
                place: .path(InclusionProof(index: proof.second, size: proof.first, path: proof.path)))
        }
    }
}
