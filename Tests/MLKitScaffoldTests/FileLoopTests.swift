import MLKitCore
import MLKitScaffold
import Testing

@Suite struct FileLoopTests {
    private static let questions = """
        questions:
          models: {type: multi-choice, choices: [trees, network, linear], default: [trees, network]}
          count: {type: integer, default: 2}

        """

    @Test func aFileIsMadeForEachItem() throws {
        let fixture = try TemplateFixture(
            Self.questions + "loops: {'src/{{ model }}.py.stencil': {each: models, as: model}}\n",
            files: ["src/{{ model }}.py.stencil": "# {{ model|upper }} of {{ name }}\n", "src/other.py": ""])
        let files = try fixture.rendering().files
        #expect(files.map(\.path) == ["src/network.py", "src/other.py", "src/trees.py"])
        #expect(
            files.map(\.origin) == [
                "files/src/{{ model }}.py.stencil[network]", "files/src/other.py",
                "files/src/{{ model }}.py.stencil[trees]",
            ])
        #expect(try fixture.text("src/trees.py") == "# TREES of demo\n")
        #expect(try fixture.rendering(["models="]).files.map(\.path) == ["src/other.py"])
    }

    @Test func foldersAreMadeWithAllTheyHold() throws {
        let fixture = try TemplateFixture(
            Self.questions + "loops: {'models/{{ model }}': {each: models|sort, as: model}}\n",
            files: ["models/{{ model }}/README.md.stencil": "{{ model }}", "models/{{ model }}/data/.gitkeep": ""])
        #expect(
            try fixture.rendering().files.map(\.path) == [
                "models/network/README.md", "models/network/data/.gitkeep", "models/trees/README.md",
                "models/trees/data/.gitkeep",
            ])
        #expect(try fixture.text("models/trees/README.md") == "trees")
    }

    @Test func anInnerListMayBeMadeFromTheOuterItem() throws {
        let fixture = try TemplateFixture(
            """
            questions: {groups: {type: multi-choice, choices: ['ab', 'c'], default: ['ab', 'c']}}
            loops:
              "{{ group }}": {each: groups, as: group}
              "{{ group }}/{{ i }}.stencil": {each: 1...group.count, as: i}

            """, files: ["{{ group }}/{{ i }}.stencil": "{{ group }}{{ i }}"])
        let files = try fixture.rendering().files
        #expect(files.map(\.path) == ["ab/1", "ab/2", "c/1"])
        #expect(files.last?.origin == "files/{{ group }}/{{ i }}.stencil[c][1]")
        #expect(files.map { String(decoding: $0.content, as: UTF8.self) } == ["ab1", "ab2", "c1"])
    }

    @Test func theEndingOfRenderedFilesMayBeLeftOut() throws {
        let fixture = try TemplateFixture(
            Self.questions + "loops: {'{{ m }}.txt': {each: models, as: m}}\n", files: ["{{ m }}.txt.stencil": "{{ m }}"])
        #expect(try fixture.rendering().files.map(\.path) == ["network.txt", "trees.txt"])
    }

    /// A mistake in the list is one mistake, however often its item is used.
    @Test func aWrongListStillHasItsVariable() throws {
        let fixture = try TemplateFixture(
            Self.questions + "loops: {'{{ m }}.txt': {each: modles, as: m}}\n", files: ["{{ m }}.txt.stencil": "{{ m }}"])
        #expect(messages { _ = try fixture.template() } == ["unknown variable `modles`"])
    }

    /// Which round it is would change with the other items, and all files with it.
    @Test func aFilesLoopDoesNotCount() throws {
        let fixture = try TemplateFixture(
            Self.questions + "loops: {'{{ m }}': {each: models, as: m}}\n", files: ["{{ m }}.stencil": "{{ forloop.counter }}"])
        #expect(messages { _ = try fixture.template() } == ["unknown variable `forloop`"])
    }

    @Test func anItemCanBeLeftOut() throws {
        let fixture = try TemplateFixture(
            Self.questions + "loops: {'{% if m != \"trees\" %}{{ m }}{% endif %}': {each: models, as: m}}\n",
            files: ["{% if m != \"trees\" %}{{ m }}{% endif %}/x": ""])
        #expect(try fixture.rendering().files.map(\.path) == ["network/x"])
    }

    @Test func itemsThatMakeOnePathCollide() throws {
        let fixture = try TemplateFixture(
            Self.questions + "loops: {one.txt: {each: models, as: m}}\n", files: ["one.txt": ""])
        #expect(
            fixture.problems { _ = try $0.rendering() } == """
                error: `files/one.txt[trees]` and `files/one.txt[network]` collide
                note: both need `one.txt`

                """)
    }

    @Test(arguments: [
        ("loops: {REDME.md: {each: models, as: m}}", "`REDME.md` is no file or folder in `files`"),
        ("loops: {README.md: {each: modles, as: m}}", "unknown variable `modles`"),
        ("loops: {README.md: {each: models, as: M}}", "`M` cannot name a loop's variable"),
        ("loops: {README.md: {each: models}}", "a loop needs the key `as`"),
        ("loops: {README.md: {each: models, as: m, where: x}}", "unknown key `where` in a loop"),
    ])
    func mistakesHaveTheirWords(yaml: String, expected: String) throws {
        let fixture = try TemplateFixture(Self.questions + yaml + "\n")
        #expect(messages { _ = try fixture.template() }.contains(expected))
    }

    @Test func aTextIsNoList() throws {
        let fixture = try TemplateFixture("loops: {README.md: {each: name, as: m}}\n")
        #expect(
            fixture.problems { _ = try $0.rendering() } == """
                error: `name` is text, not a list
                 --> template/template.yaml:5:27
                  |
                5 | loops: {README.md: {each: name, as: m}}
                  |                           ^^^^

                """)
    }

    /// A folder that is left out leaves out all below, whatever conditions stand there.
    @Test func conditionsOfFoldersNest() throws {
        let fixture = try TemplateFixture(
            "questions: {a: {type: boolean, default: false}, b: {type: boolean, default: false}}\n",
            files: [
                "{% if a %}a{% endif %}/x": "", "{% if a %}a{% endif %}/{% if b %}b{% endif %}/y": "",
                "{% if a %}{% if b %}both{% endif %}{% endif %}/z": "", "README.md": "",
            ])
        #expect(try fixture.rendering().files.map(\.path) == ["README.md"])
        #expect(try fixture.rendering(["b=yes"]).files.map(\.path) == ["README.md"])
        #expect(try fixture.rendering(["a=yes"]).files.map(\.path) == ["README.md", "a/x"])
        #expect(
            try fixture.rendering(["a=yes", "b=yes"]).files.map(\.path) == ["README.md", "a/b/y", "a/x", "both/z"])
    }
}
