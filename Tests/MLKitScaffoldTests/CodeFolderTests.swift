import Testing

@testable import MLKitScaffold

/// Where a project's own code is taken to lie.
@Suite struct CodeFolderTests {
    private func found(_ files: String..., name: String = "churn-model") throws -> String? {
        let fixture = try AdoptFixture(Dictionary(uniqueKeysWithValues: files.map { ($0, "") }))
        return try CodeFolder(tree: fixture.tree(), projectName: name).find()
    }

    /// One package in `src` is the code; of several, `src` is.
    @Test func packagesInSource() throws {
        #expect(try found("src/churn/__init__.py") == "src/churn")
        #expect(try found("src/churn/__init__.py", "src/other/__init__.py") == "src")
        #expect(try found("src/churn/__init__.py", "src/tests/__init__.py") == "src/churn")
        #expect(try found("src/utils/__init__.py") == "src")
        #expect(try found("src/churn/deep/__init__.py", "a/b/c/__init__.py") == "src")
    }

    /// Whether code stands right in `src` decides, not whether the folder is there.
    @Test func sourceHoldsCode() throws {
        #expect(try found("src/a.py") == "src" && found("src/a.R") == "src")
        #expect(try found("src/a.txt") == nil && found("src/deep/a.py") == nil && found("srcs/a.py") == nil)
        #expect(try found("src/a.txt", "lib/a.py") == "lib")
    }

    /// A package at the root: the one with the project's name, else the only one; never what lies deeper, or is called as a part is.
    @Test func packagesAtTheRoot() throws {
        #expect(try found("other/__init__.py") == "other")
        #expect(try found("other/__init__.py", "churn_model/__init__.py") == "churn_model")
        #expect(try found("other/__init__.py", "ChurnModel/__init__.py") == "ChurnModel")
        #expect(try found("other/__init__.py", "more/__init__.py") == nil)
        #expect(try found("other/__init__.py", "tests/__init__.py") == "other")
        #expect(try found("tests/__init__.py") == nil && found("__init__.py") == nil && found("a/b/__init__.py") == nil)
        // What lies in a package is none beside it, nor is the root.
        #expect(try found("other/__init__.py", "other/part/__init__.py", "__init__.py") == "other")
    }

    @Test func foldersThatAreCalledCode() throws {
        #expect(try found("scripts/a.sh") == "scripts" && found("lib/a.go", "scripts/a.sh") == "lib")
        #expect(try found("code/a.jl", "lib/a.go") == "code" && found("code/a.txt", "lib/a.go") == "lib")
        #expect(try found("code/part/__init__.py") == "code" && found("code/part/a.py") == nil)
        #expect(try found("a.py") == nil)
    }
}
