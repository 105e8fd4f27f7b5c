public import MLKitGit
public import MLKitSpec
public import SystemPackage

/// What an existing project is, as far as its files tell.
public struct RepositorySurvey: Sendable {
    public let tree: ProjectTree
    public let facts: ProjectFacts
    public let languages: [LanguageCount]
    public let layout: LayoutGuess
    public let data: [DataFolder]
    /// Files that say what software the project needs.
    public let environments: [String]

    /// Looks through a project; reads only small files of known names.
    ///
    /// - Parameter layout: the layout that the user names; found out if `nil`.
    /// - Throws: `Failure` if the folder cannot be listed.
    public init(of folder: FilePath, layout: Layout? = nil, environment: GitEnvironment) throws {
        tree = try ProjectTree(at: folder, environment: environment)
        facts = ProjectFacts(tree, environment: environment)
        languages = LanguageCount.count(tree.files)
        self.layout = layout.map { LayoutGuess($0) } ?? LayoutGuess(tree, project: facts.name.value)
        data = DataSurvey(tree: tree).folders()
        environments = EnvironmentFiles.find(in: tree)
    }
}
