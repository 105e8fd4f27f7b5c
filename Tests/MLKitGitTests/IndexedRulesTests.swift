import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitGit

/// Attributes and ignore rules that git's index has and the working tree has not.
@Suite struct IndexedRulesTests {
    private func sandbox() async throws -> GitSandbox {
        let sandbox = try await GitSandbox()
        for (name, value) in [("clean", "tr a-z n-za-m"), ("smudge", "tr a-z n-za-m"), ("required", "true")] {
            try await sandbox.git("config", "filter.rot.\(name)", value)
        }
        try await sandbox.commit([
            "in/a.txt": "a\n", "out/.gitattributes": "*.rot filter=rot\n", "out/.gitignore": "*.local\n", "out/a.rot": "abc\n",
        ])
        return sandbox
    }

    @Test(arguments: [["--cone", "in"], ["--no-cone", "/*", "!/out/"]])
    func countOutsideASparseCheckout(_ patterns: [String]) async throws {
        let sandbox = try await sandbox()
        let arguments = ["sparse-checkout", "set"] + patterns
        let result = try await Command("git", arguments, directory: sandbox.path, environment: sandbox.variables).run()
        #expect(try result.status == 0 && !sandbox.exists("out"))
        let repository = try sandbox.repository()
        #expect(try repository.filters.stored(Array("abc\n".utf8), at: "out/new.rot") == Array("nop\n".utf8))
        #expect(try repository.filters.checkedOut(Array("nop\n".utf8), at: "out/new.rot") == Array("abc\n".utf8))
        #expect(try repository.isIgnored("out/x.local") && !repository.isIgnored("out/x") && !repository.isIgnored("x.local"))
        let coming = try repository.shadowed(by: ["in/.gitignore": Array("*.tmp\n".utf8)], for: ["in/x.tmp", "out/new.rot"])
        #expect(try coming.isIgnored("in/x.tmp") && coming.isIgnored("out/x.local"))
        #expect(try coming.filters.stored(Array("abc\n".utf8), at: "out/new.rot") == Array("nop\n".utf8))
        try repository.commit(file: "out/b.rot", content: .bytes(Array("abc\n".utf8)), message: "b")
        #expect(try await sandbox.git("cat-file", "blob", "HEAD:out/b.rot") == "nop\n")
    }

    /// Git follows no link to such a file.
    @Test func linksDoNotCount() async throws {
        let sandbox = try await sandbox()
        try await sandbox.commit(["rules": "*.rot filter=rot\n*.txt eol=crlf\n", "ignores": "*.local\n", "new/a.txt": "a\n"])
        for (name, target) in [(".gitattributes", "../rules"), (".gitignore", "../ignores")] {
            symlink(target, sandbox.path.appending("new").appending(name).string)
        }
        try await sandbox.git("add", "--all")
        try await sandbox.git("commit", "--quiet", "--message", "links")
        let repository = try sandbox.repository()
        for changes in [[:], ["in/.gitignore": Array("*.tmp\n".utf8)]] as [ByteTable<[UInt8]?>] {
            let now = changes.isEmpty ? repository : try repository.shadowed(by: changes, for: ["new/x.local", "new/a.rot"])
            #expect(try !now.isIgnored("new/x.local"))
            #expect(try now.filters.stored(Array("abc\n".utf8), at: "new/a.rot") == Array("abc\n".utf8))
            #expect(try now.filters.checkedOut(Array("a\n".utf8), at: "new/a.txt") == Array("a\n".utf8))
        }
        try sandbox.write("x\n", to: "new/x.local")
        #expect(try repository.ignoredEntries() == [])
        #expect(try await sandbox.git("check-attr", "eol", "new/a.txt") == "new/a.txt: eol: unspecified\n")
    }

    @Test func countWhereTheUserRemovedTheFile() async throws {
        let sandbox = try await sandbox()
        try LocalFileSystem().remove(sandbox.path.pushing("out/.gitattributes"))
        try LocalFileSystem().remove(sandbox.path.pushing("out/.gitignore"))
        let repository = try sandbox.repository()
        #expect(try repository.filters.stored(Array("abc\n".utf8), at: "out/a.rot") == Array("nop\n".utf8))
        // Such rules git passes over.
        #expect(try !repository.isIgnored("out/x.local"))
        let answer = try await Command(
            "git", ["check-ignore", "out/x.local"], directory: sandbox.path, environment: sandbox.variables
        ).run()
        #expect(answer.status == 1)
    }
}
