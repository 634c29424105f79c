public import Encoding
public import Signing

/// The size and the root of a log, to be signed and kept elsewhere (C2SP tlog-checkpoint).
///
///     example.com/ledger
///     20852163
///     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
///
/// Any further lines are extensions, which other software ignores.
public struct Checkpoint: Hashable, Sendable {
    /// Which log this is of.
    public let origin: ExactString

    /// The number of entries.
    public let size: UInt64

    /// The root of the Merkle tree over them.
    public let root: Digest32

    /// Further lines, none of them empty.
    public let extensions: [ExactString]

    /// A checkpoint of a log; origin and extensions are single lines with something in them.
    public init(
        origin: ExactString, size: UInt64, root: Digest32, extensions: [ExactString] = []
    ) throws(LedgerError) {
        guard Self.isLine(origin) else { throw .checkpointMalformed(.origin) }
        guard extensions.allSatisfy(Self.isLine) else { throw .checkpointMalformed(.lines) }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// A checkpoint from the text of a note.
    public init(parsing text: [UInt8]) throws(LedgerError) {
        guard text.last == lineFeed else { throw .checkpointMalformed(.lines) }
        var lines: [ExactString] = []
        for line in text.dropLast().split(separator: lineFeed, omittingEmptySubsequences: false) {
            guard let string = String(validating: line, as: UTF8.self) else {
                throw .checkpointMalformed(.characters)
            }
            lines.append(ExactString(string))
        }
        guard lines.count > 1, let size = UInt64(lines[1].string), ExactString(String(size)) == lines[1]
        else {
            throw .checkpointMalformed(.size)
        }
        guard lines.count > 2, let octets = try? Base64.decode(lines[2].utf8),
            let root = Digest32(octets)
        else { throw .checkpointMalformed(.root) }
        try self.init(origin: lines[0], size: size, root: root, extensions: Array(lines.dropFirst(3)))
    }

    /// The text that is signed.
    public func encode() -> [UInt8] {
        let lines = [origin.string, String(size), Base64.encode(root.octets)] + extensions.map(\.string)
        return lines.flatMap { Array($0.utf8) + [lineFeed] }
    }

    /// The running hash over times and names, where the checkpoint carries it in the extension line
    /// `mark <base64>`.
    public var mark: Digest32? {
        for line in extensions where line.utf8.starts(with: Self.markName.utf8) {
            return (try? Base64.decode(line.utf8.dropFirst(Self.markName.utf8.count)))
                .flatMap { Digest32($0) }
        }
        return nil
    }

    static let markName = "mark "

    private static func isLine(_ text: ExactString) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 }
    }
}

extension Ledger {
    //= ECT#req-ect-ledger-fork
    //# A ledger MUST NOT sign two roots for one tree size.
    //= ACT#req-act-ledger-checkpoint
    //# A ledger SHOULD offer signed checkpoints of its root for export, so that a copy elsewhere shows if
    //# it was rewritten as a whole.
    /// A checkpoint of the ledger as it is now, to be signed and kept where who writes the ledger can't
    /// change it.
    ///
    /// - Parameter coveringTimes: adds an extension line with the running hash over everything that is
    ///   not in the tokens (order and times of recording); witnesses and monitors ignore it.
    public func checkpoint(
        origin: ExactString, coveringTimes: Bool = false
    ) throws(LedgerError) -> Checkpoint {
        let head = try head()
        let mark = ExactString(Checkpoint.markName + Base64.encode(head.mark.octets))
        return try Checkpoint(
            origin: origin, size: head.size, root: head.root, extensions: coveringTimes ? [mark] : [])
    }
}

let lineFeed: UInt8 = 0x0A
