import Foundation
import SCITT
import TestStorage
import TestSupport
import Testing
import Trust

/// An outbox on a disk that fails at one operation, at every one in turn, from putting in to anchoring.
@Suite struct DiskFaultTests {
    /// A scene on a faulty disk; the disk is armed once the outbox is there.
    private static func scene() throws -> (Scene, FaultyDisk) {
        var disk: FaultyDisk?
        let scene = try Scene(.revision09, polls: 1) { disk = FaultyDisk($0.path) }
        return (scene, try #require(disk))
    }

    /// Puts a statement in and carries it, as far as the disk allows; whether it is known to be in.
    private static func carry(_ scene: Scene) async throws -> (isIn: Bool, failure: OutboxError?) {
        var isIn = false
        do {
            try scene.enqueue(1...1)
            isIn = true
            _ = try await scene.run().run(until: scene.clock.now + 60_000)
            return (true, nil)
        } catch let error as OutboxError {
            return (isIn, error)
        }
    }

    /// What is known to be in is there, and becomes anchored by one registration.
    private static func check(
        _ scene: Scene, _ outbox: Outbox, isIn: Bool, _ comment: Comment
    ) async throws {
        let before = try outbox.entries()
        #expect(before.count == 1 || (before.isEmpty && !isIn), comment)
        let statement = try Fixture.statement(1)
        try outbox.enqueue(statement, for: FakeService.name, now: scene.clock.now)
        #expect(try await scene.run(outbox: outbox).run() == OutboxSummary(anchored: 1), comment)
        #expect(scene.service.registrations(of: statement) == 1, comment)
        guard case .anchored(let receipt, let key)? = try outbox.entries().first?.state else { return }
        _ = try Receipt(parsing: receipt).verifyInclusion(of: statement, key: key, profile: .statement)
        #expect(try outbox.splitViews() == [], comment)
    }

    @Test(
        "a write that fails, before it took place, after it or half-way, loses nothing and doubles nothing",
        arguments: [DiskFault.refused, .denied, .torn, .full])
    func everyOperation(fault: DiskFault) async throws {
        var operation = 0
        while true {
            let (scene, disk) = try Self.scene()
            disk.arm(fault, at: operation)
            let (isIn, failure) = try await Self.carry(scene)
            guard disk.hasStruck else { break }
            let comment: Comment = "\(fault), operation \(operation)"
            // A failed sync has its own code; every other is for want of room, as far as anybody can tell.
            let isStorage = if case .storage? = failure { true } else { false }
            #expect(failure == nil || failure == .diskFull || isStorage, comment)
            disk.disarm()
            let dead = scene.folder.path + "/dead"
            try disk.copy(to: dead)
            try await Self.check(scene, scene.outbox, isIn: isIn, comment)
            try await Self.check(scene, Outbox(path: dead + "/outbox.sqlite"), isIn: isIn, comment)
            operation += 1
        }
        #expect(operation > 10)
    }

    @Test("when the power goes, what was put in is there, whatever of the unsynced writes came to the disk")
    func powerCut() async throws {
        var random = SeededGenerator(seed: SeededGenerator.runSeed)
        var operation = 0
        while true {
            let (scene, disk) = try Self.scene()
            disk.arm(.powerCut, at: operation)
            let isIn = try await Self.carry(scene).isIn
            guard disk.hasStruck else { break }
            for round in 0..<3 {
                let comment: Comment = "seed \(random.seed), operation \(operation), round \(round)"
                let left = scene.folder.path + "/left-\(round)"
                try disk.survivors(to: left, &random)
                try await Self.check(scene, Outbox(path: left + "/outbox.sqlite"), isIn: isIn, comment)
            }
            operation += 1
        }
        #expect(operation > 10)
    }

    @Test("a new outbox whose making is cut off at any operation can be made again")
    func making() throws {
        var operation = 0
        while true {
            let folder = ScratchFolder()
            let disk = FaultyDisk(folder.path)
            disk.arm(.powerCut, at: operation)
            let outbox = try? Outbox(path: folder.file())
            guard disk.hasStruck else { break }
            #expect(outbox == nil)
            var random = SeededGenerator(seed: SeededGenerator.runSeed)
            let left = folder.path + "/left"
            try disk.survivors(to: left, &random)
            #expect(try Outbox(path: left + "/outbox.sqlite").summary() == OutboxSummary())
            operation += 1
        }
        #expect(operation > 5)
    }
}

/// A disk without room, as the system has it: a small file system, and files that may not grow.
@Suite struct FullDiskTests {
    static let mayMount: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = ["--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// Runs the carrier by a script that gives the file no room, until there is room again.
    private static func check(_ script: String) async throws {
        let scene = try Scene()
        let entries = try scene.enqueue(1...40)
        let (small, after) = (scene.folder.path + "/small", scene.folder.path + "/after")
        for folder in [small, after] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        for name in ["/outbox.sqlite", "/outbox.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: scene.folder.path + name, toPath: after + name)
        }
        let carrier = try Carrier(
            scene, script: script, path: small + "/outbox.sqlite",
            environment: ["SMALL": small, "AFTER": after])
        #expect(carrier.wait() == [])
        // A program that is built for coverage adds that it can't write its own file.
        #expect(carrier.errors.hasPrefix("the disk is full, and nothing of this change was kept\n"))
        let outbox = try Outbox(path: after + "/outbox.sqlite")
        #expect(try outbox.entries().count == 40)
        #expect(try outbox.summary().anchored < 40)
        #expect(try await scene.run(outbox: outbox).run() == OutboxSummary(anchored: 40))
        for entry in entries { #expect(scene.service.registrations(of: entry.statement) == 1) }
    }

    @Test(
        "a file system that fills up stops the carrier with that reason, and with room all goes on",
        .enabled(if: mayMount, "no right to mount a file system here"))
    func smallFileSystem() async throws {
        try await Self.check(
            """
            exec unshare --mount sh -c '
            mount -t tmpfs -o size=300k none "$SMALL" && cp "$AFTER"/* "$SMALL" || exit 99
            "$@"; code=$?; cp "$SMALL"/outbox.sqlite* "$AFTER"; exit $code' sh "$@"
            """)
    }

    @Test("files that may not grow stop the carrier with that reason, and with room all goes on")
    func fileSizeLimit() async throws {
        try await Self.check(
            """
            cp "$AFTER"/* "$SMALL"; trap '' XFSZ
            (ulimit -f 400; "$@"); code=$?; cp "$SMALL"/outbox.sqlite* "$AFTER"; exit $code
            """)
    }
}
