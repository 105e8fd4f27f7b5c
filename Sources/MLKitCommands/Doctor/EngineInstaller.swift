internal import MLKitCore
internal import MLKitEngines

/// Installs engines with the commands that `mlkit doctor` names.
struct EngineInstaller {
    private let engines: EngineLocator

    init(_ engines: EngineLocator) {
        self.engines = engines
    }

    /// Shows the commands, and runs them if the user agrees.
    ///
    /// - Parameter asks: whether the user is asked; without a terminal to ask on, nothing is run.
    /// - Returns: whether they were run.
    /// - Throws: `Failure` with the words of a command that fails.
    func install(_ missing: [EngineCheck], asks: Bool) async throws -> Bool {
        let console = Console.standard
        guard !missing.isEmpty else {
            console.error("nothing is missing\n")
            return false
        }
        let packages = Set(missing.compactMap(\.missingPackage)).sorted()
        let commands = engines.installCommands(missing.filter { $0.missingPackage == nil }.map(\.engine), packages: packages)
        console.errorAsIs(commands.map { "  \($0.joined(separator: " "))\n" }.joined())
        if asks {
            guard console.inputIsTerminal, console.errorIsTerminal else {
                console.error("nothing is run: there is no terminal to ask on; `mlkit doctor --fix --yes` runs it\n")
                return false
            }
            console.error(commands.count == 1 ? "run it? [y/N] " : "run them? [y/N] ")
            guard ["y", "yes"].contains(readLine()?.trimmed.lowercased()) else { return false }
        }
        for words in commands {
            let result = try await Command(words[0], Array(words.dropFirst())).run()
            guard result.status == 0 else {
                throw Failure(
                    "`\(words.joined(separator: " "))` ends with exit code \(result.status)",
                    notes: result.errorText.split(separator: "\n").suffix(3).map(String.init))
            }
        }
        return true
    }
}
