import MLKitCore
import MLKitTestSupport
import SystemPackage

/// A project in git whose two stages are quick, with its cache.
struct CachedProject {
    let scratch: ScratchDirectory
    var path: FilePath { scratch.path.appending("p") }
    let files = LocalFileSystem()

    private static let spec = """
        mlkit: 1
        project: {name: p}
        params: {word: one}
        stages:
          make: {run: 'echo ${params.word} > a.txt', outputs: [a.txt]}
          pack: {run: 'rm -rf out; mkdir -p out/deep; cp a.txt out/deep/b; touch out/c', inputs: [a.txt], outputs: [out]}

        """

    init() async throws {
        scratch = try ScratchDirectory()
        try scratch.write(Self.spec, to: "p/mlkit.yaml")
        try scratch.write("a.txt\nout\nlogs\n", to: "p/.gitignore")
        try await git("init", "--quiet", "--initial-branch=main")
    }

    /// Sets the parameter and runs.
    func run(word: String) async throws -> BuiltTool.Outcome {
        try scratch.write(Self.spec.replacing("word: one", with: "word: \(word)"), to: "p/mlkit.yaml")
        return try await SampleProject.expectSuccess(mlkit("run"))
    }

    func mlkit(
        _ arguments: String..., in folder: String = "p", environment: [String: String] = [:]
    ) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path.appending(folder), environment: environment)
    }

    func git(_ arguments: String...) async throws {
        let author = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        let outcome = try await BuiltTool.run("git", author + arguments, in: path)
        try SampleProject.expectSuccess(outcome)
    }

    func commit() async throws {
        try await git("add", "--all")
        try await git("commit", "--quiet", "--message", "x")
    }

    /// The object with a text as its content.
    func object(_ text: String) -> FilePath {
        let digits = ContentHash(of: text).hex
        return path.pushing(".mlkit/cache/objects").appending(String(digits.prefix(2)))
            .appending(String(digits.dropFirst(2)))
    }

    /// A second copy of the project, as git has it.
    func clone() async throws {
        try await SampleProject.expectSuccess(
            BuiltTool.run("git", ["clone", "--quiet", "p", "clone"], in: scratch.path))
    }
}
