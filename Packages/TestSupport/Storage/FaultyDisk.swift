import Foundation
import GRDBSQLite
public import TestSupport

/// What goes wrong at one write, truncation or sync of an SQLite file.
public enum DiskFault: String, CaseIterable, Sendable {
    /// Nothing of it takes place, and it says so.
    case refused
    /// It takes place, and says that it did not.
    case denied
    /// Half of a write takes place, and it says that it failed.
    case torn
    /// This and every later one finds no room.
    case full
    /// The power goes: this and every later one fails, and of what was not synced nobody knows what is there.
    case powerCut
    /// The process is killed after half of a write.
    case killedTorn
    /// The process is killed after it.
    case killedAfter
    /// The process stops before it, with all its locks, until it is told to go on.
    case stopped
}

/// The files of one folder as SQLite writes them, on a disk that fails when it is told to. Syncs cost nothing.
///
/// It lives below SQLite's interface for file systems, so that the code under test knows nothing of it.
public final class FaultyDisk: @unchecked Sendable {
    private let folder: String
    private let lock = NSLock()
    private var fault: DiskFault?
    private var left = 0
    private var struck = false
    private var images: [String: DiskImage] = [:]

    /// Takes over the files that are opened in a folder from now on.
    public init(_ folder: String) {
        self.folder = folder
        FileSystem.shared.add(self, for: folder)
    }

    deinit { FileSystem.shared.remove(folder) }

    /// Lets the operation with that number go wrong, counted from 0 and from now on.
    public func arm(_ fault: DiskFault, at operation: Int) {
        lock.withLock { (self.fault, left, struck) = (fault, operation, false) }
    }

    /// Lets everything go well again.
    public func disarm() { lock.withLock { fault = nil } }

    /// Whether the operation has come that goes wrong.
    public var hasStruck: Bool { lock.withLock { struck } }

    /// Copies the files as another process finds them when this one is killed now.
    public func copy(to other: String) throws {
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder)
        where !name.hasSuffix("-shm") {
            // Not the folders in it, of which the copy may be one.
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(other)/\(name)")
        }
    }

    /// Copies the files as they are when the power has gone: with all that was synced and, of what was not, any
    /// part in any order.
    public func survivors(to other: String, _ random: inout SeededGenerator) throws {
        try copy(to: other)
        // A journal that was deleted is gone: the next sync of a new file syncs the folder too.
        for (path, image) in lock.withLock({ images }) where access(path, F_OK) == 0 {
            let name = URL(fileURLWithPath: path).lastPathComponent
            try Data(image.survivor(&random)).write(to: URL(fileURLWithPath: "\(other)/\(name)"))
        }
    }

    // MARK: - Operations

    fileprivate func opened(_ path: String) {
        let octets = FileManager.default.contents(atPath: path).map { [UInt8]($0) } ?? []
        lock.withLock {
            if images[path] == nil || octets.isEmpty { images[path] = DiskImage(durable: octets) }
        }
    }

    /// Does an operation, or what the fault makes of it.
    fileprivate func perform(
        _ change: DiskImage.Change, on path: String, failure: Int32, _ act: (DiskImage.Change) -> Int32
    ) -> Int32 {
        lock.withLock {
            let strikes = left == 0 && fault != nil
            left -= 1
            struck = struck || strikes
            guard let fault, strikes || struck && [.full, .powerCut].contains(fault) else {
                return note(change, on: path, act(change))
            }
            switch fault {
            case .refused, .powerCut: return failure
            case .full: return failure == SQLITE_IOERR | 3 << 8 ? SQLITE_FULL : failure
            case .denied: _ = note(change, on: path, act(change))
            case .torn, .killedTorn:
                if let half = change.half { _ = note(half, on: path, act(half)) }
            case .killedAfter: _ = act(change)
            case .stopped:
                raise(SIGSTOP)
                return act(change)
            }
            if [.killedTorn, .killedAfter].contains(fault) { kill(getpid(), SIGKILL) }
            return failure
        }
    }

    private func note(_ change: DiskImage.Change, on path: String, _ code: Int32) -> Int32 {
        if code == SQLITE_OK { images[path]?.take(change) }
        return code
    }
}

/// A file as the disk has it, and what was written since the last sync.
private struct DiskImage {
    enum Change {
        case write([UInt8], at: Int)
        case truncation(Int)
        case sync

        /// The first half of a write.
        var half: Change? {
            guard case .write(let octets, let place) = self else { return nil }
            return .write(Array(octets.prefix(octets.count / 2)), at: place)
        }
    }

    private var durable: [UInt8]
    private var pending: [Change] = []

    init(durable: [UInt8]) { self.durable = durable }

    mutating func take(_ change: Change) {
        guard case .sync = change else { return pending.append(change) }
        for change in pending { Self.apply(change, to: &durable) }
        pending = []
    }

    func survivor(_ random: inout SeededGenerator) -> [UInt8] {
        var octets = durable
        for change in pending.shuffled(using: &random) where random.oneIn(2) {
            Self.apply(random.oneIn(4) ? change.half ?? change : change, to: &octets)
        }
        return octets
    }

    private static func apply(_ change: Change, to octets: inout [UInt8]) {
        switch change {
        case .write(let new, let place):
            let end = place + new.count
            if octets.count < end { octets += [UInt8](repeating: 0, count: end - octets.count) }
            octets.replaceSubrange(place..<end, with: new)
        case .truncation(let size): octets.removeLast(max(0, octets.count - size))
        case .sync: break
        }
    }
}

// MARK: - Below SQLite

/// SQLite's own file system with the operations of some folders' files passed through their disks.
private final class FileSystem: @unchecked Sendable {
    static let shared = FileSystem()

    typealias Methods = UnsafePointer<sqlite3_io_methods>
    private struct File {
        let disk: FaultyDisk
        let path: String
        let methods: Methods
    }
    private struct Weak { weak var disk: FaultyDisk? }

    private let lock = NSLock()
    private var disks: [String: Weak] = [:]
    private var files: [UnsafeMutablePointer<sqlite3_file>: File] = [:]
    private var changed: [Methods: Methods] = [:]
    private let original: UnsafeMutablePointer<sqlite3_vfs>?

    private init() {
        original = sqlite3_vfs_find(nil)
        guard let original else { return }
        let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        own.initialize(to: original.pointee)
        own.pointee.zName = UnsafePointer(strdup("faulty"))
        own.pointee.pNext = nil
        own.pointee.xOpen = { _, name, file, flags, outFlags in
            FileSystem.shared.open(name, file, flags, outFlags)
        }
        sqlite3_vfs_register(own, 1)
    }

    func add(_ disk: FaultyDisk, for folder: String) { lock.withLock { disks[folder] = Weak(disk: disk) } }

    func remove(_ folder: String) { lock.withLock { disks[folder] = nil } }

    private func open(
        _ name: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
        _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        let code = original?.pointee.xOpen(original, name, file, flags, outFlags) ?? SQLITE_CANTOPEN
        guard code == SQLITE_OK, let name, let file, let methods = file.pointee.pMethods else { return code }
        let path = String(cString: name)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard let disk = lock.withLock({ disks[folder]?.disk }) else { return code }
        disk.opened(path)
        lock.withLock {
            files[file] = File(disk: disk, path: path, methods: methods)
            file.pointee.pMethods = changed[methods] ?? change(methods)
        }
        return code
    }

    /// The same methods, with those that change a file replaced.
    private func change(_ methods: Methods) -> Methods {
        let own = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        own.initialize(to: methods.pointee)
        own.pointee.xWrite = { file, octets, count, place in
            let content = [UInt8](UnsafeRawBufferPointer(start: octets, count: Int(count)))
            return FileSystem.shared.pass(.write(content, at: Int(place)), to: file, SQLITE_IOERR | 3 << 8)
        }
        own.pointee.xSync = { file, _ in FileSystem.shared.pass(.sync, to: file, SQLITE_IOERR | 4 << 8) }
        own.pointee.xTruncate = { file, size in
            FileSystem.shared.pass(.truncation(Int(size)), to: file, SQLITE_IOERR | 6 << 8)
        }
        own.pointee.xClose = { file in
            let known = file.flatMap { file in
                FileSystem.shared.lock.withLock { FileSystem.shared.files.removeValue(forKey: file) }
            }
            guard let known else { return SQLITE_MISUSE }
            file?.pointee.pMethods = known.methods
            return known.methods.pointee.xClose(file)
        }
        changed[methods] = UnsafePointer(own)
        return UnsafePointer(own)
    }

    private func pass(
        _ change: DiskImage.Change, to file: UnsafeMutablePointer<sqlite3_file>?, _ failure: Int32
    ) -> Int32 {
        guard let file, let known = lock.withLock({ files[file] }) else { return SQLITE_MISUSE }
        return known.disk.perform(change, on: known.path, failure: failure) { change in
            switch change {
            case .write(let octets, let place):
                octets.withUnsafeBytes {
                    known.methods.pointee.xWrite(file, $0.baseAddress, Int32($0.count), sqlite3_int64(place))
                }
            case .truncation(let size): known.methods.pointee.xTruncate(file, sqlite3_int64(size))
            case .sync: SQLITE_OK
            }
        }
    }
}
