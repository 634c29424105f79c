// Written by `swift run draft trace --emit` from Drafts/draft-nennemann-act.md.

/// The requirements of Drafts/draft-nennemann-act.md, by their anchors.
public enum ACTRequirement: String, Hashable, Sendable, CaseIterable {
    case size = "req-act-size"
    case segments = "req-act-segments"
    case base64url = "req-act-base64url"
    case json = "req-act-json"
    case jsonObject = "req-act-json-object"
    case jsonUnique = "req-act-json-unique"
    case jsonDepth = "req-act-json-depth"
    case typ = "req-act-typ"
    case alg = "req-act-alg"
    case algKey = "req-act-alg-key"
    case kid = "req-act-kid"
    case crit = "req-act-crit"
    case b64 = "req-act-b64"
    case keyReference = "req-act-key-reference"
    case x5c = "req-act-x5c"
    case algImplement = "req-act-alg-implement"
    case algIssue = "req-act-alg-issue"
    case sigForm = "req-act-sig-form"
    case sig = "req-act-sig"
    case identifier = "req-act-identifier"
    case jsonInteger = "req-act-json-integer"
    case numericdate = "req-act-numericdate"
    case uuid = "req-act-uuid"
    case hash = "req-act-hash"
    case action = "req-act-action"
    case sensitivity = "req-act-sensitivity"
    case iss = "req-act-iss"
    case sub = "req-act-sub"
    case aud = "req-act-aud"
    case iat = "req-act-iat"
    case exp = "req-act-exp"
    case expAfterIat = "req-act-exp-after-iat"
    case nbf = "req-act-nbf"
    case jti = "req-act-jti"
    case wid = "req-act-wid"
    case task = "req-act-task"
    case taskPurpose = "req-act-task-purpose"
    case taskSensitivity = "req-act-task-sensitivity"
    case taskCreatedBy = "req-act-task-created-by"
    case unknownClaims = "req-act-unknown-claims"
    case lifetime = "req-act-lifetime"
    case cap = "req-act-cap"
    case capAction = "req-act-cap-action"
    case capClosed = "req-act-cap-closed"
    case capConstraints = "req-act-cap-constraints"
    case capUnique = "req-act-cap-unique"
    case conUnknown = "req-act-con-unknown"
    case conMaxCalls = "req-act-con-max-calls"
    case conMaxAmount = "req-act-con-max-amount"
    case conNotBefore = "req-act-con-not-before"
    case conNotAfter = "req-act-con-not-after"
    case conWindow = "req-act-con-window"
    case conResources = "req-act-con-resources"
    case conMaxSensitivity = "req-act-con-max-sensitivity"
    case conParams = "req-act-con-params"
    case conRule = "req-act-con-rule"
    case narrowActions = "req-act-narrow-actions"
    case narrowPresent = "req-act-narrow-present"
    case narrowMaxCalls = "req-act-narrow-max-calls"
    case narrowMaxAmount = "req-act-narrow-max-amount"
    case narrowNotBefore = "req-act-narrow-not-before"
    case narrowNotAfter = "req-act-narrow-not-after"
    case narrowResources = "req-act-narrow-resources"
    case narrowMaxSensitivity = "req-act-narrow-max-sensitivity"
    case narrowParams = "req-act-narrow-params"
    case execMaxCalls = "req-act-exec-max-calls"
    case execMaxAmount = "req-act-exec-max-amount"
    case execNotBefore = "req-act-exec-not-before"
    case execNotAfter = "req-act-exec-not-after"
    case execResources = "req-act-exec-resources"
    case execResourcesForm = "req-act-exec-resources-form"
    case execMaxSensitivity = "req-act-exec-max-sensitivity"
    case execParams = "req-act-exec-params"
    case oversight = "req-act-oversight"
    case oversightActions = "req-act-oversight-actions"
    case oversightApprover = "req-act-oversight-approver"
    case oversightApproval = "req-act-oversight-approval"
    case approvalTyp = "req-act-approval-typ"
    case approvalClaims = "req-act-approval-claims"
    case approvalKey = "req-act-approval-key"
    case approvalJti = "req-act-approval-jti"
    case approvalAction = "req-act-approval-action"
    case approvalMissing = "req-act-approval-missing"
    case approvalWindow = "req-act-approval-window"
    case execAct = "req-act-exec-act"
    case execActInCap = "req-act-exec-act-in-cap"
    case pred = "req-act-pred"
    case predLimit = "req-act-pred-limit"
    case predNoSelf = "req-act-pred-no-self"
    case predUnique = "req-act-pred-unique"
    case execTs = "req-act-exec-ts"
    case execTsWindow = "req-act-exec-ts-window"
    case status = "req-act-status"
    case mndHash = "req-act-mnd-hash"
    case inpHash = "req-act-inp-hash"
    case outHash = "req-act-out-hash"
    case dataHash = "req-act-data-hash"
    case err = "req-act-err"
    case errRequired = "req-act-err-required"
    case errForbidden = "req-act-err-forbidden"
    case predNoMandate = "req-act-pred-no-mandate"
    case phaseRecord = "req-act-phase-record"
    case phaseMandate = "req-act-phase-mandate"
    case phaseMixed = "req-act-phase-mixed"
    case phaseExpected = "req-act-phase-expected"
    case pairMandate = "req-act-pair-mandate"
    case pairHash = "req-act-pair-hash"
    case pairKept = "req-act-pair-kept"
    case pairAdded = "req-act-pair-added"
    case verdictAuthorized = "req-act-verdict-authorized"
    case verdictUnproven = "req-act-verdict-unproven"
    case verdictInvalid = "req-act-verdict-invalid"
    case verdictPolicy = "req-act-verdict-policy"
    case verdictDemand = "req-act-verdict-demand"
    case trustParty = "req-act-trust-party"
    case trustKid = "req-act-trust-kid"
    case trustNamed = "req-act-trust-named"
    case trustTier = "req-act-trust-tier"
    case trustNoFetch = "req-act-trust-no-fetch"
    case trustKeyValid = "req-act-trust-key-valid"
    case trustKeyUse = "req-act-trust-key-use"
    case trustRoot = "req-act-trust-root"
    case tier1 = "req-act-tier1"
    case tier2 = "req-act-tier2"
    case x5cChain = "req-act-x5c-chain"
    case x5cIdentifier = "req-act-x5c-identifier"
    case x5cLeaf = "req-act-x5c-leaf"
    case x5cTime = "req-act-x5c-time"
    case tier3 = "req-act-tier3"
    case didKid = "req-act-did-kid"
    case didKey = "req-act-did-key"
    case didEnabled = "req-act-did-enabled"
    case didWeb = "req-act-did-web"
    case del = "req-act-del"
    case delMaxDepth = "req-act-del-max-depth"
    case delDepth = "req-act-del-depth"
    case delChainLength = "req-act-del-chain-length"
    case delEntry = "req-act-del-entry"
    case delDelegator = "req-act-del-delegator"
    case delJti = "req-act-del-jti"
    case delKey = "req-act-del-key"
    case delSig = "req-act-del-sig"
    case delHash = "req-act-del-hash"
    case delParentValid = "req-act-del-parent-valid"
    case delParentJti = "req-act-del-parent-jti"
    case delPermitted = "req-act-del-permitted"
    case delIss = "req-act-del-iss"
    case delChain = "req-act-del-chain"
    case delDepthStep = "req-act-del-depth-step"
    case delMaxDepthKept = "req-act-del-max-depth-kept"
    case delIat = "req-act-del-iat"
    case delExp = "req-act-del-exp"
    case delNbf = "req-act-del-nbf"
    case delWid = "req-act-del-wid"
    case capNarrow = "req-act-cap-narrow"
    case delSensitivity = "req-act-del-sensitivity"
    case delOversight = "req-act-del-oversight"
    case delApprover = "req-act-del-approver"
    case delProven = "req-act-del-proven"
    case delAsserted = "req-act-del-asserted"
    case delPolicy = "req-act-del-policy"
    case delDemand = "req-act-del-demand"
    case dagUnique = "req-act-dag-unique"
    case dagKnown = "req-act-dag-known"
    case dagTime = "req-act-dag-time"
    case dagAcyclic = "req-act-dag-acyclic"
    case dagWorkflow = "req-act-dag-workflow"
    case dagFanIn = "req-act-dag-fan-in"
    case dagAncestors = "req-act-dag-ancestors"
    case dagCapability = "req-act-dag-capability"
    case dagCost = "req-act-dag-cost"
    case dagComplete = "req-act-dag-complete"
    case dagIncomplete = "req-act-dag-incomplete"
    case dagInvalid = "req-act-dag-invalid"
    case dagOrder = "req-act-dag-order"
    case dagStream = "req-act-dag-stream"
    case dagTaint = "req-act-dag-taint"
    case order = "req-act-order"
    case oneReason = "req-act-one-reason"
    case errorContent = "req-act-error-content"
    case mode = "req-act-mode"
    case auditExpiry = "req-act-audit-expiry"
    case skew = "req-act-skew"
    case timeIat = "req-act-time-iat"
    case timeNbf = "req-act-time-nbf"
    case timeExp = "req-act-time-exp"
    case timeExecTs = "req-act-time-exec-ts"
    case audLive = "req-act-aud-live"
    case audConfigured = "req-act-aud-configured"
    case audMatch = "req-act-aud-match"
    case replay = "req-act-replay"
    case replayAtomic = "req-act-replay-atomic"
    case replayRetention = "req-act-replay-retention"
    case possession = "req-act-possession"
    case compatOff = "req-act-compat-off"
    case compatRead = "req-act-compat-read"
    case compatBoth = "req-act-compat-both"
    case compatWrite = "req-act-compat-write"
    case httpField = "req-act-http-field"
    case httpMandateSingle = "req-act-http-mandate-single"
    case httpMandatePhase = "req-act-http-mandate-phase"
    case httpRecordPhase = "req-act-http-record-phase"
    case httpPresented = "req-act-http-presented"
    case httpSupporting = "req-act-http-supporting"
    case httpSignature = "req-act-http-signature"
    case httpWpt = "req-act-http-wpt"
    case httpWptValue = "req-act-http-wpt-value"
    case httpUnbound = "req-act-http-unbound"
    case httpSizeSend = "req-act-http-size-send"
    case httpSizeAccept = "req-act-http-size-accept"
    case httpSizeRefuse = "req-act-http-size-refuse"
    case bodyDigest = "req-act-body-digest"
    case bodyForm = "req-act-body-form"
    case httpMissing = "req-act-http-missing"
    case httpStatus = "req-act-http-status"
    case httpProblem = "req-act-http-problem"
    case httpJsonrpc = "req-act-http-jsonrpc"
    case callStarted = "req-act-call-started"
    case callCounts = "req-act-call-counts"
    case callUnknown = "req-act-call-unknown"
    case callEnd = "req-act-call-end"
    case callRefused = "req-act-call-refused"
    case otherBinding = "req-act-other-binding"
    case ledgerAppend = "req-act-ledger-append"
    case ledgerSequence = "req-act-ledger-sequence"
    case ledgerOctets = "req-act-ledger-octets"
    case ledgerVerified = "req-act-ledger-verified"
    case ledgerKind = "req-act-ledger-kind"
    case ledgerDurable = "req-act-ledger-durable"
    case ledgerAtomic = "req-act-ledger-atomic"
    case ledgerLookup = "req-act-ledger-lookup"
    case ledgerUnique = "req-act-ledger-unique"
    case ledgerIdempotent = "req-act-ledger-idempotent"
    case ledgerRoot = "req-act-ledger-root"
    case ledgerVerify = "req-act-ledger-verify"
    case ledgerProofs = "req-act-ledger-proofs"
    case ledgerCheckpoint = "req-act-ledger-checkpoint"
    case bundleCbor = "req-act-bundle-cbor"
    case bundleOrder = "req-act-bundle-order"
    case bundleIndex = "req-act-bundle-index"
    case bundleDigest = "req-act-bundle-digest"
    case bundleToken = "req-act-bundle-token"
    case bundleAnchor = "req-act-bundle-anchor"
    case bundleVerdict = "req-act-bundle-verdict"
}

extension ACTRequirement {
    /// The requirement in the words of the draft.
    public var text: String {
        switch self {
        case .size:
            """
            A token MUST NOT be longer than 65536 octets. The length is checked before anything else is done \
            with the token.
            """
        case .segments:
            """
            A token MUST consist of exactly three segments, separated by two \".\" characters, none of which is \
            empty.
            """
        case .base64url:
            """
            Each segment MUST be base64url RFC4648 without padding, white space or line breaks, and with all \
            unused bits of the last character zero.
            """
        case .json:
            """
            The decoded header and the decoded payload MUST each be one JSON text RFC8259 in UTF-8, without a \
            byte order mark, without a lone surrogate in an escape, and without octets after the value other \
            than white space.
            """
        case .jsonObject:
            "The top-level value of the header and of the payload MUST be a JSON object."
        case .jsonUnique:
            """
            No object at any depth may have two members of the same name; a verifier MUST refuse such a token. \
            Names are compared after escape sequences are resolved.
            """
        case .jsonDepth:
            "Arrays and objects MUST NOT be nested more than 64 deep. The top-level object is at depth 1."
        case .typ:
            "The 'typ' header parameter MUST be the string 'act+jwt', compared octet by octet."
        case .alg:
            """
            The 'alg' header parameter MUST be one of 'ES256' RFC7518, 'EdDSA' RFC8037 and 'Ed25519' RFC9864, \
            and one that the policy allows for the signing party.
            """
        case .algKey:
            "The 'alg' header parameter MUST name the algorithm that the resolved key is bound to."
        case .kid:
            """
            The 'kid' header parameter MUST be present and be a string of 1 to 256 octets without control \
            characters.
            """
        case .crit:
            """
            A verifier MUST refuse a token with a 'crit' header parameter, because this document defines no \
            extension that could be listed in it.
            """
        case .b64:
            "A verifier MUST refuse a token with a 'b64' header parameter RFC7797."
        case .keyReference:
            "A verifier MUST refuse a token with a 'jwk', 'jku' or 'x5u' header parameter."
        case .x5c:
            """
            A verifier MUST refuse a token with an 'x5c' header parameter unless that is an array of 1 to 8 \
            base64 strings, and the chain validates as [tier-x509] requires.
            """
        case .algImplement:
            "A verifier MUST implement ES256 and Ed25519, the latter under both of its names."
        case .algIssue:
            """
            An implementation that signs with an Ed25519 key SHOULD write 'EdDSA', because readers of earlier \
            revisions know no other name.
            """
        case .sigForm:
            """
            The decoded signature MUST have the length that the algorithm prescribes: 64 octets, which for ES256 \
            are the two integers r and s of 32 octets each as in Section 3.4 of RFC7518.
            """
        case .sig:
            """
            The signature MUST verify with the resolved key over the octets of the token's first two segments, \
            exactly as received.
            """
        case .identifier:
            """
            identifier: A StringOrURI of Section 2 of RFC7519. It MUST be a string of 1 to 2048 octets without \
            control characters (U+0000 to U+001F, U+007F), and a value that contains \":\" starts with a URI \
            scheme RFC3986.
            """
        case .jsonInteger:
            """
            integer: A number that this document defines MUST be written without fraction and exponent, not as \
            -0, and lie between -(2^53 - 1) and 2^53 - 1.
            """
        case .numericdate:
            "NumericDate: A time in seconds since the Unix epoch. It MUST be an integer that is not negative."
        case .uuid:
            """
            UUID: A UUID in the text form of Section 4 of RFC9562. It MUST be written in lower case, with \
            hyphens, without a prefix or braces.
            """
        case .hash:
            """
            hash: A SHA-256 RFC6234 value as base64url without padding. It MUST be a string of 43 characters \
            that [serialization] would accept as a segment; there is no algorithm prefix.
            """
        case .action:
            """
            action: The name of an action. It MUST match the grammar of [fig-action] and be at most 128 octets \
            long. There is no wildcard.
            """
        case .sensitivity:
            """
            sensitivity: One of the strings 'public', 'internal', 'confidential' and 'restricted', ordered from \
            low to high. Any other string MUST be refused.
            """
        case .iss:
            "iss: MUST be present and be an identifier."
        case .sub:
            "sub: MUST be present and be an identifier."
        case .aud:
            "aud: MUST be present and be an identifier or a non-empty array of identifiers."
        case .iat:
            "iat: MUST be present and be a NumericDate."
        case .exp:
            "exp: MUST be present and be a NumericDate."
        case .expAfterIat:
            "exp after iat: The value of 'exp' MUST be greater than that of 'iat'."
        case .nbf:
            "nbf: If present, MUST be a NumericDate that is less than 'exp'."
        case .jti:
            """
            jti: MUST be present and be a version 4 UUID. It is fresh for every mandate and is kept by the \
            record of that mandate.
            """
        case .wid:
            "wid: If present, MUST be a UUID. It names the workflow and scopes the uniqueness of 'jti'."
        case .task:
            "task: MUST be present and be an object. Members that this document does not define are ignored."
        case .taskPurpose:
            "task.purpose: MUST be present and be a non-empty string."
        case .taskSensitivity:
            "task.data_sensitivity: If present, MUST be a sensitivity."
        case .taskCreatedBy:
            """
            task.created_by: If present, MUST be an identifier. It names the party on whose behalf the task was \
            set up.
            """
        case .unknownClaims:
            """
            Claims that this document does not define MAY be present. A verifier ignores them, except that a \
            record keeps them ([pair]).
            """
        case .lifetime:
            "An issuer SHOULD choose 'exp' so that a mandate can be exercised no longer than its task needs."
        case .cap:
            "The 'cap' claim MUST be present and be a non-empty array of objects."
        case .capAction:
            "Each element of 'cap' MUST have a member 'action' whose value is an action."
        case .capClosed:
            "An element of 'cap' MUST NOT have members other than 'action' and 'constraints'."
        case .capConstraints:
            "An element's member 'constraints', if present, MUST be an object."
        case .capUnique:
            "No two elements of 'cap' may have the same 'action'; a verifier MUST refuse such a token."
        case .conUnknown:
            "A verifier MUST refuse a token with a constraint key that [constraint-values] does not define."
        case .conMaxCalls:
            "max_calls: MUST be an integer of at least 1."
        case .conMaxAmount:
            """
            max_amount: MUST be an object with exactly the members 'value', a string that matches 'decimal' in \
            [fig-decimal], and 'currency', three upper-case letters (a code of ISO4217).
            """
        case .conNotBefore:
            "not_before: MUST be a NumericDate."
        case .conNotAfter:
            "not_after: MUST be a NumericDate."
        case .conWindow:
            "not_before and not_after: If both are present, 'not_before' MUST NOT be greater than 'not_after'."
        case .conResources:
            """
            resources: MUST be an array of 1 to 256 patterns. A pattern is a string of 1 to 2048 printable ASCII \
            characters other than space; '*' occurs in it at most once, as its last character.
            """
        case .conMaxSensitivity:
            "max_sensitivity: MUST be a sensitivity."
        case .conParams:
            """
            params: MUST be an object with at least one member. The name of a member is that of a parameter; its \
            value is a rule.
            """
        case .conRule:
            "rule: A rule MUST be an object that has exactly one of the forms below."
        case .narrowActions:
            "Every action of the child MUST be an action of the parent."
        case .narrowPresent:
            """
            Every constraint key that the parent's element for an action has MUST be present in the child's \
            element for that action. Keys that the parent does not have may be added.
            """
        case .narrowMaxCalls:
            "The child's 'max_calls' MUST NOT be greater than the parent's."
        case .narrowMaxAmount:
            """
            The child's 'max_amount' MUST have the parent's currency and a value that is not greater than the \
            parent's.
            """
        case .narrowNotBefore:
            "The child's 'not_before' MUST NOT be earlier than the parent's."
        case .narrowNotAfter:
            "The child's 'not_after' MUST NOT be later than the parent's."
        case .narrowResources:
            "Each pattern in the child's 'resources' MUST be covered by one pattern of the parent."
        case .narrowMaxSensitivity:
            "The child's 'max_sensitivity' MUST NOT be higher than the parent's."
        case .narrowParams:
            """
            For each parameter that the parent's 'params' names, the child's 'params' MUST name it too, with a \
            rule that admits a subset of the values that the parent's rule admits. Parameters may be added.
            """
        case .execMaxCalls:
            """
            The number of executions of the action under one mandate MUST NOT exceed 'max_calls'. In an audit \
            these are the authorized records with that 'exec_act' whose 'mnd_hash' names the mandate, with \
            whichever signature; those beyond the limit are invalid. Records that the ledger held before the \
            audit count first, then the others in the order of their times and then of their identifiers.
            """
        case .execMaxAmount:
            "The amount of one execution MUST be in the currency of 'max_amount' and not greater than its value."
        case .execNotBefore:
            "An execution MUST NOT take place before 'not_before'."
        case .execNotAfter:
            "An execution MUST NOT take place after 'not_after'."
        case .execResources:
            "The resource that an execution uses MUST be covered by one pattern in 'resources'."
        case .execResourcesForm:
            """
            A resource MUST be refused before it is compared with a pattern if it contains a control character, \
            \"\\\\\" or a percent-encoded \".\", \"/\" or \"\\\\\", or if a part of it, cut at \"/\", is \".\" \
            or \"..\", or begins with one of the two followed by \";\", \"?\", \"#\", \"%\", a space or a \
            non-ASCII character.
            """
        case .execMaxSensitivity:
            """
            The sensitivity of the data that an execution handles, and the 'data_sensitivity' of its task, MUST \
            NOT be higher than 'max_sensitivity'. A record states only the latter.
            """
        case .execParams:
            "Each parameter that 'params' names MUST be present in the call, with a value that its rule admits."
        case .oversight:
            """
            The 'oversight' claim, if present, MUST be an object that has the members 'requires_approval_for' \
            and 'approver', may have the member 'approval', and has no other.
            """
        case .oversightActions:
            "'requires_approval_for' MUST be a non-empty array of actions without repetition."
        case .oversightApprover:
            "'approver' MUST be an identifier."
        case .oversightApproval:
            "'approval', if present, MUST be a string that holds an approval token."
        case .approvalTyp:
            "The 'typ' header parameter of an approval token MUST be 'act-approval+jwt'."
        case .approvalClaims:
            """
            An approval token MUST have the claims 'jti' (UUID), 'action' (action), 'iat' and 'exp' \
            (NumericDates), with 'exp' greater than 'iat'.
            """
        case .approvalKey:
            "An approval token MUST be signed with a key that is trusted for the 'approver' of the mandate."
        case .approvalJti:
            "The 'jti' of an approval token MUST equal that of the mandate."
        case .approvalAction:
            "The 'action' of an approval token MUST be in 'requires_approval_for'."
        case .approvalMissing:
            """
            An execution of an action that is in 'requires_approval_for' MUST be refused unless a valid approval \
            token for that action is at hand.
            """
        case .approvalWindow:
            "The time of that execution MUST NOT be before the approval token's 'iat' or after its 'exp'."
        case .execAct:
            "exec_act: MUST be an action."
        case .execActInCap:
            "exec_act in cap: The value of 'exec_act' MUST equal the 'action' of one element of 'cap'."
        case .pred:
            """
            pred: MUST be present and be an array of UUIDs, each the 'jti' of a record. The empty array marks a \
            root of the workflow.
            """
        case .predLimit:
            "pred limit: 'pred' MUST NOT have more than 256 elements."
        case .predNoSelf:
            "pred without itself: 'pred' MUST NOT contain the record's own 'jti'."
        case .predUnique:
            "pred without repetition: 'pred' MUST NOT contain the same value twice."
        case .execTs:
            "exec_ts: MUST be present and be a NumericDate."
        case .execTsWindow:
            """
            exec_ts in window: The value of 'exec_ts' MUST lie between 'iat', or 'nbf' if that is present and \
            later, and 'exp', both included, with the clock skew of [times].
            """
        case .status:
            "status: MUST be present and be 'completed', 'failed' or 'partial'."
        case .mndHash:
            """
            mnd_hash: MUST be present and be a hash. It is computed over the ASCII octets of the mandate's \
            compact serialization.
            """
        case .inpHash:
            "inp_hash: If present, MUST be a hash."
        case .outHash:
            "out_hash: If present, MUST be a hash."
        case .dataHash:
            """
            input and output at hand: A verifier that is given the input or the output MUST refuse a record \
            whose 'inp_hash' or 'out_hash' is not the hash of those octets.
            """
        case .err:
            """
            err: If present, MUST be an object whose member 'code' is a string of 1 to 128 octets and whose \
            member 'detail', if present, is a string. Other members are ignored.
            """
        case .errRequired:
            "err with failed: 'err' MUST be present when 'status' is 'failed'."
        case .errForbidden:
            "err with completed: 'err' MUST NOT be present when 'status' is 'completed'."
        case .predNoMandate:
            """
            A record MUST NOT name in 'pred' the mandate that it acted under, or an ancestor of that mandate: no \
            'jti' of the 'chain' in 'del' is in 'pred'.
            """
        case .phaseRecord:
            """
            A token with the claim 'exec_act' is a record and MUST be verified as one, with every required claim \
            of [tbl-record].
            """
        case .phaseMandate:
            "A token with none of the claims of [tbl-record] is a mandate and MUST be verified as one."
        case .phaseMixed:
            "A token without 'exec_act' but with another claim of [tbl-record] MUST be refused."
        case .phaseExpected:
            "Where one phase is expected, a token of the other MUST be refused."
        case .pairMandate:
            "The mandate MUST itself verify as a mandate, in audit mode ([modes])."
        case .pairHash:
            "The 'mnd_hash' of the record MUST equal the SHA-256 hash of the mandate's compact serialization."
        case .pairKept:
            "Every claim of the mandate MUST be present in the record with an equal value."
        case .pairAdded:
            "The record MUST NOT have a claim of [tbl-mandate] that the mandate does not have."
        case .verdictAuthorized:
            """
            authorized: A verifier MUST NOT report this verdict unless the mandate is at hand, the checks of \
            [pair] pass, and the execution lies inside the mandate: its action, its window, the constraints that \
            the evidence lets one check, and approval where it is needed.
            """
        case .verdictUnproven:
            """
            unproven: The record verifies and the mandate is not at hand. A verifier MUST report this as a \
            result of its own, and never as authorized.
            """
        case .verdictInvalid:
            "invalid: A check failed. A verifier MUST report which one."
        case .verdictPolicy:
            "A policy MAY demand the verdict authorized."
        case .verdictDemand:
            "Under such a policy an unproven record MUST be refused."
        case .trustParty:
            """
            A verifier MUST refuse a token when it trusts no key for the identifier of the party whose signature \
            is required.
            """
        case .trustKid:
            """
            A verifier MUST refuse a token whose 'kid' does not name exactly one of the keys that it trusts for \
            that identifier.
            """
        case .trustNamed:
            "A key MUST be trusted for named identifiers only. There is no key that speaks for everyone."
        case .trustTier:
            """
            The identifier alone decides which tier answers for it: the first if keys are pinned for it, else \
            that of its DID method, else the second. A verifier MUST NOT ask another tier when that one refuses.
            """
        case .trustNoFetch:
            """
            A value from a token that is not yet verified may select a trusted key; it MUST NOT cause a key to \
            be fetched.
            """
        case .trustKeyValid:
            """
            A key MUST be checked when it is accepted into the trusted set: an elliptic curve point is on its \
            curve and not at infinity, and an Ed25519 key is canonically encoded and not of small order.
            """
        case .trustKeyUse:
            """
            The 'use', 'key_ops' and 'alg' members of a JWK MUST be honoured: a key that they reserve for \
            something else is skipped.
            """
        case .trustRoot:
            """
            Whether an identifier may be the issuer of a root mandate is local policy. A verifier that has such \
            a policy MUST refuse a token whose root issuer the policy does not name, or whose chain is asserted \
            ([del-result]).
            """
        case .tier1:
            "Every implementation MUST support a JWK Set RFC7517 pinned for each identifier."
        case .tier2:
            """
            An implementation MAY support X.509 certificates RFC5280 in the 'x5c' header parameter RFC7515. If \
            it does, the following apply, whichever tier answers:
            """
        case .x5cChain:
            """
            The chain MUST validate as in Section 6 of RFC5280 to one of the trust anchors that the verifier was \
            configured with. Its leaf is not a CA; a key usage in it includes digitalSignature.
            """
        case .x5cIdentifier:
            """
            The leaf certificate MUST contain the signing party's identifier as a subjectAltName of type \
            uniformResourceIdentifier.
            """
        case .x5cLeaf:
            "Where another tier answers, the key of the leaf certificate MUST be the one that this tier names."
        case .x5cTime:
            """
            The chain and its anchor MUST be valid at the time that counts: the present in live mode ([modes]); \
            in audit mode the 'exec_ts' of a record, the 'iat' of another token, or the present where that is \
            not a NumericDate.
            """
        case .tier3:
            """
            An implementation MAY support identifiers of the methods 'did:key' DID-KEY and 'did:web' DID-WEB. If \
            it does, the following apply:
            """
        case .didKid:
            """
            The 'kid' header parameter MUST name the key by a DID URL DID-CORE of the signing party's \
            identifier, by the fragment of that URL alone, with \"#\" or without, or, for 'did:key', by the \
            identifier.
            """
        case .didKey:
            """
            For 'did:key', the key MUST be the one that the identifier itself encodes; a fragment in 'kid' \
            repeats that encoding.
            """
        case .didEnabled:
            "A verifier MUST refuse a DID of a method that it was not configured to accept."
        case .didWeb:
            """
            For 'did:web', a verifier MUST resolve the identifier through a resolver that its configuration \
            supplies; by default there is none, and nothing is fetched.
            """
        case .del:
            """
            The 'del' claim, if present, MUST be an object with exactly the members of [tbl-del], each of its \
            type.
            """
        case .delMaxDepth:
            "'max_depth' MUST be between 0 and 16."
        case .delDepth:
            "'depth' MUST be between 0 and 'max_depth'."
        case .delChainLength:
            "The number of elements of 'chain' MUST equal 'depth'."
        case .delEntry:
            "Each element of 'chain' MUST be an object with exactly the members of [tbl-hop], each of its type."
        case .delDelegator:
            "The 'delegator' of the last entry MUST equal the 'iss' of the token."
        case .delJti:
            "The 'jti' of the token and those of all entries MUST differ from one another."
        case .delKey:
            "The 'kid' of each entry MUST name a key that is trusted for the entry's 'delegator'."
        case .delSig:
            "The 'sig' of each entry MUST be a signature with that key over the octets of [fig-hop]."
        case .delHash:
            "The 'hash' of the last entry MUST be the SHA-256 hash of the parent's compact serialization."
        case .delParentValid:
            "The parent MUST itself verify as a mandate, in audit mode ([modes]), these checks included."
        case .delParentJti:
            "The 'jti' of the last entry MUST be the parent's 'jti'."
        case .delPermitted:
            "The parent MUST have a 'del' claim."
        case .delIss:
            "The child's 'iss' MUST equal the parent's 'sub'."
        case .delChain:
            "The child's 'chain' without its last entry MUST equal the parent's 'chain'."
        case .delDepthStep:
            "The child's 'depth' MUST be the parent's plus one."
        case .delMaxDepthKept:
            "The child's 'max_depth' MUST NOT be greater than the parent's."
        case .delIat:
            "The child's 'iat' MUST NOT be earlier than the parent's, with the clock skew of [times]."
        case .delExp:
            "The child's 'exp' MUST NOT be later than the parent's."
        case .delNbf:
            "If the parent has 'nbf', the child MUST have one that is not earlier."
        case .delWid:
            "The child MUST have the same 'wid' as the parent, or none if the parent has none."
        case .capNarrow:
            "The child's 'cap' MUST be narrower than the parent's, or equal to it, as [narrowing] defines."
        case .delSensitivity:
            "If the parent's 'task' has 'data_sensitivity', the child's MUST have one that is not higher."
        case .delOversight:
            """
            Every action in the parent's 'requires_approval_for' that is also in the child's 'cap' MUST be in \
            the child's 'requires_approval_for'.
            """
        case .delApprover:
            "A child that has to keep such an action MUST have the parent's 'approver'."
        case .delProven:
            """
            proven: All ancestors up to the root mandate are at hand and all checks pass. A verifier MUST NOT \
            report a chain as proven otherwise.
            """
        case .delAsserted:
            """
            asserted: An ancestor is not at hand; those above it are not looked at, and all other checks pass. A \
            verifier MUST report such a chain as asserted.
            """
        case .delPolicy:
            "A verifier that acts on a delegated mandate SHOULD demand a proven chain."
        case .delDemand:
            "Under a policy that demands proven chains, an asserted chain MUST be refused."
        case .dagUnique:
            """
            Unique: no two different records of the same scope may have the same 'jti'; a verifier MUST report \
            both as invalid. Records that differ in their signature segment only are not different: of an ECDSA \
            signature anyone can make a second one.
            """
        case .dagKnown:
            """
            Known: every predecessor that is not at hand MUST be reported as missing, together with the records \
            that name it. A record one of whose predecessors is found in several other workflows, so that \
            nothing says which is meant, is invalid.
            """
        case .dagTime:
            """
            Time: the time of a predecessor MUST NOT be later than that of the record that names it by more than \
            the clock skew of [times].
            """
        case .dagAcyclic:
            "Acyclic: following predecessors from a record MUST NOT lead back to that record."
        case .dagWorkflow:
            """
            Workflow: a predecessor with another 'wid' MUST be refused unless the policy allows links across \
            workflows. Where one of the two records has no 'wid', the check passes.
            """
        case .dagFanIn:
            "Fan-in: a record MUST NOT have more than 256 predecessors, whichever kind of record it is."
        case .dagAncestors:
            """
            Ancestors: a record with a chain of ancestors that is longer than the limit MUST be reported as \
            invalid. The limit is 10000 unless the policy sets another.
            """
        case .dagCapability:
            "Capability: the 'exec_act' of an ACT record MUST be in the record's 'cap'."
        case .dagCost:
            """
            An implementation SHOULD check a graph in time proportional to its nodes and edges, and without \
            recursion over its depth.
            """
        case .dagComplete:
            """
            complete: All checks pass for all records. A verifier MUST NOT report this verdict while a \
            predecessor is missing.
            """
        case .dagIncomplete:
            """
            incomplete: No check fails, and at least one predecessor is missing. A verifier MUST name every \
            missing predecessor.
            """
        case .dagInvalid:
            """
            invalid: A check failed. A verifier MUST name every record concerned and the first check that it \
            failed.
            """
        case .dagOrder:
            "The verdict MUST NOT depend on the order in which the records of a graph are presented."
        case .dagStream:
            """
            A receiver that checks records as they arrive and acts upon them MUST refuse a record with a missing \
            predecessor unless its policy accepts incomplete graphs.
            """
        case .dagTaint:
            """
            A verifier that learns that a record is revoked or 'failed', or refuses it, MUST report every \
            descendant of it as tainted. A token that does not verify is no record: one that names it misses a \
            predecessor.
            """
        case .order:
            """
            A verifier MUST come to the outcome that the following steps give when they are taken in this order \
            and the first that fails decides:
            """
        case .oneReason:
            "A refusal MUST name one reason, with the claim or parameter that it concerns."
        case .errorContent:
            "A reason that is sent to another party MUST NOT contain the token or the value of a claim."
        case .mode:
            "A verifier MUST be told the mode; it is never guessed from the token."
        case .auditExpiry:
            "In audit mode, a token MUST NOT be refused because the present time is after 'exp' or before 'nbf'."
        case .skew:
            "A policy MUST NOT set the skew to more than 300 seconds."
        case .timeIat:
            "In both modes, a token whose 'iat' is later than the present time plus skew MUST be refused."
        case .timeNbf:
            "In live mode, a token whose 'nbf' is later than the present time plus skew MUST be refused."
        case .timeExp:
            "In live mode, a token MUST be refused when the present time is not before 'exp' plus skew."
        case .timeExecTs:
            "In both modes, a record whose 'exec_ts' is later than the present time plus skew MUST be refused."
        case .audLive:
            "In live mode, a verifier MUST have at least one identifier of its own."
        case .audConfigured:
            """
            A verifier MUST take its own identifiers from its configuration, and never from the message or the \
            token.
            """
        case .audMatch:
            """
            A verifier that has identifiers of its own MUST refuse a token whose 'aud' contains none of them, \
            unless it is a parent, the mandate of a record or a supporting record ([fields]).
            """
        case .replay:
            """
            A verifier in live mode that accepts a mandate as a task, or consumes a record, MUST refuse a token \
            when it has accepted a token of the same phase with the same 'jti' and the same 'wid'; tokens \
            without 'wid' are a scope of their own.
            """
        case .replayAtomic:
            """
            To look the 'jti' up and to store it MUST be one atomic step, made after all other checks of the \
            token, so that a token that is refused does not use up its 'jti'.
            """
        case .replayRetention:
            "A stored 'jti' MUST be kept until the token would be refused for its 'exp'."
        case .possession:
            """
            A party that admits a call under a mandate MUST require proof that the caller holds a key that is \
            trusted for the mandate's 'sub' or, where the party that admits is the 'sub', for its 'iss'.
            """
        case .compatOff:
            """
            A verifier MUST refuse a token with a 'par' claim unless it was configured to read tokens of that \
            revision.
            """
        case .compatRead:
            "A verifier that was so configured MUST apply every rule for 'pred' to 'par'."
        case .compatBoth:
            "A verifier that was so configured MUST refuse a token with both claims."
        case .compatWrite:
            "An issuer MUST NOT write 'par'."
        case .httpField:
            "A receiver MUST refuse a message with a field that does not match this grammar."
        case .httpMandateSingle:
            "A message MUST NOT contain more than one token in 'ACT-Mandate'."
        case .httpMandatePhase:
            "A receiver MUST refuse a message whose 'ACT-Mandate' field holds anything but a mandate."
        case .httpRecordPhase:
            "A receiver MUST refuse a message whose 'ACT-Record' field holds anything but ACT records."
        case .httpPresented:
            "A receiver MUST verify a presented record in live mode ([modes])."
        case .httpSupporting:
            "A receiver MUST verify a supporting record in audit mode before it uses that record in the graph."
        case .httpSignature:
            """
            In a message with an HTTP message signature RFC9421, each of the fields 'ACT-Mandate' and \
            'ACT-Record' that is present MUST be a covered component ('\"act-mandate\"', '\"act-record\"').
            """
        case .httpWpt:
            """
            In a message with a Workload Proof Token WPT, each of the two fields that is present MUST have an \
            entry in its 'oth' claim, under the field name in lower case.
            """
        case .httpWptValue:
            """
            The hash in 'oth' MUST be computed over the field's lines, each without white space around it, \
            joined with \", \".
            """
        case .httpUnbound:
            "A token in a field that is not bound in one of these ways MUST NOT be acted upon. It may be logged."
        case .httpSizeSend:
            """
            A sender MUST NOT use more than 8192 octets for the values of 'ACT-Mandate', 'ACT-Record' and \
            'Execution-Context' ECT together.
            """
        case .httpSizeAccept:
            "A receiver MUST accept at least 8192 octets for the three fields together."
        case .httpSizeRefuse:
            """
            A receiver that refuses a message because the three fields exceed its limit MUST answer with status \
            431 RFC6585.
            """
        case .bodyDigest:
            """
            In an HTTP message whose body carries tokens, 'Content-Digest' RFC9530 MUST be present, match, and \
            be bound as [binding] demands of the fields.
            """
        case .bodyForm:
            """
            A receiver MUST refuse an 'execution_context' member that is not an array of compact tokens, or has \
            more of them than it takes.
            """
        case .httpMissing:
            "Under a policy that demands a mandate or a record, a request without one MUST be refused."
        case .httpStatus:
            """
            A server that refuses a request because of a token MUST use the status code that [errors] gives: 400 \
            for a token that is malformed, 403 for one that is well-formed and refused, or that is missing \
            although the policy demands it, 431 for fields that are too large, 503 where a store that has to be \
            asked is full or out of reach. A fault of the Workload Proof Token itself is answered with 401 as \
            WPT says.
            """
        case .httpProblem:
            """
            The body of such a response SHOULD be a problem details object RFC9457 whose 'type' names the error \
            of [errors].
            """
        case .httpJsonrpc:
            """
            In JSON-RPC, that object SHOULD be the member 'data' of the error object, with the 'id' of the \
            refused request beside it.
            """
        case .callStarted:
            """
            A party that records the calls that it admits MUST store durably that a call was started before it \
            carries the call out or passes it on.
            """
        case .callCounts:
            "A call that was started MUST count as an execution ([constraint-meaning]), whatever becomes of it."
        case .callUnknown:
            """
            A call that was started and has no record when the process that carried it out has ended MUST be \
            recorded as failed, with the 'code' \"result-unknown\" in 'err', without 'out_hash', and with the \
            time of its start.
            """
        case .callEnd:
            """
            A party that records a call MUST end it when the window of the mandate, of the action or of the \
            approval ends, with the clock skew of [times].
            """
        case .callRefused:
            "The record of a refused call MUST NOT name the mandate in 'mnd_hash'."
        case .otherBinding:
            """
            A receiver on another transport MUST NOT act upon a token unless the transport binds it to a sender \
            that is authenticated as [possession] demands.
            """
        case .ledgerAppend:
            "A ledger MUST be append-only: no operation changes or removes an entry."
        case .ledgerSequence:
            "Sequence numbers MUST start at 0 and increase by one from entry to entry."
        case .ledgerOctets:
            "A ledger MUST keep the octets of a token exactly as they were verified."
        case .ledgerVerified:
            "A ledger MUST NOT accept a token that was not verified."
        case .ledgerKind:
            """
            The kind of an entry (mandate, ACT record, ECT) MUST be found by parsing the token: its 'typ', and \
            for an ACT its phase ([phase]).
            """
        case .ledgerDurable:
            "A ledger MUST NOT acknowledge an entry before it is stored durably."
        case .ledgerAtomic:
            "An entry MUST become visible as a whole or not at all."
        case .ledgerLookup:
            """
            A ledger MUST answer which entry has a given sequence number, which have a given 'jti', and which \
            have a given 'wid', in the order of their sequence numbers.
            """
        case .ledgerUnique:
            """
            A ledger MUST refuse a token when its name space already holds a different token with the same 'wid' \
            and the same 'jti'; tokens without 'wid' have a scope of their own.
            """
        case .ledgerIdempotent:
            """
            When the same token is submitted again, or one that differs from it in the signature segment only, a \
            ledger MUST answer the sequence number of the first submission and append nothing.
            """
        case .ledgerRoot:
            "A ledger MUST keep the size and the root hash of its tree for every commit."
        case .ledgerVerify:
            """
            A ledger MUST offer an operation that hashes every stored token again, rebuilds the tree, compares \
            it with every root that was kept, and names the first entry that was changed, removed, reordered or \
            cut off.
            """
        case .ledgerProofs:
            "A ledger SHOULD offer inclusion and consistency proofs."
        case .ledgerCheckpoint:
            """
            A ledger SHOULD offer signed checkpoints of its root for export, so that a copy elsewhere shows if \
            it was rewritten as a whole.
            """
        case .bundleCbor:
            """
            A bundle MUST be one item of deterministically encoded CBOR (Section 4.2 of !RFC8949) that matches \
            [fig-bundle].
            """
        case .bundleOrder:
            """
            The tokens by their SHA-256, the anchors by their statements, the receipts of an anchor, and the \
            covers of an anchor by their tokens MUST each be in ascending order, without repetition.
            """
        case .bundleIndex:
            """
            The index of a token in a cover MUST be less than the number of tokens, and that of a leaf less than \
            the number of leaf hashes.
            """
        case .bundleDigest:
            """
            The digest of member 5 MUST be the SHA-256 of all octets of the bundle before that member's key. It \
            shows damage; it proves nothing about who made the bundle.
            """
        case .bundleToken:
            """
            An element of the tokens that is not an ACT, an ECT or an approval token MUST be refused together \
            with the bundle.
            """
        case .bundleAnchor:
            """
            A verifier MUST NOT report a token as anchored unless a cover names it and the statement, the path \
            and a receipt verify as ECT demands.
            """
        case .bundleVerdict:
            """
            A verifier MUST report a verdict for each record, the verdict on the graph, and for the bundle the \
            worst verdict on a record: invalid, else unproven, else authorized.
            """
        }
    }
}
