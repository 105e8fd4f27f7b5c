public import MLKitCore
internal import MLKitSpec
public import SystemPackage

/// A template made for cookiecutter: `cookiecutter.json`, and a folder whose name has braces in it.
public struct CookiecutterTemplate {
    let folder: FilePath
    /// The name of the folder that becomes the project.
    let tree: String
    /// `tree`, as a template.
    let treeName: JinjaTemplate
    let variables: [CookiecutterVariable]
    let settings: CookiecutterSettings
    /// What cannot be honoured, and does no harm by itself.
    let warnings: [Diagnostic]

    /// The folder's name, unless the template is fetched: then its folder is named by a commit.
    var name: String

    /// Names of the file with the variables: the first is that of cookiecutter-data-science.
    static let fileNames = ["ccds.json", "cookiecutter.json"]
    /// The variable that holds all others in templates.
    static let variable = "cookiecutter"

    /// Whether a folder holds such a template, and none of our own.
    public static func isTemplate(_ folder: FilePath, files: any FileSystem = LocalFileSystem()) throws -> Bool {
        guard try !files.exists(folder.appending(Template.fileName)) else { return false }
        return try fileNames.contains { try files.exists(folder.appending($0)) }
    }

    /// - Throws: `Failure` with everything that is wrong with the variables, or that they have no tree.
    init(at folder: FilePath, name: String? = nil, files: any FileSystem) throws {
        var reader = CookiecutterReader(folder: folder, files: files)
        self = try reader.read()
        if let name { self.name = name }
    }
}

extension CookiecutterTemplate {
    init(
        folder: FilePath, tree: String, variables: [CookiecutterVariable], settings: CookiecutterSettings,
        warnings: [Diagnostic]
    ) throws {
        self.folder = folder
        name = folder.lastComponent?.string ?? ""
        self.tree = tree
        self.variables = variables
        self.settings = settings
        self.warnings = warnings
        let source = JinjaSource(file: folder.appending(tree).string, bytes: Array(tree.utf8))
        treeName = try JinjaTemplate(source, settings.jinja)
    }

    /// The variables whose default is the name of the new project: the one that the name of its folder is made from in
    /// the end, and `project_name`. Only a default that is not made from others gives way.
    var namedByProject: Set<String> {
        var names = Set(["project_name"].filter { texts[$0]?.references(to: Self.variable).isEmpty ?? false })
        var references = treeName.references(to: Self.variable)
        var seen = Set<String>()
        while let name = references.first(where: { $0 == "project_name" }) ?? references.first,
            seen.insert(name).inserted, let template = texts[name]
        {
            references = template.references(to: Self.variable)
            if references.isEmpty { names.insert(name) }
        }
        return names
    }

    private var texts: [String: JinjaTemplate] {
        Dictionary(variables.compactMap { variable in variable.template.map { (variable.name, $0) } }) { $1 }
    }
}

/// What `cookiecutter.json` says about rendering.
struct CookiecutterSettings {
    var jinja = JinjaSettings()
    /// `_copy_without_render`: patterns of paths, where `*` matches `/` too.
    var copied: [String] = []
    /// `_new_lines`: the line break of all texts; `nil` for that of each file.
    var newline: String?
}

extension Template {
    /// What a project made by a template of cookiecutter has for its template.
    init(standingFor template: CookiecutterTemplate, questions: [Question] = []) {
        self.init(
            name: template.name, version: "", summary: "", questions: questions, computed: [], secrets: [], ownership: [],
            nextSteps: [],
            postSteps: [], partials: [], kinds: StageKinds([]), files: [])
    }
}
