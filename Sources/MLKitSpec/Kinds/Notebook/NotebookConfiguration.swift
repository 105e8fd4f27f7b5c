internal import MLKitCore

/// A notebook that is executed as a stage.
public struct NotebookConfiguration: Sendable {
    /// The notebook, relative to the project.
    public var notebook = ""
    /// Where its executed copy goes.
    public var executed = ""
    /// The kernel that executes it; the notebook's own if `nil`.
    public var kernel: String?
    /// What it shares with commands.
    var command = CommandConfiguration()

    /// The program that executes it, and its arguments.
    var arguments: [String] {
        let up = (command.directory ?? "").split(separator: "/").map { $0 == "." ? "" : "../" }.joined()
        return ["python3", "-c", NotebookScript.text, up + notebook, up + executed] + [kernel].compactMap { $0 }
    }
}

extension NotebookConfiguration {
    static let keys = KeySet<NotebookConfiguration>(
        "a stage of kind `notebook`", name: "notebook", blank: NotebookConfiguration(),
        [
            Key(
                "notebook", \.notebook, .path,
                "the notebook, `.ipynb`; its parameters are variables in a cell behind the one with the tag `parameters`",
                required: true),
            Key(executedName, \.executed, .path, "where its executed copy goes", required: true),
            Key("kernel", \.kernel, .text, "the Jupyter kernel; the notebook's own if left out"),
            Key(
                CommandConfiguration.inputsName, \.command.inputs, .list(.commandInput),
                "files and folders it reads besides; stages that write them come first"),
            Key(
                CommandConfiguration.outputsName, \.command.outputs, .commandOutputs,
                "files and folders it writes besides, perhaps by the names that other stages refer to"),
            Key(SpecSchema.parameters, \.command.parameters, .placedTexts, "parameters it is given, by dotted name"),
            Key(
                CommandConfiguration.environmentName, \.command.environment, .variables,
                "environment variables: a list of those whose values matter to it, or a mapping of those that it is given"),
            Key(CommandConfiguration.directoryName, \.command.directory, .path, "the folder it runs in; that of mlkit.yaml if left out"),
            Key(
                CommandConfiguration.pythonName, \.command.python, .onePathOrMore,
                "a virtual environment that has nbclient or Jupyter, or a file that lists packages, or both"),
            Key(
                CommandConfiguration.metricsName, \.command.metrics, .list(.path),
                "outputs, JSON, YAML or CSV, whose numbers `mlkit metrics` shows"),
            Key(CommandConfiguration.plotsName, \.command.plots, .list(.plot), "outputs, JSON or CSV, that `mlkit plots` draws"),
        ])

    static let executedName = "executed"
}
