internal import MLKitSpec
internal import SystemPackage

/// What projects are made from: questions, and files that the answers fill in.
///
/// On disk a folder with `template.yaml` and a tree `files/`. A file there whose name ends in `.stencil` is
/// rendered and loses that ending, every other is copied byte for byte; names of files and folders may hold
/// `{{ … }}` too. The project's name is there as the variable `name`, every answer under its question's name.
/// Texts in `partials/` are there to be included by others, and `cases/` holds tests for `mlkit template check`.
public struct Template: Sendable {
    public let name: String
    public let version: String
    public let summary: String
    /// In the order they are asked.
    public let questions: [Question]
    /// In the order they are made, each after all that it uses.
    let computed: [ComputedAnswer]
    /// Secret answers, and what follows from them.
    let secrets: Set<String>
    /// The last that matches a file decides.
    public let ownership: [OwnershipRule]
    /// What to do with the new project, one step each.
    let nextSteps: [TextTemplate]
    /// Commands that finish the new project, run only with consent.
    let postSteps: [PostStep]
    /// The paths of the texts that others may include, sorted.
    let partials: [String]
    /// The kinds of stages that a rendered `mlkit.yaml` may have.
    let kinds: StageKinds
    let files: [TemplateFile]

    /// The version of the format of `template.yaml`.
    static let format = 1
    /// The variable with the project's name.
    static let projectVariable = "name"
    /// The variable with the name of the project's layout, and its folders by role.
    static let layoutVariable = "layout"
    static let fileName = "template.yaml"
    static let filesFolder = "files"
    /// Beside the templates' own folders: files that several have.
    static let sharedFolder = "shared"
    static let partialsFolder = "partials"
    static let renderedSuffix = ".stencil"

    /// The ownership of a file of the project; `merged` where no rule matches.
    func ownership(of path: String) -> Ownership {
        ownership.last { $0.matches(path) }?.ownership ?? .merged
    }
}

/// One file of a template: where it goes, and what it holds.
struct TemplateFile: Sendable {
    enum Content: Sendable {
        /// Rendered (the name ends in `.stencil`).
        case rendered(TextTemplate)
        /// Copied byte for byte from there.
        case copied(FilePath)
    }

    /// Below the template's folder, for messages.
    let source: String
    /// The components of the path in the project; one that renders to nothing leaves the file out.
    let path: [TextTemplate]
    /// What it is made for, the outermost loop first.
    let loops: [FileLoop]
    let content: Content
    let isExecutable: Bool
}

/// Makes a file, or a folder with all it holds, once for every item of a list.
struct FileLoop: Sendable {
    let list: TextValue
    /// Holds the item.
    let variable: String
}

/// A variable that follows from answers: neither asked nor recorded.
struct ComputedAnswer: Sendable {
    let name: String
    let value: TextValue
    /// How many questions, from the first, have to be answered before it is known.
    let questions: Int
}

/// A command to be run in a new project.
struct PostStep: Sendable {
    /// For the shell, with every value quoted.
    let command: TextTemplate
    let condition: TextValue?
    /// What it is for.
    let help: TextTemplate?
}
