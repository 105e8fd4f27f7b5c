import MLKitCore
import SystemPackage
import Testing

@Suite struct GlobTests {
    let files = InMemoryFileSystem([
        "/p/data/a.csv": "", "/p/data/b.csv": "", "/p/data/.hidden.csv": "", "/p/data/2024/c.csv": "",
        "/p/data/notes.txt": "",
    ])

    @Test(arguments: [
        ("data/*.csv", ["data/a.csv", "data/b.csv"]), ("data/**/*.csv", ["data/2024/c.csv", "data/a.csv", "data/b.csv"]),
        ("data/[b-z].csv", ["data/b.csv"]), ("data/[!b].csv", ["data/a.csv"]), ("data/?.csv", ["data/a.csv", "data/b.csv"]),
        ("data/a.csv", ["data/a.csv"]), ("other/*", []),
    ])
    func findsWhatMatches(pattern: String, found: [String]) throws {
        #expect(try Glob(pattern).matches(in: "/p", files: files) == found)
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

    @Test(arguments: [("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[!a-c]x", "dx", true), ("[]]", "]", true), ("[a", "[a", false), ("a[", "a[", false), ("?", "é", true), ("*.*", ".x", false)])
    func componentsFit(pattern: String, name: String, fits: Bool) {
        #expect(Glob(pattern).matches(name) == fits)
    }

    @Test func judgesAPathAlone() {
        #expect(Glob("src/**/test_*.py").matches("src/a/b/test_x.py"))
        #expect(Glob("src/**/test_*.py").matches("src/test_x.py"))
        #expect(!Glob("src/*.py").matches("src/a/x.py"))
    }
}
