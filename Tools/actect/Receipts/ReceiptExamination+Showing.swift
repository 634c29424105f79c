import Trust
import Claims
import Encoding
import SCITT

extension ReceiptExamination {
    /// The verdict in few lines.
    var summary: [String] {
        var lines: [String] = []
        switch statement {
        case .success(let statement):
            lines.append(
                "statement: by \(Console.safe(statement.signer.identifier)), \(statement.content.sentence)")
        case .failure(let error): lines.append("statement: REFUSED\(error.rule): \(error.shown)")
        }
        for (number, finding) in findings.enumerated() {
            switch finding.outcome {
            case .success(let receipt):
                let time = receipt.issuedAt.map { ", issued at \($0.inUTC)" } ?? ""
                lines.append(
                    "receipt \(number + 1): by \(Console.safe(receipt.service)), "
                        + "\(receipt.inclusion.sentence)\(time)")
            case .failure(let error):
                lines.append("receipt \(number + 1): REFUSED\(error.rule): \(error.shown)")
            }
        }
        if let failure {
            lines.append("verdict: INVALID\(failure.rule): \(failure.shown)")
        } else {
            lines.append("verdict: verified")
        }
        return lines
    }

    /// Every step in words.
    var explanation: [String] {
        var lines: [String] = []
        var about = ""
        for step in steps {
            if step.about != about {
                about = step.about
                lines.append("\(about):")
            }
            switch step.outcome {
            case .ok(let detail): lines.append("  ok      \(step.step)\(detail.map { ": \($0)" } ?? "")")
            case .failed(let error):
                lines.append("  FAILED  \(step.step)")
                lines.append("          \(error.shown)\(error.rule)")
            case .notReached: lines.append("  -       \(step.step)")
            }
        }
        if findings.isEmpty { lines.append("There is no receipt: nothing shows the statement in a log.") }
        lines.append(
            failure.map { "verdict: INVALID\($0.rule): \($0.shown)" }
                ?? "verdict: verified; what the statement is about is anchored")
        return lines
    }

    var json: JSONValue {
        var members: [JSONMember] = [
            JSONMember("verdict", failure == nil ? "verified" : "invalid"),
            JSONMember("statement", statementJSON),
            JSONMember("receipts", .array(findings.map(\.json))),
        ]
        members += failure?.members ?? []
        return .object(members)
    }

    private var statementJSON: JSONValue {
        switch statement {
        case .success(let statement):
            [
                "ok": true, "iss": .string(statement.signer.identifier),
                "sub": .string(statement.subject.text),
                "about": .string(ExactString(statement.content.sentence)),
            ]
        case .failure(let error): .object([JSONMember("ok", false)] + error.members)
        }
    }

    var stepsJSON: JSONValue {
        [
            "verdict": failure == nil ? "verified" : "invalid",
            "steps": .array(
                steps.map { step in
                    let (outcome, detail): (ExactString, String?) =
                        switch step.outcome {
                        case .ok(let detail): ("ok", detail)
                        case .failed(let error): ("failed", error.description)
                        case .notReached: ("not reached", nil)
                        }
                    return [
                        "about": .string(ExactString(step.about)), "step": .string(ExactString(step.step)),
                        "outcome": .string(outcome),
                        "detail": detail.map { .string(ExactString($0)) } ?? .null,
                    ]
                }),
        ]
    }
}

extension ReceiptExamination.Finding {
    fileprivate var json: JSONValue {
        switch outcome {
        case .failure(let error):
            var members = [JSONMember("ok", false)]
            if let service = try? receipt.get().service {
                members.append(JSONMember("service", .string(service)))
            }
            return .object(members + error.members)
        case .success(let receipt):
            return [
                "ok": true, "service": .string(receipt.service),
                "index": receipt.inclusion.index.map { .integer(Int64(clamping: $0)) } ?? .null,
                "size": receipt.inclusion.size.map { .integer(Int64(clamping: $0)) } ?? .null,
                "issued_at": receipt.issuedAt.map { .integer($0.seconds) } ?? .null,
            ]
        }
    }
}

extension SCITTError {
    /// The requirement in brackets, as every refusal shows it.
    var rule: String { requirement.map { " [\($0)]" } ?? "" }

    /// The sentence, safe for a terminal.
    var shown: String { Console.safe(ExactString(description)) }

    /// The error for machines.
    var members: [JSONMember] {
        [
            JSONMember("code", .string(ExactString(code))),
            JSONMember("reason", .string(ExactString(reason))),
            JSONMember("requirement", requirement.map { .string(ExactString($0.description)) } ?? .null),
            JSONMember("detail", .string(ExactString(description))),
        ]
    }
}
