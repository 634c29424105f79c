import Foundation

/// What a build made from one draft.
struct Document {
    let draft: DraftFile
    /// Files by the end of their names: `xml`, `v2v3.xml`, `txt`, `html`, `pdf`.
    let files: [(ending: String, content: Data)]
    /// The files that went in, from the top of the checkout, and what the build generated for itself.
    let inputs: [(path: String, content: Data)]

    /// A file by the end of its name.
    subscript(ending: String) -> Data? { files.first { $0.ending == ending }?.content }
}
