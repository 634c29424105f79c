import Claims
import ECT
import Encoding
import JOSE
import TestSupport
import Testing
import Trust

@Suite("Configuration")
struct ConfigurationTests {
    @Test(
        "without variables the defaults hold", .verifies("ECT#req-ect-replay-default", "ECT#req-ect-lifetime")
    )
    func defaults() throws {
        let configuration = try ECTConfiguration(environment: ["PATH": "/bin"])
        #expect(configuration == ECTConfiguration())
        #expect(configuration.replayEntries == 100_000 && configuration.replayMinutes == 20)
        #expect(configuration.lifetimeMinutes * 60 == 600)
        var policy = ECTPolicy(
            mode: .live, now: NumericDate(clamping: 0), audience: [], minimumLevel: .level2,
            firstUse: nil)
        configuration.apply(to: &policy)
        #expect(policy.maximumAge == 900 && policy.maximumFuture == 30)
    }

    @Test("each variable is read")
    func variables() throws {
        let configuration = try ECTConfiguration(environment: [
            "ECT_IAT_MAX_AGE_MINUTES": "5", "ECT_IAT_MAX_FUTURE_SEC": "0", "ECT_DEFAULT_EXPIRY_MIN": "1440",
            "ECT_JTI_REPLAY_CACHE_SIZE": "7", "ECT_JTI_REPLAY_TTL_MIN": "5",
        ])
        #expect(configuration.maximumAgeMinutes == 5 && configuration.maximumFutureSeconds == 0)
        #expect(configuration.lifetimeMinutes == 1440 && configuration.replayEntries == 7)
        #expect(configuration.replayMinutes == 5)
    }

    @Test(
        "a value that is no integer in its range is an error with the variable's name",
        .verifies("ECT#req-ect-config-range"),
        arguments: ECTConfiguration.Variable.allCases)
    func ranges(variable: ECTConfiguration.Variable) {
        for value in [
            "", " 5", "5 ", "+5", "-1", "5.0", "1e2", "٥", "999999999999999999999",
            "\(variable.range.upperBound + 1)",
            variable == .maximumFuture ? "x" : "0",
        ] {
            #expect(throws: ECTConfigurationError.outOfRange(variable), "\(value)") {
                try ECTConfiguration(environment: [variable.rawValue: value])
            }
        }
        #expect(ECTConfigurationError.outOfRange(variable).description.hasPrefix(variable.rawValue))
        #expect(ECTConfigurationError.outOfRange(variable).code == "ect-config-range")
    }

    @Test("replays are not forgotten before tokens are too old", .verifies("ECT#req-ect-config-replay"))
    func replay() {
        #expect(throws: ECTConfigurationError.replayTooShort) {
            try ECTConfiguration(environment: ["ECT_JTI_REPLAY_TTL_MIN": "15"])
        }
        #expect(ECTConfigurationError.replayTooShort.code == "ect-config-replay")
        #expect(!ECTConfigurationError.replayTooShort.description.isEmpty)
    }

    @Test("errors have the code of their requirement, and a sentence")
    func errors() {
        let errors: [ECTError] = [
            .jws(.signatureInvalid), .trust(.keyIDMissing), .claim(.missing("jti")), .rule(.noSub),
            .level(.level1, minimum: .level2), .mandate("it expired"), .replayStoreUnavailable,
        ]
        #expect(
            errors.map(\.code) == [
                "ect-signature", "ect-kid", "ect-jti", "ect-no-sub", "ect-minimum-level", "ect-mnd-valid",
                "ect-replay-full",
            ])
        #expect(Set(errors.map(\.description)).count == errors.count)
        for requirement in ECTRequirement.allCases {
            #expect(requirement.name == "ECT#\(requirement.rawValue)" && !requirement.text.contains("{:"))
        }
    }
}
