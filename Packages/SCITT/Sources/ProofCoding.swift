import CBOR
public import Merkle
import Signing

/// Reads the arrays of numbers and hashes that proofs are, without making a tree of them.
///
/// ```cddl
/// inclusion-proof = [ tree-size: uint, leaf-index: uint, [ * bstr .size 32 ] ]
/// consistency-proof = [ tree-size-1: uint, tree-size-2: uint, [ * bstr .size 32 ] ]
/// ```
struct ProofArray {
    let first: UInt64
    let second: UInt64
    let path: [Digest32]

    init(decoding octets: [UInt8], document: SCITTError.Document) throws(SCITTError) {
        var at = 0
        let span = octets.span
        func next(_ type: CBORMajorType) throws(SCITTError) -> UInt64 {
            let head: CBORItemHead
            do { head = try CBORItemHead(reading: span, at: at) } catch { throw .cbor(error, in: document) }
            guard head.type == type else { throw .proofMalformed }
            at += head.width
            return head.argument
        }
        guard try next(.array) == 3 else { throw .proofMalformed }
        first = try next(.unsigned)
        second = try next(.unsigned)
        let count = try next(.array)
        guard count <= UInt64(MerklePath.limit) else {
            throw .path(.pathTooLong(count: Int(clamping: count)))
        }
        var path: [Digest32] = []
        path.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard try next(.byteString) == UInt64(Digest32.count) else { throw .proofMalformed }
            guard at + Digest32.count <= octets.count,
                let node = Digest32(span.extracting(at..<at + Digest32.count))
            else { throw .cbor(CBORError(.truncated, at: at), in: document) }
            path.append(node)
            at += Digest32.count
        }
        guard at == octets.count else { throw .cbor(CBORError(.trailingOctets, at: at), in: document) }
        self.path = path
    }

    static func encode(_ first: UInt64, _ second: UInt64, _ path: [Digest32]) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(count: 3)
        encoder.value(.unsigned(first))
        encoder.value(.unsigned(second))
        encoder.array(count: path.count)
        for node in path { encoder.byteString(node.octets) }
        return encoder.octets
    }
}

extension InclusionProof {
    /// Reads the proof of a receipt (RFC 9942), or the path of a record in a batch.
    ///
    /// Only the shape is looked at; what is wrong with the numbers is found when the root is computed.
    public init(decoding octets: [UInt8]) throws(SCITTError) {
        let proof = try ProofArray(decoding: octets, document: .receipt)
        self.init(index: proof.second, size: proof.first, path: proof.path)
    }

    /// The deterministic encoding: `[size, index, [* hash]]`.
    public func encode() -> [UInt8] { ProofArray.encode(size, index, path) }
}

extension ConsistencyProof {
    /// Reads the consistency proof of a receipt (RFC 9942).
    public init(decoding octets: [UInt8]) throws(SCITTError) {
        let proof = try ProofArray(decoding: octets, document: .receipt)
        self.init(first: proof.first, second: proof.second, path: proof.path)
    }

    /// The deterministic encoding: `[size-1, size-2, [* hash]]`.
    public func encode() -> [UInt8] { ProofArray.encode(first, second, path) }
}
