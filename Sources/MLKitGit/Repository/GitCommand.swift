internal import MLKitCore
internal import SystemPackage

/// The `git` program at work in one repository, for what libgit2 cannot do: programs that filter files, objects that are
/// fetched when they are needed, forms of the index.
struct GitCommand {
    private let options: [String]
    private let variables: [String: String]

    /// All that would make another repository of it, or start something that outlives the command.
    private static let strange = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_TRACE", "GIT_EXTERNAL_DIFF",
    ]

    /// - Parameter folder: what stands for the working tree, if it is not that itself.
    init(_ repository: Repository, in folder: FilePath? = nil) {
        self.init(
            repository.gitFolder, tree: folder ?? repository.programFolder ?? repository.root, repository.environment)
    }

    init(_ gitFolder: FilePath, tree: FilePath, _ environment: GitEnvironment) {
        options = [
            "-C", tree.string, "--git-dir=\(gitFolder)", "--work-tree=\(tree)",
            "-c", "core.fsmonitor=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false",
        ]
        var variables = environment.variables
        for name in Self.strange { variables[name] = nil }
        variables["GIT_TERMINAL_PROMPT"] = "0"
        self.variables = variables
    }

    /// Runs git to its end.
    ///
    /// - Throws: `Failure` if there is no git. An exit code other than 0 is a result.
    func run(
        _ arguments: [String], input: [UInt8] = [], _ extra: [String: String] = [:]
    ) throws -> Command.Result {
        do {
            return try BlockingCommand(
                "git", options + arguments, environment: variables.merging(extra) { $1 }, input: input
            ).run()
        } catch let failure as Failure {
            throw Failure(
                "cannot run the program `git`, which this repository needs",
                notes: failure.diagnostics.flatMap(\.notes), hint: "install git")
        }
    }

    /// What git said, fit to be shown.
    static func words(of result: Command.Result) -> [String] {
        let lines = result.errorText.split { $0.isNewline }.map { line in
            String(String.UnicodeScalarView(line.unicodeScalars.filter { $0.properties.generalCategory != .control }))
        }
        return Array(lines.filter { !$0.trimmed.isEmpty }.suffix(5))
    }
}
