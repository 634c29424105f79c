// swift-tools-version: 6.2
import PackageDescription

// A package of its own: nobody who uses the libraries builds the measurements.
let package = Package(
    name: "bench",
    dependencies: [
        .package(name: "act-ect", path: "../.."),
        .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0", traits: []),
    ],
    targets: [
        // The floors that we are measured against, in C: OpenSSL and SQLite with nothing of ours between,
        // and a count of allocations.
        .target(
            name: "CFloor", publicHeadersPath: "include",
            linkerSettings: [.linkedLibrary("crypto"), .linkedLibrary("sqlite3")]),
        .executableTarget(
            name: "bench",
            dependencies: [
                "CFloor",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "WIMSE", package: "act-ect"),
                .product(name: "TransparencyService", package: "act-ect"),
                .product(name: "SCITT", package: "act-ect"),
                .product(name: "HTTPTransport", package: "act-ect"),
                .product(name: "Audit", package: "act-ect"),
                .product(name: "ECT", package: "act-ect"),
                .product(name: "Claims", package: "act-ect"),
                .product(name: "Trust", package: "act-ect"),
                .product(name: "Ledger", package: "act-ect"),
                .product(name: "DAG", package: "act-ect"),
                .product(name: "Merkle", package: "act-ect"),
                .product(name: "JOSE", package: "act-ect"),
                .product(name: "COSE", package: "act-ect"),
                .product(name: "CBOR", package: "act-ect"),
                .product(name: "Signing", package: "act-ect"),
                .product(name: "Encoding", package: "act-ect"),
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .treatAllWarnings(as: .error),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ]),
    ]
)
