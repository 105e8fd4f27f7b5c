internal import ArgumentParser

/// `mlkit completions SHELL`: the script that lets a shell complete commands, options and names of the project.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", _superCommandName: RootCommand.name,
        abstract: "Print the script that completes mlkit's commands in a shell.",
        discussion: """
            Items of the checklist, their answers, sections, tags and people, stages and bundles are completed too, as the project has \
            them; templates, layouts, and with --data the columns of the table.

            bash:  mlkit completions bash > ~/.local/share/bash-completion/completions/mlkit
            zsh:   mlkit completions zsh > ~/.zfunc/_mlkit, with `fpath=(~/.zfunc $fpath)` before `compinit` in .zshrc
            fish:  mlkit completions fish > ~/.config/fish/completions/mlkit.fish

            The folders have to exist. A new shell has it.
            """)

    @Argument(
        help: "bash, zsh or fish.", completion: .list(CompletionShell.allCases.map(\.rawValue)),
        transform: { name in
            guard let shell = CompletionShell(rawValue: name) else {
                throw ValidationError("there is no script for `\(name)`: shells are bash, zsh and fish")
            }
            return shell
        })
    var shell: CompletionShell

    func run() {
        let script = HelpCompletion(RootCommand.self).complete(RootCommand.completionScript(for: shell), for: shell)
        Console.standard.output(script + "\n")
    }
}
