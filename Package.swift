// swift-tools-version: 6.2
import PackageDescription

// One list of settings for every Swift target: Swift 6 language mode, explicit imports, and no warning
// left standing. The layering of the targets is checked by Tests/MLKitCoreTests/LayeringTests.swift.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["MLKitTestSupport"], swiftSettings: settings)
}

let package = Package(
    name: "mlkit",
    products: [
        .executable(name: "mlkit", targets: ["mlkit"]),
        .executable(name: "mlkit-server", targets: ["mlkit-server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
    ],
    targets: [
        // Libraries of the system.
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CLibGit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
        .systemLibrary(
            name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CLibZ", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CGitStartup"),
        .target(name: "CEngines"),
        .target(
            name: "CPythonNames",
            linkerSettings: [
                .unsafeFlags([
                    "-Xlinker", "--export-dynamic",
                    "-Xlinker", "--version-script=\(Context.packageDirectory)/Sources/exported.map",
                ])
            ]),
        .systemLibrary(name: "CProcesses"),

        // Libraries of ours, lowest first: a target imports only what stands above it.
        library("MLKitCore", ["CLibCrypto", "CLibZ", subprocess, system]),
        library("MLKitYAML", ["CLibYAML", "MLKitCore"]),
        library("MLKitGit", ["CLibGit2", "CGitStartup", "CLibCrypto", "CLibZ", "MLKitCore", system]),
        library("MLKitEngines", ["CEngines", "CPythonNames", "MLKitCore", system]),
        library("MLKitSpec", ["MLKitEngines", "MLKitYAML", "MLKitCore", system]),
        library("MLKitSignature", ["MLKitCore"]),
        library("MLKitReports", ["MLKitSignature", "MLKitSpec", "MLKitYAML", "MLKitCore", system]),
        library("MLKitDrawing", ["MLKitCore"]),
        library("MLKitScaffold", ["MLKitSpec", "MLKitGit", "MLKitYAML", "MLKitCore", system]),
        library(
            "MLKitChecklist",
            ["MLKitDrawing", "MLKitReports", "MLKitSignature", "MLKitSpec", "MLKitGit", "MLKitYAML", "MLKitCore", system]),
        library("MLKitFingerprints", ["MLKitSpec", "MLKitCore", system]),
        library("MLKitCache", ["MLKitFingerprints", "MLKitSpec", "MLKitGit", "MLKitCore", system]),
        library("MLKitProcesses", ["CProcesses", "MLKitCore", system]),
        library(
            "MLKitRunning",
            ["MLKitProcesses", "MLKitCache", "MLKitFingerprints", "MLKitSpec", "MLKitGit", "MLKitCore", system]),
        library(
            "MLKitSnapshots",
            [
                "MLKitRunning", "MLKitCache", "MLKitFingerprints", "MLKitSpec", "MLKitGit", "MLKitYAML", "MLKitCore",
                system,
            ]),
        library(
            "MLKitSweeps",
            [
                "MLKitSnapshots", "MLKitRunning", "MLKitProcesses", "MLKitCache", "MLKitFingerprints", "MLKitDrawing",
                "MLKitReports", "MLKitSpec", "MLKitYAML", "MLKitCore", system,
            ]),
        library(
            "MLKitViews",
            [
                "MLKitSnapshots", "MLKitRunning", "MLKitFingerprints", "MLKitDrawing", "MLKitReports", "MLKitSpec",
                "MLKitCore", system,
            ]),
        .target(name: "MLKitONNXFormat", dependencies: [protobuf], swiftSettings: [.swiftLanguageMode(.v6)]),
        library(
            "MLKitONNX",
            ["MLKitONNXFormat", "MLKitSignature", "MLKitEngines", "CEngines", "MLKitCore", protobuf, system]),
        library(
            "MLKitTables",
            [
                "CEngines", "CLibCrypto", "MLKitDrawing", "MLKitReports", "MLKitSignature", "MLKitSpec", "MLKitEngines",
                "MLKitYAML", "MLKitCore", system,
            ]),
        library(
            "MLKitEvaluation",
            [
                "MLKitDrawing", "MLKitTables", "MLKitONNX", "MLKitReports", "MLKitSignature", "MLKitSpec", "MLKitEngines",
                "MLKitYAML", "MLKitCore", system,
            ]),
        library(
            "MLKitTraining",
            [
                "MLKitDrawing", "MLKitEvaluation", "MLKitTables", "MLKitONNX", "MLKitReports", "MLKitSignature", "MLKitSpec",
                "MLKitEngines", "MLKitYAML", "CEngines", "MLKitCore", system,
            ]),
        library(
            "MLKitDeployment",
            [
                "MLKitEvaluation", "MLKitTables", "MLKitONNX", "MLKitReports", "MLKitSignature", "MLKitSpec",
                "MLKitEngines", "MLKitYAML", "MLKitCore", subprocess, system,
            ]),
        library(
            "MLKitStages", ["MLKitDeployment", "MLKitTraining", "MLKitEvaluation", "MLKitTables", "MLKitSpec"]),
        library(
            "MLKitServing",
            ["CLibZ", "MLKitONNX", "MLKitSignature", "MLKitEngines", "MLKitCore", nioCore, nioPosix, system]),
        library(
            "MLKitCommands",
            [
                "MLKitStages", "MLKitDeployment", "MLKitEvaluation", "MLKitTables", "MLKitReports", "MLKitONNX", "MLKitViews",
                "MLKitSweeps", "MLKitSnapshots", "MLKitRunning", "MLKitProcesses", "MLKitCache", "MLKitFingerprints", "MLKitChecklist", "MLKitScaffold", "MLKitDrawing",
                "MLKitEngines", "MLKitSignature", "MLKitSpec", "MLKitGit", "MLKitYAML", "MLKitCore", argumentParser, system,
            ]),
        .executableTarget(
            name: "mlkit", dependencies: ["MLKitCommands"], swiftSettings: settings,
            linkerSettings: [.unsafeFlags(["-Xclang-linker", "-no-pie"], .when(configuration: .release))]),
        .executableTarget(
            name: "mlkit-server",
            dependencies: ["CProcesses", "MLKitServing", "MLKitEngines", "MLKitCore", argumentParser, system],
            swiftSettings: settings),

        // Tests, one target per library, and one that runs the built binary.
        .target(
            name: "MLKitTestSupport", dependencies: ["MLKitCore", system], path: "Tests/MLKitTestSupport",
            swiftSettings: settings),
        .target(
            name: "MLKitStagesTestSupport", dependencies: ["MLKitSpec", "MLKitEngines", system],
            path: "Tests/MLKitStagesTestSupport", swiftSettings: settings),
        tests("MLKitCoreTests", ["MLKitCore"]),
        tests("MLKitYAMLTests", ["MLKitYAML", "MLKitCore"]),
        tests("MLKitGitTests", ["MLKitGit", "MLKitCore"]),
        tests(
            "MLKitSpecTests",
            [
                "MLKitStages", "MLKitReports", "MLKitSignature", "MLKitTraining", "MLKitEvaluation", "MLKitTables",
                "MLKitSpec", "MLKitEngines", "MLKitYAML", "MLKitCore", system,
            ]),
        tests("MLKitSignatureTests", ["MLKitSignature", "MLKitCore"]),
        tests("MLKitDrawingTests", ["MLKitDrawing", "MLKitCore", system]),
        tests("MLKitEnginesTests", ["MLKitEngines", "CEngines", "MLKitCore", system]),
        tests("MLKitScaffoldTests", ["MLKitStages", "MLKitTables", "MLKitScaffold", "MLKitSpec", "MLKitYAML", "MLKitCore"]),
        tests(
            "MLKitChecklistTests",
            [
                "MLKitStages", "MLKitChecklist", "MLKitReports", "MLKitSignature", "MLKitGit", "MLKitSpec", "MLKitEngines", "MLKitYAML",
                "MLKitCore",
            ]),
        tests(
            "MLKitReportsTests", ["MLKitReports", "MLKitSignature", "MLKitSpec", "MLKitCore", system]),
        tests("MLKitFingerprintsTests", ["MLKitStages", "MLKitFingerprints", "MLKitSpec", "MLKitCore", system]),
        tests(
            "MLKitCacheTests",
            ["MLKitStages", "MLKitCache", "MLKitFingerprints", "MLKitSpec", "MLKitGit", "MLKitCore", system]),
        tests("MLKitProcessesTests", ["MLKitProcesses", "MLKitCore"]),
        tests(
            "MLKitRunningTests",
            [
                "MLKitStages", "MLKitViews", "MLKitSnapshots", "MLKitTraining", "MLKitEvaluation", "MLKitTables",
                "MLKitONNX", "MLKitReports", "MLKitSignature", "MLKitEngines", "MLKitYAML", "MLKitRunning",
                "MLKitProcesses", "MLKitCache", "MLKitFingerprints", "MLKitSpec", "MLKitCore", system, "mlkit", "MLKitCommands",
                "MLKitStagesTestSupport",
            ]),
        tests("MLKitSweepsTests", ["MLKitStages", "MLKitSweeps", "MLKitRunning", "MLKitSpec", "MLKitCore", system, "mlkit"]),
        tests("MLKitSnapshotsTests", ["MLKitStages", "MLKitSnapshots", "MLKitSpec", "MLKitCore"]),
        tests("MLKitViewsTests", ["MLKitStages", "MLKitViews", "MLKitSnapshots", "MLKitSpec", "MLKitCore"]),
        tests("MLKitONNXTests", ["MLKitONNX", "MLKitONNXFormat", "MLKitSignature", "MLKitEngines", "MLKitCore", protobuf]),
        tests(
            "MLKitTablesTests",
            [
                "MLKitStagesTestSupport", "MLKitTables", "MLKitReports", "MLKitSignature", "MLKitSpec", "MLKitEngines",
                "MLKitYAML", "MLKitCore", system,
            ]),
        tests(
            "MLKitEvaluationTests",
            [
                "MLKitStagesTestSupport", "MLKitEvaluation", "MLKitTables", "MLKitONNX", "MLKitReports",
                "MLKitSignature", "MLKitSpec", "MLKitEngines", "MLKitYAML", "MLKitCore", system,
            ]),
        tests(
            "MLKitTrainingTests",
            [
                "MLKitStagesTestSupport", "MLKitTraining", "MLKitEvaluation", "MLKitTables", "MLKitONNX",
                "MLKitReports", "MLKitSignature", "MLKitSpec", "MLKitEngines", "MLKitYAML", "MLKitCore", system,
            ]),
        tests(
            "MLKitDeploymentTests",
            [
                "MLKitStagesTestSupport", "MLKitDeployment", "MLKitEvaluation", "MLKitTables", "MLKitONNX",
                "MLKitReports", "MLKitSignature", "MLKitSpec", "MLKitEngines", "MLKitYAML", "MLKitCore", system,
                "mlkit-server",
            ]),
        tests(
            "MLKitServingTests",
            ["MLKitServing", "MLKitSignature", "MLKitONNX", "MLKitEngines", "MLKitCore", system, "mlkit-server"]),
        tests("CommandTests", ["MLKitCore", "mlkit", "mlkit-server"]),
    ]
)
