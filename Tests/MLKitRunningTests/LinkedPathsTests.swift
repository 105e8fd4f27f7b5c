import Glibc
import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// Paths that go through links, and links in outputs.
@Suite struct LinkedPathsTests: OutputRoomTesting {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("1\n", to: "in")
        try files.makeDirectory(scratch.path.appending("real"))
        symlink("real", scratch.path.appending("alias").string)
    }

    private func problems(_ stages: String) throws -> [String] {
        try pipeline(stages).status().flatMap(\.problems).map(\.message)
    }

    private static let read =
        "the input `alias/gen` of stage `b` is `real/gen`, by way of a link, which stage `a` writes as `real/gen`"

    @Test(arguments: [
        ("  b: {run: x, inputs: [alias/gen], outputs: [res]}\n  a: {run: x, inputs: [in], outputs: [real/gen]}", read),
        (
            "  b: {run: x, inputs: [real], outputs: [res]}\n  a: {run: x, outputs: [alias/gen]}",
            "the output `alias/gen` of stage `a` is `real/gen`, by way of a link, which stage `b` reads as `real`"
        ),
        (
            "  b: {run: x, inputs: ['alias/*'], outputs: [res]}\n  a: {run: x, outputs: [real/gen]}",
            "the input `alias/*` of stage `b` is `real/*`, by way of a link, which stage `a` writes as `real/gen`"
        ),
        (
            "  a: {run: x, outputs: [real/gen]}\n  b: {run: x, outputs: [alias/gen]}",
            "the output `alias/gen` of stage `b` is `real/gen`, by way of a link, which stage `a` writes as `real/gen` too"
        ),
    ])
    func twoWordsForOneFileAreAnError(stages: String, problem: String) async throws {
        try scratch.write("x\n", to: "real/gen")
        #expect(try problems(stages) == [problem])
        let failure = await #expect(throws: Failure.self) { try await run(stages) }
        #expect(failure?.diagnostics.map(\.message) == [problem])
        #expect(try await run(stages, keepsGoing: true).contains(problem))
    }

    @Test func oneWordThroughALinkIsFine() async throws {
        let stages = "  b: {run: 'cp alias/gen res', inputs: [alias/gen], outputs: [res]}\n  a: {run: 'cp in alias/gen', inputs: [in], "
            + "outputs: [alias/gen]}"
        #expect(try problems(stages).isEmpty)
        #expect(try await run(stages) == ["ran a", "ran b"])
    }

    // MARK: Links in outputs

    @Test func whatALinkLeadsToIsNoPartOfAnOutput() async throws {
        let stages = "  a: {run: 'mkdir out; ln -s ../data/x out/x; echo 1 > out/y', inputs: [data], outputs: [out]}"
        try scratch.write("1\n", to: "data/x")
        #expect(try await run(stages).first == "ran a")
        try scratch.write("2\n", to: "data/x")
        #expect(try pipeline(stages).status()[0].reasons == [.inputChanged(path: "data")])
        let events = try await run(stages)
        #expect(!events.contains { $0.contains("is kept as") }, "\(events)")
        #expect(try !scratch.exists(".mlkit/edited"))
        #expect(try await run(stages) == ["skipped a"])
        // What is edited in it is told, and kept.
        try scratch.write("mine\n", to: "out/y")
        #expect(try pipeline(stages).status()[0].reasons == [.outputChanged(path: "out")])
        #expect(try await run(stages).contains { $0.contains("is kept as") })
    }

    @Test(arguments: [true, false]) func theRulesInAFolderAreNotLostToAFile(isRestored: Bool) async throws {
        let stages = "  a: {run: 'rm -rf o; if [ $(cat in) = d ]; then mkdir o; echo > o/x; else echo > o; fi', inputs: [in], outputs: [o]}"
        if isRestored { _ = try await run(stages) }
        try scratch.write("d\n", to: "in")
        _ = try await run(stages)
        try scratch.write("# mine\n", to: "o/.gitignore")
        try scratch.write("1\n", to: "in")
        let events = try await run(stages)
        #expect(events.first == (isRestored ? "restored a" : "ran a"))
        let kept = try #require(try tree(".mlkit/edited").first { $0.hasSuffix("o/.gitignore") }, "\(events)")
        #expect(try scratch.read(kept) == "# mine\n")
    }

    // MARK: Values of the command line

    @Test(arguments: ["grep lr mlkit.yaml > o", "sh s.sh", "cat 's.sh' > o"])
    func aCommandThatReadsTheSpecIsWarnedOf(command: String) async throws {
        try scratch.write("params: {lr: 0.1}\n", to: "mlkit.yaml")
        try scratch.write("grep lr mlkit.yaml > o\n", to: "s.sh")
        let text = "mlkit: 1\nproject: {name: p}\nparams: {lr: 0.1}\nstages:\n  t: {run: \"\(command)\", params: [lr], outputs: [o]}\n"
        func warnings(_ set: String...) async throws -> [String] {
            let overrides = try set.map { try ParameterOverride(argument: $0, option: "--set") }
            let pipeline = Pipeline(
                spec: try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn, overriding: overrides), project: scratch.path,
                worker: BuiltTool.folder.appending("mlkit"), environment: [:], now: TestClock(seconds: 4_000_000_000).now)
            var warnings = [String]()
            _ = try await pipeline.run(.init(jobs: 1)) { event in
                if case .finished(_, let result, _) = event { warnings += result.warnings }
            }
            return warnings
        }
        #expect(try await warnings().isEmpty)
        let reader = command.hasPrefix("grep") ? "its command" : "`s.sh`"
        let warning = "`t` may not have had `lr` = 0.5: \(reader) reads `mlkit.yaml`, where another value stands; the file that "
            + "`MLKIT_PARAMS` names has this one"
        #expect(try await warnings("params.lr=0.5") == [warning])
        try scratch.write("cat $MLKIT_PARAMS > o # not mlkit.yaml\n", to: "s.sh")
        if reader != "its command" { #expect(try await warnings("params.lr=0.6").isEmpty) }
    }
}
