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
        #expect(problems("    run: a\n    env: {MLKIT_PARAM_X: 1}\n") == ["the environment variable `MLKIT_PARAM_X` of stage `a` is set by mlkit"])
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
}
