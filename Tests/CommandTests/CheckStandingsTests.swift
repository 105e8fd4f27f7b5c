import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Evidence of stages, held against what `mlkit status` says of them.
@Suite struct CheckStandingsTests {
    private let sandbox: GitSandbox
    private static let spec = """
        mlkit: 1
        project: {name: p}
        checklists: [list.yaml]
        stages:
          make: {run: cp in.txt made/out.txt, inputs: [in.txt], outputs: [made/out.txt]}
          use: {run: cp made/out.txt kept.txt, inputs: [made/out.txt], outputs: [kept.txt]}

        """
    private static let definition = """
        checklist: 1
        title: T
        sections:
          - id: a
            title: A
            items:
              - {id: a.run, title: Run, why: w, how: h, maturity: poc}
              - {id: a.file, title: File, why: w, how: h, maturity: poc}

        """

    init() async throws {
        sandbox = try await GitSandbox()
        try await sandbox.commit(
            ["mlkit.yaml": Self.spec, "list.yaml": Self.definition, "in.txt": "1\n",
            ".gitignore": "/made/\n/.mlkit/cache/\n/.mlkit/runs/\n/.mlkit/tmp/\n/logs/\n"])
        try LocalFileSystem().makeDirectory(sandbox.path.appending("made"))
        _ = try await mlkit("run")
        try await sandbox.git("add", "--all")
        try await sandbox.git("commit", "--quiet", "--message", "Ran")
        _ = try await mlkit("check", "done", "a.run", "-e", "run:make")
        _ = try await mlkit("check", "done", "a.file", "-e", "kept.txt")
    }

    @discardableResult
    private func mlkit(_ arguments: String..., in folder: FilePath? = nil) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: folder ?? sandbox.path, environment: sandbox.variables)
    }

    private func states(in folder: FilePath? = nil) async throws -> [String: String] {
        let items = try JSON(parsing: try await mlkit("check", "list", "--format", "json", in: folder).output).array ?? []
        return Dictionary(items.map { ($0["id"]?.string ?? "", "\($0["state"]?.string ?? "") \($0["reason"]?.string ?? "")".trimmed) }) {
            $1
        }
    }

    @Test func evidenceHoldsWhileItsStageIsUpToDate() async throws {
        #expect(try await states() == ["a.run": "done", "a.file": "done"])
        #expect(try await mlkit("check", "gate").status == 0)
    }

    @Test func anInputThatChangedMakesTheRunStale() async throws {
        try sandbox.write("2\n", to: "in.txt")
        let found = try await states()
        #expect(found["a.run"]?.hasPrefix("stale the run of `make` is not up to date: ") == true, "\(found)")
        // What was made of what was made.
        #expect(found["a.file"]?.hasPrefix("stale `kept.txt` is of a run of `use` that is not up to date: ") == true, "\(found)")
        #expect(try await mlkit("check", "gate").status == 1)
        try sandbox.write("1\n", to: "in.txt")
        #expect(try await states() == ["a.run": "done", "a.file": "done"])
    }

    @Test func anOutputThatWasEditedMakesTheRunStale() async throws {
        try sandbox.write("edited\n", to: "made/out.txt")
        #expect(try await states()["a.run"]?.hasPrefix("stale the run of `make` is not up to date: ") == true)
    }

    /// To leave a stage as it is makes nothing of it what it is not: nor of what was made of it.
    @Test func whatAFrozenStageWouldMakeOtherwiseIsNotUpToDate() async throws {
        let frozen = Self.spec.replacing("run: cp in.txt made/out.txt,", with: "run: cat in.txt > made/out.txt, frozen: true,")
        try sandbox.write(frozen, to: "mlkit.yaml")
        #expect(try await mlkit("status").status == 0)
        let found = try await states()
        #expect(found["a.run"]?.hasPrefix("stale the run of `make` is not up to date: ") == true, "\(found)")
        let reason = "it reads what `make` wrote, which is not up to date"
        #expect(found["a.file"] == "stale `kept.txt` is of a run of `use` that is not up to date: \(reason)", "\(found)")
        // Frozen as it was run, it stands.
        try sandbox.write(Self.spec.replacing("inputs: [in.txt],", with: "inputs: [in.txt], frozen: true,"), to: "mlkit.yaml")
        #expect(try await states() == ["a.run": "done", "a.file": "done"])
    }

    @Test func aCloneWithoutIgnoredOutputsHasTheSameStates() async throws {
        let clone = sandbox.scratch.path.appending("clone")
        try await sandbox.git("clone", "--quiet", sandbox.path.string, clone.string)
        #expect(try await states(in: clone) == ["a.run": "done", "a.file": "done"])
        #expect(try await mlkit("check", "gate", in: clone).status == 0)
        // A file that is there and differs is another matter.
        _ = try sandbox.scratch.write("forged\n", to: "clone/made/out.txt")
        #expect(try await states(in: clone)["a.run"]?.hasPrefix("stale") == true)
        #expect(try await mlkit("check", "gate", in: clone).status == 1)
    }

    @Test func aSpecThatCannotRunLeavesItUnclear() async throws {
        let lock = try sandbox.read(".mlkit/lock/make.json")
        try sandbox.write("no lock", to: ".mlkit/lock/make.json")
        let found = try await states()["a.run"] ?? ""
        #expect(found.hasPrefix("stale") || found.hasPrefix("unclear"), "\(found)")
        try sandbox.write(lock, to: ".mlkit/lock/make.json")
        #expect(try await states()["a.run"] == "done")
    }
}
