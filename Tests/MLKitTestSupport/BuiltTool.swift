internal import MLKitCore
public import SystemPackage

/// The built executable `mlkit`, run as a user would run it.
public struct BuiltTool: Sendable {
    /// The root of the source tree.
    public static let sourceRoot = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()

    /// The folder of the executables: where the tests themselves were built.
    public static let folder = sourceRoot.pushing(".build/debug")

    /// What a run left.
    public struct Outcome: Sendable {
        public var status: Int
        public var output: String
        public var error: String
    }

    /// Runs `mlkit` in a folder, without a terminal, with a git identity of its own and no user's settings.
    ///
    /// - Parameter engines: the folder of engines; `nil` for one that holds none.
    public static func mlkit(
        _ arguments: [String], in directory: FilePath, engines: FilePath? = sourceRoot.appending("engines"),
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        let variables = settings(engines: engines).merging(environment) { $1 }
        return try await run(folder.appending("mlkit").string, arguments, in: directory, environment: variables)
    }

    /// The variables that stand for a user's settings.
    public static func settings(engines: FilePath? = sourceRoot.appending("engines")) -> [String: String] {
        [
            "MLKIT_ENGINES": engines?.string ?? "/nonexistent", "XDG_DATA_HOME": "/nonexistent",
            "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@example.org", "GIT_COMMITTER_NAME": "Test",
            "GIT_COMMITTER_EMAIL": "test@example.org", "GIT_CONFIG_GLOBAL": "/dev/null",
        ]
    }

    /// Runs any program.
    public static func run(
        _ program: String, _ arguments: [String], in directory: FilePath, environment: [String: String] = [:]
    ) async throws -> Outcome {
        let result = try await Command(program, arguments, directory: directory, environment: environment).run()
        return Outcome(status: result.status, output: result.outputText, error: result.errorText)
    }
}
