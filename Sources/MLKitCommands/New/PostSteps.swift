internal import MLKitCore
internal import MLKitScaffold
internal import SystemPackage

/// The commands with which a template finishes a new project: each is run only with the user's consent.
struct PostSteps {
    let commands: [PostCommand]
    let folder: FilePath
    /// Whether `--trust` was given.
    let isTrusted: Bool
    /// A folder for logs, outside the project.
    let temporary: FilePath

    /// Runs what is allowed, and lists what is not.
    ///
    /// - Throws: `Failure` of the first command that fails; those after it are not run.
    func run() async throws {
        var refused = [PostCommand]()
        for (index, command) in commands.enumerated() {
            guard isAllowed(command) else {
                refused.append(command)
                continue
            }
            Console.standard.errorAsIs("running `\(command.text)`\n")
            do {
                try await command.run(in: folder, log: log)
            } catch {
                list(refused + commands[(index + 1)...])
                throw error
            }
        }
        list(refused)
    }

    private var log: FilePath {
        temporary.appending("mlkit-post-\(String(UInt32.random(in: 0 ... .max), radix: 36)).log")
    }

    private func isAllowed(_ command: PostCommand) -> Bool {
        if isTrusted { return true }
        guard Console.standard.inputIsTerminal, Console.standard.errorIsTerminal else { return false }
        let help = command.help.map { "\($0)\n" } ?? ""
        Console.standard.errorAsIs("\nthe template wants to run in `\(folder)`:\n  \(command.text)\n")
        Console.standard.error("\(help)run it? [no]: ")
        let answer = Swift.readLine()?.trimmed.lowercased()
        if answer == nil { Console.standard.error("\n") }
        return answer == "yes" || answer == "y"
    }

    private func list(_ commands: [PostCommand]) {
        guard !commands.isEmpty else { return }
        let lines = commands.map { "  \($0.text)\($0.help.map { "  # \($0)" } ?? "")\n" }
        Console.standard.output("\nnot run:\n\(lines.joined())")
    }
}
