import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Commands that write below a folder which a clone has put elsewhere: into somebody's other project.
@Suite struct CheckThroughLinksTests {
    private let project: ChecklistProject
    private var outside: FilePath { project.sandbox.scratch.path.appending("outside") }
    private static let words = "is a link that leads out of the project, and may have come with it: nothing is written through it"
    private static let list = """
        checklist: 1
        title: Theirs
        sections:
          - id: v
            title: V
            items:
              - {id: v.a, title: A, why: w, how: h, maturity: poc}

        """

    init() async throws {
        project = try await ChecklistProject()
        try project.sandbox.scratch.write(Self.list, to: "outside/project.yaml")
        for name in ["checklists", "out"] { try LocalFileSystem().makeLink(at: project.path.appending(name), to: "../outside") }
    }

    /// As a clone has them: git tracks the links.
    private func track() async throws {
        try await project.sandbox.git("add", "--all")
        try await project.sandbox.git("commit", "--quiet", "--message", "links")
    }

    @Test(arguments: [
        ["add", "data", "Mine", "--why", "w", "--how", "h"], ["export", "badge", "-o", "out/badge.svg"],
        ["export", "markdown", "-o", "out/list.md"],
        ["export", "model-card", "-o", "out/card.md"], ["evidence", "baseline", "-o", "out/evidence"],
    ])
    func nothingIsWrittenThroughALinkInGit(arguments: [String]) async throws {
        _ = try await project.check("done", "baseline", "-e", "reports/evaluation.json")
        try await track()
        let outcome = try await BuiltTool.mlkit(["check"] + arguments, in: project.path, environment: project.sandbox.variables)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("`\(arguments[0] == "add" ? "checklists" : "out")` \(Self.words)"), "\(outcome.error)")
        #expect(try LocalFileSystem().list(outside) == ["project.yaml"])
        #expect(try project.sandbox.scratch.read("outside/project.yaml") == Self.list)
        #expect(try await project.sandbox.git("status", "--porcelain").isEmpty)
    }

    @Test func aListBehindOneIsNotSynced() async throws {
        #expect(try await project.check("export", "markdown", "-o", "out/list.md").status == 0)
        let text = try project.sandbox.scratch.read("outside/list.md").replacing("- [ ] ", with: "- [x] ")
        try project.sandbox.scratch.write(text, to: "outside/list.md")
        try await track()
        let outcome = try await project.check("sync", "out/list.md")
        #expect(outcome.status == 1 && outcome.error.contains("`out` \(Self.words)"), "\(outcome.error)")
        #expect(try project.sandbox.scratch.read("outside/list.md") == text)
        #expect(try !project.sandbox.exists("checklist"))
    }

    /// One that git does not know was made here, by whoever wants the files elsewhere.
    @Test func aLinkOfOnesOwnIsFollowed() async throws {
        #expect(try await project.check("export", "markdown", "-o", "out/list.md").status == 0)
        #expect(try LocalFileSystem().list(outside) == ["list.md", "project.yaml"])
    }

    /// A list out of the project would be in no commit.
    @Test(arguments: ["checklists", "checklists/project.yaml"]) func noListIsWrittenOutOfTheProject(_ link: String) async throws {
        if link != "checklists" {
            try LocalFileSystem().remove(project.path.appending("checklists"))
            try LocalFileSystem().makeDirectory(project.path.appending("checklists"))
            try LocalFileSystem().makeLink(at: project.path.pushing(FilePath(link)), to: "../../outside/project.yaml")
        }
        let outcome = try await project.check("add", "data", "Mine", "--why", "w", "--how", "h")
        #expect(outcome.status == 1)
        #expect(
            outcome.error.hasPrefix(
                "error: `\(link)` is a symbolic link that leads out of the project, and lists are files that git has the content of\n"))
        #expect(try project.sandbox.scratch.read("outside/project.yaml") == Self.list)
    }
}
