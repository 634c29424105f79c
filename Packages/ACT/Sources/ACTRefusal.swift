public import Claims

extension ACTRequirement {
    /// How a token that breaks this requirement is refused; nil for a requirement that no refusal names.
    public var refusal: Refusal? { Self.refusals[self] }

    private static let refusals: [Self: Refusal] = Dictionary(
        refusalGroups.flatMap { refusal, requirements in requirements.map { ($0, refusal) } },
        uniquingKeysWith: { first, _ in first })

    private static let refusalGroups: [(Refusal, [Self])] = [
        (
            Refusal(status: 400, earlierName: "ACTValidationError"),
            [
                .size, .segments, .base64url, .json, .jsonObject, .jsonUnique, .jsonDepth, .typ, .iss, .sub,
                .aud, .iat, .exp, .expAfterIat, .nbf, .jti, .wid, .task, .taskPurpose, .taskSensitivity,
                .taskCreatedBy, .oversight, .oversightActions, .oversightApprover, .oversightApproval,
                .execAct, .pred, .predNoSelf, .predUnique, .predLimit, .execTs, .status, .mndHash, .inpHash,
                .outHash, .err, .errRequired, .errForbidden, .compatOff, .compatBoth, .httpField, .bodyForm,
            ]
        ),
        (
            Refusal(status: 403, earlierName: "ACTSignatureError"),
            [
                .alg, .algKey, .crit, .b64, .sigForm, .sig,
            ]
        ),
        (
            Refusal(status: 403, earlierName: "ACTKeyResolutionError"),
            [
                .kid, .keyReference, .x5c, .trustParty, .trustKid, .trustRoot, .x5cChain,
                .x5cIdentifier, .x5cLeaf, .x5cTime, .didKid, .didKey, .didEnabled, .didWeb,
            ]
        ),
        (
            Refusal(status: 403, earlierName: "ACTExpiredError"),
            [
                .timeIat, .timeExecTs, .timeNbf, .timeExp, .execTsWindow,
            ]
        ),
        (
            Refusal(status: 403, earlierName: "ACTAudienceMismatchError"),
            [
                .audLive, .audMatch,
            ]
        ),
        (
            Refusal(status: 400, earlierName: "ACTPhaseError"),
            [
                .phaseMixed, .phaseExpected, .httpMandateSingle, .httpMandatePhase, .httpRecordPhase,
            ]
        ),
        (
            Refusal(status: 400, earlierName: "ACTCapabilityError"),
            [
                .cap, .capAction, .capUnique, .capConstraints, .capClosed, .conMaxCalls, .conMaxAmount,
                .conNotBefore, .conNotAfter, .conWindow, .conResources, .conMaxSensitivity, .conParams,
                .conRule,
            ]
        ),
        (
            Refusal(status: 403, earlierName: "ACTCapabilityError"),
            [
                .conUnknown, .execActInCap, .execMaxCalls, .execMaxAmount, .execNotBefore, .execNotAfter,
                .execResources, .execResourcesForm, .execMaxSensitivity, .execParams, .approvalTyp,
                .approvalClaims, .approvalKey, .approvalJti, .approvalAction, .approvalMissing,
                .approvalWindow,
            ]
        ),
        (
            Refusal(status: 400, earlierName: "ACTDelegationError"),
            [
                .del, .delEntry, .delMaxDepth, .delDepth, .delChainLength, .delJti, .delDelegator,
            ]
        ),
        (
            Refusal(status: 403, earlierName: "ACTDelegationError"),
            [
                .delKey, .delSig, .delHash, .delParentJti, .delParentValid, .delPermitted, .delIss, .delChain,
                .delDepthStep, .delWid, .delDemand,
            ]
        ),
        (
            Refusal(status: 403, earlierName: "ACTPrivilegeEscalationError"),
            [
                .delMaxDepthKept, .delIat, .delExp, .delNbf, .delSensitivity, .delOversight, .delApprover,
                .narrowActions, .narrowPresent, .narrowMaxCalls, .narrowMaxAmount, .narrowNotBefore,
                .narrowNotAfter, .narrowResources, .narrowMaxSensitivity, .narrowParams,
            ]
        ),
        (
            Refusal(status: 403, earlierName: "ACTDAGError"),
            [
                .dagUnique, .dagKnown, .dagTime, .dagAcyclic, .dagWorkflow, .dagFanIn, .dagAncestors,
                .dagCapability, .dagStream, .predNoMandate,
            ]
        ),
        (
            Refusal(status: 403, earlierName: "ACTLedgerImmutabilityError"),
            [
                .ledgerUnique, .ledgerVerified,
            ]
        ),
        (
            Refusal(status: 403),
            [
                .replay, .pairMandate, .pairHash, .pairKept, .pairAdded, .dataHash, .verdictDemand,
                .possession, .httpSignature, .httpWpt, .httpMissing, .bodyDigest, .otherBinding,
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
                .replayAtomic
            ]
        ),
        (
            Refusal(status: nil, earlierName: "ACTLedgerImmutabilityError"),
            [
                .ledgerVerify
            ]
        ),
        (
            Refusal(status: nil),
            [
                .bundleCbor, .bundleOrder, .bundleIndex, .bundleDigest, .bundleToken, .bundleAnchor,
            ]
        ),
    ]
}
