import ACT
import Claims
import DAG
import ECT
import Encoding
import Ledger
import Signing

/// Gathers what came of each line, in order, and turns it into a report.
struct AuditFindings {
    private let policy: AuditPolicy
    private let ledger: Ledger?
    private var earlier: EarlierRecords?
    private var report = AuditReport()
    private var builder = GraphBuilder()
    /// The entry that each vertex of the graph belongs to.
    private var entryOfVertex: [Int] = []
    private var firstLines: [Digest32: Int] = [:]
    private var uses: [CallKey: [CallUse]] = [:]
    private var waiting: [(entry: Int, token: NewEntry)] = []
    private var names = InternedNames()
    private var workflows: Set<ExactString?> = []

    /// One line with what its verification said.
    struct Line: Sendable {
        let number: Int
        let digest: Digest32
        let outcome: Result<VerifiedToken, TokenError>

        init(_ line: TokenLines.Line, _ verifier: TokenVerifier) {
            number = line.number
            digest = Self.digest(of: line.token)
            do throws(TokenError) {
                outcome = .success(try verifier.verify(line.token))
            } catch {
                outcome = .failure(error)
            }
        }

        /// What two lines with the same token have in common.
        static func digest(of token: [UInt8]) -> Digest32 {
            SHA256.digest(Array(NewEntry.signedPart(of: token)))
        }
    }

    init(policy: AuditPolicy, ledger: Ledger?) throws(AuditError) {
        self.policy = policy
        self.ledger = ledger
        if let ledger { earlier = try EarlierRecords(ledger) }
    }

    mutating func take(_ lines: [Line]) throws(AuditError) {
        for line in lines { try take(line) }
        if waiting.count >= Auditor.batch * Auditor.batchesPerCommit { try commit() }
    }

    private mutating func take(_ line: Line) throws(AuditError) {
        switch line.outcome {
        case .failure(let error):
            report.entries.append(
                AuditReport.Entry(
                    line: line.number,
                    finding: .refused(
                        code: error.code, requirement: error.requirement, detail: error.description)))
        case .success(let token):
            var entry = AuditReport.Entry(line: line.number, finding: .mandate)
            describe(token, &entry)
            if let first = firstLines[line.digest] {
                entry.finding = .repeated(line: first)
                report.entries.append(entry)
                return
            }
            firstLines[line.digest] = line.number
            let index = report.entries.count
            report.entries.append(entry)
            if let node = token.node {
                do { try builder.append(node) } catch { throw .graph(error) }
                entryOfVertex.append(index)
                if earlier != nil { workflows.insert(entry.workflow) }
            }
            if let hash = token.mandateHash, let action = token.action, token.isAuthorized == true {
                uses[CallKey(mandate: hash, action: action), default: []].append(
                    CallUse(time: token.time, identifier: token.identifier, entry: index))
            }
            if ledger != nil {
                //= ACT#req-act-ledger-verified
                //# A ledger MUST NOT accept a token that was not verified.
                //= ECT#req-ect-ledger-verified
                //# A ledger MUST NOT append a token that it, or the party that it serves, has not verified.
                waiting.append(
                    (
                        index,
                        NewEntry(name: token.name, token: token.compact, recorded: policy.now.seconds)
                    ))
            }
        }
    }

    private mutating func describe(_ token: VerifiedToken, _ entry: inout AuditReport.Entry) {
        entry.identifier = token.identifier.text
        entry.workflow = token.workflow.map { names[$0.text] }
        entry.signer = token.signer.map { names[$0] }
        entry.action = token.action.map { names[$0] }
        entry.time = token.time.seconds
        switch token {
        case .mandate: entry.kind = .mandate
        case .record:
            entry.kind = .record
            entry.level = AssuranceLevel.level2.description
        case .execution(let ect):
            entry.kind = .ect
            entry.level = ect.level.description
        }
        if let isAuthorized = token.isAuthorized { entry.finding = isAuthorized ? .authorized : .unproven }
    }

    private mutating func commit() throws(AuditError) {
        guard let ledger, !waiting.isEmpty else { return }
        let outcomes: [AppendOutcome]
        do { outcomes = try ledger.append(contentsOf: waiting.map(\.token)) } catch { throw .ledger(error) }
        for ((index, entry), outcome) in zip(waiting, outcomes) {
            switch outcome {
            case .present(let sequence) where try isOtherMandate(entry, sequence, ledger):
                refuse(
                    index, "ledger-duplicate", .ledgerUnique,
                    "the ledger has this mandate with another signature as entry \(sequence)")
            case .appended(let sequence), .present(let sequence): report.entries[index].sequence = sequence
            case .refused(let error): refuse(index, error.code, .ledgerUnique, error.description)
            }
        }
        waiting.removeAll(keepingCapacity: true)
    }

    /// Records name a mandate by its octets, so under another signature its calls would count from the start.
    private func isOtherMandate(
        _ entry: NewEntry, _ sequence: UInt64, _ ledger: Ledger
    ) throws(AuditError) -> Bool {
        guard entry.name.kind == .actMandate else { return false }
        do { return try ledger.entry(at: sequence).token != entry.token } catch { throw .ledger(error) }
    }

    /// The report on all lines taken; the mandates of `verifier` say how often their actions may be executed.
    consuming func report(_ verifier: TokenVerifier) throws(AuditError) -> AuditReport {
        try commit()
        try checkCalls(verifier)
        if var earlier {
            let audited = firstLines
            try earlier.add(to: &builder, workflows: workflows, isAudited: { audited[$0] != nil })
            report.ledgerSequences = earlier.sequences
        }
        let graph = builder.graph()
        let verdict = graph.verdict(policy.graph)
        report.graph = verdict
        for failure in verdict.failures {
            for vertex in graph.vertices(of: failure.node) where vertex < entryOfVertex.count {
                refuse(
                    entryOfVertex[vertex], "graph-\(failure.check.code)", failure.check.requirement,
                    failure.description)
            }
        }
        report.records = graph
        report.entryOfVertex = entryOfVertex
        checkAncestries(graph)
        let refused = entryOfVertex.indices.filter { report.entries[entryOfVertex[$0]].finding.isRefused }
        let taints = graph.taint(revoked: policy.revoked, refused: Set(refused))
        for vertex in taints.keys where vertex < entryOfVertex.count {
            report.entries[entryOfVertex[vertex]].isTainted = true
        }
        if let ledger {
            do {
                let head = try ledger.head()
                report.ledgerSize = head.size
                report.ledgerRoot = Hexadecimal.encode(head.root.octets)
            } catch {
                throw .ledger(error)
            }
        }
        return report
    }

    /// Holds each record against what is demanded of all that it follows from.
    private mutating func checkAncestries(_ graph: Graph) {
        if policy.requiresComplete {
            for (vertex, index) in entryOfVertex.enumerated() where !graph.isSettled(vertex) {
                refuse(
                    index, "graph-incomplete", .dagRequireComplete,
                    "the record's ancestors are not all at hand")
            }
        }
        if let minimum = policy.minimumEffectiveLevel { report.demand(effective: minimum) }
    }

    private mutating func refuse(
        _ index: Int, _ code: String, _ requirement: ECTRequirement, _ detail: String
    ) {
        // The first reason stands.
        if report.entries[index].finding.isRefused { return }
        let name =
            report.entries[index].kind == .ect
            ? requirement.name : requirement.inACT?.name ?? requirement.name
        report.entries[index].finding = .refused(code: code, requirement: name, detail: detail)
    }

    // MARK: max_calls

    private struct CallUse {
        let time: NumericDate
        let identifier: UUIDText
        let entry: Int
    }

    /// An action of a mandate, by what the mandate is called and not by its octets.
    private struct LimitedAction: Hashable {
        let issuer: ExactString
        let workflow: UUIDText?
        let mandate: UUIDText
        let action: ExactString
    }

    /// Of more records than `max_calls` allows, those that the ledger had before stand, and then the earliest;
    /// which they are does not depend on the order of the lines. A mandate with two signatures is one.
    private mutating func checkCalls(_ verifier: TokenVerifier) throws(AuditError) {
        var workflows: [CallKey: ExactString?] = [:]
        var limits: [LimitedAction: (most: Int64, keys: [CallKey])] = [:]
        for key in uses.keys {
            guard case .success(let mandate)? = verifier.mandates[key.mandate],
                let action = Action(key.action), let most = mandate.scope.actions[action]?.maxCalls
            else { continue }
            let claims = mandate.claims
            workflows.updateValue(claims.workflow?.text, forKey: key)
            let limited = LimitedAction(
                issuer: claims.issuer, workflow: claims.workflow, mandate: claims.identifier,
                action: key.action)
            // The least: two tokens of one name must not be worth more in one order than in another.
            let known = limits[limited, default: (most, [])]
            limits[limited] = (min(known.most, most), known.keys + [key])
        }
        let audited = firstLines
        let before = try earlier?.calls(workflows, verifier, isAudited: { audited[$0] != nil }) ?? [:]
        for (limited, limit) in limits {
            let held = limit.keys.reduce(0) { $0 + before[$1, default: 0] }
            let left = max(0, limit.most - Int64(held))
            let calls = limit.keys.flatMap { uses[$0, default: []] }
            guard calls.count > left else { continue }
            let ordered = calls.sorted { ($0.time, $0.identifier) < ($1.time, $1.identifier) }
            for call in ordered.dropFirst(Int(clamping: left)) {
                refuse(
                    call.entry, "max-calls", .mndCalls,
                    "more records name the mandate with \(limited.action.quoted) than its max_calls of \(limit.most)"
                )
            }
        }
    }
}

/// Keeps one copy of each of the few names that a million tokens share.
private struct InternedNames {
    private var names: Set<ExactString> = []

    subscript(name: ExactString) -> ExactString {
        mutating get { names.insert(name).memberAfterInsert }
    }
}

extension GraphCheck {
    /// The requirement that a record breaks which fails the check.
    var requirement: ECTRequirement {
        switch self {
        case .unique: .dagUnique
        case .knownPredecessors: .dagAmbiguous
        case .time: .dagTime
        case .acyclic: .dagAcyclic
        case .workflow: .dagWorkflow
        case .fanIn: .dagFanIn
        case .repeatedPredecessor: .predRepeat
        case .depth: .dagAncestors
        }
    }
}

extension ECTRequirement {
    /// The same rule where it applies to an ACT record.
    var inACT: ACTRequirement? {
        switch self {
        case .dagUnique: .dagUnique
        case .dagAmbiguous: .dagKnown
        case .dagTime: .dagTime
        case .dagAcyclic: .dagAcyclic
        case .dagWorkflow: .dagWorkflow
        case .dagFanIn: .dagFanIn
        case .predRepeat: .predUnique
        case .dagAncestors: .dagAncestors
        case .ledgerUnique: .ledgerUnique
        case .mndCalls: .execMaxCalls
        case .dagRequireComplete: .dagStream
        default: nil
        }
    }
}
