import Encoding
import Glibc
import JOSE
import Signing

/// The folder with the agents' private keys, one JWK a file. A key that is there is used; one that is made is
/// written when the rest of the import has succeeded.
struct KeyFolder {
    private let path: String
    private let type: KeyType
    private var made: [(file: String, octets: [UInt8])] = []

    init(path: String, newKeys type: KeyType) {
        self.path = path
        self.type = type
    }

    /// How many keys were made.
    var madeCount: Int { made.count }

    mutating func key(of agent: ExactString) throws(ImportError) -> PrivateJWK {
        let file = path + "/" + AgentName.keyFile(agent)
        if let octets = try DurableFile.read(file, limit: 65_536) {
            do throws(JWKError) { return try PrivateJWK(parsing: octets) } catch { throw .key(file, error) }
        }
        do {
            let key = try PrivateJWK(PrivateKey.generate(type))
            made.append((file, key.encode()))
            return key
        } catch {
            throw .key(file, nil)
        }
    }

    /// Writes the keys that were made, readable by their owner only.
    func save() throws(ImportError) {
        guard !made.isEmpty else { return }
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw .unwritable(path, errno: errno) }
        for (file, octets) in made {
            var target = try DurableFile(path: file, mode: 0o600)
            try target.write(octets)
            try target.commit()
        }
    }
}
