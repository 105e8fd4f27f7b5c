import MLKitCore
import MLKitTestSupport
import SystemPackage

/// A project on the first rows of the census data, in a fresh folder.
struct SampleProject {
    private let scratch: ScratchDirectory
    let path: FilePath

    /// Makes the project as a user would, then puts the sample in the data's place and makes training short.
    ///
    /// - Parameters:
    ///   - template: the built-in template, and the layout that it is rendered in.
    ///   - answers: to the template's questions, as `question=answer`; none takes the census data and its target.
    ///   - rows: how many rows, from the first.
    init(
        template: (name: String, layout: String) = ("tabular", "classic"), answers: [String] = [], rows: Int = 2000
    ) async throws {
        scratch = try ScratchDirectory()
        path = scratch.path.appending("census")
        let options = ["--template", template.name, "--layout", template.layout]
        let assignments = answers.flatMap { ["--set", $0] }
        try await Self.expectSuccess(
            BuiltTool.mlkit(["new", "census", "--defaults"] + options + assignments, in: scratch.path))
        guard template.name != "minimal" else { return }
        let original = template.layout == "data-science" ? "data/raw" : "data/original"
        try await keep(rows: rows, of: "\(original)/adult.csv.gz")
        try shorten(template.name)
    }

    /// Puts the first rows of the census data, in their order, in the place of all; also where the project has none.
    private func keep(rows: Int, of name: String) async throws {
        let data = BuiltTool.sourceRoot.pushing("templates/shared/table/{{ layout.original }}")
        let original = try LocalFileSystem().list(data).first { $0.contains("adult.csv.gz") } ?? "adult.csv.gz"
        let command = #"gzip -dc "$1" | sed -n "1,$2p" | gzip -n > "$3""#
        let arguments = [data.appending(original).string, "\(rows + 1)", name]
        try await Self.expectSuccess(BuiltTool.run("sh", ["-c", command, "sh"] + arguments, in: path))
    }

    /// Makes training short.
    private func shorten(_ template: String) throws {
        switch template {
        case "python": try edit(replacing: "trees: 200", with: "trees: 20")
        case "pytorch": try edit(replacing: "epochs: 50", with: "epochs: 3")
        default: try edit(replacing: "rounds: 200", with: "rounds: 20")
        }
    }

    /// Runs `mlkit` in the project.
    func mlkit(
        _ arguments: String..., engines: FilePath? = BuiltTool.sourceRoot.appending("engines"),
        environment: [String: String] = [:]
    ) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: path, engines: engines, environment: environment)
    }

    func file(_ name: String) -> FilePath { path.pushing(FilePath(name)) }
    func read(_ name: String) throws -> String { try LocalFileSystem().readText(file(name)) }
    func json(_ name: String) throws -> JSON { try JSON(parsing: LocalFileSystem().read(file(name))) }
    func exists(_ name: String) throws -> Bool { try LocalFileSystem().exists(file(name)) }
    func write(_ text: String, to name: String) throws { try LocalFileSystem().write(text, to: file(name)) }

    /// Changes a text file, `mlkit.yaml` if none is named.
    func edit(_ name: String = "mlkit.yaml", replacing old: String, with new: String) throws {
        let text = try read(name)
        guard text.contains(old) else { throw Failure("`\(old)` is not in `\(name)`") }
        try write(text.replacing(old, with: new), to: name)
    }

    /// Passes on only what succeeded.
    @discardableResult
    static func expectSuccess(_ outcome: BuiltTool.Outcome) throws -> BuiltTool.Outcome {
        guard outcome.status == 0 else {
            throw Failure("exit status \(outcome.status)", notes: [outcome.output, outcome.error])
        }
        return outcome
    }
}
