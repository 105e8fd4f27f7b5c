import MLKitCore
import MLKitGit
import MLKitScaffold
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

/// Files of the user's that a new project begins with.
@Suite struct BroughtFilesTests {
    private let fixture: TemplateFixture
    private let parent: FilePath

    init() throws {
        fixture = try TemplateFixture(files: ["a.txt": "1\n", "mlkit.yaml": "mlkit: 1\nproject: {name: demo}\n"])
        parent = fixture.scratch.path.appending("work")
        try LocalFileSystem().makeDirectory(parent)
        try fixture.scratch.write("x\n1\n", to: "x.csv")
    }

    private func create(_ brought: [BroughtFile], files: any FileSystem = LocalFileSystem(.whole)) throws -> NewProjectResult {
        try NewProject("demo", directory: parent, files: files)
            .create(fixture.rendering(), bringing: brought, git: .automatic, environment: fixture.environment())
    }

    private func file(_ path: String, linked: Bool = false, from source: String = "x.csv") -> BroughtFile {
        BroughtFile(source: fixture.scratch.path.appending(source), path: path, isLinked: linked)
    }

    private func status() async throws -> String {
        try await Command(
            "git", ["status", "--porcelain", "--untracked-files=all"], directory: parent.appending("demo"),
            environment: fixture.environment().variables
        ).run().outputText
    }

    /// Into a new folder, and into an empty one that is there.
    @Test(arguments: [false, true]) func filesAreCopiedOrLinkedAndNotCommitted(exists: Bool) async throws {
        if exists { try LocalFileSystem().makeDirectory(parent.appending("demo")) }
        let result = try create([file("data/x y.csv"), file("data/far.csv", linked: true)])
        #expect(result.brought.map(\.path) == ["data/x y.csv", "data/far.csv"])
        guard case .committed = result.git else {
            Issue.record("not committed: \(result.git)")
            return
        }
        #expect(try fixture.scratch.read("work/demo/data/x y.csv") == "x\n1\n")
        #expect(try LocalFileSystem().linkTarget(parent.pushing("demo/data/far.csv")) == "\(fixture.scratch.path)/x.csv")
        #expect(try !LocalFileSystem().exists(parent.pushing("demo/.mlkit/tmp/brought")))
        #expect(try await status() == "?? data/far.csv\n?? \"data/x y.csv\"\n")
    }

    @Test(arguments: [false, true]) func whatCannotBeCopiedLeavesNothing(exists: Bool) throws {
        if exists { try LocalFileSystem().makeDirectory(parent.appending("demo")) }
        #expect(throws: Failure.self) { try create([file("data/x.csv"), file("data/y.csv", from: "gone.csv")]) }
        #expect(try LocalFileSystem().list(parent) == (exists ? ["demo"] : []))
        if exists { #expect(try LocalFileSystem().list(parent.appending("demo")).filter { $0 != ".git" } == []) }
    }
}

/// Names of folders, and what their projects are called.
@Suite struct ProjectNameOfFolderTests {
    @Test(arguments: [
        ("My Project", "my-project"), ("my_project", "my_project"), ("My_Project", "my_project"), ("a.b  c", "a-b-c"), ("2024", "2024"),
    ])
    func nothingIsLost(folder: String, name: String) throws {
        #expect(try NewProject(folder, directory: "/tmp/nowhere").name == name)
    }

    /// What is replaced shows in the title: `aNameIsMadeOfTheFolders`.
    @Test(arguments: ["@", "a/b/日本", "-", "a\tb"]) func whatLeavesNothingIsRefused(folder: String) {
        #expect(throws: Failure.self) { try NewProject(folder, directory: "/tmp/nowhere") }
    }
}

/// Answers that are found out, and not asked for.
@Suite struct MappingQuestionTests {
    private static let yaml = """
        questions:
          target: {type: text, default: y}
          table: {type: mapping, when: target != "none"}
        computed:
          looked: '{{ table.target == target }}'

        """
    private static let text = "{% if looked %}{% for line in table.lines %}\n{{ line }}\n{% endfor %}{% else %}plain{% endif %}\n"

    private func rendered(
        _ assignments: [String], _ found: JSON?, prompter: (any Prompter)? = nil) throws -> (text: String, given: [String: JSON]) {
        let template = try TemplateFixture(Self.yaml, files: ["a.stencil": Self.text]).template()
        let known = found.map { [AnswerSource("the table", ["table": AnswerSource.Answer($0)])] } ?? []
        let layout = Layout.standard(project: "demo")
        let answers = try Interview(template, projectName: "demo", layout: layout).answers(
            assigned: AssignedAnswers(parsing: assignments), known: known, prompter: prompter)
        let rendering = try Rendering(of: template, projectName: "demo", layout: layout, answers: answers)
        return (String(decoding: rendering.files[0].content, as: UTF8.self), answers.given)
    }

    @Test func whatWasFoundIsRenderedAndRecorded() throws {
        let found: JSON = ["target": "y", "lines": ["a: 1", "b: {{ not }} read"]]
        let (text, given) = try rendered([], found)
        #expect(text == "\na: 1\n\nb: {{ not }} read\n\n")
        #expect(given["table"] == found)
        // Another answer since: what was found is of no use.
        #expect(try rendered(["target=z"], found).text == "plain\n")
    }

    @Test func whereNothingWasFoundNothingIsAskedOrRecorded() throws {
        struct Refusing: Prompter {
            mutating func ask(_ prompt: Prompt) throws -> String? {
                prompt.question.name == "table" ? nil : ""
            }
        }
        let (text, given) = try rendered([], nil, prompter: Refusing())
        #expect(text == "plain\n")
        #expect(given == ["target": "y"])
    }

    @Test func nobodyCanSetIt() throws {
        #expect(
            problems { _ = try rendered(["table=x"], nil) }
                == "error: question `table`: `x` is not a mapping, which mlkit finds out\n")
    }

    @Test func itsPartsAreCalledAnything() throws {
        #expect(try TemplateFixture(Self.yaml, files: ["a.stencil": "{{ target.x }}\n"]).problems().contains("`target` has no `x`"))
    }
}
