// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// The house's compiler settings: Swift 6 language mode, every warning an error, imports internal
/// unless they are part of an interface, and non-escaping types for parsers over borrowed octets.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
]

/// `Packages/<name>/Sources`, importing only modules of a lower floor.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Packages/\(name)/Sources", swiftSettings: house)
}

/// `Packages/<name>/Tests`, beside the sources that they test. Data files are in its folder `Vectors`.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    let path = "Packages/\(name)/Tests"
    let vectors = FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/\(path)/Vectors")
    return .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
        path: path, exclude: vectors ? ["Vectors"] : [], swiftSettings: house)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
// SQLite's own functions, as GRDB imports them: rows of the ledger are bound without a value type between.
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
// Without its conveniences for Foundation's URL, which reads a URL otherwise than libcurl does.
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
// Structured fields (RFC 9651) as they are parsed, without Codable.
let structuredFields = Target.Dependency.product(
    name: "RawStructuredFieldValues", package: "swift-http-structured-headers")
/// A library of the transparency service: fetched and built with the trait `Service` only.
func serviceLibrary(_ name: String, _ package: String) -> Target.Dependency {
    .product(name: name, package: package, condition: .when(traits: ["Service"]))
}
let logging = serviceLibrary("Logging", "swift-log")
let metrics = serviceLibrary("CoreMetrics", "swift-metrics")
let hummingbird = [
    serviceLibrary("Hummingbird", "hummingbird"), serviceLibrary("HummingbirdCore", "hummingbird"),
    serviceLibrary("ServiceLifecycle", "swift-service-lifecycle"),
    serviceLibrary("UnixSignals", "swift-service-lifecycle"), serviceLibrary("NIOCore", "swift-nio"),
    serviceLibrary("NIOHTTPTypes", "swift-nio-extras"),
]
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

// One list a floor, from the ground up. Interop/Tests/FloorsTests.swift refuses an arrow that runs
// up or sideways.
let systemLibraries: [Target] = [
    .target(
        name: "COpenSSL", path: "Packages/SystemLibraries/COpenSSL", publicHeadersPath: "include",
        linkerSettings: [.linkedLibrary("crypto")]),
    .target(
        name: "CCurl", path: "Packages/SystemLibraries/CCurl", publicHeadersPath: "include",
        linkerSettings: [.linkedLibrary("curl")]),
]
let encodings = [module("Encoding"), module("CBOR")]
let signing = [module("Signing", ["COpenSSL", "Encoding"])]
let structures = [
    module("JOSE", ["Signing", "Encoding"]),
    module("COSE", ["Signing", "CBOR", "Encoding"]),
    module("DAG", ["Encoding"]),
    module("Merkle", ["Signing", "Encoding"]),
    module("MCP", ["Encoding"]),
]
let foundations = [
    module("Claims", ["JOSE", "DAG", "Signing", "Encoding"]),
    module("Trust", ["JOSE", "Signing", "Encoding"]),
    module("Ledger", ["Merkle", "Signing", "Encoding", grdb, sqlite]),
    module("HTTPTransport", ["CCurl", httpTypes]),
    module(
        "HTTPServer",
        [
            "Signing", "Encoding", httpTypes, logging, metrics,
            serviceLibrary("HummingbirdTLS", "hummingbird"),
            serviceLibrary("NIOSSL", "swift-nio-ssl"),
        ] + hummingbird),
]
let profiles = [
    module("ACT", ["Claims", "Trust", "DAG", "JOSE", "Signing", "Encoding"]),
    module("ECT", ["Claims", "Trust", "DAG", "JOSE", "Signing", "Encoding"]),
]
let workflows = [
    module("Import", ["ECT", "Trust", "Claims", "JOSE", "Signing", "Encoding"]),
    module(
        "Audit", ["ACT", "ECT", "Claims", "Trust", "Ledger", "Merkle", "DAG", "JOSE", "Signing", "Encoding"]),
]
let reports = [module("Report", ["Audit", "Claims", "DAG", "Encoding"])]
// Above the audit: what a bundle's tokens are worth is the audit's word.
let evidence = [
    module(
        "SCITT",
        [
            "Audit", "ACT", "ECT", "Claims", "Trust", "HTTPTransport", "Merkle", "DAG", "JOSE", "COSE",
            "CBOR", "Signing", "Encoding", httpTypes, grdb, sqlite,
        ]),
    module(
        "WIMSE",
        [
            "ACT", "ECT", "Claims", "Trust", "Ledger", "JOSE", "Signing", "Encoding", httpTypes,
            structuredFields,
        ]),
]
let services = [
    module(
        "TransparencyService",
        [
            "SCITT", "Ledger", "HTTPServer", "Claims", "Trust", "Merkle", "JOSE", "COSE", "CBOR", "Signing",
            "Encoding", grdb, httpTypes, logging, metrics,
        ] + hummingbird),
    module(
        "WorkloadHTTP",
        [
            "WIMSE", "HTTPTransport", "HTTPServer", "ACT", "ECT", "Claims", "Ledger", "JOSE", "Signing",
            "Encoding", httpTypes, logging,
        ] + hummingbird),
    module(
        "Gateway",
        [
            "WIMSE", "Audit", "ACT", "ECT", "Claims", "Trust", "Ledger", "HTTPTransport", "HTTPServer", "DAG",
            "MCP", "JOSE", "Signing", "Encoding", grdb, httpTypes, logging, metrics,
        ] + hummingbird),
]
let tools: [Target] = [
    .executableTarget(
        name: "actect",
        dependencies: [
            "Gateway", "TransparencyService", "HTTPServer", "SCITT", "WIMSE", "Report", "Audit", "Import",
            "ACT",
            "ECT", "Claims", "Trust",
            "Ledger", "Merkle", "DAG",
            "JOSE", "COSE", "CBOR", "HTTPTransport", "Signing", "Encoding", argumentParser, httpTypes,
            logging,
        ],
        path: "Tools/actect", swiftSettings: house),
    .executableTarget(
        name: "draft",
        dependencies: [
            "ACT", "ECT", "Claims", "Trust", "DAG", "JOSE", "Signing", "Encoding", argumentParser,
        ],
        path: "Tools/draft", swiftSettings: house),
]
let testing: [Target] = [
    .executableTarget(
        name: "three-workloads",
        dependencies: [
            "WorkloadHTTP", "WIMSE", "HTTPTransport", "HTTPServer", "Audit", "ACT", "ECT", "Claims", "Trust",
            "Ledger", "DAG", "JOSE", "Signing", "Encoding", httpTypes, logging,
        ] + hummingbird,
        path: "Packages/WorkloadHTTP/Example", swiftSettings: house),
    .executableTarget(
        name: "ledger-crash", dependencies: ["Ledger", "Encoding"], path: "Packages/Ledger/CrashProcess",
        swiftSettings: house),
    .executableTarget(
        name: "outbox-crash",
        dependencies: [
            "TestStorage", "SCITT", "HTTPTransport", "Trust", "Claims", "JOSE", "Signing", "Encoding",
        ],
        path: "Packages/SCITT/CrashProcess", swiftSettings: house),
    .executableTarget(
        name: "service-crash",
        dependencies: ["TestStorage", "TransparencyService", "Trust", "Encoding", logging],
        path: "Packages/TransparencyService/CrashProcess", swiftSettings: house),
    .executableTarget(
        name: "scitt-load", dependencies: ["SCITT", "Claims", "Trust", "JOSE", "Signing", "Encoding"],
        path: "Packages/TransparencyService/Load", swiftSettings: house),
    .executableTarget(
        name: "gateway-load",
        dependencies: [
            "TestSupport", "ACT", "Claims", "Trust", "Ledger", "HTTPTransport", "JOSE", "Signing", "Encoding",
            httpTypes,
        ],
        path: "Packages/Gateway/Load", swiftSettings: house),
    .target(
        name: "TestSupport", dependencies: ["Encoding"], path: "Packages/TestSupport/Sources",
        swiftSettings: house),
    .target(
        name: "TestStorage", dependencies: ["TestSupport", sqlite], path: "Packages/TestSupport/Storage",
        swiftSettings: house),
    .target(
        name: "TestTokens", dependencies: ["TestSupport", "JOSE", "Signing", "Encoding"],
        path: "Packages/TestSupport/Tokens",
        swiftSettings: house),
    tests("Encoding"), tests("CBOR"), tests("Signing"), tests("JOSE"), tests("COSE"), tests("DAG"),
    tests("Merkle"), tests("MCP", ["Encoding"]), tests("Claims"), tests("Trust"),
    tests("Ledger", [grdb, sqlite, "ledger-crash"]),
    tests("ACT", ["TestTokens"]), tests("ECT", ["TestTokens"]),
    tests("Import", ["ECT", "Trust", "DAG", "Claims", "JOSE", "Signing", "Encoding"]),
    tests("Audit", ["TestTokens", "ECT", "Claims", "Trust", "Ledger", "DAG", "JOSE", "Encoding"]),
    tests("Report", ["TestTokens", "Audit", "ECT", "Claims", "Trust", "Encoding"]),
    tests("HTTPTransport", [httpTypes]),
    tests("HTTPServer", ["Encoding", logging, metrics]),
    tests(
        "SCITT",
        [
            "COSE", "CBOR", "Trust", "JOSE", "Merkle", "DAG", "Signing", "Claims", "ACT", "ECT", "Audit",
            "Encoding", "HTTPTransport", httpTypes, grdb, "TestStorage", "outbox-crash",
        ]),
    tests(
        "TransparencyService",
        [
            "SCITT", "Ledger", "HTTPServer", "Claims", "Trust", "Merkle", "JOSE", "COSE", "CBOR", "Signing",
            "Encoding", "HTTPTransport", httpTypes,
            grdb, logging, metrics, "TestStorage", "actect", "scitt-load", "service-crash",
        ]),
    tests(
        "WIMSE",
        [
            "TestTokens", "ACT", "ECT", "Claims", "Trust", "Ledger", "JOSE", "Signing", "Encoding", httpTypes,
            structuredFields,
        ]),
    tests(
        "WorkloadHTTP",
        [
            "WIMSE", "HTTPTransport", "ECT", "Claims", "Trust", "Ledger", "JOSE", "Signing", "Encoding",
            httpTypes, logging, "three-workloads",
        ] + hummingbird),
    tests(
        "Gateway",
        [
            "TestTokens", "WIMSE", "Audit", "ACT", "ECT", "Claims", "Trust", "Ledger", "HTTPTransport",
            "HTTPServer", "JOSE", "Signing", "Encoding", httpTypes, logging, metrics, "actect",
            "gateway-load",
        ]),
    .target(
        name: "FuzzTargets",
        dependencies: [
            "WIMSE", "SCITT", "HTTPTransport", "Audit", "Import", "ACT", "ECT", "Claims", "Trust", "Ledger",
            "Merkle", "MCP", "JOSE", "COSE", "CBOR", "Signing", "Encoding", httpTypes,
        ],
        path: "Tools/fuzz/Targets",
        swiftSettings: house),
    .testTarget(
        name: "InteropTests",
        dependencies: [
            "TestSupport", "FuzzTargets", "SCITT", "Audit", "ACT", "ECT", "Ledger", "HTTPTransport",
            httpTypes,
            "Trust", "Claims", "Merkle",
            "JOSE", "COSE", "CBOR", "Signing", "Encoding", "actect", "draft",
        ],
        path: "Interop/Tests", swiftSettings: house),
]

let package = Package(
    name: "act-ect",
    products: (encodings + signing + structures + foundations + profiles + workflows + reports + evidence
        + services).map {
            .library(name: $0.name, targets: [$0.name])
        } + [
            .executable(name: "actect", targets: ["actect"]),
            .executable(name: "scitt-load", targets: ["scitt-load"]),
            .executable(name: "gateway-load", targets: ["gateway-load"]),
            .library(name: "FuzzTargets", targets: ["FuzzTargets"]),
        ],
    traits: [
        .default(enabledTraits: ["Service"]),
        .trait(name: "Service", description: "The transparency service and the gateway (Hummingbird)."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-http-structured-headers.git", exact: "1.7.0"),
        // With the trait `Service` only.
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", exact: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
    ],
    targets: systemLibraries + encodings + signing + structures + foundations + profiles + workflows + reports
        + evidence + services + tools + testing
)
