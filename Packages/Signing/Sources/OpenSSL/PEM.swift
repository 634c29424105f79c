import COpenSSL

/// One PEM block (RFC 7468), strictly: nothing before or after it, canonical base64, no headers.
enum PEM {
    enum Failure: Error { case notPEM, label, encrypted }

    /// Far more than any key or certificate that is accepted.
    private static let limit = 64 << 10

    /// The octets in the single block of `text`, whose label must be `label`.
    static func decode(_ text: String, label: String) throws(Failure) -> [UInt8] {
        guard text.utf8.count <= limit else { throw .notPEM }
        var lines = text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false).map { line in
            line.last == 0x0d ? line.dropLast() : line
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        guard let first = lines.first, let last = lines.last, lines.count >= 3,
            let found = Self.label(in: first, "BEGIN"), Self.label(in: last, "END") == found
        else { throw .notPEM }
        guard found == label else { throw found == "ENCRYPTED PRIVATE KEY" ? .encrypted : .label }
        var body: [UInt8] = []
        body.reserveCapacity(text.utf8.count)
        defer { cleanse(&body) }
        for line in lines[1..<(lines.count - 1)] { body += line }
        return try decode(base64: body)
    }

    /// The block of `octets`, in lines of 64 characters.
    static func encode(_ octets: [UInt8], label: String) -> String {
        var body = encode(base64: octets)
        defer { cleanse(&body) }
        var text = "-----BEGIN \(label)-----\n"
        for start in stride(from: 0, to: body.count, by: 64) {
            text += String(decoding: body[start..<min(start + 64, body.count)], as: UTF8.self) + "\n"
        }
        return text + "-----END \(label)-----\n"
    }

    /// The label of a boundary line.
    private static func label(in line: Substring.UTF8View, _ kind: String) -> String? {
        let (prefix, suffix) = ("-----\(kind) ", "-----")
        let line = Array(line)
        guard line.count > prefix.utf8.count + suffix.utf8.count, line.starts(with: prefix.utf8),
            line.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
        else { return nil }
        return String(decoding: line[prefix.utf8.count..<(line.count - suffix.utf8.count)], as: UTF8.self)
    }

    /// OpenSSL's block decoder forgives much; what it read has to give the same text again.
    private static func decode(base64 body: [UInt8]) throws(Failure) -> [UInt8] {
        guard !body.isEmpty, body.count % 4 == 0 else { throw .notPEM }
        let padding = body.suffix(2).count { $0 == 0x3d }
        var octets = [UInt8](repeating: 0, count: body.count / 4 * 3)
        guard EVP_DecodeBlock(&octets, body, Int32(body.count)) == octets.count else { throw .notPEM }
        octets.removeLast(padding)
        var again = encode(base64: octets)
        defer { cleanse(&again) }
        guard again == body else { throw .notPEM }
        return octets
    }

    private static func encode(base64 octets: [UInt8]) -> [UInt8] {
        var text = [UInt8](repeating: 0, count: (octets.count + 2) / 3 * 4 + 1)
        let count = EVP_EncodeBlock(&text, octets, Int32(octets.count))
        text.removeLast(text.count - Int(count))
        return text
    }
}

/// Overwrites octets that were a secret, in a way that the compiler does not optimise away.
func cleanse(_ octets: inout [UInt8]) {
    octets.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
}

extension PEM {
    /// The octets in the block of a key.
    static func key(_ text: String, label: String) throws(SigningError) -> [UInt8] {
        do {
            return try decode(text, label: label)
        } catch {
            switch error {
            case .notPEM: throw .keyRejected(.notPEM)
            case .label: throw .keyRejected(.labelPEM)
            case .encrypted: throw .keyRejected(.encrypted)
            }
        }
    }
}
