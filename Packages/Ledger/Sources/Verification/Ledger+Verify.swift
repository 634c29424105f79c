extension Ledger {
    //= ACT#req-act-ledger-verify
    //# A ledger MUST offer an operation that hashes every stored token again
    //= ECT#req-ect-ledger-verify
    //# A verification of a ledger MUST hash every stored octet again, rebuild the tree, and compare it with
    //# every kept root, and name the first entry that was changed, removed, moved or cut off.
    /// Re-hashes every stored octet, rebuilds the tree and compares it with every stored checkpoint.
    ///
    /// What this finds, and names, without anything from outside: every edit of a stored value (tokens,
    /// times, names, nodes, checkpoints, the head), every removed, added, moved or swapped row, and a
    /// truncation that leaves the head or a checkpoint behind. What it can't find alone: that someone who
    /// can write the file has replaced the whole of it, or its end together with checkpoints and head, by
    /// another ledger that is consistent in itself. That is what an exported, signed checkpoint is for:
    /// given one, no token that it covers can be changed, removed or reordered without being found, and
    /// one made with `coveringTimes` extends that to times and order of recording.
    ///
    /// - Parameters:
    ///   - anchor: a checkpoint that was kept elsewhere, and whose signature was verified.
    ///   - parse: what a token says about itself, nil where it can't be read; without it, the names are
    ///     only known to be those that were appended.
    ///   - progress: called with the number of entries verified so far, now and then.
    public func verify(
        against anchor: Checkpoint? = nil, parse: (([UInt8]) -> TokenName?)? = nil,
        progress: ((UInt64) -> Void)? = nil
    ) throws(LedgerError) -> LedgerReport {
        try store.read { (reader) throws(LedgerError) in
            var verification = LedgerVerification(reader: reader, anchor: anchor, parse: parse)
            return try verification.run(progress)
        }
    }
}
