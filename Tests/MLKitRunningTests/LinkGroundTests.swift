import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// Which links may have come with a project, and lead out of it.
@Suite struct LinkGroundTests {
    private let sandbox: GitSandbox
    private let files = LocalFileSystem()

    init() async throws { sandbox = try await GitSandbox() }

    private func ground(_ project: FilePath) throws -> LinkGround {
        try LinkGround(project, files: files, git: GitEnvironment(variables: sandbox.variables, time: GitTime(seconds: 0)))
    }

    private func link(_ name: String, to target: String, in folder: FilePath? = nil) throws {
        try files.makeLink(at: (folder ?? sandbox.path).pushing(FilePath(name)), to: target)
    }

    /// A link to the project itself stays in it, one to a folder that only begins like its name does not.
    @Test(arguments: [
        ("inside", false), (".", false), ("../repository", false), ("../repository/inside", false), ("..", true),
        ("../repository-other", true), ("none", true), (".git", true), (".git/refs", true), (".github", false), ("/", true),
    ])
    func linksThatLeadAway(target: String, isAway: Bool) throws {
        for name in ["inside", ".github", "../repository-other"] { try sandbox.write("1", to: name + "/x") }
        try link("l", to: target)
        #expect(try ground(sandbox.path).leadsAway("l") == isAway)
    }

    private func problem(_ path: FilePath, in project: FilePath? = nil) throws -> String? {
        do {
            try ground(project ?? sandbox.path).check(path, "it is left")
            return nil
        } catch let failure as Failure {
            return failure.diagnostics[0].message
        }
    }

    @Test func onlyThoseInGitMayBeAnybodys() async throws {
        try files.makeDirectory(sandbox.scratch.path.appending("elsewhere"))
        try link("mine", to: "../elsewhere")
        try sandbox.write("1", to: "real/x")
        #expect(try problem("mine/x") == nil && !ground(sandbox.path).isTracked("mine"))
        try link("theirs", to: "../elsewhere")
        try link("near", to: "real")
        try await sandbox.git("add", "theirs", "near", "real")
        #expect(try ground(sandbox.path).isTracked("theirs") && !ground(sandbox.path).isTracked("mine"))
        let words = "`theirs` is a link that leads out of the project, and may have come with it: it is left"
        #expect(try problem("theirs") == words && problem("theirs/deep/x") == words)
        #expect(try problem("near/x") == nil && problem("real/x") == nil && problem("none/x") == nil)
        // Of a folder on the way, too.
        try link("real/out", to: "../../elsewhere")
        #expect(try problem("real/out/x") == nil)
        try await sandbox.git("add", "real/out")
        #expect(try problem("real/out/x")?.hasPrefix("`real/out` is a link") == true)
    }

    /// A project below its repository's root: what leads out of the project alone leads away too.
    @Test func aProjectMayBeAFolderOfItsRepository() async throws {
        try sandbox.write("1", to: "project/x")
        try sandbox.write("1", to: "beside/x")
        try link("project/out", to: "../beside")
        #expect(try problem("out/x", in: sandbox.path.appending("project")) == nil)
        try await sandbox.git("add", ".")
        #expect(try problem("out/x", in: sandbox.path.appending("project"))?.hasPrefix("`out` is a link") == true)
        #expect(try ground(sandbox.path.appending("project")).isTracked("out"))
    }

    /// In no repository, any link may have come with the project.
    @Test func withoutGitAllLinksAreAnybodys() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("1", to: "project/real/x")
        try scratch.write("1", to: "elsewhere/x")
        let project = scratch.path.appending("project")
        try link("out", to: "../elsewhere", in: project)
        try link("near", to: "real", in: project)
        #expect(try problem("out/x", in: project)?.hasPrefix("`out` is a link") == true && problem("near/x", in: project) == nil)
        #expect(try !ground(project).isTracked("out"))
    }
}
