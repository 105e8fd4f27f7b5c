import Glibc
import MLKitCore
import MLKitGit
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage

@testable import MLKitScaffold

/// What a user does to a project.
enum Doing: Sendable {
    case write(String, String)
    case bytes(String, [UInt8])
    case delete(String)
    case move(String, String)
    case program(String, Bool)
    case link(String, to: String)
}

/// A project made from the first version of a template, which then goes on.
struct UpdateFixture {
    let scratch: ScratchDirectory
    let project: FilePath
    /// The folder of the repository; the project itself, or a folder around it.
    let repository: FilePath

    static let spec = "mlkit: 1\nproject:\n  name: {{ name }}\n  title: {{ title|yaml }}\nlayout: {{ layout.name }}\n"
    static let questions = """
        questions:
          title: {type: text, default: A title, spec: project.title}
          greeting: {type: text, default: hello}

        """

    /// - Parameters:
    ///   - folder: the project's folder inside the repository; the repository itself if left out.
    ///   - keeps: whether the project holds what was rendered, which earlier versions left to git.
    init(
        _ files: [String: String], ownership: String = "", folder: String? = nil, attributes: String? = nil,
        commits: Bool = true, keeps: Bool = true
    ) async throws {
        let scratch = try ScratchDirectory()
        self.scratch = scratch
        repository = scratch.path.appending(folder == nil ? "demo" : "outer")
        project = folder.map { scratch.path.appending("outer").pushing(FilePath($0)) } ?? repository
        try scratch.write("[user]\n\tname = Ada\n\temail = ada@example.com\n", to: "gitconfig")
        try write(template: files, ownership: ownership, version: "1.0.0")
        try LocalFileSystem().makeDirectory(repository)
        try await git("init", "--quiet", "--initial-branch=main")
        if let attributes { try LocalFileSystem().write(attributes, to: repository.appending(".gitattributes")) }
        try LocalFileSystem().write("*.ignored\n", to: repository.appending(".gitignore"))
        try makeProject(keeps: keeps)
        if commits { try await commit() }
    }

    private func makeProject(keeps: Bool) throws {
        let name = "demo"
        var rendering = try rendering(name)
        rendering.provenance = TemplateProvenance(source: template.string)
        for file in rendering.files {
            try LocalFileSystem().write(
                file.content, to: project.pushing(FilePath(file.path)), executable: file.isExecutable)
        }
        try LocalFileSystem().write(rendering.record, to: project.pushing(FilePath(ScaffoldRecord.path)))
        guard keeps else { return }
        let hidden = PathSet(rendering.files.map(\.path).filter { $0.hasSuffix(".ignored") })
        let kept = try KeptRenderings().file(rendering.files, ScaffoldRecord(rendering), except: hidden, .none)
        try LocalFileSystem().write(kept, to: file(KeptRenderings.path))
    }

    private func rendering(_ name: String) throws -> Rendering {
        let template = try Template(at: template, kinds: .builtIn)
        let layout = Layout.standard(project: name)
        let answers = try Interview(template, projectName: name, layout: layout).answers(
            assigned: AssignedAnswers(), known: [])
        return try Rendering(of: template, projectName: name, layout: layout, answers: answers)
    }

    var template: FilePath { scratch.path.appending("template") }

    /// Writes the template anew. A name that ends in `+x` is that of a program.
    func write(
        template files: [String: String], ownership: String = "", version: String = "2.0.0",
        questions: String = UpdateFixture.questions
    ) throws {
        try LocalFileSystem().remove(template)
        let rules = ownership.isEmpty ? "" : "ownership:\n" + ownership
        try scratch.write(
            "template: 1\nname: small\nversion: \(version)\ndescription: small\n" + questions + rules,
            to: "template/template.yaml")
        let spec = files.keys.contains { $0.hasPrefix("mlkit.yaml") } ? [:] : ["mlkit.yaml.stencil": Self.spec]
        for (name, text) in files.merging(spec, uniquingKeysWith: { $1 }) {
            let isProgram = name.hasSuffix("+x")
            let path = template.appending("files").pushing(FilePath(isProgram ? String(name.dropLast(2)) : name))
            try LocalFileSystem().write(Array(text.utf8), to: path, executable: isProgram)
        }
    }

    func perform(_ doing: Doing) throws {
        let disk = LocalFileSystem(.whole)
        switch doing {
        case .write(let path, let text):
            let isProgram = try disk.information(at: file(path))?.isExecutable ?? false
            try disk.write(Array(text.utf8), to: file(path), executable: isProgram)
        case .bytes(let path, let bytes): try disk.write(bytes, to: file(path))
        case .delete(let path): try disk.remove(file(path))
        case .move(let from, let to): try disk.rename(file(from), to: file(to))
        case .program(let path, let isProgram): chmod(file(path).string, isProgram ? 0o755 : 0o644)
        case .link(let path, let target):
            try disk.remove(file(path))
            symlink(target, file(path).string)
        }
    }

    func file(_ path: String) -> FilePath { project.pushing(FilePath(path)) }

    func read(_ path: String) throws -> String? {
        let disk = LocalFileSystem()
        guard try disk.information(at: file(path))?.kind == .file else { return nil }
        return String(decoding: try disk.read(file(path)), as: UTF8.self)
    }

    var variables: [String: String] {
        [
            "HOME": scratch.path.string, "XDG_CONFIG_HOME": scratch.path.appending("xdg").string,
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": scratch.path.appending("gitconfig").string,
        ]
    }

    var environment: GitEnvironment {
        GitEnvironment(variables: variables, time: GitTime(seconds: 1_767_225_600, offset: 60))
    }

    @discardableResult
    func git(_ arguments: String...) async throws -> String {
        let result = try await Command("git", arguments, directory: repository, environment: variables).run()
        guard result.status == 0 else {
            throw Failure("git \(arguments.joined(separator: " ")): \(result.errorText)")
        }
        return result.outputText
    }

    func commit(_ message: String = "A commit") async throws {
        try await git("add", "--all")
        try await git("commit", "--quiet", "--allow-empty", "--message", message)
    }

    func request(
        _ assignments: [String] = [], files: any FileSystem = LocalFileSystem(.whole),
        durable: any FileSystem = LocalFileSystem(.whole)
    ) -> UpdateRequest {
        var request = UpdateRequest(
            project: project,
            templates: TemplateSources(builtIn: scratch.path.appending("none"), directory: project, files: files),
            kinds: .builtIn, git: environment, files: files, durable: durable)
        request.assignments = assignments
        return request
    }

    func update(_ assignments: [String] = []) throws -> ProjectUpdate { try ProjectUpdate(request(assignments)) }

    @discardableResult
    func apply(_ assignments: [String] = []) throws -> UpdateResult { try update(assignments).apply() }

    @discardableResult
    func undo() throws -> UpdateUndo.Outcome {
        let disk = LocalFileSystem(.whole)
        return try UpdateUndo(project: project, git: environment, files: disk, durable: disk).run()
    }

    /// What git says has changed, without mlkit's own files, one line each.
    func status() async throws -> [String] {
        try await git("status", "--porcelain", "--untracked-files=all", "--no-renames").split(separator: "\n")
            .map(String.init).filter { !$0.contains(".mlkit/") }
    }

    /// Every file of the repository with its mode and content, but for git's and mlkit's own scratch.
    func tree() throws -> [String: String] {
        var tree: [String: String] = [:]
        try visit(repository, "", &tree)
        return tree
    }

    private func visit(_ folder: FilePath, _ name: String, _ tree: inout [String: String]) throws {
        let disk = LocalFileSystem()
        for entry in try disk.list(folder) where ![".git", "tmp", "undo", "cache"].contains(entry) {
            let path = folder.appending(entry)
            if try disk.isLink(path) {
                tree[name + entry] = "link"
            } else if try disk.information(at: path)?.kind == .directory {
                try visit(path, "\(name)\(entry)/", &tree)
            } else {
                let isProgram = try disk.information(at: path)?.isExecutable ?? false
                tree[name + entry] = (isProgram ? "x" : "-") + String(decoding: try disk.read(path), as: UTF8.self)
            }
        }
    }

    /// The bytes of git's index.
    func index() throws -> [UInt8] { try LocalFileSystem().read(repository.pushing(".git/index")) }
}

extension UpdatePlan {
    /// One line for each change: "rename a -> b".
    var lines: [String] {
        changes.map { action in
            let path = action.from.map { "\($0) -> \(action.path)" } ?? action.path
            return "\(action.kind.rawValue) \(path)"
        } + moves.map { "move \($0.from) -> \($0.to)" }
    }
}
