import MLKitCore
import MLKitGit
import MLKitScaffold
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage

/// A template in a scratch folder, and what is made from it.
struct TemplateFixture {
    let scratch: ScratchDirectory

    static let header = "template: 1\nname: small\nversion: 1.0.0\ndescription: a small template\n"

    /// - Parameters:
    ///   - yaml: what follows the header of `template.yaml`.
    ///   - files: the tree below `files/`.
    init(_ yaml: String = "", files: [String: String] = ["README.md": "hello\n"]) throws {
        scratch = try ScratchDirectory()
        try scratch.write(Self.header + yaml, to: "template/template.yaml")
        for (name, text) in files { try scratch.write(text, to: "template/files/\(name)") }
    }

    var folder: FilePath { scratch.path.appending("template") }

    func template() throws -> Template { try Template(at: folder, kinds: .builtIn) }

    func rendering(_ assignments: [String] = [], name: String = "demo") throws -> Rendering {
        let template = try template()
        let assigned = try AssignedAnswers(parsing: assignments)
        let answers = try Interview(template, projectName: name, layout: .standard(project: name)).answers(assigned: assigned)
        return try Rendering(of: template, projectName: name, layout: .standard(project: name), answers: answers)
    }

    /// The rendered text of one file.
    func text(_ path: String, _ assignments: [String] = []) throws -> String? {
        try rendering(assignments).files.first { $0.path == path }.map { String(decoding: $0.content, as: UTF8.self) }
    }

    /// What is wrong, as a user would see it, with the scratch folder's name taken out; empty if nothing is.
    func problems(_ body: (TemplateFixture) throws -> Void = { _ = try $0.template() }) -> String {
        MLKitScaffoldTests.problems(without: scratch.path.string + "/") { try body(self) }
    }

    /// A git environment of the scratch folder's own.
    func environment(identity: Bool = true) throws -> GitEnvironment {
        let config = identity ? "[user]\n\tname = Ada Example\n\temail = ada@example.com\n" : ""
        let file = try scratch.write(config, to: "gitconfig")
        return GitEnvironment(
            variables: [
                "HOME": scratch.path.string, "XDG_CONFIG_HOME": scratch.path.appending("xdg").string,
                "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": file.string,
            ], time: GitTime(seconds: 1_767_225_600, offset: 60))
    }
}

/// The diagnostics that `body` throws, as a user would see them; empty if it throws none.
func problems(without prefix: String = "\0", _ body: () throws -> Void) -> String {
    do {
        try body()
        return ""
    } catch let failure as Failure {
        return failure.description.split(separator: prefix, omittingEmptySubsequences: false).joined()
    } catch {
        return "not a failure: \(error)"
    }
}

/// The first line of each error.
func messages(_ body: () throws -> Void) -> [String] {
    do {
        try body()
        return []
    } catch {
        return (error as? Failure)?.diagnostics.map(\.message) ?? ["not a failure: \(error)"]
    }
}
