import Claims

/// What a deployment configures by environment variables (draft, "Configuration").
public struct ECTConfiguration: Hashable, Sendable {
    /// `ECT_IAT_MAX_AGE_MINUTES`
    public var maximumAgeMinutes: Int64 = 15
    /// `ECT_IAT_MAX_FUTURE_SEC`
    public var maximumFutureSeconds: Int64 = 30
    //= ECT#req-ect-lifetime
    //# An issuer SHOULD set 'exp' to 600 seconds after 'iat'.
    /// `ECT_DEFAULT_EXPIRY_MIN`: the lifetime of a new ECT.
    public var lifetimeMinutes: Int64 = 10
    //= ECT#req-ect-replay-default
    //# Replay protection MUST be on unless the configuration turns it off.
    /// `ECT_JTI_REPLAY_CACHE_SIZE`, in entries.
    public var replayEntries: Int64 = 100_000
    /// `ECT_JTI_REPLAY_TTL_MIN`
    public var replayMinutes: Int64 = 20

    /// The defaults.
    public init() {}

    /// The variables, and the range of each.
    public enum Variable: String, Hashable, Sendable, CaseIterable {
        case maximumAge = "ECT_IAT_MAX_AGE_MINUTES"
        case maximumFuture = "ECT_IAT_MAX_FUTURE_SEC"
        case lifetime = "ECT_DEFAULT_EXPIRY_MIN"
        case replayEntries = "ECT_JTI_REPLAY_CACHE_SIZE"
        case replayTime = "ECT_JTI_REPLAY_TTL_MIN"

        /// The values that are accepted.
        public var range: ClosedRange<Int64> {
            switch self {
            case .maximumAge, .lifetime: 1...1440
            case .maximumFuture: 0...300
            case .replayEntries: 1...100_000_000
            case .replayTime: 1...10_080
            }
        }
    }

    /// Reads `environment`; a variable that is absent has its default. A value that is not an integer in its
    /// range is an error, for the program not to start with.
    public init(environment: [String: String]) throws(ECTConfigurationError) {
        for variable in Variable.allCases {
            guard let text = environment[variable.rawValue] else { continue }
            //= ECT#req-ect-config-range
            //# An implementation MUST NOT start with a value that is not an integer within its range, and
            //# names the variable in its error.
            guard let value = Self.integer(text), variable.range.contains(value) else {
                throw .outOfRange(variable)
            }
            switch variable {
            case .maximumAge: maximumAgeMinutes = value
            case .maximumFuture: maximumFutureSeconds = value
            case .lifetime: lifetimeMinutes = value
            case .replayEntries: replayEntries = value
            case .replayTime: replayMinutes = value
            }
        }
        //= ECT#req-ect-config-replay
        //# An implementation MUST NOT start with a replay retention that is shorter than the maximum age
        //# and the permitted future together.
        guard replayMinutes * 60 >= maximumAgeMinutes * 60 + maximumFutureSeconds else {
            throw .replayTooShort
        }
    }

    /// Puts the limits into a policy.
    public func apply(to policy: inout ECTPolicy) {
        policy.maximumAge = maximumAgeMinutes * 60
        policy.maximumFuture = maximumFutureSeconds
    }

    /// Digits only: no sign, no space.
    private static func integer(_ text: String) -> Int64? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int64(text) : nil
    }
}

/// Why a program must not start with its configuration.
public enum ECTConfigurationError: Error, Hashable, Sendable {
    /// A variable's value is not an integer in its range.
    case outOfRange(ECTConfiguration.Variable)
    /// Replays would be forgotten before the tokens are refused for their age.
    case replayTooShort

    /// A stable name for machines.
    public var code: String {
        switch self {
        case .outOfRange: "ect-config-range"
        case .replayTooShort: "ect-config-replay"
        }
    }
}

extension ECTConfigurationError: CustomStringConvertible {
    /// One sentence for people, with the variable's name.
    public var description: String {
        switch self {
        case .outOfRange(let variable):
            "\(variable.rawValue) is not an integer from \(variable.range.lowerBound) to \(variable.range.upperBound)"
        case .replayTooShort:
            "ECT_JTI_REPLAY_TTL_MIN is shorter than ECT_IAT_MAX_AGE_MINUTES and ECT_IAT_MAX_FUTURE_SEC together"
        }
    }
}
