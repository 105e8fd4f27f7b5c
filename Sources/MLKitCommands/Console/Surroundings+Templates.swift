internal import MLKitCore
internal import MLKitScaffold

extension Surroundings {
    /// The templates that the user can name here.
    func templates() throws -> TemplateSources {
        TemplateSources(
            builtIn: try installation().templates, directory: directory, variables: environment,
            isInteractive: Console.standard.inputIsTerminal && Console.standard.errorIsTerminal)
    }
}
