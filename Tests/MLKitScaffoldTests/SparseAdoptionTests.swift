import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// `mlkit init` where not all of a project is in the working tree.
@Suite struct SparseAdoptionTests {
    private static let workflow = ".github/workflows/ci.yml"
    private let fixture: AdoptFixture

    init() throws {
        fixture = try AdoptFixture([
            "src/train.py": "print(1)\n", Self.workflow: "name: mine\n", ".mlkit/.gitignore": "/cache/\n", "README.md": "# Mine\n",
        ])
    }

    @discardableResult
    private func git(_ arguments: String...) async throws -> String {
        let identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
        let result = try await Command(
            "git", identity + arguments, directory: fixture.folder, environment: fixture.environment.variables
        ).run()
        #expect(result.status == 0, "\(result.errorText)")
        return result.outputText
    }

    private func commit() async throws {
        try await git("add", "--all")
        try await git("commit", "--quiet", "--message", "first")
    }

    @Test func filesOutsideAreTheUsers() async throws {
        try await git("init", "--quiet")
        try await commit()
        try await git("sparse-checkout", "set", "src")
        let plan = try fixture.plan()
        let workflow = plan.files.first { $0.file.path == Self.workflow }
        guard case .similar = workflow?.state else { Issue.record("\(String(describing: workflow?.state))"); return }
        #expect(plan.survey.tree.contains(Self.workflow))
        _ = try Adoption(plan).write(.all(of: plan))
        #expect(try await git("show", ":\(Self.workflow)") == "name: mine\n")
        #expect(try !LocalFileSystem().exists(fixture.folder.pushing(FilePath(Self.workflow))))
    }

    @Test func theRecordOutsideIsHeeded() async throws {
        let plan = try fixture.plan()
        _ = try Adoption(plan).write(.all(of: plan))
        try await git("init", "--quiet")
        try await commit()
        try await git("sparse-checkout", "set", "src")
        #expect(try !LocalFileSystem().exists(fixture.folder.pushing(FilePath(ScaffoldRecord.path))))
        #expect(try AdoptionPlan.isAdopted(fixture.folder, environment: fixture.environment))
        #expect(try AdoptionPlan.source(of: fixture.folder, environment: fixture.environment) == "minimal")
        #expect(try fixture.plan().missing.isEmpty)
    }

    @Test func aSpecOutsideAndNothingCheckedOutAreRefused() async throws {
        let plan = try fixture.plan()
        _ = try Adoption(plan).write(.all(of: plan))
        try await git("init", "--quiet")
        try await commit()
        try await git("sparse-checkout", "set", "--no-cone", "/src/")
        #expect(problems { _ = try fixture.plan() }.contains("hint: `git sparse-checkout disable` puts it there"))
        #expect(throws: Failure.self) {
            try AdoptionPlan.refuseUnseenSpec(in: fixture.folder, environment: fixture.environment)
        }
        try await git("sparse-checkout", "disable")
        try AdoptionPlan.refuseUnseenSpec(in: fixture.folder, environment: fixture.environment)
        try LocalFileSystem().remove(fixture.folder.pushing(".git/index"))
        try LocalFileSystem().remove(fixture.folder.appending("src"))
        #expect(problems { _ = try fixture.plan() }.contains("hint: `git checkout HEAD` puts it there"))
    }
}
