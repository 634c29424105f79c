// swift-tools-version: 6.2
import PackageDescription

// What a package looks like that uses the libraries, and fetches no server for it: no trait is on.
let package = Package(
    name: "library-user",
    dependencies: [
        .package(name: "act-ect", path: "../..", traits: []),
        .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "library-user",
            dependencies: ["ACT", "ECT", "Claims", "Encoding", "JOSE", "Ledger", "Trust", "WIMSE"].map {
                .product(name: $0, package: "act-ect")
            } + [.product(name: "HTTPTypes", package: "swift-http-types")],
            path: "Sources")
    ]
)
