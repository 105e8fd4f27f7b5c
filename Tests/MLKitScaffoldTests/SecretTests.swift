import MLKitCore
import MLKitGit
import MLKitScaffold
import MLKitTestSupport
import Testing

/// Answers that are neither shown nor kept.
@Suite struct SecretTests {
    private static let questions = """
        questions: {token: {type: text, secret: true, default: none}, user: {type: text, default: me}}
        computed: {login: '{{ user }}:{{ token }}'}

        """
    private static let files = ["secrets.env.stencil": "LOGIN={{ login }}\n", "README.md.stencil": "of {{ user }}\n"]

    @Test func itStandsInFilesOfTheUserAloneAndNowhereElse() throws {
        let fixture = try TemplateFixture(Self.questions + "ownership: {secrets.env: seed}\n", files: Self.files)
        let rendering = try fixture.rendering(["token=abc-123", "user=ada"])
        let file = try #require(rendering.files.first { $0.path == "secrets.env" })
        #expect(String(decoding: file.content, as: UTF8.self) == "LOGIN=ada:abc-123\n")
        #expect(try file.holdsSecret && file.blob == ObjectID(blobOf: []))
        #expect(rendering.files.filter(\.holdsSecret).count == 1)
        #expect(rendering.answers.given == ["user": "ada"])
        #expect(!rendering.record.contains("abc-123") && rendering.record.contains("user: ada"))
    }

    @Test func whatMlkitMergesHasNone() throws {
        let fixture = try TemplateFixture(Self.questions, files: Self.files)
        #expect(
            fixture.problems { _ = try $0.rendering() } == """
                error: `files/secrets.env.stencil` has a secret answer in it, so it has to be the user's alone

                hint: write `secrets.env: seed` under `ownership`: what mlkit merges later is kept in git

                """)
    }

    @Test(arguments: [
        ("post: [{run: 'echo {{ token }}'}]", "a command, which is shown, would give the secret `token` away"),
        ("post: [{run: 'true', when: token == \"x\"}]", "whether a command is run would give the secret `token` away"),
        ("post: [{run: 'true', help: '{{ login }}'}]", "the help of a command would give the secret `login` away"),
        ("next: ['{{ login }}']", "a step of `next`, which is shown, would give the secret `login` away"),
        ("loops: {README.md: {each: 'token|list', as: one}}", "how often `files/README.md` is made would give the secret `token` away"),
    ])
    func whatIsShownHasNone(yaml: String, message: String) throws {
        let fixture = try TemplateFixture(Self.questions + yaml + "\n")
        #expect(messages { _ = try fixture.template() }.contains(message), "\(fixture.problems())")
    }

    @Test func questionsAndNamesHaveNone() throws {
        let fixture = try TemplateFixture(
            """
            questions:
              token: {type: text, secret: true, default: none}
              copy: {type: text, default: '{{ token }}'}
              more: {type: text, when: token == "x", default: ''}
              same: {type: text, secret: true, default: '{{ token }}'}

            """, files: ["{{ token }}.md": "x"])
        #expect(
            messages { _ = try fixture.template() } == [
                "the name of `files/{{ token }}.md` would give the secret `token` away",
                "the default of `copy`, which is kept, would give the secret `token` away",
                "whether `more` is asked would give the secret `token` away",
            ])
    }

    @Test func whatDoesNotFitIsNotShown() throws {
        let fixture = try TemplateFixture(
            "questions: {token: {type: text, secret: true, default: '12', validate: {pattern: '[0-9]+', message: digits only}}}\n")
        let problem = fixture.problems { _ = try $0.rendering(["token=hush"]) }
        #expect(problem == "error: question `token`: the answer does not fit\n\nhint: digits only\n")
    }

    @Test func onlyATextOfSeveralLinesMayHaveThem() throws {
        let fixture = try TemplateFixture(
            "questions: {about: {type: text, multiline: true, default: x}, title: {type: text, default: x}}\n",
            files: ["README.md.stencil": "{{ about }}\n"])
        #expect(try fixture.text("README.md", ["about=one\ntwo"]) == "one\ntwo\n")
        #expect(try fixture.rendering(["about=one\ntwo"]).record.contains(#"about: "one\ntwo""#))
        #expect(fixture.problems { _ = try $0.rendering(["about=one\ttwo"]) }.contains("has a line break or another control character"))
        #expect(fixture.problems { _ = try $0.rendering(["title=one\ntwo"]) }.contains("has a line break or another control character"))
    }
}
