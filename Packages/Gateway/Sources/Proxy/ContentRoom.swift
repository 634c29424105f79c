import Foundation

/// How many octets of messages are held at once: who sends more has to come again. What was only announced takes no
/// room, or who announces much and sends nothing would keep everybody else out.
final class ContentRoom: @unchecked Sendable {
    private let limit: Int
    private let lock = NSLock()
    private var taken = 0

    init(limit: Int) { self.limit = limit }

    /// What one message takes of the room, which is free again when this is let go of.
    final class Part: @unchecked Sendable {
        private let room: ContentRoom
        // Guarded by the room's lock.
        private var octets = 0

        init(of room: ContentRoom) { self.room = room }

        /// Takes so many octets more; false where there is no room for them.
        func take(_ more: Int) -> Bool {
            room.lock.withLock {
                guard more <= room.limit - room.taken else { return false }
                room.taken += more
                octets += more
                return true
            }
        }

        deinit { room.lock.withLock { room.taken -= octets } }
    }
}
