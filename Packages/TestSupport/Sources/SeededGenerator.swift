import Foundation

/// Random numbers that come again with the same seed (SplitMix64). For tests only.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    /// What the generator started from.
    public let seed: UInt64
    private var state: UInt64

    /// Starts from `seed`.
    public init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }

    /// The seed of this run: `TEST_SEED` of the environment, otherwise a new one.
    public static let runSeed: UInt64 =
        ProcessInfo.processInfo.environment["TEST_SEED"].flatMap(UInt64.init)
        ?? UInt64.random(in: 0...UInt64(UInt32.max))
}

extension SeededGenerator {
    /// An integer within `range`.
    public mutating func integer(in range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &self)
    }

    /// True once in `count` times.
    public mutating func oneIn(_ count: Int) -> Bool {
        Int.random(in: 0..<count, using: &self) == 0
    }

    /// As many octets as `count` allows.
    public mutating func octets(count: ClosedRange<Int>) -> [UInt8] {
        (0..<integer(in: count)).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    /// One of `choices`, which are not empty.
    public mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int.random(in: 0..<choices.count, using: &self)]
    }

    /// Text that parsers stumble over: plain, quoted, escaped, control, combining, right-to-left, astral and
    /// noncharacter scalars, mixed.
    public mutating func text(count: ClosedRange<Int>) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<integer(in: count) { text.append(scalar()) }
        return String(text)
    }

    private mutating func scalar() -> Unicode.Scalar {
        let awkward: [Unicode.Scalar] = [
            "\"", "\\", "/", "\u{0}", "\u{7F}", "\u{85}", "\u{2028}", "\u{202E}", "\u{301}", "\u{E9}",
            "\u{FEFF}",
            "\u{FFFD}", "\u{FFFF}", "\u{D7FF}", "\u{E000}", "\u{10000}", "\u{1F600}", "\u{10FFFF}",
        ]
        switch integer(in: 0...9) {
        case 0: return pick(awkward)
        case 1: return Unicode.Scalar(UInt8.random(in: 0..<0x20, using: &self))
        case 2: return Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &self)) ?? "\u{FFFD}"
        default: return Unicode.Scalar(UInt8.random(in: 0x20..<0x7F, using: &self))
        }
    }
}
