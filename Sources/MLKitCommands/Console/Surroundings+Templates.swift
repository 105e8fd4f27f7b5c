internal import MLKitCore
internal import MLKitScaffold
internal import SystemPackage

extension Surroundings {
    /// The templates that the user can name here.
    ///
    /// - Parameter folder: what a template's folder is relative to; the current one if left out.
    func templates(in folder: FilePath? = nil) throws -> TemplateSources {
        TemplateSources(
            builtIn: try installation().templates, directory: folder ?? directory, variables: environment,
            isInteractive: Console.standard.inputIsTerminal && Console.standard.errorIsTerminal,
            fetching: { source in
                guard Console.standard.errorIsTerminal else { return }
                Console.standard.error("fetching `\(source)`\n")
            })
    }
}
