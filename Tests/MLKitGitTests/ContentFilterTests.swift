import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// Contents in their two forms, compared with what the `git` program makes of the same files.
@Suite struct ContentFilterTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// Both ways, by our own library and by git.
    private func compare(_ text: String, _ path: String, in sandbox: GitSandbox) async throws {
        let filters = try ContentFilters(of: sandbox.repository())
        try sandbox.write(text, to: path)
        try await sandbox.git("add", "--", path)
        let stored = try await Command(
            "git", ["cat-file", "blob", ":\(path)"], directory: sandbox.path, environment: sandbox.variables
        ).run().output
        #expect(try filters.stored(bytes(text), at: path) == stored, "\(path)")
        try LocalFileSystem().remove(sandbox.path.pushing(FilePath(path)))
        try await sandbox.git("checkout", "--", path)
        let file = try LocalFileSystem().read(sandbox.path.pushing(FilePath(path)))
        #expect(try filters.checkedOut(stored, at: path) == file, "\(path)")
    }

    @Test func everyFormIsTheOneOfGit() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "filter.upper.clean", "tr a-z A-Z")
        try await sandbox.git("config", "filter.upper.smudge", "tr A-Z a-z")
        try await sandbox.git("config", "filter.rot.clean", "tr a-m n-z")
        try await sandbox.commit([
            ".gitattributes": """
                *.bat text eol=crlf
                *.sh text eol=lf
                *.auto text=auto
                *.id ident
                *.up filter=upper
                *.rot filter=rot
                *.none filter=unknown
                *.u16 working-tree-encoding=UTF-16LE-BOM text
                *.raw -text

                """,
            "sub/.gitattributes": "*.bat -text\n",
        ])
        for text in ["one\ntwo\n", "one\r\ntwo\r\n", "one\r\ntwo\n", "", "$Id$\n"] {
            for name in ["a.bat", "a.sh", "a.auto", "a.id", "a.up", "a.rot", "a.none", "a.raw", "sub/a.bat"] {
                try await compare(text, name, in: sandbox)
            }
        }
        try await sandbox.git("config", "core.autocrlf", "true")
        for name in ["plain", "a.sh", "a.raw"] { try await compare("one\r\ntwo\r\n", name, in: sandbox) }
    }

    /// Lines that libgit2 reads otherwise than git.
    @Test func linesThatGitAloneUnderstandsAreLeftToIt() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit([
            ".gitattributes": "\"a b.txt\" text eol=crlf merge=union conflict-marker-size=9\n!*.raw text eol=crlf\n",
            "usual/.gitattributes": "*.txt text eol=crlf\n",
            "own/.gitattributes": "c.txt \(String(repeating: " ", count: 2048)) text eol=crlf\n",
        ])
        for text in ["one\ntwo\n", "one\r\ntwo\r\n"] {
            for path in ["a b.txt", "b.txt", "c.raw", "usual/d.txt", "own/c.txt"] { try await compare(text, path, in: sandbox) }
        }
        let filters = try ContentFilters(of: sandbox.repository())
        #expect(try filters.mergeDriver(of: "a b.txt") == .union && filters.markerSize(of: "a b.txt") == 9)
        #expect(try filters.mergeDriver(of: "b.txt") == .text)
        let shadow = try sandbox.repository().shadowed(
            by: [".gitattributes": bytes("\"b.txt\" text eol=crlf\n")], for: ["b.txt"])
        #expect(try shadow.filters.checkedOut(bytes("1\n"), at: "b.txt") == bytes("1\r\n"))
        #expect(try shadow.filters.checkedOut(bytes("1\n"), at: "a b.txt") == bytes("1\n"))
    }

    @Test func aFilterThatIsRequiredAndFailsStops() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "filter.lfs.clean", "no-such-program-anywhere")
        try await sandbox.git("config", "filter.lfs.required", "true")
        try await sandbox.commit([".gitattributes": "*.bin filter=lfs\n"])
        let filters = try ContentFilters(of: sandbox.repository())
        let failure = #expect(throws: Failure.self) { try filters.stored(bytes("x"), at: "a.bin") }
        #expect(failure?.description.contains("`a.bin` cannot go through the filter `lfs`") == true)
        #expect(try filters.stored(bytes("x"), at: "a.txt") == bytes("x"))
    }

    /// Git passes the content on as it is, so that what the program keeps secret would be written in the clear.
    @Test(arguments: ["clean", "process"]) func aFilterThatIsNotRequiredAndFailsStopsWhatIsWritten(by direction: String) async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "filter.e.\(direction)", "no-such-program-anywhere")
        try await sandbox.git("config", "filter.e.smudge", "echo no key >&2; exit 3")
        try await sandbox.commit([".gitattributes": "*.e filter=e\n"])
        let repository = try sandbox.repository()
        let filters = try ContentFilters(of: repository)
        let failure = #expect(throws: Failure.self) { try filters.stored(bytes("x"), at: "a.e") }
        let text = try #require(failure?.description)
        #expect(text.contains("`a.e` cannot go through the filter `e` that git is set up to use for it"), "\(text)")
        #expect(text.contains("no-such-program-anywhere"))
        let other = #expect(throws: Failure.self) { try filters.checkedOut(bytes("x"), at: "a.e") }
        #expect(try #require(other?.description).contains(direction == "clean" ? "no key" : "no-such-program-anywhere"))
        #expect(throws: Failure.self) { try repository.commit(file: "a.e", content: .bytes(bytes("x")), message: "m") }
        #expect(try repository.headCommit == sandbox.repository().headCommit)
        // What is only read or compared is as with git.
        #expect(try repository.cleaned(bytes("x"), path: "a.e") == bytes("x"))
        #expect(try repository.smudged(bytes("x"), path: "a.e") == bytes("x"))
        #expect(try filters.readable(bytes("x"), at: "a.e") == bytes("x"))
        #expect(try filters.stored(bytes("x"), at: "a.txt") == bytes("x"))
    }

    /// One direction without a program is as git has it: nothing is to be done.
    @Test func aFilterOfOneDirectionIsNoFailure() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "filter.upper.clean", "tr a-z A-Z")
        try await sandbox.commit([".gitattributes": "*.up filter=upper\n"])
        let filters = try ContentFilters(of: sandbox.repository())
        #expect(try filters.stored(bytes("x"), at: "a.up") == bytes("X"))
        #expect(try filters.checkedOut(bytes("X"), at: "a.up") == bytes("X"))
    }

    @Test func aFileThatAProgramChangesIsNotModified() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "filter.upper.clean", "tr a-z A-Z")
        try await sandbox.git("config", "filter.upper.smudge", "tr A-Z a-z")
        try await sandbox.commit([".gitattributes": "*.up filter=upper\n", "a.up": "one\n", "b.up": "one\n"])
        try sandbox.write("one\n", to: "a.up")
        try sandbox.write("two\n", to: "b.up")
        #expect(try sandbox.repository().status().map(\.path) == ["b.up"])
    }

    /// A repository as it will be, with other attributes and rules.
    @Test func changedAttributesAreLookedAtBeforehand() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit([
            ".gitattributes": "*.txt text eol=crlf\n", "sub/inner/a.txt": "1\n", "sub/b.txt": "1\n", "run.sh": "x\n",
        ])
        let shadow = try sandbox.repository().shadowed(by: [
            ".gitattributes": nil, "sub/inner/.gitattributes": bytes("*.txt text eol=crlf\n"),
            ".gitignore": bytes("*.log\n"),
        ], for: [])
        let text = bytes("1\n")
        try sandbox.write("x\n", to: "other.sh")
        #expect(try shadow.filters.checkedOut(text, at: "sub/inner/a.txt") == bytes("1\r\n"))
        #expect(try shadow.filters.checkedOut(text, at: "sub/b.txt") == text)
        #expect(try shadow.isIgnored("sub/x.log"))
        #expect(try !sandbox.repository().isIgnored("sub/x.log"))
        #expect(try sandbox.repository().filters.checkedOut(text, at: "sub/b.txt") == bytes("1\r\n"))
    }

    /// git reads no attributes through a link: where other rules change, those of the user hold as before.
    @Test func filtersHoldWhereOtherRulesChange() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "filter.upper.clean", "tr a-z A-Z")
        try await sandbox.git("config", "filter.upper.smudge", "tr A-Z a-z")
        try await sandbox.git("config", "filter.upper.required", "true")
        try await sandbox.commit([".gitattributes": "*.up filter=upper\n", "a.up": "one\n", "d/b.up": "one\n"])
        let shadow = try sandbox.repository().shadowed(
            by: [".gitignore": bytes("*.log\n"), "d/.gitignore": bytes("x\n")], for: [])
        for path in ["a.up", "d/b.up", "e/c.up"] {
            #expect(try shadow.filters.stored(bytes("two\n"), at: path) == bytes("TWO\n"), "\(path)")
            #expect(try shadow.filters.checkedOut(bytes("TWO\n"), at: path) == bytes("two\n"), "\(path)")
        }
    }

    /// git heeds them though it does not know them, also in folders of which it knows nothing.
    @Test func rulesThatAreNotTrackedHoldWhereOthersChange() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["d/a.bat": "1\n"])
        for folder in ["d/", "new/"] {
            try sandbox.write("*.bat text eol=crlf\n", to: folder + ".gitattributes")
            try sandbox.write("*.tmp\n", to: folder + ".gitignore")
        }
        let shadow = try sandbox.repository().shadowed(by: [".gitignore": bytes("*.log\n")], for: ["new/b.bat"])
        for path in ["d/a.bat", "new/b.bat"] {
            #expect(try shadow.filters.checkedOut(bytes("1\n"), at: path) == bytes("1\r\n"), "\(path)")
        }
        #expect(try shadow.isIgnored("d/x.tmp") && shadow.isIgnored("new/x.tmp"))
    }

    @Test func noFolderIsLeftBehind() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "1\n"])
        var folder: FilePath?
        do {
            let shadow = try sandbox.repository().shadowed(by: [".gitattributes": bytes("*.txt text eol=crlf\n")], for: [])
            #expect(try shadow.filters.checkedOut(bytes("1\n"), at: "a.txt") == bytes("1\r\n"))
            folder = shadow.root
        }
        #expect(try !LocalFileSystem().exists(#require(folder)))
    }

    /// A template is in UTF-8: what git stores of it is that, and the working tree has it as the attribute says.
    @Test(arguments: ["UTF-16", "UTF-16LE", "utf16be", "UTF-16LE-BOM", "UTF-32", "ISO-8859-1", "SHIFT-JIS", "UTF-8"])
    func whatIsRenderedIsPutIntoTheEncoding(_ name: String) async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit([".gitattributes": "*.txt working-tree-encoding=\(name)\n"])
        let text = bytes(name == "ISO-8859-1" ? "one\nzwölf\n" : name == "SHIFT-JIS" ? "one\nニ\n" : "one\nzwölf ニ\n")
        let filters = try ContentFilters(of: sandbox.repository())
        #expect(try filters.stored(rendered: text, at: "a.txt") == text)
        // One that is in the encoding already is not put into it once more.
        let file = try filters.checkedOut(text, at: "a.txt")
        #expect(try filters.stored(rendered: file, at: "a.txt") == text)
        try LocalFileSystem().write(file, to: sandbox.path.appending("a.txt"))
        try await sandbox.git("add", "a.txt")
        #expect(bytes(try await sandbox.git("cat-file", "blob", ":a.txt")) == text)
    }

    @Test func whatGitDoesNotTakeForASettingIsRefused() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "1\n"])
        for (name, value) in [("core.autocrlf", "maybe"), ("core.safecrlf", "perhaps")] {
            try await sandbox.git("config", name, value)
            let failure = #expect(throws: Failure.self) { try sandbox.repository().filters }
            #expect(failure?.description == """
                error: git does not take `\(value)` for its setting `\(name)`

                hint: `git config --show-origin \(name)` shows where it is set

                """)
            for good in ["yes", "0", name == "core.autocrlf" ? "Input" : "WARN"] {
                try await sandbox.git("config", name, good)
                _ = try sandbox.repository().filters
            }
        }
        try await sandbox.git("config", "merge.conflictStyle", "other")
        #expect(throws: Failure.self) { try sandbox.repository().conflictStyle }
        try await sandbox.git("config", "core.fileMode", "maybe")
        let failure = #expect(throws: Failure.self) { try sandbox.repository().heedsFileMode }
        #expect(failure?.description.hasPrefix("error: git does not take `maybe` for its setting `core.fileMode`") == true)
    }

    /// That is about what users add; of what is rendered, git stores what it would otherwise.
    @Test func lineEndsOfRenderingsNeedNotBeSafe() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit([".gitattributes": "*.id ident\n", "a.txt": "1\n"])
        try await sandbox.git("config", "core.autocrlf", "true")
        try await sandbox.git("config", "core.safecrlf", "true")
        let filters = try sandbox.repository().filters
        for path in ["a.txt", "a.id"] { #expect(try filters.stored(bytes("1\n"), at: path) == bytes("1\n"), "\(path)") }
    }

    @Test func mergeDriversComeFromAttributesAndSettings() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "merge.ours.driver", "true")
        try await sandbox.commit([
            ".gitattributes": "*.md merge=union\n*.lock merge=ours\n*.bin -merge\n*.odd merge=odd\n*.x conflict-marker-size=20\n"
        ])
        let filters = try ContentFilters(of: sandbox.repository())
        #expect(try filters.mergeDriver(of: "a.md") == .union)
        #expect(try filters.mergeDriver(of: "a.lock") == .program(name: "ours", command: "true"))
        #expect(try filters.mergeDriver(of: "a.bin") == .binary)
        #expect(try filters.mergeDriver(of: "a.odd") == .text)
        #expect(try filters.mergeDriver(of: "a.txt") == .text)
        #expect(try filters.markerSize(of: "a.x") == 20)
        #expect(try filters.markerSize(of: "a.txt") == nil)
    }

    @Test func aProgramMerges() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1\n"])
        let repository = try sandbox.repository()
        let labels = TextMerge.Labels(base: "base", yours: "yours", theirs: "the 'new' one")
        func merge(_ command: String) throws -> (content: [UInt8]?, status: Int) {
            try repository.merge(
                base: bytes("b\n"), yours: bytes("y\n"), theirs: bytes("t\n"), at: "it's here", name: "x",
                command: command, labels: labels, markerSize: nil)
        }
        let joined = try merge("cat %O %B >> %A; echo 100%% %P %Y %L >> %A")
        #expect(joined.status == 0 && joined.content.map { String(decoding: $0, as: UTF8.self) }
            == "y\nb\nt\n100% it's here the 'new' one 7\n")
        #expect(try merge("exit 1").status == 1 && merge("no-such-program").status == 127)
        #expect(try merge("exit 130").status == 130 && merge("kill -9 $$").status == 137)
        #expect(try merge("rm %A").content == nil && merge("rm %A; mkdir %A").content == nil)
    }
}
