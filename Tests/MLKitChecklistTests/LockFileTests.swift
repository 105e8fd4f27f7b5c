import Testing

@testable import MLKitChecklist

/// What lock files lock.
@Suite struct LockFileTests {
    private func file(_ name: String) throws -> LockFile { try #require(LockFile(at: name)) }

    @Test(arguments: [
        ("uv.lock", LockFile.Language.python), ("a/poetry.lock", .python), ("pylock.toml", .python), ("pylock.gpu.toml", .python),
        ("conda-linux-64.lock", .any), ("x.conda-lock.yml", .any), ("Cargo.lock", .other), ("my.lock", nil), ("pylock.txt", nil),
    ] as [(String, LockFile.Language?)])
    func namesTellTheLanguage(path: String, language: LockFile.Language?) { #expect(LockFile(at: path)?.language == language) }

    @Test(arguments: [
        ("uv.lock", "[[package]]\nname = \"a\"\n", true), ("uv.lock", "version = 1\n", false), ("pixi.lock", "- pypi: x\n", true),
        ("renv.lock", "{\"Packages\": {\"a\": {\"Version\": \"1\"}}}", true), ("renv.lock", "{\"Packages\": {\"a\": {}}}", false),
        ("renv.lock", "{\"Packages\": {}}", false), ("renv.lock", "{", false),
        ("Gemfile.lock", "GEM\n  specs:\n    rake (13.0)\n", true), ("Gemfile.lock", "   rake (13.0)", false),
        ("Gemfile.lock", "      rake (>= 1)", false), ("Gemfile.lock", "    rake", false), ("Gemfile.lock", "    rake(13.0)", false),
        ("Gemfile.lock", "    rake (13.0) x", false), ("Gemfile.lock", "    ", false),
        ("Pipfile.lock", "{\"default\": {\"a\": {\"version\": \"==1.0\"}}}", true), ("Pipfile.lock", "{\"default\": {}}", false),
        ("Pipfile.lock", "{\"default\": {\"a\": {\"version\": \"==1.*\"}}}", false),
        ("Pipfile.lock", "{\"default\": {\"a\": {\"version\": \">=1\"}}}", false),
        ("Pipfile.lock", "{\"default\": {\"a\": {\"file\": \"x\"}}}", false),
        ("Pipfile.lock", "{\"default\": {\"a\": {\"file\": \"x\", \"hashes\": []}}}", false),
        ("Pipfile.lock", "{\"default\": {\"a\": {\"file\": \"x\", \"hashes\": [\"h\"]}}}", true),
        ("Pipfile.lock", "{\"default\": {\"a\": {\"ref\": \"x\"}}}", true),
        ("Pipfile.lock", "{\"default\": {\"a\": {\"path\": \".\"}}}", true),
        ("Pipfile.lock", "{\"default\": {\"a\": {\"ref\": \"x\"}, \"b\": {}}}", false),
    ])
    func locks(name: String, text: String, isOne: Bool) throws { #expect(try file(name).locks(text) == isOne) }

    private static let uv = "[[package]]\nname = \"Torch.Vision\"\nversion = \"0.1\"\n[package.source]\nversion = "
        + "\"9\"\n[[package]]\nname = \"torch\"\nversion = \"2.0\"\n"
        + "[[package]]\nname = \"torch\"\nversion = \"2.1\"\n"

    @Test func packagesHaveTheirVersions() throws {
        let lock = try file("uv.lock")
        #expect(lock.versions(of: "torch", Self.uv) == ["2.0", "2.1"] && lock.versions(of: "torch-vision", Self.uv) == ["0.1"])
        #expect(lock.versions(of: "a", Self.uv) == [] && lock.holds("torch-vision", Self.uv) && !lock.holds("vision", Self.uv))
        let pipenv = "{\"default\": {\"A.b\": {\"version\": \"==1.0\"}, \"c\": {\"ref\": \"x\"}}}"
        #expect(try file("Pipfile.lock").versions(of: "a-b", pipenv) == ["1.0"] && file("Pipfile.lock").versions(of: "c", pipenv) == [])
        #expect(try file("Pipfile.lock").holds("a-b", pipenv) && !file("Pipfile.lock").holds("b", pipenv))
        // Of others only that it is named.
        #expect(try file("pixi.lock").holds("torch", "- conda: x/torch-2.0.conda") && !file("pixi.lock").holds("torch", "- conda: x"))
        #expect(try file("pixi.lock").versions(of: "torch", "version = \"1\"") == []
            && file("pylock.toml").versions(of: "torch", Self.uv).count == 2)
    }
}
