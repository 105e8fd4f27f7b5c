import MLKitCore
import SystemPackage
import Testing

/// Where mlkit looks for what it brings along.
@Suite struct InstallationTests {
    private func resources(_ executables: FilePath, _ folders: [String], override: FilePath? = nil) throws -> FilePath {
        let files = InMemoryFileSystem()
        for folder in folders { for name in ["templates", "checklists"] { try files.write("", to: FilePath("\(folder)/\(name)/x")) } }
        return try Installation(executables: executables, override: override, files: files).resources
    }

    @Test func besideTheExecutablesOrAbove() throws {
        #expect(try resources("/usr/bin", ["/usr/share/mlkit"]) == "/usr/share/mlkit")
        #expect(try resources("/src/.build/debug", ["/src"]) == "/src")
        #expect(try resources("/src/.build/debug", ["/src/.build"]) == "/src/.build")
        // The nearest counts, and an installed one before all.
        #expect(try resources("/a/b/c", ["/a", "/a/b"]) == "/a/b")
        #expect(try resources("/a/b/c", ["/a/b", "/a/b/share/mlkit"]) == "/a/b/share/mlkit")
        #expect(try resources("/a/b", ["/a/b"], override: "/elsewhere") == "/elsewhere")
    }

    @Test func bothFoldersHaveToBeThere() throws {
        for name in ["templates", "checklists"] {
            let files = InMemoryFileSystem(["/a/\(name)/x": ""])
            #expect { try Installation(executables: "/a/b", files: files) } throws: {
                "\($0)".contains("are not where they should be\nnote: expected in `/a/share/mlkit`\n")
            }
        }
        // Neither the folder of the executables itself nor the root is one.
        for folder in ["/a/b", ""] { #expect(throws: Failure.self) { try resources("/a/b", [folder]) } }
    }

    @Test func theEnvironmentNamesAnother() throws {
        #expect(try Installation.current(environment: ["MLKIT_HOME": "/x"]).templates == "/x/templates")
        let own = try Installation.current(environment: ["MLKIT_HOME": ""])
        #expect(own.checklists == own.resources.appending("checklists") && own.engines == own.resources.appending("engines"))
        #expect(try LocalFileSystem().exists(own.templates))
    }
}
