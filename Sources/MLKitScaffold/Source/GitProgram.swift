internal import MLKitCore
internal import SystemPackage

/// The `git` program: with it come the user's passwords, ssh agent, proxies and rewritten addresses.
struct GitProgram {
    /// The environment that mlkit was given.
    let variables: [String: String]
    /// Whether git may ask on the terminal.
    let isInteractive: Bool

    /// What git is told by a hook or an alias that it runs us from: all of that means another repository.
    private static let strange = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_SHALLOW_FILE", "GIT_QUARANTINE_PATH",
    ]

    /// Nothing of a fetched repository runs, and what is checked out does not hang on the user's settings.
    private static let settings = [
        "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.autocrlf=false", "core.symlinks=true", "gc.auto=0",
        "maintenance.auto=false", "submodule.recurse=false", "fetch.recurseSubmodules=false",
        // One pack for each fetch: loose objects could be there in part after a kill.
        "fetch.unpackLimit=1",
    ]

    /// Runs git in a folder to its end.
    ///
    /// - Parameters:
    ///   - index: the file that git is to use as its index.
    ///   - input: what git reads from standard input.
    /// - Throws: `Failure` if there is no git. An exit code other than 0 is a result.
    func run(
        _ arguments: [String], in folder: FilePath, index: FilePath? = nil, input: String = ""
    ) throws -> Command.Result {
        var environment = variables
        for name in Self.strange { environment[name] = nil }
        environment["GIT_ALLOW_PROTOCOL"] = "https:ssh:file"
        environment["GIT_TERMINAL_PROMPT"] = isInteractive ? "1" : "0"
        // A repository around the cache has nothing to say here.
        environment["GIT_CEILING_DIRECTORIES"] = folder.removingLastComponent().string
        environment["GIT_INDEX_FILE"] = index?.string
        let options = ["-C", folder.string] + Self.settings.flatMap { ["-c", $0] }
        do {
            return try BlockingCommand(
                "git", options + arguments, environment: environment, input: Array(input.utf8)
            ).run()
        } catch let failure as Failure {
            throw Failure(
                "cannot run the program `git`, which fetches templates", notes: failure.diagnostics.flatMap(\.notes),
                hint: "install git, or get the template in another way and name its folder")
        }
    }

    /// What git said, fit to be shown: the other side may have put in anything.
    static func words(of result: Command.Result) -> [String] {
        let lines = result.errorText.split { $0.isNewline }.map { line in
            String(String.UnicodeScalarView(line.unicodeScalars.filter { $0.properties.generalCategory != .control }))
        }
        return Array(lines.filter { !$0.trimmed.isEmpty }.suffix(5))
    }
}
