public import ACT
public import ECT

/// Why a message was refused. Every case has a stable code, the HTTP status of the answer and, where the rule
/// is one of the ACT or ECT drafts, its requirement.
///
/// No case holds a token or any part of one, so that an error can be logged and answered with.
public enum WIMSEError: Error, Hashable, Sendable {
    /// The workload identity token is missing, malformed or not to be trusted.
    case identity(IdentityFault)
    /// The HTTP message signature is missing, malformed or does not verify.
    case signature(SignatureFault)
    /// The workload proof token is missing, malformed or does not verify.
    case proof(ProofFault)
    /// `Content-Digest` is missing, malformed, or not that of the content.
    case content(ContentFault)
    /// A field or member that carries tokens breaks a rule of the transport binding.
    case binding(BindingFault, TokenField)
    /// An ECT was refused.
    case ect(ECTError)
    /// An ACT was refused.
    case act(ACTError)
    /// The replay store could not be asked; the message is refused rather than let pass.
    case replayStoreUnavailable
    /// A response has to be signed and is not, or can't be.
    case response(ResponseFault)
}

extension WIMSEError {
    /// A stable name for machines. Where the rule is one of the ACT or ECT drafts, it is the rule's anchor without
    /// `req-`.
    public var code: String {
        switch self {
        case .identity(let fault): fault.code
        case .signature(let fault): fault.code
        case .proof(let fault): fault.code
        case .content(let fault): fault.rawValue
        case .binding(let fault, let field): fault.code(in: field)
        case .ect(let error): error.code
        case .act(let error): error.code
        case .replayStoreUnavailable: "ect-\(ECTRequirement.http503.code)"
        case .response(let fault): fault.rawValue
        }
    }

    /// `ECT#req-ect-…` or `ACT#req-act-…`; nil where the rule is one of WIMSE or of an RFC.
    public var requirement: String? {
        switch self {
        case .binding(let fault, let field): fault.requirement(in: field)
        case .ect(let error): error.requirement.name
        case .act(let error): error.requirement.name
        case .replayStoreUnavailable: ECTRequirement.http503.name
        case .identity, .signature, .proof, .content, .response: nil
        }
    }

    /// The document whose rule was broken.
    public var document: String {
        switch self {
        case .identity: "draft-ietf-wimse-workload-creds-02"
        case .signature(let fault): fault.document
        case .proof: "draft-ietf-wimse-wpt-02"
        case .content: "RFC 9530"
        case .binding(_, let field): field.isACT ? "draft-nennemann-act" : "draft-nennemann-wimse-ect"
        case .ect, .replayStoreUnavailable: "draft-nennemann-wimse-ect"
        case .act: "draft-nennemann-act"
        case .response: "draft-ietf-wimse-http-signature-07"
        }
    }
}

extension WIMSEError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .identity(let fault): fault.description
        case .signature(let fault): fault.description
        case .proof(let fault): fault.description
        case .content(let fault): fault.description
        case .binding(let fault, let field): fault.description(in: field)
        case .ect(let error): "the ECT is refused: \(error)"
        case .act(let error): "the ACT is refused: \(error)"
        case .replayStoreUnavailable: "the replay store could not be asked"
        case .response(let fault): fault.description
        }
    }
}

/// What is wrong with a response's signature as a whole.
public enum ResponseFault: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The request or the policy demands a signed response, and this one has no signature.
    case unsigned = "response-unsigned"
    /// `wimse-req-nonce` is not the nonce of the request.
    case forAnotherRequest = "response-for-another-request"
    /// The response was signed by another workload than the one that was called.
    case fromAnotherWorkload = "response-from-another-workload"
    /// A signed response is demanded, and it can't be signed, as when it is streamed.
    case cannotBeSigned = "response-cannot-be-signed"

    /// One sentence for people.
    public var description: String {
        switch self {
        case .unsigned: "the response must be signed and has no signature"
        case .forAnotherRequest: "the response was signed for another request"
        case .fromAnotherWorkload: "the response was signed by another workload than the one called"
        case .cannotBeSigned: "the response must be signed and can't be"
        }
    }
}
