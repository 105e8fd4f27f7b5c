import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct GlobTests {
    let files = InMemoryFileSystem([
        "/p/data/a.csv": "", "/p/data/b.csv": "", "/p/data/.hidden.csv": "", "/p/data/2024/c.csv": "",
        "/p/data/notes.txt": "",
    ])

    @Test(arguments: [
        ("data/*.csv", ["data/a.csv", "data/b.csv"]),
        ("data/**/*.csv", ["data/2024/c.csv", "data/a.csv", "data/b.csv"]),
        ("data/[b-z].csv", ["data/b.csv"]), ("data/[!b].csv", ["data/a.csv"]),
        ("data/?.csv", ["data/a.csv", "data/b.csv"]),
        ("data/a.csv", ["data/a.csv"]), ("other/*", []), ("data/.*", ["data/.hidden.csv"]),
        ("./data/./a.*", ["data/a.csv"]),
        ("data/**", ["data", "data/2024"]), ("**/c.csv", ["data/2024/c.csv"]), ("data/a.csv/*", []),
        ("data/none.csv", []),
        ("data/*/c.csv", ["data/2024/c.csv"]), ("*/*/c.csv", ["data/2024/c.csv"]),
    ])
    func findsWhatMatches(pattern: String, found: [String]) throws {
        #expect(try Glob(pattern).matches(in: "/p", files: files) == found)
    }

    @Test func linksBackAreNotFollowedAndReservedFoldersAreNamed() throws {
        let scratch = try ScratchDirectory()
        for path in ["parts/x/a.csv", ".mlkit/x.csv", ".git/x.csv", ".other/x.csv"] { try scratch.write("", to: path) }
        for (link, end) in [("parts/up", ".."), ("parts/me", "me"), ("parts/x/back", "../x"), ("parts/more", "x")] {
            symlink(end, scratch.path.pushing(FilePath(link)).string)
        }
        let find = { (pattern: String) in try Glob(pattern).matches(in: scratch.path, files: LocalFileSystem()) }
        #expect(try find("parts/**/*.csv") == ["parts/more/a.csv", "parts/x/a.csv"])
        #expect(try find(".*") == [".other"])
        #expect(try find(".*/*.csv") == [".other/x.csv"])
        #expect(try find(".mlkit/*.csv") == [".mlkit/x.csv"])
    }

    /// A pattern of many stars is judged in a moment, not in every combination of what they could stand for.
    @Test func manyStarsAreNoLabour() throws {
        let deep = (0..<60).map { _ in "a" }.joined(separator: "/")
        #expect(!Glob(String(repeating: "**/a/", count: 25) + "b").matches(deep))
        #expect(Glob(String(repeating: "**/a/", count: 25) + "*").matches(deep))
        let long = String(repeating: "a", count: 200)
        #expect(!Glob(String(repeating: "*a", count: 40) + "*b").matches(long))
        #expect(Glob(String(repeating: "*a", count: 40) + "*").matches(long))
        #expect(try Glob("data/**/**/**/*.csv").matches(in: "/p", files: files).count == 3)
    }

    @Test(arguments: [
        ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[!a-c]x", "dx", true), ("[]]", "]", true),
        ("[a", "[a", false), ("a[", "a[", false), ("?", "é", true), ("*.*", ".x", false), (".*", ".x", true),
        ("[b-a]", "b", false), ("[a-]", "-", true), ("[a-]", "b", false), ("[!]a]", "]", false), ("a*", "a", true),
        ("*a", "ba", true), ("*a", "ab", false), ("?", "", false), ("[.]x", ".x", false), ("[acx]", "b", false),
        ("[!a]", "!", true), ("[a-bd-e]", "d", true), ("[a-bd-e]", "c", false), ("a**", "abc", true),
    ])
    func componentsFit(pattern: String, name: String, fits: Bool) {
        #expect(Glob(pattern).matches(name) == fits)
    }

    /// A pattern meets a path that it matches, one around such, and one inside of such.
    @Test(arguments: [
        ("parts/*.txt", "parts/a.txt", true), ("parts/*.txt", "parts", true), ("parts/*.txt", "parts/a.txt/inner", true),
        ("parts/*.txt", "parts/a.csv", false), ("parts/*.txt", "other/a.txt", false), ("*/x", "a", true),
        ("*", "a/b/c", true), ("**/*.py", "src", true), ("**/*.py", "src/a.txt", true), ("src/**/a/*.py", "src/b/a", true),
        ("src/**/a", "lib/a", false), ("**/x", ".git/x", false), ("[ab]/c", "b/c/d", true), ("[ab]/c", "c/c", false),
        ("a/b*/c", "a", true), ("a/b*/c", "a/bb/d", false),
    ])
    func meetsWhatLiesAroundAndInside(pattern: String, path: String, meets: Bool) {
        #expect(Glob(pattern).overlaps(path) == meets)
    }

    @Test(arguments: [("a/b/*.txt", "a/b"), ("*.txt", ""), ("./a/[b]/c", "a"), ("a/b", "a/b")])
    func knowsTheFolderItStaysIn(pattern: String, folder: String) {
        #expect(Glob(pattern).fixedFolder == folder)
    }

    @Test func aNameThatIsNoTextIsNamed() throws {
        let scratch = try ScratchDirectory()
        try scratch.writeUnreadableName(in: "d")
        let failure = #expect(throws: Failure.self) {
            try Glob("d/*").matches(in: scratch.path, files: LocalFileSystem())
        }
        #expect(failure?.diagnostics.first?.message.hasSuffix("is not UTF-8") == true)
    }

    @Test func judgesAPathAlone() {
        #expect(Glob("src/**/test_*.py").matches("src/a/b/test_x.py"))
        #expect(Glob("src/**/test_*.py").matches("src/test_x.py"))
        #expect(!Glob("src/*.py").matches("src/a/x.py"))
        // To Swift a slash and a mark that combines with it are one character.
        #expect(Glob("src/*").matches("src/\u{301}x") && !Glob("src/*").matches("src/a/\u{301}x"))
    }

    /// A link to a folder is gone into, one to a file or to nothing is not.
    @Test func linksAreFollowed() throws {
        let scratch = try ScratchDirectory()
        let disk = LocalFileSystem()
        for name in ["far/x.csv", "p/near/y.csv"] { try scratch.write("", to: name) }
        for (name, target) in [("folder", "../far"), ("file", "near/y.csv"), ("gone", "nowhere")] {
            try disk.makeLink(at: scratch.path.pushing("p").appending(name), to: target)
        }
        let found = try Glob("**/*.csv").matches(in: scratch.path.appending("p"), files: disk)
        #expect(found == ["folder/x.csv", "near/y.csv"])
        #expect(try Glob("**").matches(in: scratch.path.appending("p"), files: disk) == ["", "folder", "near"])
    }
}
