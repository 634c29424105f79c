import Encoding

/// Counts for the section on implementations (RFC 7942).
struct ImplementationStatus {
    let lines: [String]

    init(vectors: VectorFiles, operation: ExactString, of source: DraftSource) {
        let cases = vectors.cases(of: operation)
        let refused = cases.filter { $0["expect"]?["ok"] == .boolean(false) }
        let named = Set(refused.compactMap { $0["expect"]?["requirement"] })
        lines = Prose.lines(
            """
            This document has \(source.requirements.count) requirements, each with an anchor that is a name in \
            the code too. Of the conformance vectors, \(cases.count) are about the verification of single tokens \
            of this document; \(refused.count) of them are refused, under \(named.count) different requirements.
            """)
    }
}
