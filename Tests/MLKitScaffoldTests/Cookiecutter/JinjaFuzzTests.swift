import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Whatever a template holds, rendering ends: with a text, or with a failure that has a place.
@Suite struct JinjaFuzzTests {
    /// Pieces that templates are made of, whole and broken.
    private static let pieces = [
        "{{", "}}", "{%", "%}", "{#", "#}", "{%-", "-%}", "+%}", "{{-", "-}}", " if ", " elif ", " else ", " endif ",
        " for ",
        " in ", " endfor ", " set ", " endset ", " raw ", " endraw ", " macro ", " endmacro ", " with ", " endwith ",
        " now ",
        " include ", "x", "cookiecutter", "loop", ".a", "[0]", "[-1:]", "[::2]", "(", ")", "[", "]", "{", "}", "'a'",
        "\"b\"", "'",
        "\"", "\\", "1", "2.5", "99999999999999999999", "+", "-", "*", "/", "//", "%", "**", "~", "==", "<", "!=", "=",
        ",", ":",
        "|", " is ", " not ", " and ", " or ", "defined", "none", "lower", "join", "replace", "range(9)", "sort", "map",
        "default",
        "format", "tojson", "slugify", "namespace()", ".split()", ".format(1)", ".upper()", ".items()", "%s", "\n",
        "\r\n",
        " ", "é", "\u{A0}", "\u{0}", "🙂", "truncate(1)", "indent", "wordwrap(3)", "center(9)", "loop.cycle", "random",
        "endraw",
    ]

    private func check(_ bytes: [UInt8], _ settings: JinjaSettings) {
        let environment = JinjaEnvironment(
            settings: settings, clock: Jinja.clock, effects: JinjaEffects(SeededNumbers(seed: 1)))
        let variables: [String: JinjaValue] = [
            "x": .list([.int(1), .string("a"), .dictionary(JinjaDictionary([(.string("a"), .none)]))]),
            "cookiecutter": .dictionary(JinjaDictionary([(.string("a"), .string("A b"))])),
        ]
        do {
            let template = try JinjaTemplate(JinjaSource(file: "t", bytes: bytes), settings)
            _ = try template.render(variables, environment)
        } catch let failure as Failure {
            #expect(failure.diagnostics.allSatisfy { $0.location != nil })
        } catch {
            Issue.record("\(error) for \(bytes)")
        }
    }

    @Test func anyMixtureOfPiecesEnds() {
        var numbers = SeededNumbers(seed: 20_260_101)
        for round in 0..<4000 {
            let count = Int.random(in: 1...40, using: &numbers)
            var text = (0..<count).compactMap { _ in Self.pieces.randomElement(using: &numbers) }.joined()
            // Half of them begin inside a tag, where there is more to go wrong.
            if round % 4 == 0 { text = "{{ " + text + " }}" }
            if round % 4 == 1 { text = "{% if x " + text + " %}a{% endif %}" }
            check(Array(text.utf8), JinjaSettings(trimsBlocks: round % 3 == 0, stripsBlocks: round % 5 == 0))
        }
    }

    @Test func anyDamageToSoundTemplatesEnds() throws {
        let path = BuiltTool.sourceRoot.pushing("Tests/Differential/jinja_cases.json")
        let document = try JSON(parsing: LocalFileSystem().read(path), file: path.string)
        let groups = try #require(document["groups"]?.array)
        let texts = groups.flatMap { $0["cases"]?.array ?? [] }.compactMap { $0.array?.first?.string }
        var numbers = SeededNumbers(seed: 7)
        for text in texts {
            for _ in 0..<12 {
                var bytes = Array(text.utf8)
                for _ in 0..<Int.random(in: 1...3, using: &numbers) where !bytes.isEmpty {
                    let index = Int.random(in: bytes.indices, using: &numbers)
                    switch Int.random(in: 0...2, using: &numbers) {
                    case 0: bytes.remove(at: index)
                    case 1: bytes[index] = UInt8.random(in: 0...255, using: &numbers)
                    default: bytes.insert(contentsOf: bytes[index...].prefix(9), at: index)
                    }
                }
                check(bytes, JinjaSettings())
            }
        }
    }

    @Test func anyVariablesFileEnds() throws {
        let sound = """
            {"project_name": "My \\u00e9 Model", "slug": "{{ cookiecutter.project_name|slugify }}", "use": ["y", "n"],
             "flag": true, "n": 1.5, "_copy_without_render": ["*.html"], "__x": ["{{ cookiecutter.slug }}"],
             "d": {"{{ cookiecutter.use }}": {"a": null}}, "__prompts__": {"use": {"__prompt__": "Use?", "y": "Yes"}},
             "_jinja2_env_vars": {"trim_blocks": true}, "_extensions": ["a.b"]}
            """
        var numbers = SeededNumbers(seed: 3)
        for _ in 0..<1500 {
            var bytes = Array(sound.utf8)
            for _ in 0..<Int.random(in: 0...3, using: &numbers) {
                let index = Int.random(in: bytes.indices, using: &numbers)
                if Bool.random(using: &numbers) {
                    bytes.remove(at: index)
                } else {
                    bytes[index] = Array("\"\\{}[],:%a1".utf8).randomElement(using: &numbers) ?? 0
                }
            }
            let disk = InMemoryFileSystem(["/t/{{cookiecutter.slug}}/a": "{{ cookiecutter.slug }}"])
            try disk.write(bytes, to: "/t/cookiecutter.json")
            do {
                let template = try CookiecutterTemplate(at: "/t", files: disk)
                let environment = JinjaEnvironment(
                    settings: template.settings.jinja, clock: Jinja.clock, effects: JinjaEffects(SeededNumbers(seed: 1))
                )
                var interview = CookiecutterInterview(template, projectName: "demo", environment: environment)
                _ = try interview.run(assigned: AssignedAnswers(), prompter: nil)
            } catch is Failure {
            } catch {
                Issue.record("\(error) for \(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }
}
