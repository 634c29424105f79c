import Foundation

/// A revision of a draft that is about to be submitted.
struct Release {
    let draft: DraftFile
    /// 2 for `-02`.
    let number: Int
    /// The name of the other draft that this one refers to, and whether that is yet to be submitted.
    let sibling: (draft: DraftFile, documentName: String, isUnreleased: Bool)
    /// The tag of the revision before, where there is one.
    let previous: String?

    var documentName: String { draft.numbered(number) }

    /// The next revision, by the tags and by what the draft says of its changes.
    init(of draft: DraftFile) throws {
        let source = try DraftSource(draft)
        self.draft = draft
        number = try Self.nextNumber(of: source)
        previous = try Git.numbers(of: draft).last.map(draft.numbered)
        guard let other = DraftFile.all.first(where: { $0 != draft }) else {
            throw Refusal("there is no other draft")
        }
        if let last = try Git.numbers(of: other).last,
            try Self.isUnchanged(other, since: other.numbered(last))
        {
            sibling = (other, other.numbered(last), false)
        } else {
            sibling = (other, other.numbered(try Self.nextNumber(of: DraftSource(other))), true)
        }
    }

    /// One more than the last tag. Where there is none yet, one more than the newest "Since -NN" of the document's
    /// history; where there is one, the two have to agree.
    private static func nextNumber(of source: DraftSource) throws -> Int {
        let told = source.sections.compactMap { section -> Int? in
            section.title.hasPrefix("Since -") ? Int(section.title.dropFirst("Since -".count)) : nil
        }.max()
        switch (try Git.numbers(of: source.file).last, told) {
        case (nil, nil): return 0
        case (nil, let told?): return told + 1
        case (let last?, let told?) where told == last: return last + 1
        case (let last?, let told):
            throw Refusal(
                "the last tag of \(source.file.name) is \(source.file.numbered(last)), and its newest changes are "
                    + (told.map { "since \(source.file.numbered($0))" } ?? "not told")
                    + ": it needs a section \"\(source.file.numbered(last).suffix(3).replacing("-", with: "Since -"))\""
            )
        }
    }

    private static func isUnchanged(_ draft: DraftFile, since tag: String) throws -> Bool {
        try Git.file(draft.path, at: tag) == String(contentsOfFile: draft.path, encoding: .utf8)
    }

    /// Why a release can't be made.
    struct Refusal: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }
}
