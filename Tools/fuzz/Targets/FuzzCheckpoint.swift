import Ledger

extension FuzzTarget {
    /// A note that is read is written as it was, a checkpoint in it too, and nobody's key signed it.
    static let checkpoint = FuzzTarget("FuzzCheckpoint") { octets in
        if let checkpoint = try? Checkpoint(parsing: octets) {
            try must(checkpoint.encode() == octets, "the written checkpoint is another")
        }
        guard let note = try? SignedNote(parsing: octets) else { return }
        try must(note.encode() == octets, "the written note is another")
        try must((try? note.verify(with: [])) == nil, "a note that no key signed")
    }
}
