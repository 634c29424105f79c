extension COSESign1 {
    /// Refuses the labels that drafts of receipts and statements used before RFC 9942 and RFC 9597 moved
    /// them: 391 to 393 and -222, -111 for `receipts`, `vds` and `vdp`, 13 and 14 for the CWT claims. An old
    /// service's message would otherwise read as one that merely says less.
    ///
    /// For messages that have to be receipts or statements; elsewhere 13 and 14 are `kcwt` and `kccs` of
    /// RFC 9528.
    ///
    /// Throws `labelWithdrawn`.
    public func refuseWithdrawnLabels() throws(COSEError) {
        for label in Self.withdrawnLabels
        where protected.parameters[label] != nil || unprotected.parameters[label] != nil {
            throw .labelWithdrawn(label)
        }
    }

    private static let withdrawnLabels: [COSELabel] = [391, 392, 393, -111, -222, 13, 14]
}
