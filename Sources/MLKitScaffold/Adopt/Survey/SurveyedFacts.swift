internal import MLKitCore
public import MLKitGit
internal import SystemPackage

/// What a project says of itself in its README, its package files, its licence and its git settings.
public struct SurveyedFacts: Sendable {
    /// Fit to name a project.
    public var name: ProjectFact
    public var title: ProjectFact?
    public var summary: ProjectFact?
    public var owner: ProjectFact?
    /// An SPDX identifier.
    public var license: ProjectFact?
    /// Known only from a person.
    public var maturity: ProjectFact?
    /// What was found and cannot stand in the spec.
    var aside: [SetAside] = []

    struct SetAside: Sendable {
        let key: String
        let fact: ProjectFact
        /// What the template wants in its place.
        let expectation: String
    }

    public init(_ tree: ProjectTree, environment: GitEnvironment) {
        let packages = PackageFile.all(in: tree)
        func first(_ value: (PackageFile) -> String?) -> ProjectFact? {
            packages.compactMap { file in Self.fact(value(file), file.path) }.first
        }
        let named = first { $0.name.flatMap { ProjectName.suggestion(for: $0) } }
        let folder = tree.root.lastComponent?.string ?? ""
        let plain = ProjectName.suggestion(for: folder) ?? "project"
        name = named ?? ProjectFact(value: plain, source: "the folder's name")
        let readme = Readme.find(in: tree)
        title = readme.flatMap { Self.fact($0.title, $0.path) }
        summary = first(\.summary) ?? readme.flatMap { Self.fact($0.summary, $0.path) }
        license = LicenseGuess.find(in: tree) ?? first(\.license)
        owner = Self.author(tree, environment) ?? first(\.author)
    }

    /// A text that can stand in a spec: there `${…}` refers to something.
    private static func fact(_ value: String?, _ source: String) -> ProjectFact? {
        value.flatMap { $0.contains("${") ? nil : ProjectFact(value: $0, source: source) }
    }

    /// Who git says commits here, without the address.
    private static func author(_ tree: ProjectTree, _ environment: GitEnvironment) -> ProjectFact? {
        guard tree.repository != nil,
            let author = try? Repository.author(in: tree.root, environment: environment),
            let name = author.split(separator: "<").first.map({ String($0).trimmed }), !name.isEmpty
        else { return nil }
        return ProjectFact(value: name, source: "git")
    }
}

/// Something that a project says of itself, and the file that says it.
public struct ProjectFact: Hashable, Sendable {
    public let value: String
    public let source: String

    public init(value: String, source: String) {
        self.value = value
        self.source = source
    }
}
