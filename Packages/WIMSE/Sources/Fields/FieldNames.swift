public import HTTPTypes

/// The fields of this module.
extension HTTPField.Name {
    /// `Workload-Identity-Token` (draft-ietf-wimse-workload-creds §3.1.1)
    public static let workloadIdentityToken = literal("Workload-Identity-Token")
    /// `Txn-Token` (draft-ietf-oauth-transaction-tokens)
    public static let transactionToken = literal("Txn-Token")
    /// `Signature-Input` (RFC 9421 §4.1)
    public static let signatureInput = literal("Signature-Input")
    /// `Signature` (RFC 9421 §4.2)
    public static let signature = literal("Signature")
    /// `Content-Digest` (RFC 9530 §2)
    public static let contentDigest = literal("Content-Digest")
    /// `Execution-Context` (draft-nennemann-wimse-ect, "The Execution-Context Field")
    public static let executionContext = literal("Execution-Context")
    /// `ACT-Mandate` (draft-nennemann-act, "HTTP Fields")
    public static let actMandate = literal("ACT-Mandate")
    /// `ACT-Record` (draft-nennemann-act, "HTTP Fields")
    public static let actRecord = literal("ACT-Record")

    /// A name that the program writes out.
    private static func literal(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no field name") }
        return name
    }
}
