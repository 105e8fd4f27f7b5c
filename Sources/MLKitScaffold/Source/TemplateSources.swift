public import MLKitCore
public import SystemPackage

/// All places that templates come from.
public struct TemplateSources {
    private let builtIn: FilePath
    private let directory: FilePath
    private let variables: [String: String]
    private let isInteractive: Bool
    private let fetching: (String) -> Void
    private let files: any FileSystem

    /// - Parameters:
    ///   - builtIn: the folder of the templates that come with mlkit.
    ///   - directory: what a folder is relative to.
    ///   - variables: of the environment. `HOME` and `XDG_CACHE_HOME` say where fetched templates are kept.
    ///   - isInteractive: whether git may ask a person for a password.
    ///   - fetching: is told of a source before the network is used for it.
    public init(
        builtIn: FilePath, directory: FilePath, variables: [String: String] = [:], isInteractive: Bool = false,
        fetching: @escaping (String) -> Void = { _ in }, files: any FileSystem = LocalFileSystem()
    ) {
        self.builtIn = builtIn
        self.directory = directory
        self.variables = variables
        self.isInteractive = isInteractive
        self.fetching = fetching
        self.files = files
    }

    /// Finds a template, and fetches it if it has to be.
    ///
    /// What has been fetched is used again without a network, unless it is to be refreshed: then a branch or tag that
    /// has moved is followed, and one that cannot be looked up is used as it was, with a warning.
    ///
    /// - Throws: `Failure` if there is no such template. Whether it is sound is not looked at, but that nothing in a
    ///   fetched one leads out of it.
    public func resolve(_ text: String, refresh: Bool = false) throws -> ResolvedSource {
        let home = variables["HOME"].flatMap { $0.isEmpty ? nil : FilePath($0) }
        switch try TemplateSource(parsing: text, directory: directory, home: home) {
        case .builtIn(let name):
            let names = try Template.names(in: builtIn, files: files)
            guard names.contains(name) else { throw unknown(name, names) }
            return ResolvedSource(folder: builtIn.appending(name), commit: nil, description: name, warnings: [])
        case .folder(let folder):
            return ResolvedSource(folder: folder, commit: nil, description: text, warnings: [])
        case .git(let address):
            let git = GitProgram(variables: variables, isInteractive: isInteractive)
            let source = try GitSource(address, cache: cache(home), git: git)
            return try source.resolve(refresh: refresh) { fetching("\(address)") }
        }
    }

    private func unknown(_ name: String, _ names: [String]) -> Failure {
        Failure(
            "no template is called `\(name)`",
            notes: ["a template of your own is named by its folder, as in `./\(name)`"],
            hint: Suggestion.hint(for: name, among: names))
    }

    private func cache(_ home: FilePath?) throws -> FilePath {
        let base = variables["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? FilePath($0) : nil }
        guard let base = base ?? home?.appending(".cache") else {
            throw Failure("there is no place to keep fetched templates: neither XDG_CACHE_HOME nor HOME is set")
        }
        return base.pushing("mlkit/templates")
    }
}
