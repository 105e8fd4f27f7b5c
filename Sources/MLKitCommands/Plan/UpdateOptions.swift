internal import ArgumentParser
internal import MLKitCore
internal import MLKitGit
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitStages
internal import SystemPackage

/// What `plan` and `apply` take alike.
struct UpdateOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Answer a question; may be given again.", valueName: "question=answer"))
    var set: [String] = []

    @Option(
        help: ArgumentHelp(
            "Take this template from now on: a name, a folder or a git URL, also with another @ref.",
            valueName: "source"), completion: .names(.templates))
    var template: String?

    @Flag(help: "Look again for newer commits of a template from git.")
    var refresh = false

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    /// - Parameter prompter: asks what is new; `nil` takes the defaults.
    func update(prompter: (any Prompter)? = nil) throws -> ProjectUpdate {
        let surroundings = try Surroundings()
        StageKinds.builtIn.prepareSchema(surroundings)
        let root = try project.root(surroundings)
        var request = UpdateRequest(
            project: root, templates: try surroundings.templates(in: root), kinds: .builtIn, git: surroundings.git())
        request.assignments = set
        request.source = try template.map { name in
            let source = try surroundings.templates().resolve(name, refresh: refresh)
            return TemplateProvenance(source, named: name, directory: surroundings.directory, project: root)
        }
        request.refreshes = refresh
        request.prompter = prompter
        return try ProjectUpdate(request)
    }
}

extension StageKinds {
    /// Has the JSON Schema ready when it is wanted: as it was written when this program was installed, or else made meanwhile,
    /// which takes as long as all that is done before.
    func prepareSchema(_ surroundings: Surroundings) {
        guard let text = try? surroundings.installation().writtenSchema() else { return Parallel.ahead { _ = jsonSchema } }
        take(jsonSchema: text)
    }
}
