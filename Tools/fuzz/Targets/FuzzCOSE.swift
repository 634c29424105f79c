import COSE
import JOSE
import Signing

extension FuzzTarget {
    /// A message that is read comes back from its encoding with the octets that its signature is over, and no input
    /// is a signature; any payload that is signed comes back; keys and sets of keys come back from theirs.
    static let cose = FuzzTarget("FuzzCOSE") { octets in
        if let message = try? COSESign1(decoding: octets) {
            let again = try COSESign1(decoding: message.encode(tagged: message.isTagged))
            try must(again == message, "the written message is another")
            try must(message.encode(tagged: message.isTagged).count <= octets.count, "it has grown")
            let isForged =
                (try? message.verify(with: FuzzKey.publicKey, algorithms: COSEAlgorithm.all)) != nil
            try must(!isForged, "a forged signature")
        }
        if let key = try? COSEKey(decoding: octets) {
            let again = try COSEKey(decoding: key.encode())
            try must(again == key && again.thumbprint == key.thumbprint, "the written key is another")
        }
        if let set = try? COSEKeySet(decoding: octets), let written = set.encode() {
            try must(try COSEKeySet(decoding: written).keys == set.keys, "the written set is another")
        }
        let message = try COSESigner(key: FuzzKey.key.privateKey).sign(octets)
        let read = try COSESign1(decoding: message.encode())
        let verified = try read.verify(with: FuzzKey.publicKey, algorithms: COSEAlgorithm.all)
        try must(verified.payload == octets, "the payload is another")
    }
}
