import MLKitCore
import MLKitScaffold
import MLKitTestSupport
import Testing

/// Files that templates beside each other share.
@Suite struct SharedFilesTests {
    private func fixture(_ shared: String = "[common]") throws -> TemplateFixture {
        try TemplateFixture("shared: \(shared)\nquestions: {who: {type: text, default: Ada}}\n")
    }

    @Test func theyAreRenderedAsTheTemplatesOwn() throws {
        let fixture = try fixture()
        try fixture.scratch.write("by {{ who }}\n", to: "shared/common/{{ name }}/LICENSE.stencil")
        try fixture.scratch.write("not wanted", to: "shared/other/OTHER")
        let files = try fixture.rendering().files
        #expect(files.map(\.path) == ["README.md", "demo/LICENSE"])
        #expect(files.map(\.origin) == ["files/README.md", "shared/common/{{ name }}/LICENSE.stencil"])
        #expect(try fixture.text("demo/LICENSE") == "by Ada\n")
    }

    @Test func theTemplatesOwnFileOfThatPathCollides() throws {
        let fixture = try fixture()
        try fixture.scratch.write("other", to: "shared/common/README.md")
        #expect(
            messages { _ = try fixture.rendering() } == ["`files/README.md` and `shared/common/README.md` collide"]
                || messages { _ = try fixture.rendering() }
                    == ["`shared/common/README.md` and `files/README.md` collide"])
    }

    @Test func aFolderThatIsNotThereIsNamed() throws {
        let fixture = try fixture()
        #expect(
            fixture.problems() == """
                error: there is no folder `shared/common`
                 --> template/template.yaml:5:10
                  |
                5 | shared: [common]
                  |          ^^^^^^

                """)
    }

    /// A template of a stranger's gets at no other folder, neither by a path nor by a link.
    @Test func nothingElseCanBeShared() async throws {
        let fixture = try fixture("[../private]")
        try fixture.scratch.write("secret", to: "private/key")
        #expect(fixture.problems().contains("lower-case letters, digits, `-` and `_`"))
        let other = try self.fixture("[private]")
        try other.scratch.write("secret", to: "private/key")
        try other.scratch.write("", to: "shared/x")
        _ = try await Command("ln", ["-s", "../private", "shared/private"], directory: other.scratch.path).run()
        #expect(other.problems().contains("there is no folder `shared/private`"))
    }
}
