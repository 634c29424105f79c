/// Hosts in examples.
enum ExampleHostRule: DraftRule {
    static let name = "example-domain"
    static let about =
        "Host names are of RFC 2606, an author's, or a reference's (idnits INVALID_DOMAIN_TLD)."

    /// Top-level domains by which a word with dots is taken for a host.
    private static let domains: Set<String> = [
        "com", "net", "org", "edu", "gov", "mil", "int", "io", "dev", "ai", "app", "cloud", "de", "uk", "eu",
        "ch",
        "fr", "nl", "us", "info", "biz", "co", "xyz", "arpa",
    ]

    private static let reserved = [
        "example.com", "example.net", "example.org", "example", "test", "invalid", "localhost", "ietf.org",
        "rfc-editor.org", "iana.org",
    ]

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        let allowed = reserved + ownHosts(draft)
        return draft.lines.filter { [.prose, .code, .table, .heading].contains($0.kind) }.flatMap { line in
            hosts(in: line.text).filter { host in
                !allowed.contains { host == $0 || host.hasSuffix("." + $0) }
            }.map {
                finding(
                    draft, line.number,
                    "\($0) may belong to somebody: use a name of example.com or example.net.")
            }
        }
    }

    /// Hosts of the authors' addresses and of what the front matter refers to.
    private static func ownHosts(_ draft: DraftSource) -> [String] {
        draft.lines.filter { $0.kind == .frontMatter }.flatMap { hosts(in: $0.text) }
    }

    private static func hosts(in text: String) -> [String] {
        guard text.utf8.contains(UInt8(ascii: ".")) else { return [] }
        return text.split {
            !($0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "." || $0 == "-" || $0 == "_")
        }
        .compactMap { word in
            let host = word.lowercased().trimming { $0 == "." || $0 == "-" }
            let labels = host.split(separator: ".", omittingEmptySubsequences: false)
            guard labels.count > 1, let last = labels.last, domains.contains(String(last)),
                !host.contains("_"), labels.allSatisfy({ !$0.isEmpty })
            else { return nil }
            return host
        }
    }
}
