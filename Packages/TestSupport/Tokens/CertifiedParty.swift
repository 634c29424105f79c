public import Encoding
import JOSE
import TestSupport

/// A party that is trusted by a certificate: the first case of the vectors of Trust.
public enum CertifiedParty {
    private static let file = VectorFile(
        "certificates.json", nearest: #filePath.replacing("/TestSupport/", with: "/Trust/Tests/"))
    private static let vector = file.cases[0]

    /// The leaf and its intermediate, as `x5c` has them.
    public static let chain = vector.node["x5c"]?.value ?? .null
    /// What the leaf names.
    public static let identifier = vector.node["identifier"]?.string ?? ""
    /// The anchor, as the member `x509` of a trust file.
    public static let anchors: JSONValue = ["anchors": [file.json["anchor"]?.value ?? .null]]

    /// The party, with the key of the leaf.
    public static let party: Party = {
        guard var text = vector.node["key"]?.value else { fatalError("no key") }
        text[member: "kid"] = "leaf"
        do {
            return Party(identifier, key: try PrivateJWK(parsing: text.encode()))
        } catch {
            fatalError("\(error)")
        }
    }()
}
