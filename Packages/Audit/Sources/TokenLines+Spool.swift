import Glibc

/// An unnamed temporary file: for its owner alone, and gone with the process, however that ends.
struct SpoolFile: ~Copyable {
    let descriptor: Int32

    /// A file in `TMPDIR`, else in /var/tmp: a token set may be larger than memory, where /tmp often is.
    init() throws(AuditError) {
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/var/tmp"
        var template = Array("\(folder)/token-set-XXXXXX".utf8CString)
        // mkstemp makes the file with mode 0600.
        descriptor = unsafe template.withUnsafeMutableBufferPointer { name -> Int32 in
            guard let base = name.baseAddress else { return -1 }
            let descriptor = unsafe mkstemp(base)
            if descriptor >= 0 { unsafe unlink(base) }
            return descriptor
        }
        guard descriptor >= 0 else { throw .unspooled(errno: errno) }
    }

    /// Appends all that can be read from `source`, a piece at a time.
    func fill(from source: Int32, named name: String) throws(AuditError) {
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe read(source, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(name, errno: errno) }
            if count == 0 { return }
            var written = 0
            while written < count {
                let step = unsafe piece.withUnsafeBytes { octets -> Int in
                    guard let base = octets.baseAddress else { return -1 }
                    return unsafe write(descriptor, base + written, count - written)
                }
                if step < 0, errno == EINTR { continue }
                guard step > 0 else { throw .unspooled(errno: errno) }
                written += step
            }
        }
    }

    /// Hands the file over, to be read from its start.
    consuming func take() -> Int32 {
        let descriptor = self.descriptor
        lseek(descriptor, 0, SEEK_SET)
        discard self
        return descriptor
    }

    deinit { close(descriptor) }
}
