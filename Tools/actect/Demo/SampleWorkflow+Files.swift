import Encoding
import Glibc
import JOSE
import Trust

extension SampleWorkflow {
    /// Writes tokens, trust file, keys and attacks into `folder`, with a description of them all.
    func write(to folder: String) throws(CommandFailure) {
        for path in [folder, folder + "/keys", folder + "/attacks"] {
            if mkdir(path, 0o700) != 0, errno != EEXIST {
                throw CommandFailure(
                    .cantCreate, "\(path) can't be made: \(String(cString: strerror(errno)))")
            }
        }
        try Files.write(Self.lines(tokens.map(\.text)), to: folder + "/tokens.txt")
        try Files.write(trust.encode() + [UInt8(ascii: "\n")], to: folder + "/trust.json")
        for party in parties.trusted {
            try Files.write(party.key.encode(), to: "\(folder)/keys/\(party.name).jwk", isSecret: true)
        }
        let attacks: [SampleAttack]
        do { attacks = try self.attacks() } catch { throw CommandFailure(.internal, "\(error)") }
        for attack in attacks {
            try Files.write(Self.lines(attack.tokens), to: "\(folder)/attacks/\(attack.name).txt")
        }
        try Files.write(description(attacks).encode() + [UInt8(ascii: "\n")], to: folder + "/workflow.json")
    }

    private static func lines(_ tokens: [String]) -> [UInt8] {
        tokens.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
    }

    /// What is in the folder, for programs that follow the demo.
    private func description(_ attacks: [SampleAttack]) -> JSONValue {
        func string(_ text: String) -> JSONValue { .string(ExactString(text)) }
        return [
            "parties": .array(
                parties.trusted.map {
                    ["name": string($0.name), "identifier": .string($0.identifier)]
                }),
            "tokens": .array(tokens.map { string($0.name) }),
            "refusals": .array(
                refusals.map {
                    [
                        "name": string($0.name), "refused_by": string($0.refusedBy), "code": string($0.code),
                        "requirement": string($0.requirement), "detail": string($0.detail),
                    ]
                }),
            "attacks": .array(
                attacks.map {
                    [
                        "name": string($0.name), "summary": string($0.summary),
                        "file": string("attacks/\($0.name).txt"), "verdict": string($0.verdict),
                        "codes": .array($0.codes.map(string)),
                    ]
                }),
        ]
    }
}
