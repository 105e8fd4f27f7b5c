import MLKitCore
import MLKitScaffold
import MLKitTestSupport
import SystemPackage
import Testing

/// Templates fetched from repositories that real git made.
@Suite struct GitSourceTests {
    let origin: GitSandbox

    init() async throws {
        origin = try await GitSandbox()
        try await publish("one", tag: "v1")
    }

    private static let yaml = "template: 1\nname: small\nversion: 1.0.0\ndescription: d\n"

    /// Commits a template whose one file holds a text.
    private func publish(_ text: String, tag: String? = nil) async throws {
        try await origin.commit(["template.yaml": Self.yaml, "files/a.txt": text, "sub/t/template.yaml": Self.yaml])
        if let tag { try await origin.git("tag", tag) }
    }

    private var url: String { "file://\(origin.path)" }
    private var cache: FilePath { origin.scratch.path.appending("cache") }

    private func sources(_ extra: [String: String] = [:]) -> TemplateSources {
        let variables = ["XDG_CACHE_HOME": cache.string, "PATH": "/usr/bin:/bin"].merging(origin.variables) { $1 }
        return TemplateSources(builtIn: "/none", directory: "/", variables: variables.merging(extra) { $1 })
    }

    private func resolve(_ suffix: String = "", refresh: Bool = false) throws -> ResolvedSource {
        try sources().resolve(url + suffix, refresh: refresh)
    }

    /// What the template's file holds.
    private func text(_ suffix: String = "", refresh: Bool = false) throws -> String {
        try LocalFileSystem().readText(resolve(suffix, refresh: refresh).folder.pushing("files/a.txt"))
    }

    private func head() async throws -> String { try await origin.git("rev-parse", "HEAD").trimmed }

    /// Nothing can be fetched from now on.
    private func unplug() throws {
        try LocalFileSystem().rename(origin.path, to: origin.scratch.path.appending("gone"))
    }

    private func problems(_ suffix: String, refresh: Bool = false) -> String {
        MLKitScaffoldTests.problems(without: origin.path.string) { _ = try resolve(suffix, refresh: refresh) }
    }

    @Test func branchesTagsAndCommits() async throws {
        let first = try await head()
        try await origin.git("tag", "--annotate", "--message", "x", "annotated")
        try await origin.git("branch", "feature/x")
        try await publish("two")
        #expect(try text("@v1") == "one")
        #expect(try text("@annotated") == "one")
        #expect(try text("@feature/x") == "one")
        #expect(try text("@main") == "two")
        #expect(try text() == "two")
        #expect(try text("@\(first)") == "one")
        let resolved = try resolve("@v1")
        #expect(resolved.commit == first)
        #expect(resolved.description == url + "@v1")
        #expect(resolved.warnings.isEmpty)
    }

    @Test func aCommitOnNoTipIsFoundByItsIDOrItsBegin() async throws {
        try await publish("two")
        let second = try await head()
        try await publish("three")
        #expect(try text("@\(second.prefix(9))") == "two")
        try await origin.git("config", "uploadpack.allowAnySHA1InWant", "false")
        #expect(try text("@\(second)") == "two")
    }

    @Test func aPersonIsToldWhenTheNetworkIsUsed() throws {
        var told = [String]()
        let variables = origin.variables.merging(["XDG_CACHE_HOME": cache.string]) { $1 }
        let sources = TemplateSources(
            builtIn: "/none", directory: "/", variables: variables, fetching: { told.append($0) })
        for refresh in [false, false, true] { _ = try sources.resolve(url + "@v1", refresh: refresh) }
        #expect(told == [url + "@v1", url + "@v1"])
    }

    @Test func anAtSignInThePathIsEncoded() async throws {
        let other = origin.scratch.path.appending("a@b")
        try LocalFileSystem().rename(origin.path, to: other)
        let address = "file://\(other)@v1".replacing("a@b", with: "a%40b")
        #expect(try sources().resolve(address).commit != nil)
    }

    @Test func whatWasFetchedNeedsNoNetwork() async throws {
        let commit = try await head()
        let suffixes = ["", "@v1", "@main", "@\(commit)", "#sub/t"]
        let before = try suffixes.map { try resolve($0).folder }
        try unplug()
        #expect(try suffixes.map { try resolve($0).folder } == before)
    }

    @Test func aBranchIsFollowedOnlyWhenAsked() async throws {
        #expect(try text("@main") == "one")
        try await publish("two")
        #expect(try text("@main") == "one")
        #expect(try text("@main", refresh: true) == "two")
        #expect(try text("@main") == "two")
        #expect(try text() == "two")
    }

    @Test func aMovedTagAndARewrittenBranchAreFollowedWhenAsked() async throws {
        #expect(try text("@v1") == "one")
        try await origin.git("commit", "--quiet", "--amend", "--message", "Written anew")
        try await publish("two")
        try await origin.git("tag", "--force", "v1")
        #expect(try text("@v1") == "one")
        #expect(try text("@v1", refresh: true) == "two")
    }

    @Test func aBranchThatTakesTheNameOfAFolder() async throws {
        try await origin.git("branch", "a")
        #expect(try text("@a") == "one")
        try await origin.git("branch", "--delete", "--force", "a")
        try await origin.git("branch", "a/b")
        #expect(try text("@a/b") == "one")
    }

    @Test func withoutANetworkARefreshWarns() async throws {
        let commit = try resolve("@main").commit ?? ""
        try unplug()
        let resolved = try resolve("@main", refresh: true)
        #expect(resolved.commit == commit)
        #expect(
            resolved.warnings.first?.message
                == "cannot refresh `\(url)@main`, so the commit \(commit.prefix(7)) is used, which was fetched before")
        #expect(try resolve("@\(commit)", refresh: true).warnings.isEmpty)
    }

    @Test func withoutANetworkAndACacheItFails() throws {
        try unplug()
        let text = problems("@v1")
        #expect(text.contains("error: cannot fetch `file://@v1`\nnote: fatal: "))
        #expect(text.contains("hint: see whether `git ls-remote file://` works here"))
    }

    @Test func aWrongReferenceIsTold() async throws {
        try await origin.git("tag", "v2")
        #expect(
            problems("@v3") == """
                error: the repository `file://` has no tag, branch or commit `v3`
                note: its tags are `v1` and `v2`
                note: its branches are `main`

                hint: did you mean `v1`?

                """)
        // Known in the cache, gone from the repository.
        _ = try resolve("@v2")
        try await origin.git("tag", "--delete", "v2")
        #expect(problems("@v2", refresh: true).contains("has no tag, branch or commit `v2`"))
    }

    @Test func anEmptyRepository() async throws {
        let empty = try await GitSandbox()
        let text = MLKitScaffoldTests.problems(without: empty.path.string) {
            _ = try sources().resolve("file://\(empty.path)")
        }
        #expect(text == "error: the repository `file://` is empty\n")
    }

    @Test func aFolderWithoutATemplate() async throws {
        #expect(
            problems("@v1#sub") == """
                error: the folder `sub` of `file://` holds no template: it has no template.yaml
                note: there are templates in `sub/t`

                hint: name the folder too, as in `file://@v1#sub/t`

                """)
    }

    @Test func linksInsideAreFollowedAndOthersRefused() async throws {
        try await origin.git("config", "core.symlinks", "true")
        try LocalFileSystem().makeDirectory(origin.path.pushing("sub/t/files"))
        try await link("files/inside", to: "a.txt")
        #expect(try LocalFileSystem().readText(resolve("@main").folder.pushing("files/inside")) == "one")
        try await link("sub/t/files/up", to: "../../../template.yaml")
        #expect(try text("@main", refresh: true) == "one")
        #expect(
            problems("@main#sub/t").hasPrefix("error: the link `files/up` in `file://@main#sub/t` leads out of it"))
        for (name, target) in [("files/x", "/etc/passwd"), ("files/y", "../../../x"), ("files/z", "missing")] {
            try await link(name, to: target)
        }
        let text = problems("@main", refresh: true)
        for name in ["x", "y", "z"] {
            #expect(text.contains("error: the link `files/\(name)` in `file://@main` leads out of it, or nowhere"))
        }
    }

    private func link(_ name: String, to target: String) async throws {
        _ = try await Command("ln", ["-s", target, name], directory: origin.path).run()
        try await origin.git("add", name)
        try await origin.git("commit", "--quiet", "--message", name)
    }

    @Test func aSubmoduleIsRefused() async throws {
        let commit = try await head()
        try await origin.git("update-index", "--add", "--cacheinfo", "160000,\(commit),files/module")
        try await origin.git("commit", "--quiet", "--message", "a submodule")
        #expect(problems("").hasPrefix("error: `files/module` in `file://` is a submodule"))
    }

    @Test func hooksAndSettingsOfTheUserDoNotRun() async throws {
        let marker = origin.scratch.path.appending("ran")
        for name in ["post-checkout", "reference-transaction", "post-index-change"] {
            let hook = origin.scratch.path.pushing(FilePath("hooks/\(name)"))
            try LocalFileSystem().write(Array("#!/bin/sh\ntouch \(marker)\n".utf8), to: hook, executable: true)
        }
        let settings = "[core]\nhooksPath = \(origin.scratch.path)/hooks\nautocrlf = true\n"
        try origin.scratch.write(settings, to: "gitconfig")
        #expect(try LocalFileSystem().readText(resolve().folder.appending("template.yaml")) == Self.yaml)
        #expect(try !LocalFileSystem().exists(marker))
    }

    @Test func addressesAreRewrittenAsTheUserSaid() throws {
        try origin.scratch.write("[url \"\(url)\"]\n\tinsteadOf = https://example.invalid/t\n", to: "gitconfig")
        #expect(try sources().resolve("https://example.invalid/t@v1").description == "https://example.invalid/t@v1")
    }

    /// In the place of ssh a script that runs the other side's command here.
    @Test func bothFormsOfSSHAreSpoken() throws {
        let script = origin.scratch.path.appending("ssh")
        let log = origin.scratch.path.appending("log")
        try LocalFileSystem().write(
            Array("#!/bin/sh\necho \"$1\" >> \(log)\neval \"$2\"\n".utf8), to: script, executable: true)
        let sources = sources(["GIT_SSH": script.string, "GIT_SSH_VARIANT": "simple"])
        #expect(try sources.resolve("ssh://git@host.invalid\(origin.path)@v1").commit != nil)
        #expect(try sources.resolve("git@host.invalid:\(origin.path)@v1#sub/t").commit != nil)
        #expect(try LocalFileSystem().readText(log).split(separator: "\n").allSatisfy { $0 == "git@host.invalid" })
    }

    /// A hook of git runs mlkit with variables that mean the repository of the hook.
    @Test func variablesOfAHookMeanAnotherRepository() throws {
        let variables = ["GIT_DIR": "/nonexistent", "GIT_INDEX_FILE": "/nonexistent", "GIT_WORK_TREE": "/nonexistent"]
        #expect(try sources(variables).resolve(url).commit != nil)
    }

    @Test func withoutAPlaceForTheCacheItFails() {
        let sources = TemplateSources(builtIn: "/none", directory: "/", variables: [:])
        #expect(
            messages { _ = try sources.resolve(url) }
                == ["there is no place to keep fetched templates: neither XDG_CACHE_HOME nor HOME is set"])
    }

    @Test func aDamagedCacheIsMendedOrTold() async throws {
        let tree = try resolve("@main").folder
        let folder = tree.removingLastComponent().removingLastComponent()
        let mirror = folder.appending("mirror.git")
        try LocalFileSystem().remove(mirror.appending("objects"))
        #expect(try text("@v1") == "one")
        // The packs go, but the references to what was in them stay.
        try LocalFileSystem().remove(tree)
        try LocalFileSystem().remove(mirror.pushing("objects/pack"))
        #expect(try text("@v1") == "one")
        try LocalFileSystem().remove(tree)
        try damagePacks(in: mirror.pushing("objects/pack"))
        let words = problems("@v1")
        #expect(words.hasPrefix("error: git cannot unpack `file://@v1`\nnote: "))
        #expect(words.contains("hint: remove `\(folder)`, which may be damaged, and try again"))
    }

    /// Overwrites what follows the first object of each pack, which is a commit.
    private func damagePacks(in folder: FilePath) throws {
        let disk = LocalFileSystem()
        for name in try disk.list(folder) where name.hasSuffix(".pack") {
            var bytes = try disk.read(folder.appending(name))
            for index in bytes.indices.dropFirst(200).dropLast(20) { bytes[index] = 0 }
            try disk.write(bytes, to: folder.appending(name))
        }
    }

    @Test func whatAKilledProcessLeftIsClearedAway() async throws {
        let folder = try resolve("@main").folder.removingLastComponent().removingLastComponent()
        let disk = LocalFileSystem()
        try disk.write("half", to: folder.pushing("tmp-1/tree/half"))
        for name in ["shallow.lock", "config.lock", "refs/mlkit/branch/main.lock"] {
            try disk.write("", to: folder.appending("mirror.git").pushing(FilePath(name)))
        }
        try await publish("two")
        #expect(try text("@main", refresh: true) == "two")
        #expect(try disk.list(folder) == ["lock", "mirror.git", "trees"])
    }
}
