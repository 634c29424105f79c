import HTTPTransport

extension FuzzTarget {
    /// A URL that is read, or that a reference stands for, is the same when it is written and read again, and has
    /// nothing in it that another reader could take for another host.
    static let url = FuzzTarget("FuzzURL") { octets in
        let text = String(decoding: octets, as: UTF8.self)
        if let url = try? HTTPURL(parsing: text) { try check(url) }
        let base = try HTTPURL(parsing: "https://ts.example:8443/v1/entries?x=y")
        guard let url = try? base.resolving(text) else { return }
        try check(url)
        if octets.first == UInt8(ascii: "?") || octets.first == UInt8(ascii: "#") {
            try must(url.origin == base.origin, "a query that leads to \(url.origin)")
        }
        if octets.first == UInt8(ascii: "/"), octets.dropFirst().first != UInt8(ascii: "/") {
            try must(url.origin == base.origin, "a path that leads to \(url.origin)")
        }
    }

    private static func check(_ url: HTTPURL) throws {
        let written = url.description
        try must(try HTTPURL(parsing: written) == url, "the written URL is another: \(written)")
        try must(written.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x5C }, "octets of no URL")
        try must(["http", "https"].contains(url.origin.scheme), "the scheme \(url.origin.scheme)")
        try must((0...65_535).contains(url.origin.port), "the port \(url.origin.port)")
        let host = url.origin.host.utf8
        try must(
            !host.isEmpty && host.allSatisfy { !"/?#@\\ ".utf8.contains($0) }, "the host \(url.origin.host)")
        try must(url.path.hasPrefix("/"), "the path \(url.path)")
        let path = url.path.split(separator: "?", omittingEmptySubsequences: false)[0]
        try must(
            !path.split(separator: "/").contains { [".", ".."].contains($0) }, "a dot segment in \(path)")
    }
}
