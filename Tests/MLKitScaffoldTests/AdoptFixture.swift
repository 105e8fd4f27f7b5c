import MLKitCore
import MLKitGit
@testable import MLKitScaffold
import MLKitStages
import MLKitTestSupport
import SystemPackage

/// A project of somebody's in a scratch folder, outside git unless it is made a repository.
struct AdoptFixture {
    let scratch: ScratchDirectory

    init(_ files: [String: String]) throws {
        scratch = try ScratchDirectory()
        for (name, text) in files { try scratch.write(text, to: "churn/\(name)") }
        try LocalFileSystem().makeDirectory(folder)
    }

    var folder: FilePath { scratch.path.appending("churn") }

    var environment: GitEnvironment {
        GitEnvironment(
            variables: [
                "HOME": scratch.path.string, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
                "GIT_AUTHOR_NAME": "Ada Example", "GIT_AUTHOR_EMAIL": "ada@example.com",
            ], time: GitTime(seconds: 1_767_225_600, offset: 60))
    }

    func makeRepository() throws { _ = try Repository.initialise(at: folder, environment: environment) }

    func tree() throws -> ProjectTree { try ProjectTree(at: folder, environment: environment) }

    func stages() throws -> RecognisedStages { try RecognisedStages(in: tree()) }

    func survey() throws -> RepositorySurvey { try RepositorySurvey(of: folder, environment: environment) }

    func proposal() throws -> SpecProposal { try SpecProposal(survey(), stages(), kinds: .builtIn, templateSource: "minimal") }

    /// A plan with the built-in template that adoption takes.
    func plan(settings: [String] = [], layout: String? = nil) throws -> AdoptionPlan {
        let name = AdoptionPlan.standardTemplate
        let template = try Template(at: BuiltTool.sourceRoot.appending("templates").appending(name), kinds: .builtIn)
        return try AdoptionPlan(
            for: folder, template: template, provenance: TemplateProvenance(source: name), layout: layout,
            settings: settings, environment: environment)
    }

    /// Every file and link below the project but git's own, with its hash, mode and time of change.
    func snapshot() throws -> [String: String] {
        var found: [String: String] = [:]
        var waiting = [""]
        while let name = waiting.popLast() {
            for entry in try LocalFileSystem().entries(folder.pushing(FilePath(name))) where entry.name != ".git" {
                let path = name.isEmpty ? entry.name : name + "/" + entry.name
                let file = folder.pushing(FilePath(path))
                switch entry.kind {
                case .directory: waiting.append(path)
                case .file:
                    let information = try LocalFileSystem().information(at: file)
                    let hash = try LocalFileSystem().hash(file)
                    found[path] = "\(hash.hex) \(information?.modified ?? 0) \(information?.isExecutable ?? false)"
                default: found[path] = "link"
                }
            }
        }
        return found
    }
}

extension ProposedStage {
    /// The stage in one line, as far as tests compare it.
    var brief: String {
        "\(name): \(run.replacing("\n", with: "⏎")) <- \(inputs.joined(separator: " ")) -> \(outputs.joined(separator: " "))"
    }
}

extension LeftOut {
    var brief: String { "\(what): \(why)" }
}
