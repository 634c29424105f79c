import Claims
import Encoding
import HTTPTypes
import Ledger
import WIMSE

extension FuzzTarget {
    /// Field lines `name: value` and, after an empty line, content: tokens that are read are as many as commas say, a
    /// digest that is read is written as it was read, and nothing without a WIT is accepted.
    static let httpFields = FuzzTarget("FuzzHTTPFields") { text in
        let parts = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let head = parts.prefix { !$0.isEmpty }
        let content = Array(parts.dropFirst(head.count + 1).joined(separator: [UInt8(ascii: "\n")]))
        var request = HTTPRequest(method: .post, scheme: "https", authority: "b.example", path: "/")
        for line in head {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
                let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
            else { continue }
            request.headerFields.append(HTTPField(name: name, value: line[(colon + 1)...]))
        }
        let fields = request.headerFields
        if let tokens = try? UnboundTokens(decoding: fields) {
            let commas = [HTTPField.Name.executionContext, .actMandate, .actRecord].reduce(0) { sum, name in
                let lines = fields[values: name]
                return sum + lines.count + lines.joined().filter { $0 == "," }.count
            }
            try must(tokens.count == commas, "\(tokens.count) tokens, and not \(commas)")
            try must(tokens.hashes.count == tokens.count, "names of tokens")
        }
        if let digest = try? ContentDigest(fields) {
            try must(try ContentDigest(parsing: Array(digest.fieldValue.utf8)) == digest, "another digest")
            if (try? digest.check(MessageContent(content))) != nil {
                try must(
                    digest.values.allSatisfy {
                        ContentDigest(of: content, algorithm: $0.key).values[$0.key] == $0.value
                    }, "a digest of other content")
            }
        }
        let verifier = RequestVerifier(
            trust: FuzzKey.trust, policy: WIMSEPolicy(audiences: ["https://b.example/"]),
            replay: MemoryReplayStore(), cachedIdentities: 0)
        let now = NumericDate(clamping: FuzzKey.now)
        try must(
            (try? verifier.verify(request, content: MessageContent(content), at: now)) == nil, "accepted")
    }
}
