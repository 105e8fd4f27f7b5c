import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// How a command is run: its shell, its folder, its variables, its Python.
@Suite struct CommandKeysTests {
    private func stage(_ keys: String) throws -> StageSpec {
        let text = "mlkit: 1\nproject: {name: p}\nstages:\n  a:\n\(keys)"
        return try #require(try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn).stage("a"))
    }

    private func problems(_ keys: String) -> [String] {
        do {
            _ = try stage(keys)
            return []
        } catch {
            return (error as? Failure)?.diagnostics.map(\.message) ?? ["\(error)"]
        }
    }

    private static let strict = "set -e; (set -o pipefail) 2>/dev/null && set -o pipefail; "

    @Test func severalLinesEndAtTheFirstThatFails() throws {
        #expect(try stage("    run: a; b\n").settings.command == ["/bin/sh", "-c", "a; b"])
        #expect(try stage("    run: |\n      a; b\n").settings.command == ["/bin/sh", "-c", "a; b\n"])
        #expect(try stage("    run: |\n      a\n      b\n").settings.command == ["/bin/sh", "-c", Self.strict + "a\nb\n"])
        #expect(try stage("    run: [a, \"b\\nc\"]\n").settings.command == ["a", "b\nc"])
    }

    @Test func aStageHasAShellOfItsOwn() throws {
        let lines = "    run: |\n      a\n      b\n"
        #expect(try stage(lines + "    shell: bash\n").settings.command == ["bash", "-c", Self.strict + "a\nb\n"])
        #expect(try stage(lines + "    shell: python3\n").settings.command == ["python3", "-c", "a\nb\n"])
        #expect(try stage(lines + "    shell: [bash, -uc]\n").settings.command == ["bash", "-uc", "a\nb\n"])
        #expect(try stage("    run: a\n    shell: /bin/zsh\n").configuration["shell"] == "/bin/zsh")
    }

    @Test func variablesAreWatchedOrGiven() throws {
        let watched = try stage("    run: a\n    env: [HOME, LANG]\n").settings.uses
        #expect(watched.environment == ["HOME", "LANG"])
        #expect(watched.variables == [:])
        let given = try stage("    run: a\n    env: {A: 1, B: two words, LANG: null}\n    cwd: ./src/\n").settings.uses
        #expect(given.environment == ["LANG"])
        #expect(given.variables == ["A": "1", "B": "two words"])
        #expect(given.directory == "src")
        #expect(problems("    run: a\n    env: {MLKIT_PARAM_X: 1}\n")
            == ["the environment variable `MLKIT_PARAM_X` of stage `a` is set by mlkit"])
        #expect(problems("    run: a\n    env: [\"A=B\"]\n") == ["`A=B` cannot name an environment variable"])
        #expect(problems("    run: a\n    cwd: ../x\n") == ["the path `../x` leads out of the project"])
    }

    @Test func aPythonEnvironmentAndAListOfPackagesAreInputs() throws {
        let stage = try stage("    run: python t.py\n    python: [.venv, requirements.txt]\n")
        #expect(
            stage.inputs == [
                StageInput(role: "", path: ".venv", content: .packages), StageInput(role: "", path: "requirements.txt"),
            ])
        #expect(stage.settings.uses.pythonEnvironment == ".venv")
        let listed = try self.stage("    run: python t.py\n    python: ./uv.lock\n")
        #expect(listed.inputs == [StageInput(role: "", path: "uv.lock")])
        #expect(listed.settings.uses.pythonEnvironment == nil)
    }

    @Test(arguments: [
        ("1ms", 0.001), ("1s", 1), ("1.5 m", 90), ("1h", 3600), ("1d", 86_400), ("999999999s", 999_999_999),
    ] as [(String, Double)])
    func aTimeIsInSeconds(text: String, seconds: Double) throws {
        #expect(try stage("    run: x\n    resources: {time: \(text)}\n").policy.resources.time == seconds)
    }

    @Test(arguments: [
        ("1B", 1), ("1KiB", 1024), ("1 MiB", 1 << 20), ("1GiB", 1 << 30), ("1TiB", 1 << 40), ("1KB", 1000), ("1kB", 1000),
        ("1.5MB", 1_500_000),
        ("1GB", 1_000_000_000), ("1TB", 1_000_000_000_000),
    ])
    func anAmountIsInBytes(text: String, bytes: Int) throws {
        #expect(try stage("    run: x\n    resources: {memory: \(text)}\n").policy.resources.memory == bytes)
    }

    @Test(arguments: ["0s", "1", "-1s", "1.2.3s", "1  s", "1234567890s", "1w", ".5s", "s"]) func otherTimesAreNone(text: String) {
        #expect(problems("    run: x\n    resources: {time: \"\(text)\"}\n").count == 1, "\(text)")
    }

    /// It is a cycle, and nothing else.
    @Test func whatReadsItsOwnOutputIsToldOnce() throws {
        let own = problems("    run: x\n    inputs: [\"${stages.a.o}\"]\n    outputs: {o: f}\n")
        #expect(own.count == 1 && own[0].contains("`a`"), "\(own)")
        let path = problems("    run: x\n    inputs: [f]\n    outputs: [f]\n")
        #expect(path == ["the stage `a` writes its own input `f`"], "\(path)")
    }
}
