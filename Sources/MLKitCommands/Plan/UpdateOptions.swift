internal import ArgumentParser
internal import MLKitCore
internal import MLKitScaffold
internal import SystemPackage

/// What `plan` and `apply` take alike.
struct UpdateOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Answer a question; may be given again.", valueName: "question=answer"))
    var set: [String] = []

    @Option(
        help: ArgumentHelp(
            "Take this template from now on: a name, a folder or a git URL, also with another @ref.",
            valueName: "source"))
    var template: String?

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    /// - Parameter prompter: asks what is new; `nil` takes the defaults.
    func update(prompter: (any Prompter)? = nil) throws -> ProjectUpdate {
        let surroundings = try Surroundings()
        var request = UpdateRequest(
            project: try project.root(surroundings), builtIn: try surroundings.installation().templates,
            git: surroundings.git())
        request.assignments = set
        request.source = template
        request.prompter = prompter
        return try ProjectUpdate(request)
    }
}
