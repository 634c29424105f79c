import Encoding
import Trust

extension FuzzTarget {
    /// A trust file that is read trusts the same after it is written and read again; a `did:key` names the key that it
    /// is made of.
    static let trust = FuzzTarget("FuzzTrust") { octets in
        if let file = try? TrustFile(parsing: octets) {
            let written = file.encode()
            let again = try TrustFile(parsing: written)
            try must(again == file && again.encode() == written, "the written file trusts another")
        }
        let identifier = ExactString(String(decoding: octets, as: UTF8.self))
        if let did = try? DIDKey(parsing: identifier) {
            try must(did.identifier == identifier, "another identifier")
            try must(DIDKey(did.publicKey)?.identifier == identifier, "one key under two identifiers")
        }
    }
}
