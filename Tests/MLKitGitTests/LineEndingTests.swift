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

    /// A file that the checkout does not have, as where only a part of it is checked out.
    @Test func attributesThatOnlyTheIndexHasCount() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["checklist/.gitattributes": "*.md text eol=crlf\n", "other/.gitattributes": "*.md -text\n"])
        for folder in ["checklist", "other"] {
            try LocalFileSystem().remove(sandbox.path.appending(folder).appending(".gitattributes"))
        }
        _ = try commit(to: sandbox)
        #expect(try await sandbox.git("show", "HEAD:\(record)") == "one\ntwo\n")
        let bytes = FileChange.Content.bytes(Array("one\r\n".utf8))
        try sandbox.repository().commit(file: "other/a.md", content: bytes, message: "Other")
        #expect(try await sandbox.git("show", "HEAD:other/a.md") == "one\r\n")
    }

    @Test func lineEndingsFollowTheSettings() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "core.autocrlf", "input")
        _ = try commit(to: sandbox)
        #expect(try await sandbox.git("show", "HEAD:\(record)") == "one\ntwo\n")
    }
}
