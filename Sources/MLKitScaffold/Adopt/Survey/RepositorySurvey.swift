public import MLKitGit
public import SystemPackage

/// What an existing project is, as far as its files tell.
public struct RepositorySurvey: Sendable {
    public let tree: ProjectTree
    public internal(set) var facts: SurveyedFacts
    public let languages: [LanguageCount]
    public internal(set) var layout: LayoutGuess
    public let data: [DataFolder]
    /// Tables that mlkit's own stages read; those that git ignores where it has none.
    public let tables: [String]
    /// Files that say what software the project needs.
    public let environments: [String]

    /// Looks through a project; reads only small files of known names.
    ///
    /// - Throws: `Failure` if the folder cannot be listed.
    public init(of folder: FilePath, environment: GitEnvironment) throws {
        tree = try ProjectTree(at: folder, environment: environment)
        facts = SurveyedFacts(tree, environment: environment)
        languages = LanguageCount.count(tree.files)
        layout = LayoutGuess(tree, project: facts.name.value)
        data = DataSurvey(tree: tree).folders()
        tables = DataSurvey(tree: tree).tables()
        environments = EnvironmentFiles.find(in: tree)
    }
}
