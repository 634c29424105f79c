import Foundation

/// How many octets of messages are held at once: who sends more has to come again.
final class ContentRoom: @unchecked Sendable {
    private let limit: Int
    private let lock = NSLock()
    private var taken = 0

    init(limit: Int) { self.limit = limit }

    /// A part of the room, which is free again when this is let go of.
    final class Part: Sendable {
        private let room: ContentRoom
        private let octets: Int

        fileprivate init(_ room: ContentRoom, _ octets: Int) {
            self.room = room
            self.octets = octets
        }

        deinit { room.lock.withLock { room.taken -= octets } }
    }

    /// Nil where there is no room for so many octets.
    func take(_ octets: Int) -> Part? {
        let isTaken = lock.withLock {
            guard octets <= limit - taken else { return false }
            taken += octets
            return true
        }
        return isTaken ? Part(self, octets) : nil
    }
}
