import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// Line endings of what is committed, as attributes and settings want them.
@Suite struct LineEndingTests {
    private let record = "checklist/scoping/baseline.md"

    /// Commits a file with line endings of Windows.
    private func commit(to sandbox: GitSandbox) throws -> ObjectID? {
        let text = "one\r\ntwo\r\n"
        try sandbox.write(text, to: record)
        return try sandbox.repository().commit(file: record, content: .bytes(Array(text.utf8)), message: "Answer")
    }

    @Test func lineEndingsFollowTheAttributes() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit([".gitattributes": "*.md text eol=crlf\n"])
        _ = try commit(to: sandbox)
        #expect(try await sandbox.git("show", "HEAD:\(record)") == "one\ntwo\n")
        #expect(try await sandbox.git("status", "--porcelain").isEmpty)
    }

    /// Where git looks for attributes besides the folder's own file.
    @Test(arguments: ["repository/.git/info/attributes", "named", "repository/checklist/.gitattributes"])
    func attributesAreFoundWhereverGitLooks(place: String) async throws {
        let sandbox = try await GitSandbox()
        try sandbox.scratch.write("*.md text eol=crlf\n", to: place)
        if place == "named" {
            try await sandbox.git("config", "core.attributesFile", sandbox.scratch.path.appending(place).string)
        }
        _ = try commit(to: sandbox)
        #expect(try await sandbox.git("show", "HEAD:\(record)") == "one\ntwo\n")
    }

    @Test func lineEndingsFollowTheSettings() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "core.autocrlf", "input")
        _ = try commit(to: sandbox)
        #expect(try await sandbox.git("show", "HEAD:\(record)") == "one\ntwo\n")
    }
}
