import Claims
import Encoding
import SCITT

/// What came of anchoring the tokens of a set.
struct AnchorReport {
    private let intake: AnchorIntake
    private let standings: AnchorStandings
    private let index: RecordIndex
    private let statements: Int
    private let refusedReceipt: SCITTError?

    private var counts: [String: Int] = [:]
    /// The first reason of each kind.
    private var details: [String: String] = [:]

    private static let listed = 20

    init(
        _ intake: AnchorIntake, index: RecordIndex, statements: Int, outbox: Outbox, verifier: AnchorVerifier,
        refusedReceipt: SCITTError?
    ) throws(OutboxError) {
        self.intake = intake
        self.index = index
        self.statements = statements
        self.refusedReceipt = refusedReceipt
        standings = try AnchorStandings(of: index, in: outbox, verifier: verifier)
        for record in intake.records {
            let standing = standing(of: record)
            counts[standing.state, default: 0] += 1
            if details[standing.state] == nil { details[standing.state] = standing.detail }
        }
    }

    private func standing(of record: AnchorIntake.Record) -> AnchorStandings.Standing {
        guard let number = index.number(of: record.hashes.record) else { return .none }
        return standings[number].checked(type: record.type, subject: record.subject)
    }

    /// What the command ends with.
    var status: ExitStatus {
        if !intake.refusals.isEmpty || refusedReceipt != nil || count("refused") + count("declined") > 0 {
            return .invalid
        }
        return count("anchored") == intake.records.count ? .good : .incomplete
    }

    private func count(_ state: String) -> Int { counts[state, default: 0] }

    func show(json: Bool, services: [ExactString], goOn: String) {
        if json { return printJSON() }
        for refusal in intake.refusals.prefix(Self.listed) {
            let rule = refusal.requirement.map { " [\($0)]" } ?? ""
            Console.print(
                "line \(refusal.line)  REFUSED \(refusal.code)\(rule): "
                    + Console.safe(ExactString(refusal.detail)))
        }
        if intake.refusals.count > Self.listed {
            Console.print("… \(intake.refusals.count - Self.listed) more refused (--json has all)")
        }
        let present = intake.records.count - intake.appended
        Console.print(
            "tokens: \(intake.records.count) verified, \(intake.refusals.count) refused; "
                + "ledger: \(intake.appended) appended, \(present) there already")
        let names = services.map { Console.safe($0) }.joined(separator: ", ")
        Console.print("statements: \(statements) new, for \(names)")
        Console.print("anchored: \(count("anchored")) of \(intake.records.count) records")
        if let detail = details["declined"] {
            Console.print("declined: \(count("declined")), by the service: \(safe(detail))")
            Console.print("When the reason is gone: \(goOn.replacingVerb("wait", by: "retry"))")
        }
        if let error = refusedReceipt {
            let rule = error.requirement.map { " [\($0)]" } ?? ""
            Console.print("a receipt is REFUSED\(rule): \(safe("\(error)"))")
            Console.print("Nothing counts as anchored that this receipt would show.")
        } else if let detail = details["refused"] {
            Console.print(
                "refused: \(count("refused")), what is in the outbox does not verify: \(safe(detail))")
        }
        let pending = count("pending")
        if pending > 0, refusedReceipt == nil {
            let reason = details["pending"].map { ": \(safe($0))" } ?? ""
            Console.print("pending: \(pending)\(reason)")
            Console.print("To go on: \(goOn)")
        }
    }

    private func safe(_ text: String) -> String { Console.safe(ExactString(text)) }

    private func printJSON() {
        for refusal in intake.refusals {
            Console.print([
                "line": .integer(Int64(refusal.line)), "code": .string(ExactString(refusal.code)),
                "requirement": refusal.requirement.map { .string(ExactString($0)) } ?? .null,
                "detail": .string(ExactString(refusal.detail)),
            ])
        }
        for record in intake.records {
            let standing = standing(of: record)
            var members: [JSONMember] = [
                JSONMember("line", .integer(Int64(record.line))),
                JSONMember("jti", .string(record.identifier.text)),
                JSONMember("seq", .integer(Int64(clamping: record.sequence))),
                JSONMember("state", .string(ExactString(standing.state))),
            ]
            if let detail = standing.detail {
                members.append(JSONMember("detail", .string(ExactString(detail))))
            }
            Console.print(.object(members))
        }
        Console.print([
            "records": .integer(Int64(intake.records.count)),
            "anchored": .integer(Int64(count("anchored"))), "pending": .integer(Int64(count("pending"))),
            "declined": .integer(Int64(count("declined"))),
            "refused": .integer(Int64(intake.refusals.count + count("refused"))),
            "statements": .integer(Int64(statements)),
        ])
    }
}

extension AnchorStandings.Standing {
    /// `anchored`, `pending`, `declined` (by the service) or `refused` (by the verifier).
    var state: String {
        if case .pending(let entry) = self, case .refused = entry.state { return "declined" }
        return name == "none" ? "pending" : name
    }

    /// Why it is not anchored, as a sentence; nil where there is nothing to say.
    var detail: String? {
        switch self {
        case .none, .anchored: return nil
        case .refused(let error): return error.description
        case .pending(let entry):
            if case .refused(let reason) = entry.state { return reason }
            return entry.lastFailure
        }
    }
}

extension String {
    /// The command line with another verb.
    fileprivate func replacingVerb(_ verb: String, by other: String) -> String {
        split(separator: " ", omittingEmptySubsequences: false).map { $0 == verb ? other : String($0) }
            .joined(separator: " ")
    }
}
