import Audit
import Claims
import Encoding
import JOSE
import Signing

extension EvidenceBundle {
    /// The part of the bundle about some of its tokens, as a bundle to be written: the tokens, with
    /// `withMandates` the mandates that they name and those mandates' ancestors, and the anchors of all of them.
    /// A record of a batch gets its path, so that the others of the batch stay out.
    public func extract(
        tokens indices: Set<Int>, withMandates: Bool = true
    ) throws(SCITTError) -> BundleWriter {
        let wanted = withMandates ? try closure(of: indices) : indices
        var writer = BundleWriter(policyHash: policyHash)
        var hashes: [Int: Digest32] = [:]
        for index in wanted.sorted() {
            let token = try token(at: index)
            hashes[index] = SHA256.digest(token)
            try writer.add(token)
        }
        for anchorIndex in 0..<anchorCount {
            var covers: [BundleWriter.Cover] = []
            var batch: Batch?
            try forEachCover(ofAnchor: anchorIndex) { (cover) throws(SCITTError) in
                guard let hash = hashes[cover.token] else { return }
                switch cover.place {
                case .alone, .path: covers.append(BundleWriter.Cover(token: hash, place: cover.place))
                case .leaf(let leaf):
                    if batch == nil { batch = try self.batch(ofAnchor: anchorIndex) }
                    guard let path = batch?.path(of: leaf) else { throw .bundleIndex(leaf) }
                    covers.append(BundleWriter.Cover(token: hash, place: .path(path)))
                }
            }
            guard !covers.isEmpty else { continue }
            let anchor = try anchor(at: anchorIndex)
            try writer.add(
                SignedStatement(parsing: anchor.statement), receipts: anchor.receipts, covering: covers)
        }
        return writer
    }

    /// The tokens with the mandates that they name, as far as those are in the bundle.
    private func closure(of indices: Set<Int>) throws(SCITTError) -> Set<Int> {
        var found = indices
        var pending = indices.sorted()
        while let index = pending.popLast() {
            for hash in Self.mandates(namedBy: try token(at: index)) {
                guard let mandate = try self.index(of: hash), found.insert(mandate).inserted else { continue }
                pending.append(mandate)
            }
        }
        return found
    }

    /// The hashes of mandates that a token names: of its own, and of the ancestors in a delegation chain.
    private static func mandates(namedBy token: [UInt8]) -> [Digest32] {
        guard let jws = try? JWS(parsing: token),
            let claims = try? JSONDocument(parsing: jws.unverifiedPayload).root
        else { return [] }
        var texts = [claims["mnd_hash"]?.string]
        if let chain = claims["del"]?["chain"] { texts += chain.elements.map { $0["hash"]?.string } }
        return texts.compactMap { $0.flatMap { ContentHash($0) }?.digest }
    }
}
