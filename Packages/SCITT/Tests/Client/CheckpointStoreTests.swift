import Encoding
import Foundation
import Merkle
import SCITT
import Signing
import TestSupport
import Testing
import Trust

@Suite struct CheckpointStoreTests {
    @Test("the newest root that is shown to extend the others is the checkpoint; those before it are let go")
    func advance() async throws {
        let scene = try Scene()
        for number in 1...6 {
            try scene.enqueue(number...number)
            _ = try await scene.run().run()
        }
        let checkpoint = try #require(try scene.outbox.checkpoint(of: FakeService.name))
        #expect(checkpoint.size == 8)
        #expect(try scene.outbox.roots(of: FakeService.name) == [checkpoint])
        #expect(try scene.outbox.checkpoint(of: "other") == nil)
        // A third party can check it.
        let statement = try SignedStatement(parsing: checkpoint.statement)
        let inclusion = try Receipt(parsing: checkpoint.receipt)
            .verifyInclusion(of: statement, key: checkpoint.key, profile: .statement)
        #expect(inclusion.root == checkpoint.root)
    }

    @Test("without consistency proofs every root stays, and is compared the day there are any")
    func notOffered() async throws {
        let scene = try Scene()
        scene.service.offersConsistency = false
        for number in 1...4 {
            try scene.enqueue(number...number)
            _ = try await scene.run().run()
        }
        #expect(try scene.outbox.roots(of: FakeService.name).map(\.size) == [3, 4, 5, 6])
        #expect(try scene.outbox.unjoinedRoots(of: FakeService.name) == 3)
        #expect(try scene.outbox.unjoinedRoots(of: "other") == 0)
        scene.service.offersConsistency = true
        try scene.enqueue(5...5)
        _ = try await scene.run().run()
        #expect(try scene.outbox.roots(of: FakeService.name).map(\.size) == [7])
        #expect(try scene.outbox.unjoinedRoots(of: FakeService.name) == 0)
        #expect(try scene.outbox.splitViews() == [])
    }

    @Test(
        "another root for a tree of the same size stops the service, and both signed roots are kept",
        .verifies("ECT#req-ect-anchor-conflict"))
    func sameSize() async throws {
        let scene = try Scene()
        scene.service.offersConsistency = false
        try scene.enqueue(1...1)
        _ = try await scene.run().run()
        scene.service.fork(size: 2)
        try scene.enqueue(2...3)
        await #expect(throws: OutboxError.splitView(FakeService.name)) { try await scene.run().run() }
        let alarm = try #require(try scene.outbox.splitViews().first)
        #expect(alarm.service == FakeService.name)
        #expect(alarm.first.size == 3)
        #expect(alarm.second.size == 3)
        #expect(alarm.first.root != alarm.second.root)
        for side in [alarm.first, alarm.second] {
            let inclusion = try Receipt(parsing: side.receipt).verifyInclusion(
                of: SignedStatement(parsing: side.statement), key: side.key, profile: .statement)
            #expect(inclusion.root == side.root)
        }
        // Nothing more is sent to that service or taken from it; those of another go on.
        #expect(try scene.outbox.summary().anchored < 3)
        let requests = scene.service.requests
        try scene.enqueue(4...4)
        #expect(try await scene.run().round() == 0)
        #expect(scene.service.requests == requests)
        #expect(try scene.outbox.nextDue() == nil)
        try scene.outbox.acknowledge(FakeService.name)
        #expect(try scene.outbox.splitViews().map(\.isAcknowledged) == [true])
        #expect(try await scene.run().round() > 0)
    }

    @Test(
        "a larger tree that does not extend the known one is a split view",
        .verifies("ECT#req-ect-anchor-conflict"), arguments: [false, true])
    func otherPast(breaksProof: Bool) async throws {
        let scene = try Scene()
        try scene.enqueue(1...1)
        _ = try await scene.run().run()
        if breaksProof { scene.service.breaksConsistency = true } else { scene.service.fork(size: 9) }
        try scene.enqueue(2...2)
        await #expect(throws: OutboxError.splitView(FakeService.name)) { try await scene.run().run() }
        let alarm = try #require(try scene.outbox.splitViews().first)
        #expect(alarm.first.size == 3)
        #expect(alarm.second.size == (breaksProof ? 4 : 10))
    }
}
