import ACT
import Audit
import Claims

/// Mandates that commands are given in files.
enum Mandates {
    /// The mandate of a file, verified as an auditor would.
    static func verified(
        _ path: String, ancestors: String?, trust: TrustOptions, now: NumericDate
    ) throws -> VerifiedMandate {
        let verifier = ACTVerifier(
            trust: try trust.store(), policy: ACTPolicy(mode: .audit, now: now, audience: []))
        let set = MandateSet(verifying: try ancestors.map(tokens) ?? [], with: verifier)
        do { return try verifier.mandate(Files.token(path), mandates: set) } catch let error as ACTError {
            throw CommandFailure(.invalid, "\(path): \(error.requirement.name): \(error)")
        }
    }

    /// All tokens of a token set that is small enough to hold.
    static func tokens(_ path: String) throws(CommandFailure) -> [[UInt8]] {
        do {
            var lines = try TokenLines(path: path)
            var tokens: [[UInt8]] = []
            while true {
                let piece = try lines.next(1024)
                if piece.isEmpty { return tokens }
                tokens += piece.map(\.token)
            }
        } catch {
            throw error.failure
        }
    }
}

/// Results of commands that make tokens.
enum Report {
    /// Prints the token that `make` makes; a refusal is shown with its requirement.
    static func token(_ make: () throws -> String) throws {
        do { Console.print(try make()) } catch let error as ACTError {
            throw CommandFailure(.invalid, "\(error.requirement.name): \(error)")
        }
    }
}
