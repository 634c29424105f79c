import Glibc

/// Whole files, read with a limit and written atomically.
enum Files {
    /// The most that is read of one file that is not a token set.
    static let limit = 1 << 30

    /// The octets of a file; `-` is standard input.
    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CommandFailure(.noInput, "\(path) can't be read: \(reason)") }
        defer { if path != "-" { close(descriptor) } }
        var octets: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CommandFailure(.inputOutput, "\(path) can't be read: \(reason)") }
            if count == 0 { return octets }
            octets += piece[..<count]
            guard octets.count <= limit else {
                throw CommandFailure(.malformedData, "\(path) is larger than \(limit) octets")
            }
        }
    }

    /// The text of a file, without white space at its end.
    static func line(_ path: String) throws(CommandFailure) -> [UInt8] {
        var octets = try read(path)
        while let last = octets.last, [0x0A, 0x0D, 0x20, 0x09].contains(last) { octets.removeLast() }
        return octets
    }

    /// The one token of a file.
    static func token(_ path: String) throws(CommandFailure) -> [UInt8] {
        let octets = try line(path)
        guard !octets.isEmpty else { throw CommandFailure(.malformedData, "\(path) has no token") }
        guard !octets.contains(0x0A) else {
            throw CommandFailure(.malformedData, "\(path) has several lines, where one token is expected")
        }
        return octets
    }

    /// Writes a file as a whole: beside its place, then renamed to it. `isSecret` makes it readable for its
    /// owner alone, from the first octet on.
    static func write(
        _ octets: [UInt8], to path: String, isSecret: Bool = false, overwrites: Bool = true
    ) throws(CommandFailure) {
        if path == "-" { return Console.write(octets, to: STDOUT_FILENO) }
        if !overwrites, access(path, F_OK) == 0 {
            throw CommandFailure(.cantCreate, "\(path) exists already")
        }
        // A file takes the place of a file only: never that of a device such as /dev/null, or of a pipe.
        var place = stat()
        if stat(path, &place) == 0, place.st_mode & S_IFMT != S_IFREG {
            throw CommandFailure(.cantCreate, "\(path) is there, and is not a regular file")
        }
        let draft = "\(path).\(getpid()).part"
        let descriptor = open(
            draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, isSecret ? 0o600 : 0o644)
        guard descriptor >= 0 else { throw CommandFailure(.cantCreate, "\(path) can't be made: \(reason)") }
        var isWritten = true
        var rest = octets[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                isWritten = false
                break
            }
        }
        isWritten = isWritten && fsync(descriptor) == 0
        let failure = reason
        close(descriptor)
        guard isWritten else {
            unlink(draft)
            throw CommandFailure(.inputOutput, "\(path) can't be written: \(failure)")
        }
        // link() does not replace a file that someone else has made meanwhile; rename() does.
        let isPlaced = overwrites ? rename(draft, path) == 0 : link(draft, path) == 0
        let placement = reason
        if !overwrites || !isPlaced { unlink(draft) }
        guard isPlaced else { throw CommandFailure(.cantCreate, "\(path) can't be made: \(placement)") }
    }

    /// Locks the folder of a file against others who ask for this lock too; closing the descriptor gives it back.
    static func lockFolder(of path: String) throws(CommandFailure) -> Int32 {
        let end = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = end.map { String(path[...$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
            throw CommandFailure(.cantCreate, "\(path) can't be made: \(reason)")
        }
        return descriptor
    }

    /// Refuses an output that would replace one of the command's other files.
    static func refuse(
        _ output: String, _ option: String, toReplace others: [String]
    ) throws(CommandFailure) {
        for other in others where other != "-" && (other == output || isSame(other, output)) {
            throw CommandFailure(.usage, "\(option): \(output) would replace \(other)")
        }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        var first = stat()
        var second = stat()
        return stat(one, &first) == 0 && stat(other, &second) == 0
            && first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
