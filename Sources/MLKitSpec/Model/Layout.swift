/// Where a project keeps what: a folder for each role, relative to its root.
public struct Layout: Hashable, Sendable {
    /// What a folder is for.
    public enum Role: String, CaseIterable, Sendable {
        case data, original, interim, external, train, valid, test
        case models, reports, figures, deploy, logs
        case docs, references, notebooks, configs
        /// Code: what is used in more than one place, and all that fits nowhere else.
        case utils
        /// Code that loads and prepares data.
        case dataloader
        /// Code of the model itself.
        case model
        /// Code that measures models.
        case evaluation
        /// Code that trains and predicts: what the project's entry points call.
        case executor
        /// Code of operations that are not machine learning.
        case ops
        case tests
    }

    /// One of `names`, or `custom`.
    public let name: String
    private var folders: [Role: String]

    public subscript(role: Role) -> String { folders[role] ?? role.rawValue }

    public var data: String { self[.data] }
    public var models: String { self[.models] }
    public var reports: String { self[.reports] }
    public var deploy: String { self[.deploy] }
    public var logs: String { self[.logs] }

    /// The layout of that name; `nil` if there is none.
    ///
    /// - Parameter project: the project's name, from which a layout with a package of the project's own names it.
    public init?(named name: String, project: String) {
        guard let folders = Self.known[name] else { return nil }
        // A name in Python begins with no digit.
        let mark = project.first?.isNumber == true ? "_" : ""
        let package = mark + project.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
        self.name = name
        self.folders = folders.mapValues { Self.named(package, in: $0) }
    }

    /// A folder whose component `{package}` is the project's package.
    private static func named(_ package: String, in folder: String) -> String {
        folder.split(separator: "/").map { $0 == "{package}" ? package : String($0) }.joined(separator: "/")
    }

    /// A layout with folders of the user's own. Roles that lie inside a folder that is moved go with it, unless they
    /// have a folder of their own: `data: datasets` puts `train` in `datasets/train`.
    public func replacing(_ own: [Role: String]) -> Layout {
        var folders: [Role: String] = [:]
        for role in Role.allCases {
            let base = self[role]
            let outer = own.keys.filter { base.hasPrefix(self[$0] + "/") }.max { self[$0].count < self[$1].count }
            folders[role] = own[role] ?? outer.map { (own[$0] ?? "") + base.dropFirst(self[$0].count) } ?? base
        }
        return Layout(name: Self.customName, folders: folders)
    }

    /// A layout with these folders; a role that has none is called after itself.
    public init(name: String, folders: [Role: String]) {
        self.name = name
        self.folders = folders
    }

    public static let names = ["classic", "packages", "data-science"]
    static let customName = "custom"
    /// The layout of a project that names none.
    static let standardName = "classic"

    /// The folders of each known layout.
    private static let known: [String: [Role: String]] = [
        // Data by split, logs, notebooks, and one `src` folder with its tests.
        "classic": common.merging([
            .utils: "src", .dataloader: "src", .model: "src", .evaluation: "src", .executor: "src", .ops: "src",
            .tests: "src/tests",
        ]) { $1 },
        // A package for each task of the code.
        "packages": common.merging([
            .utils: "utils", .dataloader: "dataloader", .model: "model", .evaluation: "evaluation",
            .executor: "executor", .ops: "ops", .tests: "tests",
        ]) { $1 },
        // As cookiecutter-data-science has it: data by how far it is processed, and one package named after the project.
        "data-science": common.merging([
            .original: "data/raw", .train: "data/processed/train", .valid: "data/processed/valid",
            .test: "data/processed/test", .references: "references", .utils: "{package}", .dataloader: "{package}",
            .model: "{package}/modeling", .evaluation: "{package}", .executor: "{package}/modeling",
            .ops: "{package}", .tests: "tests",
        ]) { $1 },
    ]

    private static let common: [Role: String] = [
        .data: "data", .original: "data/original", .interim: "data/interim", .external: "data/external",
        .train: "data/train", .valid: "data/valid", .test: "data/test", .models: "models", .reports: "reports",
        .figures: "reports/figures", .deploy: "deploy", .logs: "logs", .docs: "docs",
        .references: "docs/references", .notebooks: "notebooks", .configs: "configs",
    ]
}

extension Layout.Role {
    /// One line on what the folder holds.
    public var summary: String {
        switch self {
        case .data: "all data, and its schema"
        case .original: "the data as it came, never changed"
        case .interim: "data half-way through preparation"
        case .external: "data of others"
        case .train, .valid, .test: "the \(rawValue) split"
        case .models: "trained models and their metrics"
        case .reports: "what stages report"
        case .figures: "pictures of reports"
        case .deploy: "bundles for serving"
        case .logs: "what stages wrote as they ran"
        case .docs: "documentation"
        case .references: "data dictionaries, manuals and papers"
        case .notebooks: "notebooks"
        case .configs: "configuration of the project's own code"
        case .utils: "code used in more than one place"
        case .dataloader: "code that loads and prepares data"
        case .model: "code of the model"
        case .evaluation: "code that measures models"
        case .executor: "code that trains and predicts"
        case .ops: "code of operations that are not machine learning"
        case .tests: "tests of the code"
        }
    }
}
