import Testing

/// Checks that `property` holds for random input, `runs` times; the first failure is recorded with the seed
/// that brings it back as the first run, and the input.
///
/// ```swift
/// forAll({ $0.octets(count: 0...100) }) { octets in
///     try Base64URL.decode(Base64URL.encode(octets)) == octets
/// }
/// ```
public func forAll<Input>(
    _ generate: (inout SeededGenerator) throws -> Input, runs: Int = 300,
    fileID: String = #fileID, filePath: String = #filePath, line: Int = #line, column: Int = #column,
    _ property: (Input) throws -> Bool
) {
    let place = SourceLocation(fileID: fileID, filePath: filePath, line: line, column: column)
    for run in 0..<runs {
        var random = SeededGenerator(seed: SeededGenerator.runSeed &+ UInt64(run))
        let seed = "run \(run + 1), again with TEST_SEED=\(random.seed)"
        do {
            let input = try generate(&random)
            do {
                if try property(input) { continue }
                Issue.record("does not hold (\(seed)) for \(shown(input))", sourceLocation: place)
            } catch {
                Issue.record("threw \(error) (\(seed)) for \(shown(input))", sourceLocation: place)
            }
        } catch {
            Issue.record("no input: \(error) (\(seed))", sourceLocation: place)
        }
        return
    }
}

/// Input as a failure shows it, cut where it is long.
private func shown(_ input: some Any) -> String {
    let text = String(reflecting: input)
    return text.count > 2000 ? text.prefix(2000) + "…" : text
}
