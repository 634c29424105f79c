import Foundation

/// Keeps a second gateway out of a data folder: each would take the other's calls for those of a process that died.
/// The system gives the lock back when the process ends, however it ends.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Makes the folder where there is none, and locks it.
    init(_ folder: String) throws(GatewayError) {
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw .system(folder) }
        let path = "\(folder)/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            close(descriptor)
            throw isTaken ? .folderInUse : .system(path)
        }
        // Last: from here on it is deinit that closes it.
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}

extension GatewayError {
    /// The error of the last system call.
    fileprivate static func system(_ path: String) -> GatewayError {
        .folder(path: path, reason: String(cString: strerror(errno)))
    }
}
