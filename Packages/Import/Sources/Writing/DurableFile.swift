import Glibc

/// A file that is there whole or not at all: it is written under another name in the same folder, and takes
/// its own when it is on the disk. What was there before stays until then; uncommitted, nothing remains.
struct DurableFile: ~Copyable {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var isCommitted = false

    private static let pieceSize = 1 << 18

    init(path: String, mode: mode_t) throws(ImportError) {
        self.path = path
        temporary = "\(path).\(getpid()).part"
        descriptor = Self.create(temporary, for: path, mode)
        guard descriptor >= 0 else { throw .unwritable(path, errno: errno) }
    }

    /// Renaming would replace a device or a pipe by a plain file, so there is no file for those.
    private static func create(_ temporary: String, for path: String, _ mode: mode_t) -> Int32 {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            errno = EEXIST
            return -1
        }
        return open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if descriptor >= 0, !isCommitted { unlink(temporary) }
    }

    mutating func write(_ octets: [UInt8]) throws(ImportError) {
        pending += octets
        if pending.count >= Self.pieceSize { try flush() }
    }

    /// Makes the file durable and gives it its name.
    mutating func commit() throws(ImportError) {
        try flush()
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else {
            throw .unwritable(path, errno: errno)
        }
        isCommitted = true
    }

    private mutating func flush() throws(ImportError) {
        var written = 0
        while written < pending.count {
            let count = unsafe pending.withUnsafeBytes { octets -> Int in
                guard let base = octets.baseAddress else { return 0 }
                return unsafe Glibc.write(descriptor, base + written, octets.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .unwritable(path, errno: errno) }
            written += count
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// The octets of a file; nil where there is none.
    static func read(_ path: String, limit: Int) throws(ImportError) -> [UInt8]? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw .unreadable(path, errno: errno)
        }
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
        var source = try ImportSource(path: path)
        return try source.rest()
    }
}
