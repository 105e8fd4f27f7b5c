import Glibc
import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// Repositories that several people write to, each under a name of their own.
@Suite struct SharedRepositoryTests {
    private func rights(_ path: FilePath) -> String {
        var status = stat()
        guard stat(path.string, &status) == 0 else { return "none" }
        return String(status.st_mode & 0o7777, radix: 8)
    }

    private func folders(_ sandbox: GitSandbox) throws -> [String] {
        try LocalFileSystem().list(sandbox.path.pushing(".git/objects")).filter { $0.count == 2 }
    }

    private func pack(_ sandbox: GitSandbox) throws -> [String] {
        let folder = sandbox.path.pushing(".git/objects/pack")
        return try LocalFileSystem().list(folder).filter { !$0.hasSuffix(".keep") }.map { rights(folder.appending($0)) }
    }

    /// A folder of objects that only its maker may write to would keep everybody else from committing.
    @Test(arguments: [("group", "664"), ("true", "664"), ("1", "664"), ("all", "664"), ("0640", "640"), ("0660", "660")])
    func whatIsMadeIsOthersToo(_ value: String, _ expected: String) async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "core.sharedRepository", value)
        try Committing.commit("1\n", to: sandbox)
        #expect(try folders(sandbox) == [])
        #expect(try pack(sandbox) == [expected, expected])
        for name in ["index", "refs/heads/main", "logs/HEAD", "logs/refs/heads/main"] {
            #expect(rights(sandbox.path.appending(".git").pushing(FilePath(name))) == expected, "\(name)")
        }
        #expect(try await sandbox.git("fsck", "--strict") == "")
        #expect(try await sandbox.git("status", "--porcelain") == "")
        let before = try sandbox.repository().indexFile.read()
        let change = IndexChange.stage(path: "a", file: [49], stored: [49], isExecutable: false)
        try sandbox.repository().prepareIndex([change]).publish()
        #expect(rights(sandbox.path.pushing(".git/index")) == expected)
        let now = try sandbox.repository().indexFile.read().map { ContentHash(of: $0) }
        try sandbox.repository().indexFile.replace(expecting: now, with: before)
        #expect(rights(sandbox.path.pushing(".git/index")) == expected)
        #expect(try folders(sandbox) == [])
    }

    @Test(arguments: ["umask", "false", "0"]) func otherRepositoriesAreTheMakersOwn(_ value: String) async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "core.sharedRepository", value)
        try Committing.commit("1\n", to: sandbox)
        #expect(rights(sandbox.path.pushing(".git/index")) == "644")
    }

    @Test func whatGitDoesNotTakeIsRefused() async throws {
        let sandbox = try await GitSandbox()
        try LocalFileSystem().write(
            sandbox.read(".git/config") + "[core]\n\tsharedRepository = 0070\n", to: sandbox.path.pushing(".git/config"))
        let failure = #expect(throws: Failure.self) { try Committing.commit("1\n", to: sandbox) }
        #expect(failure?.description.contains("git does not take `0070` for its setting `core.sharedRepository`") == true)
    }
}
