import Encoding
import Glibc
import SCITT
import Signing

/// Bundles in files.
enum BundleFile {
    /// Opens a bundle; one that is no regular file is read as a whole.
    static func open(_ path: String) throws(CommandFailure) -> EvidenceBundle {
        do throws(SCITTError) {
            guard path != "-" else { return try EvidenceBundle(parsing: standardInput()) }
            return try EvidenceBundle(path: path)
        } catch {
            if case .unavailable(_, let reason) = error {
                throw CommandFailure(.noInput, "\(path) can't be read: \(reason)")
            }
            throw CommandFailure(.invalid, "\(path)\(error.rule): \(error.shown)")
        }
    }

    private static func standardInput() throws(SCITTError) -> [UInt8] {
        do throws(CommandFailure) { return try Files.read("-") } catch {
            throw .unavailable(.bundle, error.message)
        }
    }

    /// Writes a bundle in pieces, beside its place, and then renames it.
    static func write(
        _ writer: BundleWriter, to path: String, fetching fetch: (UInt64) throws(SCITTError) -> [UInt8]
    ) throws(CommandFailure) {
        let file = try FileInMaking(path)
        do throws(SCITTError) {
            try writer.write(fetching: fetch) { (piece) throws(SCITTError) in
                do throws(CommandFailure) { try file.write(piece) } catch {
                    throw .unavailable(.bundle, error.message)
                }
            }
        } catch {
            if case .unavailable(_, let reason) = error { throw CommandFailure(.inputOutput, reason) }
            throw CommandFailure(.internal, "\(path) can't be made: \(error)")
        }
        try file.place()
    }
}

/// A file that is written in pieces and takes its place when it is whole; it is gone where that does not happen.
final class FileInMaking {
    private let path: String
    private let draft: String
    private let descriptor: Int32

    /// Begins a file beside `path`.
    init(_ path: String) throws(CommandFailure) {
        self.path = path
        draft = "\(path).\(getpid()).part"
        // A file takes the place of a file only: never that of a device such as /dev/null, or of a pipe.
        var place = stat()
        if stat(path, &place) == 0, place.st_mode & S_IFMT != S_IFREG {
            throw CommandFailure(.cantCreate, "\(path) is there, and is not a regular file")
        }
        descriptor = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else {
            throw CommandFailure(.cantCreate, "\(path) can't be made: \(Self.reason)")
        }
    }

    deinit {
        close(descriptor)
        unlink(draft)
    }

    func write(_ octets: [UInt8]) throws(CommandFailure) {
        var rest = octets[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw CommandFailure(.inputOutput, "\(path) can't be written: \(Self.reason)")
            }
        }
    }

    /// Makes the file durable and puts it into its place.
    func place() throws(CommandFailure) {
        guard fsync(descriptor) == 0 else {
            throw CommandFailure(.inputOutput, "\(path) can't be written: \(Self.reason)")
        }
        guard rename(draft, path) == 0 else {
            throw CommandFailure(.cantCreate, "\(path) can't be made: \(Self.reason)")
        }
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
