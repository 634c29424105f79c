// Written by `swift run draft trace --emit` from Drafts/draft-nennemann-wimse-ect.md.

/// The requirements of Drafts/draft-nennemann-wimse-ect.md, by their anchors.
public enum ECTRequirement: String, Hashable, Sendable, CaseIterable {
    case l1Envelope = "req-ect-l1-envelope"
    case l1Identity = "req-ect-l1-identity"
    case l1Domain = "req-ect-l1-domain"
    case l2Envelope = "req-ect-l2-envelope"
    case l3Evidence = "req-ect-l3-evidence"
    case l3Fallback = "req-ect-l3-fallback"
    case l3Notify = "req-ect-l3-notify"
    case l3SyncTimeout = "req-ect-l3-sync-timeout"
    case detect = "req-ect-detect"
    case l1None = "req-ect-l1-none"
    case minimumStated = "req-ect-minimum-stated"
    case minimumLevel = "req-ect-minimum-level"
    case minimumSender = "req-ect-minimum-sender"
    case effectiveLevel = "req-ect-effective-level"
    case effectiveUnknown = "req-ect-effective-unknown"
    case effectiveReport = "req-ect-effective-report"
    case effectiveMinimum = "req-ect-effective-minimum"
    case size = "req-ect-size"
    case segments = "req-ect-segments"
    case base64url = "req-ect-base64url"
    case json = "req-ect-json"
    case jsonDuplicate = "req-ect-json-duplicate"
    case jsonDepth = "req-ect-json-depth"
    case typ = "req-ect-typ"
    case typWrite = "req-ect-typ-write"
    case alg = "req-ect-alg"
    case algSupport = "req-ect-alg-support"
    case algKey = "req-ect-alg-key"
    case kid = "req-ect-kid"
    case crit = "req-ect-crit"
    case b64 = "req-ect-b64"
    case headerKey = "req-ect-header-key"
    case x5c = "req-ect-x5c"
    case unknownClaims = "req-ect-unknown-claims"
    case iss = "req-ect-iss"
    case aud = "req-ect-aud"
    case iat = "req-ect-iat"
    case exp = "req-ect-exp"
    case identifier = "req-ect-identifier"
    case numericdate = "req-ect-numericdate"
    case expAfterIat = "req-ect-exp-after-iat"
    case lifetime = "req-ect-lifetime"
    case jti = "req-ect-jti"
    case jtiFresh = "req-ect-jti-fresh"
    case jtiRandom = "req-ect-jti-random"
    case wid = "req-ect-wid"
    case execAct = "req-ect-exec-act"
    case pred = "req-ect-pred"
    case predNoSelf = "req-ect-pred-no-self"
    case predRepeat = "req-ect-pred-repeat"
    case predLimit = "req-ect-pred-limit"
    case inpHash = "req-ect-inp-hash"
    case outHash = "req-ect-out-hash"
    case hashForm = "req-ect-hash-form"
    case hashCompare = "req-ect-hash-compare"
    case mndHash = "req-ect-mnd-hash"
    case mndValid = "req-ect-mnd-valid"
    case mndAction = "req-ect-mnd-action"
    case mndWindow = "req-ect-mnd-window"
    case mndParty = "req-ect-mnd-party"
    case mndWorkflow = "req-ect-mnd-workflow"
    case mndApproval = "req-ect-mnd-approval"
    case mndL1 = "req-ect-mnd-l1"
    case mndRequired = "req-ect-mnd-required"
    case mndCalls = "req-ect-mnd-calls"
    case ext = "req-ect-ext"
    case extSize = "req-ect-ext-size"
    case extDepth = "req-ect-ext-depth"
    case extNames = "req-ect-ext-names"
    case extUnknown = "req-ect-ext-unknown"
    case noSub = "req-ect-no-sub"
    case noPolicy = "req-ect-no-policy"
    case oldNames = "req-ect-old-names"
    case compatSwitch = "req-ect-compat-switch"
    case compatRead = "req-ect-compat-read"
    case compatBoth = "req-ect-compat-both"
    case compatWrite = "req-ect-compat-write"
    case httpField = "req-ect-http-field"
    case httpPresented = "req-ect-http-presented"
    case httpSupporting = "req-ect-http-supporting"
    case httpCovered = "req-ect-http-covered"
    case httpOth = "req-ect-http-oth"
    case httpOthValue = "req-ect-http-oth-value"
    case httpUnbound = "req-ect-http-unbound"
    case httpSizeSend = "req-ect-http-size-send"
    case httpSizeAccept = "req-ect-http-size-accept"
    case httpSizeRefuse = "req-ect-http-size-refuse"
    case httpBodyForm = "req-ect-http-body-form"
    case httpBodyBound = "req-ect-http-body-bound"
    case httpAud = "req-ect-http-aud"
    case http400 = "req-ect-http-400"
    case http403 = "req-ect-http-403"
    case http503 = "req-ect-http-503"
    case httpMissing = "req-ect-http-missing"
    case httpProblem = "req-ect-http-problem"
    case httpEcho = "req-ect-http-echo"
    case dagUnique = "req-ect-dag-unique"
    case dagKnown = "req-ect-dag-known"
    case dagTime = "req-ect-dag-time"
    case dagAcyclic = "req-ect-dag-acyclic"
    case dagWorkflow = "req-ect-dag-workflow"
    case dagFanIn = "req-ect-dag-fan-in"
    case dagAncestors = "req-ect-dag-ancestors"
    case dagName = "req-ect-dag-name"
    case dagAmbiguous = "req-ect-dag-ambiguous"
    case dagComplete = "req-ect-dag-complete"
    case dagMissing = "req-ect-dag-missing"
    case dagRequireComplete = "req-ect-dag-require-complete"
    case dagAgree = "req-ect-dag-agree"
    case dagPartial = "req-ect-dag-partial"
    case dagTaint = "req-ect-dag-taint"
    case order = "req-ect-order"
    case error = "req-ect-error"
    case unverified = "req-ect-unverified"
    case keyIssuer = "req-ect-key-issuer"
    case keyKnown = "req-ect-key-known"
    case keyProfile = "req-ect-key-profile"
    case keyFetch = "req-ect-key-fetch"
    case keyValid = "req-ect-key-valid"
    case signature = "req-ect-signature"
    case signatureForm = "req-ect-signature-form"
    case audMatch = "req-ect-aud-match"
    case audAudit = "req-ect-aud-audit"
    case expPassed = "req-ect-exp-passed"
    case iatAge = "req-ect-iat-age"
    case iatFuture = "req-ect-iat-future"
    case replay = "req-ect-replay"
    case replayAtomic = "req-ect-replay-atomic"
    case replayAfterSignature = "req-ect-replay-after-signature"
    case replayRetention = "req-ect-replay-retention"
    case replayFull = "req-ect-replay-full"
    case replayDefault = "req-ect-replay-default"
    case ledgerVerified = "req-ect-ledger-verified"
    case ledgerOctets = "req-ect-ledger-octets"
    case ledgerAppendOnly = "req-ect-ledger-append-only"
    case ledgerSequence = "req-ect-ledger-sequence"
    case ledgerKind = "req-ect-ledger-kind"
    case ledgerUnique = "req-ect-ledger-unique"
    case ledgerMandates = "req-ect-ledger-mandates"
    case ledgerIdempotent = "req-ect-ledger-idempotent"
    case ledgerDurable = "req-ect-ledger-durable"
    case ledgerPartial = "req-ect-ledger-partial"
    case ledgerLookup = "req-ect-ledger-lookup"
    case ledgerTree = "req-ect-ledger-tree"
    case ledgerRoots = "req-ect-ledger-roots"
    case ledgerFork = "req-ect-ledger-fork"
    case ledgerVerify = "req-ect-ledger-verify"
    case ledgerProofs = "req-ect-ledger-proofs"
    case witSub = "req-ect-wit-sub"
    case witAlg = "req-ect-wit-alg"
    case witKid = "req-ect-wit-kid"
    case witTrust = "req-ect-wit-trust"
    case witKeep = "req-ect-wit-keep"
    case x509Path = "req-ect-x509-path"
    case x509Name = "req-ect-x509-name"
    case x509Key = "req-ect-x509-key"
    case jwksScope = "req-ect-jwks-scope"
    case jwksUse = "req-ect-jwks-use"
    case configRange = "req-ect-config-range"
    case configReplay = "req-ect-config-replay"
    case privSupporting = "req-ect-priv-supporting"
    case privWid = "req-ect-priv-wid"
    case privHash = "req-ect-priv-hash"
    case privContent = "req-ect-priv-content"
    case statementPayload = "req-ect-statement-payload"
    case statementType = "req-ect-statement-type"
    case statementIss = "req-ect-statement-iss"
    case statementSub = "req-ect-statement-sub"
    case statementFull = "req-ect-statement-full"
    case batchPayload = "req-ect-batch-payload"
    case batchType = "req-ect-batch-type"
    case batchPath = "req-ect-batch-path"
    case receiptCbor = "req-ect-receipt-cbor"
    case receiptLimits = "req-ect-receipt-limits"
    case receiptLabels = "req-ect-receipt-labels"
    case receiptKey = "req-ect-receipt-key"
    case receiptAlg = "req-ect-receipt-alg"
    case receiptVds = "req-ect-receipt-vds"
    case receiptDetached = "req-ect-receipt-detached"
    case receiptLeaf = "req-ect-receipt-leaf"
    case receiptPath = "req-ect-receipt-path"
    case receiptRoot = "req-ect-receipt-root"
    case receiptSignature = "req-ect-receipt-signature"
    case receiptClaims = "req-ect-receipt-claims"
    case receiptTime = "req-ect-receipt-time"
    case receiptStatement = "req-ect-receipt-statement"
    case receiptSeveral = "req-ect-receipt-several"
    case anchorVerified = "req-ect-anchor-verified"
    case anchorKeep = "req-ect-anchor-keep"
    case anchorConflict = "req-ect-anchor-conflict"
}

extension ECTRequirement {
    /// The requirement in the words of the draft.
    public var text: String {
        switch self {
        case .l1Envelope:
            "The compact form of an ECT at L1 MUST be the base64url encoding of the payload, and nothing else."
        case .l1Identity:
            "A verifier MUST NOT treat the 'iss' claim of an ECT at L1 as an authenticated identity."
        case .l1Domain:
            "An ECT at L1 SHOULD NOT be sent to another trust domain."
        case .l2Envelope:
            """
            The compact form of an ECT at L2 and L3 MUST be a JSON Web Signature (JWS) in compact serialization \
            RFC7515 that is signed with a private key of its issuer.
            """
        case .l3Evidence:
            """
            A verifier MUST NOT report L3 unless it has verified such evidence for the exact octets of the \
            token.
            """
        case .l3Fallback:
            """
            An ECT whose append is pending or has failed, or whose evidence does not verify, MUST be treated as \
            L2.
            """
        case .l3Notify:
            """
            An issuer that announced L3 for an ECT and learns that the append failed SHOULD tell the parties to \
            which it sent the ECT.
            """
        case .l3SyncTimeout:
            """
            An issuer in synchronous mode whose ledger does not answer in time MAY send the ECT, which then is \
            at L2 until the evidence exists.
            """
        case .detect:
            """
            A verifier MUST process a text with exactly two dots as a JWS, whatever the outcome, and a text \
            without a dot as L1; the failure of one reading is never a reason to try the other.
            """
        case .l1None:
            "A verifier MUST refuse a JWS whose 'alg' is 'none', in any letter case; it is never an ECT at L1."
        case .minimumStated:
            "A deployment MUST state the minimum level that its verifiers accept."
        case .minimumLevel:
            "A verifier MUST refuse an ECT whose level is below the stated minimum."
        case .minimumSender:
            "A verifier MUST NOT lower the minimum level because of anything that the sender says."
        case .effectiveLevel:
            """
            The effective level of a record MUST be computed as the lowest level among the record and all its \
            ancestors, where an ACT record counts as L2, or as L3 with verified evidence.
            """
        case .effectiveUnknown:
            """
            A verifier MUST NOT report an effective level for a record whose ancestors are not all at hand and \
            checked, since what is missing could be lower.
            """
        case .effectiveReport:
            """
            A verifier MUST NOT refuse a record because of its effective level unless its policy states a \
            minimum effective level.
            """
        case .effectiveMinimum:
            """
            Where the policy states a minimum effective level, a verifier MUST refuse a record whose effective \
            level is below it or unknown.
            """
        case .size:
            "A verifier MUST refuse a token of more than 65536 octets before any other processing."
        case .segments:
            """
            A verifier MUST refuse a token whose number of dots is neither zero nor two, or that has an empty \
            segment.
            """
        case .base64url:
            """
            A verifier MUST refuse a token with a segment that is not base64url without padding, in its one \
            canonical form: no character outside the alphabet of Section 5 of RFC4648, no line break, no \
            impossible length, and no non-zero trailing bits.
            """
        case .json:
            """
            The header and the payload MUST each be one JSON object RFC8259 in UTF-8, without a byte order mark, \
            without a lone surrogate in an escape, and without octets after the object other than white space.
            """
        case .jsonDuplicate:
            """
            A verifier MUST refuse a JSON object, at any depth, with two members of the same name after escapes \
            are resolved.
            """
        case .jsonDepth:
            """
            A verifier MUST refuse a header or payload whose objects and arrays nest deeper than 64 levels, \
            itself included.
            """
        case .typ:
            """
            The 'typ' header parameter MUST be exactly 'exec+jwt', or exactly 'wimse-exec+jwt' as earlier \
            revisions of this document wrote it.
            """
        case .typWrite:
            "An issuer MUST write 'exec+jwt'."
        case .alg:
            """
            The 'alg' header parameter MUST be one of the algorithms that the verifier allows, all of which are \
            asymmetric signature algorithms from this list: 'ES256' and 'ES384' RFC7518, 'Ed25519' RFC9864, and \
            'EdDSA' RFC8037 with an Ed25519 key.
            """
        case .algSupport:
            """
            An implementation MUST support 'ES256'; it SHOULD support 'EdDSA' and 'Ed25519', which are the same \
            algorithm with an Ed25519 key; it MAY support 'ES384'.
            """
        case .algKey:
            """
            A verifier MUST refuse an ECT whose 'alg' is not the algorithm to which the resolved key is bound, \
            by the key's own 'alg' member where it has one and by its type and curve otherwise.
            """
        case .kid:
            """
            The 'kid' header parameter MUST be present, as a string of 1 to 256 octets without control \
            characters (U+0000 to U+001F, U+007F) that names the signing key.
            """
        case .crit:
            """
            A verifier MUST refuse an ECT with a 'crit' header parameter, since this document defines no \
            critical parameter.
            """
        case .b64:
            "A verifier MUST refuse an ECT with a 'b64' header parameter."
        case .headerKey:
            """
            A verifier MUST refuse an ECT with a 'jwk', 'jku' or 'x5u' header parameter: the token does not \
            choose its own key.
            """
        case .x5c:
            """
            A verifier that does not implement the X.509 profile ([bind-x509]) or has no trust anchor for it \
            MUST refuse an ECT with an 'x5c' header parameter.
            """
        case .unknownClaims:
            """
            A verifier MUST ignore a claim that it does not know, except for the claims that [forbidden] \
            forbids.
            """
        case .iss:
            """
            'iss': At L2 and L3 the 'iss' claim MUST be present. At every level, where present, it is an \
            identifier: in WIMSE the workload identifier of the issuer ([bind-wit]), elsewhere any identifier \
            for which the verifier trusts a key.
            """
        case .aud:
            """
            'aud': At L2 and L3 the 'aud' claim MUST be present. At every level, where present, it is an \
            identifier or a non-empty array of identifiers, which names every party that is expected to verify \
            the ECT, the audit ledger included.
            """
        case .iat:
            """
            'iat': The 'iat' claim MUST be present, as a NumericDate: the time at which the ECT was made, which \
            is when the task ended.
            """
        case .exp:
            """
            'exp': The 'exp' claim MUST be present, as a NumericDate: the time from which the ECT is not \
            accepted any more in live verification.
            """
        case .identifier:
            """
            An identifier in an ECT MUST be a StringOrURI of Section 2 of RFC7519: a string of 1 to 2048 octets \
            without control characters (those of 'kid'), which begins with a URI scheme RFC3986 if it contains a \
            colon.
            """
        case .numericdate:
            """
            A NumericDate in an ECT MUST be a JSON number from 0 to 2^53 - 1 that is written without sign, \
            fraction and exponent.
            """
        case .expAfterIat:
            "The value of 'exp' MUST be greater than the value of 'iat'."
        case .lifetime:
            "An issuer SHOULD set 'exp' to 600 seconds after 'iat'."
        case .jti:
            """
            'jti': The 'jti' claim MUST be present, as a UUID in the text form of RFC9562 with lower-case \
            digits. It identifies the token and the task.
            """
        case .jtiFresh:
            "An issuer MUST NOT use a 'jti' for a second task."
        case .jtiRandom:
            "An issuer SHOULD make the 'jti' a UUID of version 4 or 7, so that it cannot be predicted."
        case .wid:
            """
            'wid': The 'wid' claim, where present, MUST be a UUID in the same text form. It identifies the \
            workflow, and scopes the 'jti'.
            """
        case .execAct:
            """
            'exec_act': The 'exec_act' claim MUST be present, as a string of 1 to 128 octets that says what was \
            done.
            """
        case .pred:
            "'pred': The 'pred' claim MUST be present, as an array of UUIDs in the text form of 'jti'."
        case .predNoSelf:
            "A verifier MUST refuse an ECT whose 'pred' contains its own 'jti'."
        case .predRepeat:
            "A verifier MUST refuse an ECT whose 'pred' contains the same value twice."
        case .predLimit:
            """
            A verifier MUST refuse an ECT whose 'pred' has more elements than its configured limit, which is 100 \
            by default and never more than 256.
            """
        case .inpHash:
            """
            'inp_hash': An issuer that writes 'inp_hash' MUST compute it as the SHA-256 RFC6234 of the exact \
            octets of the task's input.
            """
        case .outHash:
            """
            'out_hash': An issuer that writes 'out_hash' MUST compute it as the SHA-256 of the exact octets of \
            the task's output.
            """
        case .hashForm:
            """
            The values of 'inp_hash', 'out_hash' and 'mnd_hash' MUST be the 43 characters of the base64url \
            encoding, without padding and without a prefix, of 32 octets.
            """
        case .hashCompare:
            """
            A verifier that is given the input or the output MUST refuse an ECT whose 'inp_hash' or 'out_hash' \
            differs from the SHA-256 of those octets.
            """
        case .mndHash:
            """
            'mnd_hash': An issuer that carries out a task under a mandate and names it MUST write 'mnd_hash' as \
            the SHA-256 of the ASCII octets of the mandate's compact form.
            """
        case .mndValid:
            """
            A verifier that has the mandate at hand MUST refuse the ECT when the mandate does not verify as ACT \
            says, in audit mode.
            """
        case .mndAction:
            """
            A verifier that has the mandate at hand MUST refuse the ECT when 'exec_act' is not equal to an \
            'action' of the mandate's 'cap'.
            """
        case .mndWindow:
            """
            A verifier that has the mandate at hand MUST refuse the ECT when its 'iat' is outside the window of \
            the mandate and of the action's constraints: before 'iat', 'nbf' or 'not_before', or after 'exp' or \
            'not_after', with the permitted future of [config] as an allowance on both sides.
            """
        case .mndParty:
            """
            A verifier that has the mandate at hand MUST refuse the ECT when its 'iss' is neither the 'sub' of \
            the mandate nor an element of the mandate's 'aud'.
            """
        case .mndWorkflow:
            """
            A verifier that has the mandate at hand MUST refuse the ECT when both have a 'wid' and the two \
            differ.
            """
        case .mndApproval:
            """
            A verifier that has the mandate at hand MUST refuse the ECT when its 'exec_act' is in the mandate's \
            'requires_approval_for', unless an approval token that is valid for the mandate and for that action \
            is at hand, and the ECT's 'iat' is neither before that token's 'iat' nor after its 'exp', with the \
            same allowance.
            """
        case .mndL1:
            "A verifier MUST NOT give the verdict 'authorized' to an ECT at L1."
        case .mndRequired:
            """
            Where the policy demands the verdict 'authorized', a verifier MUST refuse an ECT with the verdict \
            'unproven'.
            """
        case .mndCalls:
            """
            An auditor MUST refuse authorized records with one 'mnd_hash' and one 'exec_act' beyond the number \
            that the 'max_calls' constraint of that action in the mandate allows. Those that its ledger held \
            before the audit come first, then the others in the order of their times and identifiers.
            """
        case .ext:
            "'ect_ext': The 'ect_ext' claim, where present, MUST be a JSON object."
        case .extSize:
            """
            The value of 'ect_ext' MUST NOT exceed 4096 octets, counted on the value as it stands in the \
            payload, from its opening to its closing brace.
            """
        case .extDepth:
            """
            The value of 'ect_ext' MUST NOT nest deeper than 5 levels, where the object itself is level 1 and \
            every object or array inside adds one.
            """
        case .extNames:
            "The name of an extension SHOULD be a reverse-domain name, such as 'com.example.cost_center'."
        case .extUnknown:
            "A verifier MUST ignore a member of 'ect_ext' that it does not know."
        case .noSub:
            """
            A verifier MUST refuse an ECT with a 'sub' claim: an ECT has one party, its issuer, and is not an \
            assertion about another.
            """
        case .noPolicy:
            """
            A verifier MUST refuse an ECT with a 'pol' or 'pol_decision' claim at the top level: policy \
            decisions are carried in 'ect_ext' where they are wanted.
            """
        case .oldNames:
            """
            A verifier that is not in the compatibility mode of [compat] MUST refuse an ECT with a 'par' or \
            'ext' claim.
            """
        case .compatSwitch:
            """
            An implementation MUST NOT read the names of revision -00 unless its configuration turns the \
            compatibility mode on.
            """
        case .compatRead:
            """
            In compatibility mode a verifier MUST apply every rule for 'pred' to 'par', and every rule for \
            'ect_ext' to 'ext'.
            """
        case .compatBoth:
            """
            In compatibility mode a verifier MUST refuse an ECT that has both 'par' and 'pred', or both 'ext' \
            and 'ect_ext'.
            """
        case .compatWrite:
            "An issuer MUST NOT write the names of revision -00."
        case .httpField:
            """
            A receiver MUST refuse a message whose 'Execution-Context' value, after several field lines are \
            combined as Section 5.3 of RFC9110 says, does not match this syntax.
            """
        case .httpPresented:
            """
            A receiver MUST verify each ECT whose 'iss' is the authenticated sender of the message, or that is \
            at L1 without 'iss', as in live verification, with replay protection.
            """
        case .httpSupporting:
            """
            A receiver MUST verify a supporting ECT as in audit, whatever its 'aud' and without replay \
            protection, before it uses it in the graph.
            """
        case .httpCovered:
            """
            In a message with an HTTP message signature HTTPSIG, an 'Execution-Context' field that is present \
            MUST be a covered component ('\"execution-context\"') of that signature.
            """
        case .httpOth:
            """
            In a request with a WPT WPT, an 'Execution-Context' field that is present MUST have a member \
            'execution-context' in the 'oth' claim of the WPT that equals the hash of the field's value.
            """
        case .httpOthValue:
            """
            That hash MUST be computed over the combined value: the values of all field lines in order, joined \
            with a comma and a space, trimmed of leading and trailing white space.
            """
        case .httpUnbound:
            """
            A receiver MUST NOT act upon an ECT that is bound to the message in none of these ways; it MAY log \
            it as unbound.
            """
        case .httpSizeSend:
            """
            A sender MUST keep the values of the fields 'Execution-Context', 'ACT-Mandate' and 'ACT-Record' of \
            one message together within 8192 octets.
            """
        case .httpSizeAccept:
            "A receiver MUST accept at least 8192 octets for these fields together."
        case .httpSizeRefuse:
            """
            A receiver MUST answer with status 431 RFC6585 a request whose fields exceed the limit that it has \
            set.
            """
        case .httpBodyForm:
            """
            A receiver MUST refuse a message whose 'execution_context' member is not an array of strings, each \
            of which is an ECT or an ACT in compact form, one with two such members, and a set that is not such \
            an object.
            """
        case .httpBodyBound:
            """
            A receiver MUST treat ECTs in the content as unbound unless the 'Content-Digest' field RFC9530 is \
            present, matches the content, and is covered, as a component of the message signature or in the \
            'oth' claim of the WPT.
            """
        case .httpAud:
            """
            A receiver MUST compare audiences with its configuration, as whole strings, and never with a value \
            from the 'Host' field or from the request target.
            """
        case .http400:
            "A receiver MUST answer with status 400 a request with a malformed ECT."
        case .http403:
            """
            A receiver MUST answer with status 403 a request whose sender is authenticated and whose ECT is \
            well-formed but refused.
            """
        case .http503:
            "A receiver that cannot decide because a store is full or out of reach MUST answer with status 503."
        case .httpMissing:
            """
            A receiver MUST answer with status 403 a request without a presented ECT where its policy demands \
            one.
            """
        case .httpProblem:
            "The answer SHOULD carry a problem detail RFC9457 with the 'type' of [errors]."
        case .httpEcho:
            "The answer MUST NOT contain the token or a part of its payload."
        case .dagUnique:
            """
            Unique: a verifier MUST refuse all records that share their 'wid', or the lack of one, and their \
            'jti' with a record of other octets; none of them is preferred, so that it does not matter which \
            came first. Records that differ in their signature segment only are one record: of an ECDSA \
            signature anyone can make a second one.
            """
        case .dagKnown:
            """
            Known: a verifier MUST give the verdict 'incomplete' to a record that has a predecessor which is not \
            at hand. [dag-resolve] says which record is meant, and is part of this check.
            """
        case .dagTime:
            """
            Time: a verifier MUST refuse a record when the time of a predecessor is later than the record's own \
            time plus the skew.
            """
        case .dagAcyclic:
            "Acyclic: a verifier MUST refuse a record that is its own ancestor."
        case .dagWorkflow:
            """
            Workflow: a verifier MUST refuse a record with a 'wid' that has a predecessor with another 'wid', \
            unless its policy allows links across workflows.
            """
        case .dagFanIn:
            "Fan-in: a verifier MUST refuse a record with more than 256 predecessors."
        case .dagAncestors:
            """
            Ancestors: a verifier MUST refuse a record when a chain of its ancestors is longer than the limit, \
            by default 10000, and never accept it unchecked.
            """
        case .dagName:
            "The refusal MUST name the record, the check, and the other record where there is one."
        case .dagAmbiguous:
            """
            A verifier MUST refuse a record with a predecessor that could be one of several records and is \
            neither of the same workflow nor of none.
            """
        case .dagComplete:
            """
            A verifier MUST NOT report a graph as 'complete' when a predecessor is missing or a part of the \
            graph was not checked.
            """
        case .dagMissing:
            """
            With the verdict 'incomplete' a verifier MUST name every missing predecessor and each record that \
            names it.
            """
        case .dagRequireComplete:
            """
            Where the policy demands complete graphs, which is the default for a receiver that acts upon \
            records, a verifier MUST refuse a record with the verdict 'incomplete'.
            """
        case .dagAgree:
            "Both ways MUST come to the same verdict for the same set of records."
        case .dagPartial:
            """
            A receiver MAY accept a record with the verdict 'incomplete' where its policy allows it, and reports \
            the verdict with it, as an auditor does.
            """
        case .dagTaint:
            """
            An auditor that learns that a record is revoked or was refused MUST report every descendant of it as \
            tainted.
            """
        case .order:
            """
            A verifier MUST come to the outcome that the following steps give when they are taken in this order \
            and the first failing step decides:
            """
        case .error:
            "A refusal MUST name one rule of this document: the one that failed first."
        case .unverified:
            """
            A verifier MUST NOT act upon a claim before the step that verifies it, except that it reads 'iss', \
            and in an audit 'iat', to select a key.
            """
        case .keyIssuer:
            "A verifier MUST refuse an ECT whose 'iss' is not an identifier for which it trusts at least one key."
        case .keyKnown:
            """
            A verifier MUST refuse an ECT whose 'kid' does not name exactly one of the keys that are trusted for \
            its 'iss'; a key without 'kid' is named by its SHA-256 thumbprint RFC7638 in base64url.
            """
        case .keyProfile:
            """
            The identifier in 'iss' alone decides which profile answers for it ([profiles]); for a presented ECT \
            with a WIT in its message, it is that of the WIT alone. A verifier MUST NOT ask another profile when \
            that one refuses, so that a certificate never speaks for an identifier for which keys are pinned.
            """
        case .keyFetch:
            """
            A verifier MUST NOT fetch a key or a key set from a location that an unverified token names or \
            implies.
            """
        case .keyValid:
            """
            A verifier MUST refuse an ECT whose key, at the time that counts, was revoked or not valid: now in \
            live verification, 'iat' in audit (now if that is malformed, which step 5 then refuses).
            """
        case .signature:
            """
            A verifier MUST refuse an ECT whose signature is not valid for the signing input as received, with \
            the resolved key.
            """
        case .signatureForm:
            """
            A verifier MUST refuse a signature whose length is not that of the algorithm: 64 octets for 'ES256', \
            'EdDSA' and 'Ed25519', 96 for 'ES384'.
            """
        case .audMatch:
            """
            In live verification a verifier MUST refuse an ECT at L2 or L3, or one at L1 with an 'aud' claim, \
            whose 'aud' contains none of the verifier's own identifiers.
            """
        case .audAudit:
            "An auditor that is configured with an audience MUST apply the same rule."
        case .expPassed:
            "In live verification a verifier MUST refuse an ECT when the current time is 'exp' or later."
        case .iatAge:
            """
            In live verification a verifier MUST refuse an ECT whose 'iat' is more than the maximum age, by \
            default 900 seconds, before the current time.
            """
        case .iatFuture:
            """
            A verifier MUST refuse an ECT whose 'iat' is more than the permitted future, by default 30 seconds, \
            after the current time.
            """
        case .replay:
            """
            In live verification, at every level, a verifier MUST refuse an ECT whose pair of 'wid' and 'jti' \
            has passed this step before, at any level; ACTs have a name space of their own.
            """
        case .replayAtomic:
            """
            The check and the insertion MUST be one atomic step, also among several instances of a verifier that \
            share an audience.
            """
        case .replayAfterSignature:
            "The insertion MUST NOT happen before the signature is verified."
        case .replayRetention:
            "An entry MUST be kept until the ECT would be refused for its age or its expiry."
        case .replayFull:
            "A verifier whose replay store is full or out of reach MUST refuse the ECT."
        case .replayDefault:
            "Replay protection MUST be on unless the configuration turns it off."
        case .ledgerVerified:
            "A ledger MUST NOT append a token that it, or the party that it serves, has not verified."
        case .ledgerOctets:
            "A ledger MUST store the exact octets of the compact form."
        case .ledgerAppendOnly:
            "A ledger MUST NOT change, remove or reorder an entry."
        case .ledgerSequence:
            "Sequence numbers MUST start at 0 and increase by 1 without a gap."
        case .ledgerKind:
            "The kind of an entry MUST be found by parsing the token: its 'typ', and for an ACT its phase."
        case .ledgerUnique:
            """
            A ledger MUST refuse a record whose pair of 'wid' and 'jti' is already that of another record, ECT \
            or ACT record, with other octets before the signature segment.
            """
        case .ledgerMandates:
            "A ledger that stores mandates MUST keep their identifiers apart from those of records."
        case .ledgerIdempotent:
            """
            A ledger MUST answer a second append of the same octets, those of the signature segment aside, with \
            the sequence number of the first, without a new entry.
            """
        case .ledgerDurable:
            "An append that a ledger has acknowledged MUST survive a crash of the process and a loss of power."
        case .ledgerPartial:
            "An append that failed MUST leave nothing that a reader can see."
        case .ledgerLookup:
            "A ledger MUST offer look-up by sequence number, by 'jti' within a 'wid', and by 'wid'."
        case .ledgerTree:
            """
            A ledger MUST keep a Merkle tree as Section 2.1 of RFC9162 defines it, with SHA-256, whose leaf \
            inputs are the octets of the tokens in the order of their sequence numbers.
            """
        case .ledgerRoots:
            "A ledger MUST keep the tree size and the root of every commit."
        case .ledgerFork:
            "A ledger MUST NOT sign two roots for one tree size."
        case .ledgerVerify:
            """
            A verification of a ledger MUST hash every stored octet again, rebuild the tree, and compare it with \
            every kept root, and name the first entry that was changed, removed, moved or cut off.
            """
        case .ledgerProofs:
            """
            A ledger SHOULD offer inclusion proofs, consistency proofs and signed checkpoints C2SP-CHECKPOINT to \
            those who may read it.
            """
        case .witSub:
            """
            Under this profile a verifier MUST refuse an ECT whose 'iss' is not equal to the 'sub' claim of the \
            WIT.
            """
        case .witAlg:
            """
            Under this profile a verifier MUST refuse an ECT whose 'alg' is not equal to 'cnf.jwk.alg' of the \
            WIT.
            """
        case .witKid:
            """
            Under this profile a verifier MUST refuse an ECT whose 'kid' does not name the key 'cnf.jwk' of the \
            WIT.
            """
        case .witTrust:
            """
            Under this profile a verifier MUST NOT use a WIT that it has not verified with a trust anchor of the \
            issuer's trust domain.
            """
        case .witKeep:
            """
            A party that keeps ECTs for audits SHOULD keep with each of them the WIT, or the public key and the \
            time for which it was attested.
            """
        case .x509Path:
            """
            Under this profile a verifier MUST refuse an ECT whose chain does not lead to a configured trust \
            anchor by path validation RFC5280; if only time is against it, 'key-valid' is broken.
            """
        case .x509Name:
            """
            Under this profile a verifier MUST refuse an ECT whose 'iss' is not equal to a URI in the subject \
            alternative name of the leaf certificate.
            """
        case .x509Key:
            """
            Under this profile the signature MUST be verified with the key of the leaf certificate, which any \
            'kid' names.
            """
        case .jwksScope:
            "A key MUST be trusted for the identifiers that the configuration names with it, and for no other."
        case .jwksUse:
            """
            A verifier MUST NOT take a key into the trusted set that has a 'use' other than 'sig', or 'key_ops' \
            without 'verify'.
            """
        case .configRange:
            """
            An implementation MUST NOT start with a value that is not an integer within its range, and names the \
            variable in its error.
            """
        case .configReplay:
            """
            An implementation MUST NOT start with a replay retention that is shorter than the maximum age and \
            the permitted future together.
            """
        case .privSupporting:
            "A sender SHOULD NOT send supporting ECTs that the receiver does not need for its checks."
        case .privWid:
            "A 'wid' SHOULD NOT be derived from data about a person or a case."
        case .privHash:
            """
            An issuer SHOULD omit the hash of content that has few possible values, or include a random value of \
            at least 128 bits in what is hashed.
            """
        case .privContent:
            "An issuer SHOULD NOT put personal data into 'exec_act' or 'ect_ext'."
        case .statementPayload:
            """
            The payload of a statement about one record MUST be the SHA-256 of the exact octets of the record's \
            compact form.
            """
        case .statementType:
            """
            The preimage content type MUST be 'application/exec+jwt' for an ECT and 'application/act+jwt' for an \
            ACT.
            """
        case .statementIss:
            "The 'iss' in the CWT claims MUST identify the anchoring party."
        case .statementSub:
            """
            The 'sub' in the CWT claims MUST be 'urn:uuid:' followed by the 'wid' of the record, or by its 'jti' \
            where it has no 'wid'.
            """
        case .statementFull:
            """
            An anchoring party MAY put the record itself into the payload; the statement then has the content \
            type in label 3, and neither label 258 nor label 259.
            """
        case .batchPayload:
            "The payload of a statement about a batch MUST be the root of that tree."
        case .batchType:
            "The preimage content type of a statement about a batch MUST be 'application/vnd.act-ect.batch+cbor'."
        case .batchPath:
            """
            The evidence for a record in a batch MUST contain the index of the record, and either the number of \
            records and the inclusion path to the root, or the leaf hashes of the whole batch, from which both \
            follow.
            """
        case .receiptCbor:
            """
            A verifier MUST refuse a statement or receipt that is not a COSE_Sign1 with tag 18 in \
            deterministically encoded CBOR (Section 4.2.1 of RFC8949), except for the order of map keys and the \
            width of floating-point numbers, which COSE leaves to the sender, or that has octets after its end.
            """
        case .receiptLimits:
            """
            A verifier MUST refuse a receipt or statement of more than 10485760 octets or a depth of more than \
            32, as it reads it, and in step 9 a receipt of more than 16 proofs.
            """
        case .receiptLabels:
            """
            A verifier MUST refuse a statement or receipt that uses a label of an earlier revision of these \
            specifications (391, 392, 393, -111 or -222, or CWT claims at 13 or 14), or whose 'crit' names a \
            parameter that the verifier does not process.
            """
        case .receiptKey:
            """
            A verifier MUST take the key from its configuration, by the 'iss' in the CWT claims and the 'kid', \
            both of which a receipt has; it selects a key and never brings one.
            """
        case .receiptAlg:
            "A verifier MUST refuse a receipt whose 'alg' is not allowed for the type and curve of that key."
        case .receiptVds:
            """
            The verifiable data structure MUST be read from the protected header and be one that the verifier \
            knows for that service.
            """
        case .receiptDetached:
            "The payload of a receipt MUST be nil."
        case .receiptLeaf:
            """
            A verifier MUST compute the leaf from the statement with an empty unprotected header, by the leaf \
            profile that it is configured with for that service ([leaf]), and never guess the profile; the data \
            hash of a \"ccf\" proof has to be that leaf's.
            """
        case .receiptPath:
            """
            A verifier MUST refuse a receipt without inclusion proof, or with one that is not of the form of its \
            structure, whose index is not smaller than the tree size, whose path has not exactly the length that \
            these two demand, is longer than 64, or has a node of other than 32 octets, or with \"ccf\" is \
            empty.
            """
        case .receiptRoot:
            "All inclusion proofs of one receipt MUST give the same root."
        case .receiptSignature:
            "A verifier MUST refuse a receipt whose signature over that root is not valid."
        case .receiptClaims:
            """
            A verifier MUST refuse a receipt whose 'sub' is absent or differs from the 'sub' of the statement; \
            with the leaf profile \"ccf\" the 'sub' names the purpose of the signature and is not compared.
            """
        case .receiptTime:
            "A verifier MUST refuse a receipt whose 'iat' or 'exp' is outside what its policy allows."
        case .receiptStatement:
            """
            A verifier MUST refuse evidence whose statement is not validly signed by a party that it trusts to \
            anchor.
            """
        case .receiptSeveral:
            """
            Where there are several receipts, one that is refused MUST NOT spoil another that is good; the \
            policy says whether a good receipt of any of its services is enough, or each of them has to have \
            given one.
            """
        case .anchorVerified:
            "A party MUST NOT count a record as anchored before it has verified the receipt."
        case .anchorKeep:
            "It MUST keep, with the receipt, the key with which it was verified."
        case .anchorConflict:
            """
            A party that sees two roots of one service for one size, or a consistency proof that does not lead \
            from one root to the next, MUST stop relying on that service and keep both signed roots. Roots that \
            no proof joins, since the service gives none, are worth a note to the operator.
            """
        }
    }
}
