// swift-tools-version: 6.2
import PackageDescription

// The driver of libFuzzer, a package of its own because all that it links is built with coverage
// instrumentation: Tools/fuzz/run. The targets are in Targets, a module of the main package, so that
// `swift test` replays the corpus.
let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "act-ect", path: "../..")],
    targets: [
        .executableTarget(
            name: "Fuzz", dependencies: [.product(name: "FuzzTargets", package: "act-ect")], path: "Sources",
            swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])])
    ]
)
