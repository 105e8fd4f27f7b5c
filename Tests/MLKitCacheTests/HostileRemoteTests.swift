import MLKitCore
import MLKitSpec
import SystemPackage
import Testing

@testable import MLKitCache

/// What somebody else may have put into a remote.
@Suite struct HostileRemoteTests {
    private func tree(_ name: String) -> TreeObject {
        TreeObject(entries: [(name, CachedEntry(kind: .file, hash: ContentHash(of: "x"), size: 1))])
    }

    @Test(arguments: [".git", ".GIT", ".git.", ".git ", "git~1", ".git:x", "Git~1"])
    func aTreeWithWhatIsGitsOwnIsNone(name: String) {
        #expect(TreeObject(tree(name).bytes, of: tree(name).folderHash) == nil)
    }

    @Test(arguments: [".gitignore", ".github", "git", "a.git", "git~10"]) func otherNamesAreFine(name: String) {
        #expect(TreeObject(tree(name).bytes, of: tree(name).folderHash) != nil)
    }

    @Test func whatIsGitsOwnDoesNotGetIntoTheCache() throws {
        let files = InMemoryFileSystem(["/p/out/x": "x", "/p/out/deep/.git/config": "[core]"])
        let store = ObjectStore("/p/.cache", files: files, links: [.copy], threads: 1)
        let failure = #expect(throws: Failure.self) {
            try store.add("/p/out", noting: HashCache(project: "/p", files: files, now: { 0 }))
        }
        #expect(failure?.diagnostics.first?.message == "`/p/out/deep/.git` is git's own, and never comes out of the cache")
    }

    @Test func noMoreIsFetchedThanAFileMayHave() {
        let hash = ContentHash(of: "x")
        let wanted = [
            RemoteFile(path: "large", bound: .bytes(10)), RemoteFile(path: "fits", bound: .bytes(10)),
            RemoteFile(path: "gone", bound: .bytes(10)), RemoteFile(path: "unknown", bound: .content(hash)),
            RemoteFile(path: "endless", bound: .content(hash)),
        ]
        let plan = FetchPlan(wanted, ["large": 11, "fits": 10, "unknown": 100, "endless": .max], unknown: 100)
        #expect(plan.files.map(\.path) == ["fits", "unknown"])
        #expect(plan.answer.damaged == ["large", "endless"])
        #expect(plan.answer.left.isEmpty)
    }

    @Test func whatWaitsToBeCheckedFillsNoDisk() {
        let wanted = ["a", "b", "c", "d"].map { RemoteFile(path: $0, bound: .bytes(4 << 30)) }
        let plan = FetchPlan(wanted, ["a": 4 << 30, "b": 1, "c": 0, "d": 1], unknown: 0)
        #expect(plan.files.map(\.path) == ["a", "c"])
        #expect(plan.answer.left.map(\.path) == ["b", "d"])
    }

    /// Of a file whose size nobody here knows, the content is asked for before it is copied.
    @Test func aFolderIsReadBeforeItIsCopiedFrom() throws {
        let files = InMemoryFileSystem(["/r/objects/a": "one", "/r/objects/b": "two"])
        let remote = try FolderRemote("/r", files: files, threads: 1)
        let one = ContentHash(of: "one")
        let answer = try remote.fetch(
            [RemoteFile(path: "objects/a", bound: .content(one)), RemoteFile(path: "objects/b", bound: .content(one))], to: "/p/in")
        #expect(answer.damaged == ["objects/b"])
        #expect(files.paths.filter { $0.hasPrefix("/p/") } == ["/p/in/objects/a"])
    }
}
