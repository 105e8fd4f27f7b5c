internal import ArgumentParser
internal import MLKitCore
internal import MLKitGit
internal import MLKitScaffold
internal import SystemPackage

/// Templates that are not ours.
enum TemplateKind: String, CaseIterable, ExpressibleByArgument {
    case cookiecutter
}

extension NewCommand {
    /// Whether the template is one of cookiecutter: by `--from`, or by what lies in its folder.
    func isCookiecutter(_ source: ResolvedSource) throws -> Bool {
        guard try from == .cookiecutter || CookiecutterTemplate.isTemplate(source.folder) else { return false }
        guard table.data == nil else { throw Failure("`--data` is for templates of mlkit that are for tables, such as `tabular`") }
        guard layout == nil else {
            throw Failure("`--layout` is for templates of mlkit: one of cookiecutter has folders of its own")
        }
        return true
    }

    /// Makes the project from a template of cookiecutter.
    func make(
        _ project: NewProject, fromCookiecutter source: ResolvedSource, _ surroundings: Surroundings
    ) async throws {
        let time = surroundings.git().time
        let outcome = try await CookiecutterProject(
            source: source, destination: project.folder, seconds: time.seconds, offset: time.offset,
            temporary: FilePath(surroundings.environment["TMPDIR"] ?? "/tmp")
        ).render(
            assigned: AssignedAnswers(parsing: set), prompter: prompter, consent: consent,
            report: { Console.standard.error($0) })
        warn(of: outcome.warnings)
        try Self.tellCommit(create(project, outcome.rendering, nil, surroundings))
    }

    /// Asks whether a script may run, unless that is settled; `nil` if nobody can be asked.
    private var consent: ((CookiecutterHook, String) -> Bool)? {
        if trust { return { _, _ in true } }
        guard Console.standard.inputIsTerminal, Console.standard.errorIsTerminal else { return nil }
        return { hook, text in
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }.joined()
            Console.standard.errorAsIs("\nthe template wants to run `\(hook.name)`:\n\(lines)run it? [no]: ")
            let answer = Swift.readLine()?.trimmed.lowercased()
            if answer == nil { Console.standard.error("\n") }
            return answer == "yes" || answer == "y"
        }
    }
}
