import COSE
import Encoding
import Foundation
public import JOSE
import Ledger
import SCITT
import Signing

/// The two keys of a service: one signs receipts, the other checkpoints. Notes are signed with Ed25519 only,
/// and a key has one purpose.
///
///     {"receipts": JWK, "checkpoints": JWK}
public struct ServiceKeys: Sendable {
    /// Signs receipts and the service's own statements.
    public let receipts: PrivateJWK
    /// Signs checkpoints.
    public let checkpoints: PrivateJWK

    /// Takes two keys; that of checkpoints must be Ed25519.
    public init(receipts: PrivateJWK, checkpoints: PrivateJWK) throws(ServiceError) {
        guard checkpoints.privateKey.type == .ed25519 else { throw .keyUnsuitable("checkpoints") }
        self.receipts = receipts
        self.checkpoints = checkpoints
    }

    /// Makes new keys: ES256 for receipts, Ed25519 for checkpoints.
    public static func generate() throws(ServiceError) -> ServiceKeys {
        let receipts: PrivateJWK
        let checkpoints: PrivateJWK
        do {
            receipts = try PrivateJWK(PrivateKey.generate(.p256))
            checkpoints = try PrivateJWK(PrivateKey.generate(.ed25519))
        } catch {
            throw .keyUnsuitable("receipts")
        }
        return try ServiceKeys(receipts: receipts, checkpoints: checkpoints)
    }

    /// Reads a key file.
    public init(parsing octets: [UInt8]) throws(ServiceError) {
        guard let root = try? JSONDocument(parsing: octets).root, root.count == 2,
            let receipts = root["receipts"], let checkpoints = root["checkpoints"]
        else { throw .keyFileMalformed }
        do throws(JWKError) {
            (self.receipts, self.checkpoints) = (
                try PrivateJWK(parsing: receipts), try PrivateJWK(parsing: checkpoints)
            )
        } catch {
            throw .keyRejected(error)
        }
        guard self.checkpoints.privateKey.type == .ed25519 else { throw .keyUnsuitable("checkpoints") }
    }

    /// The content of a key file: secret.
    public func encode() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("receipts")
        writer.raw(receipts.encode())
        writer.name("checkpoints")
        writer.raw(checkpoints.encode())
        writer.endObject()
        return writer.octets
    }

    func receiptIssuer(for service: ExactString) throws(ServiceError) -> ReceiptIssuer {
        do { return try ReceiptIssuer(service, key: receipts.privateKey) } catch { throw .statement(error) }
    }

    func noteSigner(for service: ExactString) throws(ServiceError) -> NoteSigner {
        do {
            return try NoteSigner(name: service.string, key: checkpoints.privateKey)
        } catch .checkpointKeyUnsuitable {
            throw .keyUnsuitable("checkpoints")
        } catch {
            throw .serviceInvalid
        }
    }

    /// The public key of receipts as services publish it: named by its RFC 9679 thumbprint.
    var receiptsKey: COSEKey {
        get throws(ServiceError) {
            do throws(COSEError) {
                let key = receipts.privateKey.publicKey
                return try COSEKey(
                    key, keyID: COSEKey(key).thumbprint.octets,
                    algorithm: COSEAlgorithm(usualFor: key.type), operations: [.verify])
            } catch {
                throw .keyUnsuitable("receipts")
            }
        }
    }
}

extension ServiceKeys {
    /// Reads the key file of a folder, or makes it (mode 0600) where there is none and it may be made.
    static func load(_ path: String, mayCreate: Bool) throws(ServiceError) -> ServiceKeys {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .system(path) }
            guard mayCreate else { throw .keyFileMissing }
            let keys = try generate()
            try keys.write(path)
            return keys
        }
        guard status.st_mode & 0o077 == 0 else { throw .keyFileExposed }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .file(path: path, reason: "it can't be read")
        }
        return try ServiceKeys(parsing: Array(data))
    }

    /// Writes the file beside its place and links it there, so that it is never there by half.
    private func write(_ path: String) throws(ServiceError) {
        // A name of its own: what a killed process left must not be in the way of one with the same number.
        let draft = "\(path).\(Hexadecimal.encode(SystemRandom().octets(count: 8))).part"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(draft) }
        defer { unlink(draft) }
        let octets = encode()
        let count = octets.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        let isDurable = count == octets.count && fsync(descriptor) == 0
        close(descriptor)
        guard isDurable, link(draft, path) == 0 else { throw .system(path) }
        // The log must not outlive its keys when the power goes.
        let place = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let folder = open(place, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .system(place) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .system(place) }
    }
}

extension ServiceError {
    /// The error of the last system call.
    static func system(_ path: String) -> ServiceError {
        .file(path: path, reason: String(cString: strerror(errno)))
    }
}
