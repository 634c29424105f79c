import CBOR

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
        for header in [protected.parameters, unprotected.parameters] {
            for entry in header.map {
                guard let label = entry.key.integer, Self.isWithdrawn(label) else { continue }
                throw .labelWithdrawn(.integer(label))
            }
        }
    }

    private static func isWithdrawn(_ label: Int64) -> Bool {
        switch label {
        case 391...393, -111, -222, 13, 14: true
        default: false
        }
    }
}
