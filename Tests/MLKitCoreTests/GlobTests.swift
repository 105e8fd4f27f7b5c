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

    @Test func judgesAPathAlone() {
        #expect(Glob("src/**/test_*.py").matches("src/a/b/test_x.py"))
        #expect(Glob("src/**/test_*.py").matches("src/test_x.py"))
        #expect(!Glob("src/*.py").matches("src/a/x.py"))
    }
}
