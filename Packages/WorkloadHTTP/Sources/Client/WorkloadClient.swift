public import Claims
public import Encoding
public import HTTPTransport
public import HTTPTypes
public import WIMSE

/// Calls other workloads: each request carries the WIT, proves possession of its key and binds its tokens; each
/// response is verified before anything in it is used.
///
/// ```swift
/// let reply = try await client.send(
///     request, content: order, tokens: ExecutionTokens(executionContext: [planned.token], mandate: mandate),
///     to: tools)
/// let done = reply.verified?.tokens.presented
/// ```
public struct WorkloadClient: Sendable {
    /// How the key of the WIT is proved to be at hand.
    public enum Proof: Hashable, Sendable {
        /// By a message signature; the response must then be signed too.
        case signature
        /// By a message signature; the response may be unsigned, and is then nobody's word.
        case signatureOnly
        /// By a workload proof token. Its response can't be signed.
        case proofToken
    }

    /// How requests are proved.
    public var proof = Proof.signature
    private let credential: WorkloadCredential
    private let transport: any HTTPTransport
    private let verifier: ResponseVerifier
    private let clock: @Sendable () -> NumericDate

    /// A client of the workload that `credential` is of. The audiences of the verifier's policy are this workload's.
    public init(
        _ credential: WorkloadCredential, transport: any HTTPTransport, verifier: ResponseVerifier,
        clock: @escaping @Sendable () -> NumericDate
    ) {
        self.credential = credential
        self.transport = transport
        self.verifier = verifier
        self.clock = clock
    }

    /// Sends a request and verifies its response.
    ///
    /// - Parameters:
    ///   - request: scheme, authority and path are all needed.
    ///   - content: the request's content. Tokens that the fields have no room for go into it, if it is JSON.
    ///   - tokens: the ECTs, the mandate and the records that go with the request.
    ///   - workload: who must answer; nil for anyone whom the trust anchors vouch for.
    ///   - audience: what the receiver is configured with; nil for the target URI without query.
    /// - Returns: the response. Nothing was retried: whether to do so is for who knows the task.
    public func send(
        _ request: HTTPRequest, content: [UInt8] = [], tokens: ExecutionTokens = ExecutionTokens(),
        to workload: WorkloadIdentifier? = nil, audience: ExactString? = nil
    ) async throws(WorkloadError) -> WorkloadReply {
        var request = request
        var content = content
        let sent: SentRequest
        do {
            sent = try sign(&request, &content, tokens, audience)
        } catch {
            throw .message(error)
        }
        let reply: HTTPReply
        do {
            reply = try await transport.send(request, content: content)
        } catch {
            throw .transport(error)
        }
        let verified: VerifiedResponse?
        do {
            verified = try verifier.verify(
                reply.response, content: MessageContent(reply.content), to: sent, from: workload, at: clock())
        } catch .response(.unsigned) {
            throw Self.refusal(reply) ?? .unsigned(status: reply.response.status.code)
        } catch {
            throw .message(error)
        }
        if let refusal = Self.refusal(reply) { throw refusal }
        return WorkloadReply(response: reply.response, content: reply.content, verified: verified)
    }

    private func sign(
        _ request: inout HTTPRequest, _ content: inout [UInt8], _ tokens: ExecutionTokens,
        _ audience: ExactString?
    ) throws(WIMSEError) -> SentRequest {
        var inFields = tokens
        if !tokens.fitsFields {
            inFields.executionContext = []
            inFields.records = []
            content = try ExecutionContent.add(tokens.executionContext + tokens.records, to: content)
        }
        let (signer, now) = (credential.requests, clock())
        let message = MessageContent(content)
        return switch proof {
        case .signature, .signatureOnly:
            try signer.sign(
                &request, content: message, audience: audience, tokens: inFields,
                signResponse: proof == .signature, at: now)
        case .proofToken:
            try signer.prove(&request, content: message, audience: audience, tokens: inFields, at: now)
        }
    }

    /// What a response with an error status says; of an unsigned one it is a hint for people, and no more.
    private static func refusal(_ reply: HTTPReply) -> WorkloadError? {
        let status = reply.response.status.code
        guard status >= 400 else { return nil }
        return .refused(
            ProblemDetails(parsing: reply.content, status: status)
                ?? ProblemDetails(type: "about:blank", title: "", status: status, code: "http-\(status)"))
    }
}

/// A response, and what is known of who sent it.
public struct WorkloadReply: Sendable {
    /// Status and fields.
    public let response: HTTPResponse
    /// The content.
    public let content: [UInt8]
    /// Who signed it and what tokens it brings; nil where it is not signed.
    public let verified: VerifiedResponse?
}

extension ExecutionTokens {
    /// Whether a sender may put them into fields, by their size.
    var fitsFields: Bool {
        let values = [executionContext, mandate.map { [$0] } ?? [], records]
        return values.reduce(0) { $0 + $1.joined(separator: ", ").utf8.count } <= Self.limit
    }
}
