public import Claims

extension ECTRequirement {
    /// How a token that breaks this requirement is refused; nil for a requirement that no refusal names.
    public var refusal: Refusal? { Self.refusals[self] }

    private static let refusals: [Self: Refusal] = Dictionary(
        refusalGroups.flatMap { refusal, requirements in requirements.map { ($0, refusal) } },
        uniquingKeysWith: { first, _ in first })

    private static let refusalGroups: [(Refusal, [Self])] = [
        (
            Refusal(status: 400, earlierName: "ErrInvalidTyp"),
            [
                .typ
            ]
        ),
        (
            Refusal(status: 400, earlierName: "ErrInvalidJTI"),
            [
                .jti
            ]
        ),
        (
            Refusal(status: 400),
            [
                .size, .segments, .base64url, .json, .jsonDuplicate, .jsonDepth, .iss, .aud, .identifier,
                .iat, .exp, .numericdate, .expAfterIat, .wid, .execAct, .pred, .predNoSelf, .predRepeat,
                .predLimit, .hashForm, .ext, .extSize, .extDepth, .noSub, .noPolicy, .oldNames, .compatBoth,
                .httpField, .httpBodyForm,
            ]
        ),
        (
            Refusal(status: 403, earlierName: "ErrInvalidSignature"),
            [
                .l1None, .alg, .algKey, .signature, .signatureForm,
            ]
        ),
        (
            Refusal(status: 403, earlierName: "ErrExpired"),
            [
                .expPassed, .iatAge, .iatFuture,
            ]
        ),
        (
            Refusal(status: 403, earlierName: "ErrReplay"),
            [
                .replay
            ]
        ),
        (
            Refusal(status: 403),
            [
                .kid, .crit, .b64, .headerKey, .x5c, .keyIssuer, .keyKnown, .keyValid, .witTrust,
                .witSub, .witAlg, .witKid, .x509Path, .x509Name, .x509Key, .audMatch, .audAudit,
                .minimumLevel, .hashCompare, .mndValid, .mndAction, .mndWindow, .mndParty,
                .mndWorkflow, .mndApproval, .mndRequired, .mndCalls, .dagUnique, .dagAmbiguous, .dagTime,
                .dagAcyclic, .dagWorkflow, .dagFanIn, .dagAncestors, .dagRequireComplete, .effectiveMinimum,
                .ledgerUnique, .ledgerVerified, .httpCovered, .httpOth, .httpBodyBound, .httpMissing,
            ]
        ),
        (
            Refusal(status: 431),
            [
                .httpSizeRefuse
            ]
        ),
        (
            Refusal(status: 503),
            [
                .replayFull, .http503,
            ]
        ),
        (
            Refusal(status: nil),
            [
                .configRange, .configReplay, .ledgerVerify, .statementPayload, .statementType, .statementIss,
                .statementSub, .batchPayload, .batchType, .batchPath, .receiptCbor, .receiptLimits,
                .receiptLabels, .receiptKey, .receiptAlg, .receiptVds, .receiptDetached, .receiptLeaf,
                .receiptPath, .receiptRoot, .receiptSignature, .receiptClaims, .receiptTime,
                .receiptStatement, .receiptSeveral, .anchorConflict,
            ]
        ),
    ]
}
