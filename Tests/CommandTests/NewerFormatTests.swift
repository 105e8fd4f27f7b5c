import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A file of a format that a later mlkit has is refused by its name, with what to do, and with nothing else said of it.
@Suite struct NewerFormatTests {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("mlkit: 1\nproject: {name: p}\n", to: "mlkit.yaml")
    }

    private func refused(_ arguments: String..., as message: String) async throws {
        let outcome = try await BuiltTool.mlkit(arguments, in: scratch.path)
        // A plan that cannot be made says nothing of changes.
        #expect(outcome.status == (arguments == ["plan"] ? 3 : 1) && outcome.output == "", "\(arguments): \(outcome.output)")
        #expect(
            outcome.error.replacing(scratch.path.string + "/", with: "") == """
                \(message)
                hint: use a newer mlkit than this one, \(Version.current)

                """, "\(arguments)")
    }

    @Test(arguments: [
        ["run"], ["status"], ["graph"], ["metrics"], ["why", "a"], ["check"], ["check", "list"], ["check", "done", "a.b"],
        ["plan"], ["apply"], ["init"], ["serve"], ["sweep"], ["cache", "gc"], ["plots"], ["run", "--set", "params.x=1"],
    ])
    func theSpec(command: [String]) async throws {
        try scratch.write("mlkit: 2\nproject: {name: p, colour: red}\npipelines: []\n", to: "mlkit.yaml")
        let outcome = try await BuiltTool.mlkit(command, in: scratch.path)
        #expect(outcome.status == (command == ["plan"] ? 3 : 1) && outcome.output == "")
        #expect(
            outcome.error == """
                error: `mlkit.yaml` has format 2, and this mlkit reads format 1
                 --> mlkit.yaml:1:8
                  |
                1 | mlkit: 2
                  |        ^

                hint: use a newer mlkit than this one, \(Version.current)

                """)
    }

    @Test func theRecordOfTheTemplate() async throws {
        try scratch.write("record: 2\ntemplate: {id: x}\n", to: ".mlkit/template.yaml")
        let message = """
            error: `.mlkit/template.yaml` has format 2, and this mlkit reads format 1
             --> .mlkit/template.yaml:1:9
              |
            1 | record: 2
              |         ^

            """
        try await refused("plan", as: message)
        try await refused("apply", as: message)
    }

    @Test func aTemplate() async throws {
        try scratch.write("template: 2\nasks: []\n", to: "mine/template.yaml")
        let message = """
            error: `mine/template.yaml` has format 2, and this mlkit reads format 1
             --> mine/template.yaml:1:11
              |
            1 | template: 2
              |           ^

            """
        try await refused("new", "demo", "--template", "./mine", "--defaults", as: message)
        #expect(try !scratch.exists("demo"))
        let check = try await BuiltTool.mlkit(["template", "check", "mine"], in: scratch.path)
        #expect(check.status == 1 && (check.output + check.error).contains("has format 2, and this mlkit reads format 1"))
    }

    @Test func aChecklist() async throws {
        try scratch.write("mlkit: 1\nproject: {name: p}\nchecklists: [mine.yaml]\n", to: "mlkit.yaml")
        try scratch.write("checklist: 2\ntitle: t\nchapters: []\n", to: "mine.yaml")
        let message = """
            error: `mine.yaml` has format 2, and this mlkit reads format 1
             --> mine.yaml:1:12
              |
            1 | checklist: 2
              |            ^

            """
        for command in ["list", "next", "upgrade"] { try await refused("check", command, as: message) }
    }

    @Test func aBundle() async throws {
        try scratch.write(#"{"format": 2, "models": []}"#, to: "deploy/abc/bundle.json")
        let outcome = try await BuiltTool.mlkit(["serve", "abc", "--port", "0"], in: scratch.path)
        #expect(outcome.status == 1)
        #expect(
            outcome.error.replacing(scratch.path.string + "/", with: "") == """
                error: `deploy/abc/bundle.json` cannot be read: the bundle has format 2, and this mlkit reads format 1

                hint: use a newer mlkit than this one, \(Version.current), or deploy the model again with this one

                """)
    }
}
