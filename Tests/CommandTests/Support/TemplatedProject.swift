import MLKitCore
import MLKitTestSupport
import SystemPackage

/// A project made with `mlkit new` from a template in a folder beside it, which then goes on.
struct TemplatedProject {
    let scratch: ScratchDirectory
    var path: FilePath { scratch.path.appending("demo") }

    static let lines = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n"

    init() async throws {
        scratch = try ScratchDirectory()
        try template(version: "1.0.0", [
            "mlkit.yaml.stencil": "mlkit: 1\nproject:\n  name: {{ name }}\n  title: {{ title|yaml }}\n",
            "a.txt": Self.lines, "README.md.stencil": "# {{ title }}\n", "gone.txt": "bye\n",
            "old.txt": "old\n\(Self.lines)",
        ])
        let made = try await BuiltTool.mlkit(["new", "demo", "--template", "./small", "--defaults"], in: scratch.path)
        guard made.status == 0 else { throw Failure("exit status \(made.status)", notes: [made.output, made.error]) }
    }

    /// Writes the template anew.
    func template(version: String, _ files: [String: String]) throws {
        try LocalFileSystem().remove(scratch.path.appending("small"))
        try scratch.write(
            """
            template: 1
            name: small
            version: \(version)
            description: small
            questions:
              title: {type: text, default: A title, spec: project.title}

            """, to: "small/template.yaml")
        for (name, text) in files { try scratch.write(text, to: "small/files/\(name)") }
    }

    /// The second version: something of everything.
    func secondVersion() throws {
        try template(version: "2.0.0", [
            "mlkit.yaml.stencil": "mlkit: 1\nproject:\n  name: {{ name }}\n  title: {{ title|yaml }}\n",
            "a.txt": Self.lines.replacing("one", with: "ONE"), "README.md.stencil": "# {{ title }}\n",
            "new.txt": "new\n", "fresh.txt": "old\n\(Self.lines)",
        ])
    }

    func mlkit(_ arguments: String..., in folder: FilePath? = nil) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: folder ?? path)
    }

    @discardableResult
    func git(_ arguments: String...) async throws -> BuiltTool.Outcome {
        let settings = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        return try await BuiltTool.run("git", settings + arguments, in: path)
    }

    func commit() async throws {
        try await git("add", "--all")
        try await git("commit", "--quiet", "--message", "mine")
    }

    func write(_ text: String, to name: String) throws {
        try scratch.write(text, to: "demo/\(name)")
    }

    func read(_ name: String) throws -> String { try scratch.read("demo/\(name)") }
}
