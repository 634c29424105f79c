import Glibc

/// Compares two subjects by turns, A B B A A B …, so that what disturbs the machine disturbs both.
///
/// Each round gives one ratio; the median of the ratios is the figure, and the smallest and largest say how
/// far to trust it. The first round warms up and is not counted.
struct PairedRuns {
    let rounds: Int
    let calls: Int
    let clock: Stopwatch

    /// Seconds per call of both, and our time divided by the floor's in each round.
    struct Comparison {
        private(set) var ours: [Double] = []
        private(set) var floor: [Double] = []
        private(set) var ratios: [Double] = []

        /// A round of both, in seconds.
        mutating func add(ours first: Double, floor second: Double, calls: Int) {
            ours.append(first / Double(calls))
            floor.append(second / Double(calls))
            ratios.append(first / second)
        }
    }

    /// Runs `ours` and `floor`, each of which makes as many calls as it is told.
    func compare(ours: (Int) throws -> Void, floor: (Int) throws -> Void) rethrows -> Comparison {
        var comparison = Comparison()
        for round in 0...rounds {
            let first: Double
            let second: Double
            if round.isMultiple(of: 2) {
                first = try clock.seconds { try ours(calls) }
                second = try clock.seconds { try floor(calls) }
            } else {
                second = try clock.seconds { try floor(calls) }
                first = try clock.seconds { try ours(calls) }
            }
            if round > 0 { comparison.add(ours: first, floor: second, calls: calls) }
        }
        return comparison
    }
}

/// What time is taken from.
enum Stopwatch {
    /// The processor time of the calling thread: other programs on the machine do not count.
    case thread
    /// The processor time of the whole process.
    case process
    /// Time as it passes: for what waits for a disk or uses many cores.
    case wall

    var now: Double {
        let identifier =
            switch self {
            case .thread: CLOCK_THREAD_CPUTIME_ID
            case .process: CLOCK_PROCESS_CPUTIME_ID
            case .wall: CLOCK_MONOTONIC
            }
        var time = timespec()
        clock_gettime(identifier, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = now
        try body()
        return now - start
    }

    func seconds(_ body: () async throws -> Void) async rethrows -> Double {
        let start = now
        try await body()
        return now - start
    }
}

extension [Double] {
    /// The middle value; of an even number, the upper of the two in the middle.
    var median: Double { isEmpty ? .nan : sorted()[count / 2] }
}
