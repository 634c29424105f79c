/// A parser or verifier, and what must hold for whatever octets it is given.
///
/// A new target is one file here with a static member like its neighbours, its line in `all`, and a folder
/// of seeds in `Tools/fuzz/Corpus`. `Tools/fuzz/run` searches for input that breaks it; the tests replay what
/// is in the corpus.
public struct FuzzTarget: Sendable, CustomStringConvertible {
    /// The name of the target and of its corpus.
    public let name: String
    private let property: @Sendable ([UInt8]) throws -> Void

    /// All targets.
    public static let all = [
        json, base64URL, jwk, jws, act, ect, imports, cbor, cose, receipt, statement, bundle, scrapiAnswer,
        url, signatureInput, httpFields, wit, checkpoint, trust,
        rpcMessage, eventStream,
    ]

    init(_ name: String, _ property: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.property = property
    }

    /// What `octets` break; nil where all holds.
    public func broken(by octets: [UInt8]) -> String? {
        do {
            try property(octets)
            return nil
        } catch {
            return "\(name): \(error)"
        }
    }

    /// The name.
    public var description: String { name }
}

/// Something that must hold and doesn't.
struct Broken: Error, CustomStringConvertible {
    let description: String
}

/// Requires `condition`, the sentence `what`.
func must(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    guard condition else { throw Broken(description: what()) }
}
