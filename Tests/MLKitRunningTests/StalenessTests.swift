import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// What makes a stage run again, on a disk in memory whose clock ticks at each write.
@Suite struct StalenessTests {
    private let files = InMemoryFileSystem(["/p/in.txt": "1", "/p/tree/a": "1", "/p/tree/sub/b": "2"])

    private static let text = """
        mlkit: 1
        project: {name: p}
        params: {used: 1, unused: 2}
        resources: {gpu: 1}
        stages:
          a:
            run: [mix, '${params.used}', out.txt, in.txt]
            inputs: [in.txt]
            outputs: [out.txt]
          b: {run: [mix, b, b.txt, out.txt], inputs: [out.txt], outputs: [b.txt]}
          t: {run: [mix, t, t.txt], inputs: [tree], outputs: [t.txt], env: [LANG]}

        """

    private func pipeline(
        _ text: String = text, environment: [String: String] = [:], engines: [String: String] = [:]
    ) throws -> Pipeline {
        Pipeline(
            spec: try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn), project: "/p", worker: "/none", files: files,
            environment: environment, engines: { _ in engines }, now: TestClock(seconds: 4_000_000_000).now,
            launcher: PlayedProcesses(files))
    }

    private func run(_ pipeline: Pipeline) async throws {
        _ = try await pipeline.run(.init(jobs: 1)) { _ in }
    }

    private func reasons(_ pipeline: Pipeline) throws -> [String: [StaleReason]] {
        let stale = try pipeline.status().filter { !$0.reasons.isEmpty }
        return Dictionary(uniqueKeysWithValues: stale.map { ($0.stage, $0.reasons) })
    }

    @Test func timesAloneAreNoReason() async throws {
        try await run(pipeline())
        for path in ["in.txt", "out.txt", "tree/a"] {
            let file = FilePath("/p").pushing(FilePath(path))
            try files.write(try files.readText(file), to: file)
        }
        #expect(try reasons(pipeline()) == [:])
    }

    @Test func orderCommentsAndLimitsAreNoReason() async throws {
        try await run(pipeline())
        let other = """
            mlkit: 1
            project: {name: p}
            resources: {gpu: 1}
            stages:
              t: {env: [LANG], inputs: [tree], run: [mix, t, t.txt], outputs: [t.txt], retries: 3}
              b: {run: [mix, b, b.txt, out.txt], inputs: [out.txt], outputs: [b.txt], mutex: [m]} # said otherwise
              a:
                outputs: [out.txt]
                run: [mix, "${params.used}", out.txt, in.txt]
                inputs: [in.txt]
                resources: {memory: 2GiB, time: 10m, gpu: 1}
            params: {unused: 3, used: 1}

            """
        #expect(try reasons(pipeline(other)) == [:])
    }

    @Test func aFileInATreeIsAReason() async throws {
        try await run(pipeline())
        try files.write("3", to: "/p/tree/sub/b")
        #expect(try reasons(pipeline()) == ["t": [.inputChanged(path: "tree")]])
        try files.write("2", to: "/p/tree/sub/b")
        #expect(try reasons(pipeline()) == [:])
        try files.write("", to: "/p/tree/c")
        #expect(try reasons(pipeline()) == ["t": [.inputChanged(path: "tree")]])
    }

    @Test func aParameterIsAReasonForThoseThatUseIt() async throws {
        try await run(pipeline())
        let other = Self.text.replacing("used: 1, unused: 2", with: "used: 4, unused: 3")
        let reasons = try reasons(pipeline(other))
        #expect(reasons.keys.sorted() == ["a", "b"])
        #expect(reasons["a"]?.first == .parameterChanged(name: "used", old: .int(1), new: .int(4)))
        #expect(reasons["b"] == [.waits(for: "a")])
    }

    @Test func aVariableIsAReason() async throws {
        try await run(pipeline())
        #expect(try reasons(pipeline(environment: ["LANG": "C", "HOME": "/"])) == ["t": [.environmentChanged(name: "LANG")]])
    }

    @Test func anEngineIsAReasonWhereItsVersionIsKnown() async throws {
        try await run(pipeline(engines: ["duckdb": "1.4", "xgboost": "3.0"]))
        #expect(try reasons(pipeline(engines: ["duckdb": "1.4"])) == [:])
        let newer = try reasons(pipeline(engines: ["duckdb": "1.5", "xgboost": "3.0"]))
        #expect(newer["a"] == [.engineChanged(name: "duckdb", old: "1.4", new: "1.5")])
        #expect(newer["a"]?.first?.description == "duckdb is another version: 1.4 -> 1.5")
    }

    @Test func aSelectionGoesFromAndUntil() throws {
        let chain = (0..<5).map {
            "  s\($0): {run: x, inputs: [o\($0)], outputs: [o\($0 + 1)]}\n"
        }.joined()
        let spec = try ProjectSpec(parsing: Array("mlkit: 1\nproject: {name: p}\nstages:\n\(chain)".utf8), kinds: .builtIn)
        func names(_ selection: StageSelection) throws -> [String] { try selection.stages(of: spec).map(\.name) }
        #expect(try names(.init(names: ["s2"])) == ["s0", "s1", "s2"])
        #expect(try names(.init(names: ["s2", "s4"], isExact: true)) == ["s2", "s4"])
        #expect(try names(.init(from: ["s3"])) == ["s3", "s4"])
        #expect(try names(.init(names: ["s3"], from: ["s2"])) == ["s2", "s3"])
    }
}
